package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// each calls back for every token of a part, and names the part in its errors.
func (b *book) each(part string, f func(*scanner, token) error) error {
	if err := b.walk(part, f); err != nil {
		return fmt.Errorf("its part %s: %w", part, err)
	}
	return nil
}

// walk calls back for every token of a part. What it calls may read on itself.
func (b *book) walk(part string, f func(*scanner, token) error) error {
	file, err := b.parts[strings.ToLower(part)].Open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it is only read
	text, err := decoded(&bounded{file, b})
	if err != nil {
		return err
	}
	s := newScanner(text)
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = f(s, t)
		}
		if err != nil {
			return err
		}
	}
}

// decoded is a part's text without a byte order mark, in UTF-8 where that says UTF-16.
func decoded(in io.Reader) (io.Reader, error) {
	head := make([]byte, 2)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	all := io.MultiReader(strings.NewReader(string(head[:n])), in)
	switch string(head) {
	case "\xff\xfe", "\xfe\xff", "\xef\xbb":
		return transform.NewReader(all, unicode.BOMOverride(transform.Nop)), nil
	}
	return all, nil
}

// bounded reads what is unpacked, up to what a workbook may have.
type bounded struct {
	io.Reader
	book *book
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (n int, err error) {
	n, err = b.Reader.Read(p)
	if b.book.left -= int64(n); b.book.left < 0 {
		return 0, errRatio
	}
	return n, err
}

var errRatio = fmt.Errorf("it unpacks to more than %d times its size, which no workbook does", maxRatio)
