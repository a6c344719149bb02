// Package e2e tests the built program from outside, as those who run it and
// those who ask it do: over its command line, over HTTP, and with GDAL. The
// binary is the one that INCIDENTMAP_BIN names. Tests with the tag e2e take
// about a minute, those with the tag long several.
package e2e
