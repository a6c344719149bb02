// Package columnstest reads what columns writes, for tests.
package columnstest

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/encode/columns"
)

// Row is one incident as the columns tell it.
type Row struct {
	ID                              string
	Start, End                      geo.Day
	Certain                         bool
	Kind, EventType, PlacePrecision string // empty for none
	RadiusM                         int
	Killed                          int // -1 for unknown
	Points                          orb.MultiPoint
}

const magic = "IMCOL"

// names are the columns that the format promises.
var names = []string{"start", "days", "certain", "kind", "event_type", "place_precision", "radius", "killed", "points",
	"lon", "lat", "id"}

// ErrFormat is wrapped by every error about bytes that are not the format.
var ErrFormat = errors.New("columns: malformed")

// Read reads what Append wrote.
func Read(data []byte) (columns.Head, []Row, error) {
	var head columns.Head
	rest, ok := cutPrefix(data)
	if !ok {
		return head, nil, fmt.Errorf("%w: it does not start as version %d does", ErrFormat, columns.Version)
	}
	text, rest, ok := cutBlock(rest)
	if !ok {
		return head, nil, fmt.Errorf("%w: the head is cut off", ErrFormat)
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return head, nil, fmt.Errorf("%w: the head: %w", ErrFormat, err)
	}
	byName := map[string]*column{}
	for _, name := range head.Columns {
		var block []byte
		if block, rest, ok = cutBlock(rest); !ok {
			return head, nil, fmt.Errorf("%w: column %q is cut off", ErrFormat, name)
		}
		byName[name] = &column{rest: block}
	}
	for _, name := range names {
		if byName[name] == nil {
			return head, nil, fmt.Errorf("%w: it has no column %q", ErrFormat, name)
		}
	}
	rows, err := readRows(&head, byName)
	return head, rows, err
}

func cutPrefix(data []byte) ([]byte, bool) {
	if len(data) <= len(magic) || string(data[:len(magic)]) != magic || data[len(magic)] != columns.Version {
		return nil, false
	}
	return data[len(magic)+1:], true
}

func cutBlock(data []byte) (block, rest []byte, ok bool) {
	n, size := binary.Uvarint(data)
	if size <= 0 || n > uint64(len(data)-size) {
		return nil, nil, false
	}
	return data[size : size+int(n)], data[size+int(n):], true
}

// column reads numbers; bad is set at the first that is not there.
type column struct {
	rest []byte
	bad  bool
}

func (c *column) uint() uint64 {
	v, n := binary.Uvarint(c.rest)
	if n <= 0 {
		c.bad = true
		return 0
	}
	c.rest = c.rest[n:]
	return v
}

func (c *column) int() int64 {
	v, n := binary.Varint(c.rest)
	if n <= 0 {
		c.bad = true
		return 0
	}
	c.rest = c.rest[n:]
	return v
}

func (c *column) text(n uint64) string {
	if n > uint64(len(c.rest)) {
		c.bad = true
		return ""
	}
	s := string(c.rest[:n])
	c.rest = c.rest[n:]
	return s
}

// rowReader holds what the differences are to.
type rowReader struct {
	head     *columns.Head
	columns  map[string]*column
	start    int64
	lon, lat int64
	id       string
}

func readRows(head *columns.Head, columns map[string]*column) ([]Row, error) {
	if head.Rows < 0 || head.Rows > len(columns["days"].rest) {
		return nil, fmt.Errorf("%w: the head tells of %d rows", ErrFormat, head.Rows)
	}
	r := &rowReader{head: head, columns: columns}
	rows := make([]Row, head.Rows)
	for i := range rows {
		if err := r.row(i, &rows[i]); err != nil {
			return nil, fmt.Errorf("%w: row %d: %w", ErrFormat, i, err)
		}
	}
	return rows, nil
}

func (r *rowReader) row(i int, row *Row) error {
	if i == 0 {
		r.start = r.columns["start"].int()
	} else {
		r.start += int64(r.columns["start"].uint())
	}
	row.Start = geo.Day(r.start)
	row.End = row.Start + geo.Day(r.columns["days"].uint())
	row.Certain = r.columns["certain"].uint() == 1
	row.Kind = word(r.head.Kind, r.columns["kind"].uint())
	row.EventType = word(r.head.EventType, r.columns["event_type"].uint())
	row.PlacePrecision = word(r.head.PlacePrecision, r.columns["place_precision"].uint())
	row.RadiusM = int(r.columns["radius"].uint())
	row.Killed = int(r.columns["killed"].uint()) - 1
	r.places(row)
	r.readID(row)
	for _, name := range names {
		if r.columns[name].bad {
			return fmt.Errorf("column %q ends or has a number that is none", name)
		}
	}
	return nil
}

func (r *rowReader) places(row *Row) {
	n := r.columns["points"].uint()
	for range min(n, uint64(len(r.columns["lon"].rest))) {
		r.lon += r.columns["lon"].int()
		r.lat += r.columns["lat"].int()
		row.Points = append(row.Points, orb.Point{float64(r.lon) / 1e7, float64(r.lat) / 1e7})
	}
	if uint64(len(row.Points)) != n {
		r.columns["points"].bad = true
	}
}

func (r *rowReader) readID(row *Row) {
	c := r.columns["id"]
	shared, n := c.uint(), c.uint()
	if shared > uint64(len(r.id)) {
		c.bad = true
		return
	}
	r.id = r.id[:shared] + c.text(n)
	row.ID = r.id
}

// word is a word of a vocabulary, empty for a number beyond it.
func word(words []string, n uint64) string {
	if n >= uint64(len(words)) {
		return ""
	}
	return words[n]
}
