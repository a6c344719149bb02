package store

import (
	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// The columns of codes of a dataset: one for each of incident.Facets, in their order,
// then these, then one for each of the dataset's own columns.
var (
	ColumnKilled   = len(incident.Facets)
	ColumnInjured  = ColumnKilled + 1
	ColumnGroup    = ColumnInjured + 1
	FirstOwnColumn = ColumnGroup + 1
)

// Columns are the records that match a filter, of one version of a dataset and in the
// default order, column by column: for encoders that write millions of rows, of which
// no record is made then. They may be read by several goroutines at once.
type Columns interface {
	// Len is the exact number of rows.
	Len() int
	// Coded reports whether a column has codes. All have but those of the dataset's
	// own that have too many different values.
	Coded(column int) bool
	// Standing returns a record that has the value which a code of a column stands
	// for; what else it has is of no account.
	Standing(column int, code uint32) *incident.Record
	// Read reads the rows from from to to-1 into memory that is used again.
	Read(from, to int, into *Rows)
}

// Rows are some rows of Columns.
type Rows struct {
	Start, End []geo.Day
	// Certain and Uncertain are the date's.
	Certain, Uncertain []bool
	// Codes are the codes by column, and of each by row; empty for a column that is
	// not coded. Rows with the same code have the same value; others may have it too.
	Codes [][]uint32
	// RadiusM is the radius of the place in metres, as the record has it.
	RadiusM []float64
	// Points says how many points each row has. Lon and Lat are all of them, row by
	// row and in the record's order, in 1e-7 degrees.
	Points   []uint32
	Lon, Lat []int32
	// IDs are the bytes of all IDs, row by row, and IDEnds where each ends in them.
	IDs    []byte
	IDEnds []uint32
}

// Resize makes room for n rows and as many columns of codes. Points and IDs are to be
// appended.
func (r *Rows) Resize(n, columns int) {
	r.Start, r.End = resized(r.Start, n), resized(r.End, n)
	r.Certain, r.Uncertain = resized(r.Certain, n), resized(r.Uncertain, n)
	r.RadiusM, r.Points, r.IDEnds = resized(r.RadiusM, n), resized(r.Points, n), resized(r.IDEnds, n)
	r.Codes = resized(r.Codes, columns)
	for c := range r.Codes {
		r.Codes[c] = resized(r.Codes[c], n)
	}
	r.Lon, r.Lat, r.IDs = r.Lon[:0], r.Lat[:0], r.IDs[:0]
}

// ID is the ID of row i, which lies in IDs.
func (r *Rows) ID(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = r.IDEnds[i-1]
	}
	return r.IDs[from:r.IDEnds[i]]
}

// Len is the number of rows.
func (r *Rows) Len() int { return len(r.Start) }

// resized is a slice of length n that uses the old one's memory where that suffices.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
