package csv

import (
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"incidentmap/internal/dialect"
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
	text, err := dialect.Decode(text, MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rest, delimiter, skipped := dialect.Sniff(text)
	if err := dialect.Check(delimiter); err != nil {
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
