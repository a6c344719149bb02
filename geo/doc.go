// Package geo holds space and time: days and windows of days, boxes and
// polygons on the globe, and the space-time index that answers "what lies in
// this box in these days" over an R-tree of column blocks.
//
// Coordinates are WGS 84 longitude and latitude in degrees (OGC CRS84). The
// package knows nothing of incidents, HTTP or SQL.
package geo
