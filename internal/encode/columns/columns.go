// Package columns writes the compact binary that a page holds its incidents in: all
// that a filter matches, column by column. It is a stream: nothing is gathered
// before the first bytes leave, and a reader may show rows as they come.
//
// # Format, version 2
//
// The magic bytes "IMCOL" and the version byte 2; then the head, a JSON object (see
// Head) after its length in bytes; then chunks of rows; then a zero. A stream without
// the zero was cut off.
//
// Lengths, counts and all other numbers that stand alone are unsigned varints as in
// Protocol Buffers, zigzag-coded first where they may be negative. A text is its
// length in bytes and as much UTF-8.
//
// A chunk is the number of its rows, from 1 to 16,384, and for each column that the
// head lists, in that order, its length in bytes and its bytes. So a reader passes
// over the columns that it does not know. A row is an incident, in the order of start
// and ID.
//
// # Arrays of numbers
//
// An array of n numbers is its base (zigzag), its unit (at least 1), a byte that says
// how wide the stored numbers are (0, 1, 2 or 4 bytes), and the n stored numbers,
// unsigned: first the lowest byte of all, then the second byte of all, and so on,
// which compresses better than one number after the other. A number is base +
// unit × stored. With a width of 0 all are the base. n is told by what stands before.
//
// # Types of columns
//
//	int     an array of the rows' numbers
//	code    the number of new words, and each as a text; then an array of codes:
//	        0 for none, k for the k-th word of the column, counted from 1 through all
//	        chunks. The word of several values, as of actors, is these joined by U+0000.
//	figure  the number of new figures, and of each low, best and high: 0 for unknown,
//	        else the number and one; then an array of codes, 0 for nothing known
//	group   the number of new groups, and of each its ID as a text and its killed and
//	        its injured, each as a figure; then an array of codes, 0 for no group
//	places  an array of how many points each row has; the number of new sites; an
//	        array of their longitudes and one of their latitudes, in 1e-7 degrees;
//	        and an array of as many references as there are points: 0 for the next of
//	        the new sites, k for the k-th site that any point referred to before,
//	        counted from 1 through all chunks. Points are at one site if they are at
//	        the same longitude and latitude.
//	id      an array of how many bytes a row's ID shares with the one before, 0 for the
//	        first of a chunk; an array of how many bytes follow; and those bytes, row
//	        by row
//
// # Columns
//
//	start     int     days since 1970-01-01
//	days      int     end - start; where no end is told, end is 2932897, the day after 9999-12-31
//	flags     int     bit 0: it lasted from start to end, or is of that day, and else
//	                  is of some day of them; bit 1: the date is doubted (? ~ %)
//	kind … record_review
//	          code    one for each property that has a facet, by the property's name
//	radius    int     metres around each point, 0 for unknown
//	killed, injured
//	          figure  the incident's own, which is unknown where it is its group's
//	group     group   with the figures that its members share
//	          code    one for each of the dataset's own columns that has at most 1,024
//	                  different values, marked as own, with its title: the values as a
//	                  filter by the column spells them
//	places    places
//	id        id
package columns

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"io"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// MediaType is that of the format.
const MediaType = "application/vnd.incidentmap.columns"

// Version is the format's version.
const Version = 2

const magic = "IMCOL"

// The types of columns.
const (
	Int    = "int"
	Code   = "code"
	Figure = "figure"
	Group  = "group"
	Places = "places"
	ID     = "id"
)

// Head is what stands before the chunks.
type Head struct {
	Dataset     string `json:"dataset"`
	DataVersion string `json:"dataVersion"`
	License     string `json:"license,omitempty"`
	Attribution string `json:"attribution,omitempty"`
	// Rows is how many there are in all chunks.
	Rows    int      `json:"rows"`
	Columns []Column `json:"columns"`
}

// Column is a column as the head lists it.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
	// Title is what people call it, where the name does not say it.
	Title string `json:"title,omitempty"`
	// Own marks the dataset's own columns.
	Own bool `json:"own,omitempty"`
}

// Encoder writes streams of a dataset.
type Encoder struct {
	Dataset     *incident.Dataset
	DataVersion string
	// FirstRows and ChunkRows are how many rows the first chunk has at most, and each
	// of the others. 0 stands for 1,024, which soon are written, and for 16,384.
	FirstRows, ChunkRows int
}

// The default numbers of rows.
const (
	firstRows = 1 << 10
	chunkRows = 1 << 14
)

// flusher is a writer that keeps back what it has until it is told.
type flusher interface{ Flush() }

// Write writes the rows until they or the context end. The head and the first chunk
// are flushed if w is an http.Flusher and there is more. What was written before an
// error is no whole stream.
func (e *Encoder) Write(ctx context.Context, w io.Writer, rows store.Columns) error {
	s := newStream(e.Dataset, rows)
	buf, err := e.appendHead(nil, s)
	if err != nil {
		return err
	}
	chunks := newReader(rows, e.FirstRows, e.ChunkRows)
	for first := true; ; first = false {
		chunk := chunks.next(ctx)
		if err := ctx.Err(); err != nil {
			return err
		}
		if chunk == nil {
			_, err := w.Write(append(buf, 0))
			return err
		}
		buf = s.appendChunk(buf, chunk)
		chunks.done(chunk)
		if _, err := w.Write(buf); err != nil {
			return err
		}
		if f, ok := w.(flusher); ok && first && chunk.Len() < rows.Len() {
			f.Flush()
		}
		buf = buf[:0]
	}
}

func (e *Encoder) appendHead(dst []byte, s *stream) ([]byte, error) {
	head := Head{Dataset: e.Dataset.ID, DataVersion: e.DataVersion, License: e.Dataset.Licence,
		Attribution: e.Dataset.Attribution, Rows: s.rows.Len()}
	for _, c := range s.columns {
		head.Columns = append(head.Columns, c.Column)
	}
	text, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	return appendText(append(append(dst, magic...), Version), text), nil
}

// appendText appends a text after its length.
func appendText[T string | []byte](dst []byte, text T) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
}
