package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"incidentmap/internal/intake"
)

// MaxBytes bounds a file that is read.
const MaxBytes = 1 << 30

// maxColumns bounds the columns of a table.
const maxColumns = 2_000

// ReadTable reads a CSV file as people bring them: any of the usual
// delimiters, a byte order mark, Windows-1252 where the bytes are no UTF-8,
// lines before the header, an HXL row (https://hxlstandard.org) under it.
func ReadTable(name string, r io.Reader) (*intake.Table, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%s: it is larger than %d MB", name, MaxBytes>>20)
	}
	text, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rest, delimiter, skipped := sniff(text)
	t := &intake.Table{File: name, Unit: "row"}
	if err := readRows(t, rest, delimiter, skipped); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, checkHeader(t)
}

// decode turns the file's bytes into UTF-8.
func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New("it is not a text file: it has zero bytes")
	}
	if !utf8.Valid(data) {
		return charmap.Windows1252.NewDecoder().Bytes(data)
	}
	if bytes.IndexByte(data, '\n') < 0 { // old Mac line ends
		data = bytes.ReplaceAll(data, []byte{'\r'}, []byte{'\n'})
	}
	return data, nil
}

// sniff finds the delimiter: the one that a `sep=` line names, or the one
// that the first lines have most of.
func sniff(text []byte) (rest []byte, delimiter rune, skipped int) {
	line, after, _ := bytes.Cut(text, []byte{'\n'})
	if sep, ok := bytes.CutPrefix(bytes.ToLower(bytes.TrimRight(line, "\r")), []byte("sep=")); ok && len(sep) == 1 {
		return after, rune(sep[0]), 1
	}
	head := text[:min(len(text), 64<<10)]
	best, most := ',', 0
	for _, d := range ",;\t|" {
		if n := outsideQuotes(head, byte(d)); n > most {
			best, most = d, n
		}
	}
	return text, best, 0
}

// outsideQuotes counts a delimiter in the first few lines, where it is not
// part of a quoted field.
func outsideQuotes(head []byte, delimiter byte) int {
	n, lines, quoted := 0, 0, false
	for _, c := range head {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == delimiter:
			n++
		case c == '\n':
			if lines++; lines == 10 {
				return n
			}
		}
	}
	return n
}

func readRows(t *intake.Table, text []byte, delimiter rune, skipped int) error {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = delimiter, true, -1
	var before []int // numbers of single cells above the header
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := r.FieldPos(0)
		line += skipped
		switch filled := countFilled(cells); {
		case filled == 0:
		case t.Header == nil && filled == 1 && len(before) < 5 && delimited(text, delimiter):
			before = append(before, line)
		case t.Header == nil:
			t.Header = trimAll(cells)
		case len(t.Rows) == 0 && isHXL(cells):
		default:
			t.Rows = append(t.Rows, intake.Row{Number: line, Cells: unguardAll(cells)})
		}
	}
}

// delimited reports whether the text has more than one column at all.
func delimited(text []byte, delimiter rune) bool { return bytes.ContainsRune(text, delimiter) }

func countFilled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

func trimAll(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.TrimSpace(c)
	}
	return out
}

func unguardAll(cells []string) []string {
	for i, c := range cells {
		cells[i] = Unguard(c)
	}
	return cells
}

// isHXL reports whether a row is one of HXL tags.
func isHXL(cells []string) bool {
	for _, c := range cells {
		if c = strings.TrimSpace(c); c != "" && !strings.HasPrefix(c, "#") {
			return false
		}
	}
	return true
}

func checkHeader(t *intake.Table) error {
	switch {
	case len(t.Header) == 0:
		return fmt.Errorf("%s: it is empty; the first row must name the columns", t.File)
	case len(t.Header) > maxColumns:
		return fmt.Errorf("%s: it has %d columns, at most %d are allowed", t.File, len(t.Header), maxColumns)
	case !slices.ContainsFunc(t.Header, func(h string) bool { return strings.ContainsFunc(h, isLetter) }):
		return fmt.Errorf("%s: the first row holds no names of columns", t.File)
	}
	return nil
}

func isLetter(r rune) bool { return r > 127 || (r|0x20 >= 'a' && r|0x20 <= 'z') }
