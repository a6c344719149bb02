package columnstest

import (
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/wire"
)

// column reads a column's bytes of a chunk into the chunk's rows.
type column struct {
	name string
	read func(in *wire.Reader, rows []Row)
}

// numbers are the columns of numbers and what becomes of them. Start stands before days.
var numbers = map[string]func(r *Row, n int64){
	"start":  func(r *Row, n int64) { r.Start = geo.Day(n) },
	"days":   func(r *Row, n int64) { r.End = r.Start + geo.Day(n) },
	"flags":  func(r *Row, n int64) { r.Certain, r.Uncertain = n&1 != 0, n&2 != 0 },
	"radius": func(r *Row, n int64) { r.RadiusM = int(n) },
}

func columnsOf(head *columns.Head) []column {
	out := make([]column, len(head.Columns))
	for i, c := range head.Columns {
		out[i] = column{c.Name, readerOf(c)}
	}
	return out
}

// readerOf returns how a column is read, nil for one that is not known.
func readerOf(c columns.Column) func(*wire.Reader, []Row) {
	switch set := numbers[c.Name]; {
	case c.Type == columns.Int && set != nil:
		return func(in *wire.Reader, rows []Row) {
			for i, n := range array(in, len(rows)) {
				set(&rows[i], n)
			}
		}
	case c.Type == columns.Code:
		return coded(func(in *wire.Reader) string { return string(in.Block()) },
			func(r *Row, word string) { r.Words[c.Name] = word })
	case c.Type == columns.Figure && c.Name == "killed":
		return coded(figure, func(r *Row, f Figure) { r.Killed = f })
	case c.Type == columns.Figure && c.Name == "injured":
		return coded(figure, func(r *Row, f Figure) { r.Injured = f })
	case c.Type == columns.Group:
		return coded(group, func(r *Row, g Group) { r.Group = &g })
	case c.Type == columns.Places:
		return new(sites).read
	case c.Type == columns.ID:
		return readIDs
	}
	return nil
}

// coded reads a column of codes of values that read reads.
func coded[T any](read func(*wire.Reader) T, set func(*Row, T)) func(*wire.Reader, []Row) {
	var values []T
	return func(in *wire.Reader, rows []Row) {
		for n := in.Uvarint(); n > 0 && !in.Failed(); n-- {
			values = append(values, read(in))
		}
		for i, code := range array(in, len(rows)) {
			switch {
			case code < 0 || code > int64(len(values)):
				in.Fail()
			case code > 0:
				set(&rows[i], values[code-1])
			}
		}
	}
}

func figure(in *wire.Reader) Figure {
	return Figure{int(in.Uvarint()) - 1, int(in.Uvarint()) - 1, int(in.Uvarint()) - 1}
}

func group(in *wire.Reader) Group { return Group{string(in.Block()), figure(in), figure(in)} }

// sites are the positions that were sent, in order.
type sites [][2]int32

func (s *sites) read(in *wire.Reader, rows []Row) {
	counts, points := array(in, len(rows)), int64(0)
	for _, n := range counts {
		if points += n; n < 0 || n > maxPoints || points > maxPoints {
			in.Fail()
			return
		}
	}
	fresh := in.Uvarint()
	if fresh > uint64(points) {
		in.Fail()
		return
	}
	lon, lat := array(in, int(fresh)), array(in, int(fresh))
	refs := array(in, int(points))
	if in.Failed() {
		return
	}
	for i, n := range counts {
		for _, ref := range refs[:n] {
			if ref == 0 && len(lon) > 0 {
				*s = append(*s, [2]int32{int32(lon[0]), int32(lat[0])})
				lon, lat, ref = lon[1:], lat[1:], int64(len(*s))
			}
			if ref <= 0 || ref > int64(len(*s)) {
				in.Fail()
				return
			}
			rows[i].Points = append(rows[i].Points, (*s)[ref-1])
		}
		refs = refs[n:]
	}
	if len(lon) > 0 {
		in.Fail()
	}
}

func readIDs(in *wire.Reader, rows []Row) {
	shared, follow := array(in, len(rows)), array(in, len(rows))
	before := ""
	for i := range shared {
		if in.Failed() || len(follow) < len(rows) || shared[i] < 0 || shared[i] > int64(len(before)) {
			in.Fail()
			return
		}
		before = before[:shared[i]] + string(in.Take(int(follow[i])))
		rows[i].ID = before
	}
}

// array reads an array of n numbers; none if it is cut off.
func array(in *wire.Reader, n int) []int64 {
	base, unit := in.Varint(), int64(in.Uvarint())
	width := in.Take(1)
	if width == nil || unit < 1 || !slices.Contains([]byte{0, 1, 2, 4}, width[0]) {
		in.Fail()
		return nil
	}
	planes := in.Take(int(width[0]) * n)
	if in.Failed() {
		return nil
	}
	out := make([]int64, n)
	for i := range out {
		stored := int64(0)
		for plane := range int(width[0]) {
			stored |= int64(planes[plane*n+i]) << (8 * plane)
		}
		out[i] = base + unit*stored
	}
	return out
}
