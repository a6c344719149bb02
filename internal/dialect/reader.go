package dialect

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// NewReader reads the records of a table one by one, in the dialect that its first
// 64 kB show. It is for tables that are passed on row by row: Comma is then the
// delimiter to write. Quotes may stand in a cell that is not quoted, records may be
// longer or shorter than the first, and share their memory with the next one.
func NewReader(r io.Reader) (*csv.Reader, error) { return NewReaderIn(r, "") }

// NewReaderIn is NewReader for a table in an encoding of that name; empty for one that is
// to be found.
func NewReaderIn(r io.Reader, encoding string) (*csv.Reader, error) {
	b := bufio.NewReaderSize(r, headBytes)
	head, err := b.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	e, err := named(encoding, head)
	if err != nil {
		return nil, err
	}
	if _, err := b.Discard(e.mark); err != nil {
		return nil, err
	}
	if e.coding != nil {
		b = bufio.NewReaderSize(e.coding.NewDecoder().Reader(b), headBytes)
	}
	if head, err = b.Peek(headBytes); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if strings.IndexByte(string(head), 0) >= 0 {
		return nil, errBinary
	}
	rest, delimiter, _ := Sniff(string(head))
	if err := Check(delimiter); err != nil {
		return nil, err
	}
	if _, err := b.Discard(len(head) - len(rest)); err != nil {
		return nil, err
	}
	in := csv.NewReader(b)
	in.Comma, in.LazyQuotes, in.ReuseRecord, in.FieldsPerRecord = rune(delimiter), true, true, -1
	return in, nil
}

// named is the encoding of a name, or that of a text that begins so.
func named(name string, head []byte) (Encoding, error) {
	if name != "" {
		return Named(name)
	}
	return Detect(string(whole(head)))
}

// whole cuts off a character that the end of the head cuts in two.
func whole(head []byte) []byte {
	for i := len(head) - 1; i >= 0 && i >= len(head)-utf8.UTFMax; i-- {
		if utf8.RuneStart(head[i]) {
			if !utf8.FullRune(head[i:]) {
				return head[:i]
			}
			break
		}
	}
	return head
}
