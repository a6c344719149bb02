package columns

import (
	"encoding/binary"
	"math"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// stream is what chunks are written with: the columns, which remember the words and
// sites of the chunks before.
type stream struct {
	rows    store.Columns
	columns []column
	scratch []byte
}

// column is a column with how its bytes of a chunk are written.
type column struct {
	Column
	write func(dst []byte, rows *store.Rows) []byte
}

// newStream lists the columns in their order.
func newStream(d *incident.Dataset, rows store.Columns) *stream {
	s := &stream{rows: rows}
	s.add("start", Int, appendStarts)
	s.add("days", Int, (&numbers{}).days)
	s.add("flags", Int, (&numbers{}).flags)
	for i, f := range incident.Facets {
		s.add(f.Name, Code, newVocabulary(rows, i, appendWord(f.Key)).write)
	}
	s.add("radius", Int, (&numbers{}).radius)
	for _, f := range []struct {
		measure string
		column  int
	}{{incident.Killed, store.ColumnKilled}, {incident.Injured, store.ColumnInjured}} {
		s.add(f.measure, Figure, newVocabulary(rows, f.column, appendFigure(f.measure)).write)
	}
	s.add("group", Group, newVocabulary(rows, store.ColumnGroup, appendGroup(d)).write)
	for i, c := range d.Columns {
		if own := store.FirstOwnColumn + i; rows.Coded(own) {
			s.add(c.Name, Code, newVocabulary(rows, own, appendOwn(i, &c)).write)
			last := &s.columns[len(s.columns)-1]
			last.Title, last.Own = c.Title, true
		}
	}
	s.add("places", Places, newPlaces(rows.Len()).write)
	s.add("id", ID, (&ids{}).write)
	return s
}

func (s *stream) add(name, kind string, write func([]byte, *store.Rows) []byte) {
	s.columns = append(s.columns, column{Column{Name: name, Type: kind}, write})
}

// appendChunk appends the rows as a chunk.
func (s *stream) appendChunk(dst []byte, rows *store.Rows) []byte {
	dst = binary.AppendUvarint(dst, uint64(rows.Len()))
	for _, c := range s.columns {
		s.scratch = c.write(s.scratch[:0], rows)
		dst = appendText(dst, s.scratch)
	}
	return dst
}

func appendStarts(dst []byte, rows *store.Rows) []byte { return appendNumbers(dst, rows.Start) }

// numbers writes columns of numbers that are worked out; it is their memory.
type numbers []uint32

// sized is the memory with room for as many numbers as there are rows.
func (n *numbers) sized(rows *store.Rows) []uint32 {
	if cap(*n) < rows.Len() {
		*n = make([]uint32, rows.Len())
	}
	return (*n)[:rows.Len()]
}

func (n *numbers) days(dst []byte, rows *store.Rows) []byte {
	days := n.sized(rows)
	for i, start := range rows.Start {
		days[i] = uint32(rows.End[i] - start)
	}
	return appendNumbers(dst, days)
}

// The bits of flags.
const (
	flagCertain = 1 << iota
	flagUncertain
)

func (n *numbers) flags(dst []byte, rows *store.Rows) []byte {
	flags := n.sized(rows)
	for i, certain := range rows.Certain {
		flags[i] = bit(certain)*flagCertain | bit(rows.Uncertain[i])*flagUncertain
	}
	return appendNumbers(dst, flags)
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func (n *numbers) radius(dst []byte, rows *store.Rows) []byte {
	metres := n.sized(rows)
	for i, r := range rows.RadiusM {
		metres[i] = uint32(min(max(r, 0)+0.5, math.MaxInt32))
	}
	return appendNumbers(dst, metres)
}
