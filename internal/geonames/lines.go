package geonames

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxLine bounds a line, in bytes. The longest of allCountries.txt, that of a
// capital with its names in all languages, has some 11,000.
const maxLine = 1 << 20

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
