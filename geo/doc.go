// Package geo holds space and time: days and windows of days, boxes and
// polygons on the globe, and the space-time index that answers "what lies in
// this box in these days" over an R-tree of column blocks.
//
// Coordinates are WGS 84 longitude and latitude in degrees (OGC CRS84). The
// package knows nothing of incidents, HTTP or SQL.
//
// # The index
//
//	Index ── current ──> Snapshot ─┬─ layer ── segment ─┬─ part plain     one point, at most a month
//	  │                            ├─ layer ── segment  ├─ part long      one point, longer
//	  │                            └─ recent layer      ├─ part shared    several points
//	  └─ recent, sealed (writer)                        └─ part unplaced  no point
//
//	part:  columns   lon lat start end row flags, and a code column for each facet
//	       leaves    boxes and spans of 32 entries each
//	       blocks    boxes and spans of 256 entries each, in an R-tree
//	       zones     for each block and code column, which codes it holds
//
// An entry is one point of one row, or a row without a point. A part is entries in
// k-d order of longitude, latitude and day, so that a run of 256 is small in space
// and in time. A query walks the R-tree to the blocks that touch its box, leaves
// out those whose span or zones cannot match, takes those that match as a whole
// without looking into them, and tests the others leaf by leaf, then entry by
// entry.
//
// What holds, and what the code relies on:
//
//   - A segment never changes. What is taken out is marked in the layer that has it,
//     which is copied for that; what is put in goes to the recent part.
//   - A Snapshot is all or nothing of each Apply, and never changes. Readers take one
//     by one atomic load and wait for nobody; writers wait for each other.
//   - The recent part only grows. It has no tree, and is sealed into a segment at
//     4,096 rows; eight segments of a size are merged into one of the next, beside
//     the readers, and what is taken out while that runs is taken out again after it.
//   - All entries of a row are in one part, and a row with several of them is in the
//     part shared: no row is counted twice, and long spans widen no block of others.
//   - All blocks but a part's last are full, and entries 32·i to 32·i+31 are leaf i.
//   - A block's box and spans hold all its entries. Its zone may say that it has a code
//     which it has not, and never the other way round.
//   - The rows of a sorted layer are in the index's order, so that the matches of all
//     layers are merged and not sorted.
//   - Coordinates are kept in units of 1e-7 degrees (1 cm), rounded to the nearest.
package geo
