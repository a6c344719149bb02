package dialect

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// NewReader reads the records of a table one by one, in the dialect that its first
// 64 kB show. It is for tables that are passed on row by row: Comma is then the
// delimiter to write. Quotes may stand in a cell that is not quoted, records may be
// longer or shorter than the first, and share their memory with the next one.
func NewReader(r io.Reader) (*csv.Reader, error) {
	b := bufio.NewReaderSize(r, headBytes)
	head, err := b.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	b = bufio.NewReaderSize(encodingOf(head).NewDecoder().Reader(b), headBytes)
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

// encodingOf is that of a text which begins so.
func encodingOf(head []byte) encoding.Encoding {
	switch {
	case strings.HasPrefix(string(head), "\xff\xfe"), strings.HasPrefix(string(head), "\xfe\xff"):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case strings.HasPrefix(string(head), "\xef\xbb\xbf"):
		return unicode.UTF8BOM
	case !utf8.Valid(whole(head)):
		return charmap.Windows1252
	}
	return encoding.Nop
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
