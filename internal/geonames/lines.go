package geonames

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"unicode/utf8"
)

// maxLine bounds a line, in bytes. The longest of allCountries.txt, that of a
// capital with its names in all languages, has some 11,000.
const maxLine = 1 << 20

// maxZip bounds what a file in a .zip may hold unpacked, in bytes; allCountries.txt
// has 1.6e9.
const maxZip = 1 << 33

// LineError says what is wrong with one line of a file.
type LineError struct {
	File string
	Line int // from 1
	Err  error
}

// Error implements error.
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap is what is wrong.
func (e *LineError) Unwrap() error { return e.Err }

// errLine and errText are what is wrong with a line before its columns are looked at.
var (
	errLine = fmt.Errorf("the line is longer than %d bytes", maxLine)
	errText = errors.New("the line is no valid UTF-8")
)

// eachLine calls do with each line that is neither empty nor a comment, without
// its end. Lines that are too long or no text, and those that do refuses, go to bad.
// The text is valid until the next call. It ends early with an error of reading.
func eachLine(r io.Reader, file string, do func(line []byte) error, bad func(*LineError)) error {
	in := bufio.NewReaderSize(r, maxLine)
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", file, err)
		}
		if wrong := eachOf(line, n, long, do); wrong != nil {
			bad(&LineError{file, n, wrong})
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// eachOf hands on one line.
func eachOf(line []byte, n int, long bool, do func([]byte) error) error {
	line = bytes.TrimRight(line, "\r\n")
	if n == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	switch {
	case long:
		return errLine
	case len(line) == 0 || line[0] == '#':
		return nil
	case !utf8.Valid(line):
		return errText
	}
	return do(line)
}

// Open opens a table. Of a .zip it is the one .txt that is no readme. The size is
// that of the table in bytes, for telling how much was read.
func Open(file string) (r io.ReadCloser, size int64, err error) {
	f, err := os.Open(file) //nolint:gosec // the caller's own choice
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil || !strings.EqualFold(path.Ext(file), ".zip") {
		if err != nil {
			return nil, 0, errors.Join(err, f.Close())
		}
		return f, info.Size(), nil
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
	}
	member, err := tableOf(z)
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
	}
	inner, err := member.Open()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
	}
	return &zipped{io.LimitReader(inner, maxZip), inner, f}, int64(member.UncompressedSize64), nil
}

// tableOf finds the table in a .zip. Paths within are names only: nothing is
// written by them.
func tableOf(z *zip.Reader) (*zip.File, error) {
	var found *zip.File
	for _, f := range z.File {
		name := strings.ToLower(path.Base(f.Name))
		if path.Ext(name) != ".txt" || strings.HasPrefix(name, "readme") || name == "iso-languagecodes.txt" {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("it holds both %s and %s; one table is allowed", found.Name, f.Name)
		}
		found = f
	}
	if found == nil {
		return nil, errors.New("it holds no table; a .txt is allowed")
	}
	return found, nil
}

// zipped is a file within a .zip; it closes both.
type zipped struct {
	io.Reader
	inner, outer io.Closer
}

// Close implements io.Closer.
func (z *zipped) Close() error { return errors.Join(z.inner.Close(), z.outer.Close()) }
