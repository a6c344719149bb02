// Package cql2 reads filter expressions and keeps them as trees. It knows the
// part of the Common Query Language that compares properties with values: the
// text form that clients know as cql-text (OGC 17-069r4 drafts, which GDAL and
// QGIS write) and that CQL2 (OGC 21-065r2) has as its basic class, with LIKE,
// ILIKE, IN and BETWEEN. Geometries, functions and arithmetic are not part of
// it.
package cql2
