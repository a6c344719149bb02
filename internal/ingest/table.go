package ingest

import (
	"iter"
	"runtime"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// Table is a table as a file format read it.
type Table struct {
	// File names the file in findings.
	File string
	// Header holds the columns' names.
	Header []string
	// Unnamed says that the file has no names of columns.
	Unnamed bool
	// Tags are the HXL hashtags of the columns; none where the table has no row of them.
	Tags []string
	// Beside is the file beside it that describes the columns, and Described what it says
	// of each; empty and none if there is none.
	Beside    string
	Described []Described
	// Rows are all rows; none where Lazy has them.
	Rows []Row
	// Lazy, if not nil, makes the rows when they are asked for: a million take
	// more memory than the file.
	Lazy Chunks
	// Nested are the names of the parts that Detail of rows reads, such as sources.
	Nested []string
	// Dated says, for an error, where rows of the format have their date; empty where that is
	// a column as any other.
	Dated string
	// Even says that the format writes a cell for each column in each row: in others, empty
	// ones may be left out.
	Even bool
	// Elsewhere says, for the same error, in which other part of the file there are dates, as
	// a sentence with a blank behind it; empty if in none.
	Elsewhere string
	// Unit is what a row is called in findings: row, feature.
	Unit string
	// Dataset is what the file says of the dataset as a whole; what it says nothing
	// of is empty.
	Dataset incident.Dataset
	// Findings are what the format's reader has to tell, in the order of rows.
	Findings []report.Finding
}

// Chunks are rows that are made when they are asked for, some thousand at a time.
type Chunks interface {
	// Len is the number of chunks, Total that of all rows.
	Len() int
	Total() int
	// Chunk makes the rows of chunk i. They may lie in room, and are good until it is used
	// again; nil gives them memory of their own. Several goroutines may ask at once, each
	// with a room of its own.
	Chunk(i int, room *Room) []Row
}

// Room is memory for the rows of one chunk, which those of another may take over when
// nobody looks at them any more. The texts of their cells stay.
type Room struct {
	Rows  []Row
	Cells []string
}

// rooms are those that are not in use. They are gone when whoever reads is done: what a
// sync.Pool has would keep the text of a file for two garbage collections more.
type rooms chan *Room

// newRooms has a place for each that one who reads so far ahead may give back.
func newRooms(ahead int) rooms { return make(rooms, 2*ahead+2) }

// take finds one that is free, or makes one.
func (r rooms) take() *Room {
	select {
	case room := <-r:
		return room
	default:
		return &Room{}
	}
}

// free gives one back.
func (r rooms) free(room *Room) {
	select {
	case r <- room:
	default:
	}
}

// Total is the number of rows.
func (t *Table) Total() int { return t.chunks(chunkRows).Total() }

// All are all rows, made now if they were not made yet.
func (t *Table) All() []Row {
	if t.Lazy == nil {
		return t.Rows
	}
	out := make([]Row, 0, t.Lazy.Total())
	make1 := func(i int) []Row { return t.Lazy.Chunk(i, nil) }
	for rows := range inOrder(t.Lazy.Len(), runtime.GOMAXPROCS(0), make1) {
		out = append(out, rows...)
	}
	return out
}

// First is the table with its first n rows, and what there is to tell of them.
func (t *Table) First(n int) *Table {
	out := *t
	out.Rows, out.Lazy = make([]Row, 0, min(n, t.Total())), nil
	chunks := t.chunks(chunkRows)
	for i := 0; i < chunks.Len() && len(out.Rows) < n; i++ {
		rows := chunks.Chunk(i, nil)
		out.Rows = append(out.Rows, rows[:min(len(rows), n-len(out.Rows))]...)
	}
	last := 0
	if n := len(out.Rows); n > 0 {
		last = out.Rows[n-1].Number
	}
	out.Findings = slices.DeleteFunc(slices.Clone(t.Findings), func(f report.Finding) bool { return f.Row > last })
	return &out
}

// chunks are the table's rows in chunks; of rows that are there, so many each.
func (t *Table) chunks(size int) Chunks {
	if t.Lazy != nil {
		return t.Lazy
	}
	return heldRows{t.Rows, size}
}

// each yields all rows in their order. The rows are made ahead, on all processors, and
// their memory is used again: whoever keeps one copies it and its list of cells.
func (t *Table) each() iter.Seq[*Row] {
	all, ahead := t.chunks(chunkRows), runtime.GOMAXPROCS(0)
	rooms := newRooms(ahead)
	type made struct {
		rows []Row
		room *Room
	}
	make1 := func(i int) made {
		room := rooms.take()
		return made{all.Chunk(i, room), room}
	}
	return func(yield func(*Row) bool) {
		for m := range inOrder(all.Len(), ahead, make1) {
			for i := range m.rows {
				if !yield(&m.rows[i]) {
					return
				}
			}
			rooms.free(m.room)
		}
	}
}

// heldRows are rows that are there, in chunks of a size.
type heldRows struct {
	rows []Row
	size int
}

// Len implements Chunks.
func (h heldRows) Len() int { return (len(h.rows) + h.size - 1) / h.size }

// Total implements Chunks.
func (h heldRows) Total() int { return len(h.rows) }

// Chunk implements Chunks.
func (h heldRows) Chunk(i int, _ *Room) []Row {
	return h.rows[i*h.size : min((i+1)*h.size, len(h.rows))]
}

// inOrder yields what is made of the numbers from 0 to n-1, in their order. Up to ahead
// of them are made at once. Making stops when nobody asks any more.
func inOrder[T any](n, ahead int, make1 func(i int) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		made, left := make(chan chan T, ahead), make(chan struct{})
		defer close(left)
		go func() {
			defer close(made)
			for i := range n {
				done := make(chan T, 1)
				select {
				case made <- done:
				case <-left:
					return
				}
				go func() { done <- make1(i) }()
			}
		}()
		for done := range made {
			if !yield(<-done) {
				return
			}
		}
	}
}
