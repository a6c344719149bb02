// Package curated reads datasets that are kept by hand, as people edit and
// review them: a directory with
//
//	dataset.yaml       title, licence, sources, groups of shared claims
//	incidents/ID.yaml  one file an incident
//	layers/ID.yaml     context layers: records that are dated and placed too
//	places.lock.csv    where each place is, and who checked it against what
//
// Coordinates are never written by hand: a place is a text, the lock holds
// what the gazetteer answered for it. What cannot be read is told with file
// and line, all of it at once.
package curated
