package csv

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"incidentmap/internal/intake"
)

// MaxBytes bounds a file that is read: 30 million incidents of a dozen columns.
const MaxBytes int64 = 4 << 30

// maxColumns bounds the columns of a table.
const maxColumns = 2_000

// ReadTable reads a CSV file as people bring them: any of the usual
// delimiters, a byte order mark, Windows-1252 where the bytes are no UTF-8,
// lines before the header, an HXL row (https://hxlstandard.org) under it.
func ReadTable(name string, r io.Reader) (*intake.Table, error) {
	text, err := readText(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return ParseTable(name, text)
}

// ParseTable is ReadTable for a file that was read. The table's cells are
// parts of its text.
func ParseTable(name, text string) (*intake.Table, error) {
	return parse(name, text, runtime.GOMAXPROCS(0), chunkBytes)
}

// parse is ParseTable with a number of workers and bytes in a chunk.
func parse(name, text string, workers, chunk int) (*intake.Table, error) {
	text, err := decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rest, delimiter, skipped := sniff(text)
	// Not every character that `sep=` may name can be a delimiter.
	probe := csv.NewReader(strings.NewReader(""))
	probe.Comma = rune(delimiter)
	if _, err := probe.Read(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := &intake.Table{File: name, Unit: "row"}
	readRows(t, rest, delimiter, skipped, workers, chunk)
	return t, checkHeader(t)
}

// readText reads a file into one piece of memory, of which all cells will be
// parts.
func readText(r io.Reader) (string, error) {
	var b strings.Builder
	b.Grow(sizeOf(r))
	if _, err := io.Copy(&b, io.LimitReader(r, MaxBytes+1)); err != nil {
		return "", err
	}
	return b.String(), nil
}

// sizeOf is how much there is to read, if that is known; 0 if not.
func sizeOf(r io.Reader) int {
	switch r := r.(type) {
	case interface{ Len() int }:
		return int(min(int64(r.Len()), MaxBytes+1))
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := r.Stat(); err == nil {
			return int(max(0, min(info.Size(), MaxBytes+1)))
		}
	}
	return 0
}

// decode turns the file's bytes into UTF-8.
func decode(data string) (string, error) {
	switch {
	case int64(len(data)) > MaxBytes:
		return "", fmt.Errorf("it is larger than %d MB", MaxBytes>>20)
	case strings.HasPrefix(data, "\xef\xbb\xbf"):
		data = data[3:]
	case strings.HasPrefix(data, "\xff\xfe"), strings.HasPrefix(data, "\xfe\xff"):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().String(data)
	}
	if strings.IndexByte(data, 0) >= 0 {
		return "", errors.New("it is not a text file: it has zero bytes")
	}
	if !utf8.ValidString(data) {
		return charmap.Windows1252.NewDecoder().String(data)
	}
	if strings.IndexByte(data, '\n') < 0 { // old Mac line ends
		data = strings.ReplaceAll(data, "\r", "\n")
	}
	return data, nil
}

// sniff finds the delimiter: the one that a `sep=` line names, or the one
// that the first lines have most of.
func sniff(text string) (rest string, delimiter byte, skipped int) {
	line, after, _ := strings.Cut(text, "\n")
	if line = strings.TrimRight(line, "\r"); len(line) <= 8 {
		if sep, ok := strings.CutPrefix(strings.ToLower(line), "sep="); ok && len(sep) == 1 {
			return after, sep[0], 1
		}
	}
	head := text[:min(len(text), 64<<10)]
	delimiter = ','
	most := 0
	for _, d := range []byte(",;\t|") {
		if n := outsideQuotes(head, d); n > most {
			delimiter, most = d, n
		}
	}
	return text, delimiter, 0
}

// outsideQuotes counts a delimiter in the first few lines, where it is not
// part of a quoted field.
func outsideQuotes(head string, delimiter byte) int {
	n, lines, quoted := 0, 0, false
	for _, c := range []byte(head) {
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
