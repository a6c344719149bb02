// Package keep does what people do with a log of revisions: bring a file into it, see
// what that would change, take it back, and read the history of an incident.
package keep
