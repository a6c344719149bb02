// Package columnstest reads what columns writes, for tests.
package columnstest

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/wire"
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
	if len(data) <= len(magic) || string(data[:len(magic)]) != magic || data[len(magic)] != columns.Version {
		return head, nil, fmt.Errorf("%w: it does not start as version %d does", ErrFormat, columns.Version)
	}
	in := wire.NewReader(data[len(magic)+1:])
	text := in.Block()
	if in.Failed() {
		return head, nil, fmt.Errorf("%w: the head is cut off", ErrFormat)
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return head, nil, fmt.Errorf("%w: the head: %w", ErrFormat, err)
	}
	byName := map[string]*wire.Reader{}
	for _, name := range head.Columns {
		column := wire.NewReader(in.Block())
		if in.Failed() {
			return head, nil, fmt.Errorf("%w: column %q is cut off", ErrFormat, name)
		}
		byName[name] = &column
	}
	for _, name := range names {
		if byName[name] == nil {
			return head, nil, fmt.Errorf("%w: it has no column %q", ErrFormat, name)
		}
	}
	rows, err := readRows(&head, byName)
	return head, rows, err
}

// rowReader holds what the differences are to.
type rowReader struct {
	head     *columns.Head
	columns  map[string]*wire.Reader
	start    int64
	lon, lat int64
	id       string
}

func readRows(head *columns.Head, columns map[string]*wire.Reader) ([]Row, error) {
	if head.Rows < 0 || head.Rows > columns["days"].Len() {
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
		r.start = r.columns["start"].Varint()
	} else {
		r.start += int64(r.columns["start"].Uvarint())
	}
	row.Start = geo.Day(r.start)
	row.End = row.Start + geo.Day(r.columns["days"].Uvarint())
	row.Certain = r.columns["certain"].Uvarint() == 1
	row.Kind = word(r.head.Kind, r.columns["kind"].Uvarint())
	row.EventType = word(r.head.EventType, r.columns["event_type"].Uvarint())
	row.PlacePrecision = word(r.head.PlacePrecision, r.columns["place_precision"].Uvarint())
	row.RadiusM = int(r.columns["radius"].Uvarint())
	row.Killed = int(r.columns["killed"].Uvarint()) - 1
	r.places(row)
	r.readID(row)
	for _, name := range names {
		if r.columns[name].Failed() {
			return fmt.Errorf("column %q ends or has a number that is none", name)
		}
	}
	return nil
}

func (r *rowReader) places(row *Row) {
	n := r.columns["points"].Uvarint()
	for range min(n, uint64(r.columns["lon"].Len())) {
		r.lon += r.columns["lon"].Varint()
		r.lat += r.columns["lat"].Varint()
		row.Points = append(row.Points, orb.Point{float64(r.lon) / 1e7, float64(r.lat) / 1e7})
	}
	if uint64(len(row.Points)) != n {
		r.columns["points"].Fail()
	}
}

func (r *rowReader) readID(row *Row) {
	c := r.columns["id"]
	shared, n := c.Uvarint(), c.Uvarint()
	if shared > uint64(len(r.id)) {
		c.Fail()
		return
	}
	r.id = r.id[:shared] + string(c.Take(int(n)))
	row.ID = r.id
}

// word is a word of a vocabulary, empty for a number beyond it.
func word(words []string, n uint64) string {
	if n >= uint64(len(words)) {
		return ""
	}
	return words[n]
}
