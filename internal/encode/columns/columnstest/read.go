// Package columnstest reads what columns writes, for tests.
package columnstest

import (
	"encoding/json"
	"errors"
	"fmt"

	"incidentmap/geo"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/wire"
)

// Row is one incident as the columns tell it.
type Row struct {
	ID                 string
	Start, End         geo.Day
	Certain, Uncertain bool
	// Words are those of the columns of codes, by their names; there is none for a
	// column that the incident has no value of.
	Words           map[string]string
	RadiusM         int
	Killed, Injured Figure
	Group           *Group
	// Points are longitudes and latitudes in 1e-7 degrees.
	Points [][2]int32
}

// Figure is low, best and high, -1 for unknown.
type Figure [3]int

// Unknown is a figure that says nothing.
var Unknown = Figure{-1, -1, -1}

// Group is a group with its figures.
type Group struct {
	ID              string
	Killed, Injured Figure
}

const (
	magic = "IMCOL"
	// maxRows is how many rows a chunk may have, maxPoints how many points the reader
	// takes: a chunk of few bytes may tell of any number.
	maxRows   = 1 << 14
	maxPoints = 1 << 20
)

// ErrFormat is wrapped by every error about bytes that are not the format.
var ErrFormat = errors.New("columns: malformed")

// Read reads a stream, which must be whole.
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
	rows, err := readChunks(&head, &in)
	return head, rows, err
}

func readChunks(head *columns.Head, in *wire.Reader) ([]Row, error) {
	var rows []Row
	columns := columnsOf(head)
	for {
		n := in.Uvarint()
		switch {
		case in.Failed():
			return nil, fmt.Errorf("%w: it is cut off after %d rows", ErrFormat, len(rows))
		case n == 0 && (len(rows) != head.Rows || in.Len() > 0):
			return nil, fmt.Errorf("%w: %d rows, of which the head tells %d, and %d bytes", ErrFormat, len(rows),
				head.Rows, in.Len())
		case n == 0:
			return rows, nil
		case n > maxRows:
			return nil, fmt.Errorf("%w: a chunk of %d rows", ErrFormat, n)
		}
		chunk := make([]Row, n)
		if err := readChunk(columns, in, chunk); err != nil {
			return nil, fmt.Errorf("%w: the chunk after %d rows: %w", ErrFormat, len(rows), err)
		}
		rows = append(rows, chunk...)
	}
}

func readChunk(columns []column, in *wire.Reader, chunk []Row) error {
	for i := range chunk {
		chunk[i] = Row{Words: map[string]string{}, Killed: Unknown, Injured: Unknown}
	}
	for _, c := range columns {
		body := wire.NewReader(in.Block())
		if in.Failed() {
			return fmt.Errorf("column %q is cut off", c.name)
		}
		if c.read == nil {
			continue // of a kind that this reader does not know
		}
		if c.read(&body, chunk); body.Failed() || body.Len() > 0 {
			return fmt.Errorf("column %q has other bytes than it should have", c.name)
		}
	}
	return nil
}
