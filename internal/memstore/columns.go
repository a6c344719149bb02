package memstore

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sort"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore/packed"
	"incidentmap/internal/store"
)

// columns are the matching rows of all layers of the index, merged.
type columns struct {
	set    *set
	tables []table
	// stretches are rows of one table that follow each other in the whole, too.
	stretches []stretch
	len       int
}

// table is the matching rows of a layer.
type table struct {
	*geo.Table[*incident.Record]
	packed *packed.Records // nil where the records are in memory
}

// stretch is the rows of a table from one on. They end where the next stretch begins.
type stretch struct {
	at    int // the first one's number in the whole
	table int
	from  int // and in the table
}

// Columns implements store.View.
func (v *view) Columns(ctx context.Context, f incident.Filter) (store.Columns, error) {
	snap, q := v.plan(ctx, &f)
	c := &columns{set: v.set}
	for _, t := range snap.Tables(q) {
		packed, _ := t.Far().(*packed.Records)
		c.tables = append(c.tables, table{t, packed})
	}
	if err := c.merge(ctx); err != nil {
		return nil, err
	}
	return c, ctx.Err()
}

// merge lists the stretches. A layer of millions and one of a few edits are merged by
// looking for the place of each edit among the millions.
func (c *columns) merge(ctx context.Context) error {
	at := make([]int, len(c.tables))
	for {
		first, second := c.heads(at)
		if first < 0 {
			return nil
		}
		if len(c.stretches)%checkEvery == 0 && !goOn(ctx) {
			return ctx.Err()
		}
		c.stretches = append(c.stretches, stretch{c.len, first, at[first]})
		to := c.tables[first].Len()
		if second >= 0 {
			to = c.tables[first].before(at[first]+1, &c.tables[second], at[second])
		}
		c.len += to - at[first]
		at[first] = to
	}
}

// heads finds the tables whose rows at the given positions come first and second, -1
// for none.
func (c *columns) heads(at []int) (first, second int) {
	first, second = -1, -1
	for i := range c.tables {
		switch t := &c.tables[i]; {
		case at[i] == t.Len():
		case first < 0 || t.compare(at[i], &c.tables[first], at[first]) < 0:
			first, second = i, first
		case second < 0 || t.compare(at[i], &c.tables[second], at[second]) < 0:
			second = i
		}
	}
	return first, second
}

// before finds the first row from from on that does not come before row j of another
// table, in steps that double: it is likely to be near where both are interleaved.
func (t *table) before(from int, other *table, j int) int {
	step := 1
	for from+step < t.Len() && t.compare(from+step, other, j) < 0 {
		from, step = from+step, 2*step
	}
	return from + sort.Search(min(step, t.Len()-from), func(i int) bool { return t.compare(from+i, other, j) > 0 })
}

// compare is incident.CompareDefault of row i and row j of another table. It reads IDs
// only where days are equal.
func (t *table) compare(i int, other *table, j int) int {
	if c := cmp.Compare(t.Start(i), other.Start(j)); c != 0 {
		return c
	}
	return strings.Compare(t.id(i), other.id(j))
}

func (t *table) id(i int) string {
	if t.packed != nil {
		return t.packed.ID(t.Row(i))
	}
	return t.Value(i).ID
}

// Len implements store.Columns.
func (c *columns) Len() int { return c.len }

// Coded implements store.Columns.
func (c *columns) Coded(column int) bool { return !c.set.dictionaries[column].hashed }

// Standing implements store.Columns.
func (c *columns) Standing(column int, code uint32) *incident.Record {
	return c.set.dictionaries[column].all()[code]
}

// Read implements store.Columns.
func (c *columns) Read(from, to int, into *store.Rows) {
	into.Resize(to-from, len(c.set.dictionaries))
	for column := range into.Codes {
		if !c.Coded(column) {
			into.Codes[column] = into.Codes[column][:0]
		}
	}
	i, _ := slices.BinarySearchFunc(c.stretches, from+1, func(s stretch, at int) int { return cmp.Compare(s.at, at) })
	for i--; from < to; i++ {
		s, end := c.stretches[i], to
		if i+1 < len(c.stretches) {
			end = min(to, c.stretches[i+1].at)
		}
		first := s.from + from - s.at
		c.tables[s.table].read(first, first+end-from, into, into.Len()-(to-from))
		from = end
	}
}

// read reads the rows from from to to-1 into rows at a place of theirs.
func (t *table) read(from, to int, into *store.Rows, at int) {
	for column, codes := range into.Codes {
		if len(codes) > 0 {
			t.Codes(column, from, codes[at:at+to-from])
		}
	}
	near := nearby{table: t}
	if t.packed != nil {
		near.heads = t.packed.Heads()
	}
	for i := from; i < to; i++ {
		if (i-from)%nearRows == 0 {
			runtime.Gosched() // short requests must not wait for long ones
			near.fetch(i, min(i+nearRows, to))
		}
		entry := &near.entries[(i-from)%nearRows]
		inc := near.head(i, entry.Row)
		into.Start[at], into.End[at], into.Certain[at] = entry.Start, entry.End, entry.Certain
		into.Uncertain[at], into.RadiusM[at] = inc.Date.Uncertain, inc.Place.RadiusM
		into.Points[at] = readPoints(into, entry, inc)
		into.IDs = append(into.IDs, inc.ID...)
		into.IDEnds[at] = uint32(len(into.IDs))
		at++
	}
}

// nearRows is of how many rows entries and heads are brought near at once: they stay in
// the processor's nearest cache until they are read. In the order of days, entries and
// records lie all over the memory, and to wait for each alone takes most of the time.
const nearRows = 64

// nearby reads what the index has of rows and what it lacks, which lies first of their
// records.
type nearby struct {
	table   *table
	heads   *packed.Heads // nil where the records are in memory
	entries [nearRows]geo.Entry
	rows    [nearRows]geo.Row
}

// fetch makes ready for the rows from from to to-1.
func (n *nearby) fetch(from, to int) {
	for i := range to - from {
		n.entries[i] = n.table.Entry(from + i)
		n.rows[i] = n.entries[i].Row
	}
	if n.heads != nil {
		n.heads.Fetch(n.rows[:to-from])
	}
}

// head returns the incident of row i, of which there is only the head where it is
// packed.
func (n *nearby) head(i int, row geo.Row) *incident.Incident {
	if n.heads == nil {
		return n.table.Value(i).Incident
	}
	return n.heads.Read(row)
}

// readPoints appends the points of a row and returns how many there are.
func readPoints(into *store.Rows, entry *geo.Entry, inc *incident.Incident) uint32 {
	switch entry.Places {
	case geo.NoPlace:
		return 0
	case geo.OnePlace:
		into.Lon, into.Lat = append(into.Lon, entry.Lon), append(into.Lat, entry.Lat)
		return 1
	}
	for _, p := range inc.Place.Points { // the index does not know their order
		lon, lat := geo.E7(p)
		into.Lon, into.Lat = append(into.Lon, lon), append(into.Lat, lat)
	}
	return uint32(len(inc.Place.Points))
}
