package dialect_test

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"incidentmap/internal/dialect"
)

const table = "name;x\nKöln;1\n\"a;\"\"b\";2\n"

// encoded are spellings of one table.
func encoded(t *testing.T) map[string]string {
	t.Helper()
	utf16, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.Windows1252.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"UTF-8": table, "with a mark": "\ufeff" + table, "UTF-16": utf16, "Windows-1252": latin,
		"commas": strings.ReplaceAll(strings.ReplaceAll(table, ";", ","), "a,", "a;"),
		"tabs":   strings.ReplaceAll(strings.ReplaceAll(table, ";", "\t"), "a\t", "a;"), "named": "sep=;\r\n" + table}
}

// TestReader: records are the same in every encoding and with every delimiter.
func TestReader(t *testing.T) {
	for name, text := range encoded(t) {
		in, err := dialect.NewReader(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for {
			record, err := in.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got = append(got, strings.Join(record, "|"))
		}
		if all := strings.Join(got, "/"); all != `name|x/Köln|1/a;"b|2` {
			t.Errorf("%s: %s", name, all)
		}
	}
}

// TestReaderRefuses: what is no text, and a delimiter that can be none.
func TestReaderRefuses(t *testing.T) {
	for _, text := range []string{"a,b\x00\n", "sep=\"\na\"b\n"} {
		if _, err := dialect.NewReader(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// TestLongHead: a character that the end of the head cuts in two is no sign of
// another encoding.
func TestLongHead(t *testing.T) {
	for pad := range 4 {
		text := "name,x\n" + strings.Repeat("a", pad) + strings.Repeat("ö", 80<<10) + ",1\n"
		in, err := dialect.NewReader(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := in.Read(); err != nil {
			t.Fatal(err)
		}
		if record, err := in.Read(); err != nil || record[0] != strings.Repeat("a", pad)+strings.Repeat("ö", 80<<10) {
			t.Errorf("%d: %v", pad, err)
		}
	}
}

// FuzzReader: any bytes are read to an end or refused, and every record has a cell.
func FuzzReader(f *testing.F) {
	f.Add(table)
	f.Add("\xff\xfea\x00")
	f.Add("sep=\x80\n")
	f.Fuzz(func(t *testing.T, text string) {
		in, err := dialect.NewReader(strings.NewReader(text))
		if err != nil {
			return
		}
		for {
			record, err := in.Read()
			if err == nil && len(record) == 0 {
				t.Fatalf("a record without a cell in %q", text)
			}
			if malformed := (*csv.ParseError)(nil); err != nil && !errors.As(err, &malformed) {
				return
			}
		}
	})
}

// TestDecode: a file is the same text in every encoding, whole or row by row.
func TestDecode(t *testing.T) {
	for name, text := range encoded(t) {
		got, _, err := dialect.Decode(text, 1<<20)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rest, delimiter, skipped := dialect.Sniff(got)
		if skipped != strings.Count(got[:len(got)-len(rest)], "\n") {
			t.Errorf("%s: %d lines were skipped", name, skipped)
		}
		in := csv.NewReader(strings.NewReader(rest))
		in.Comma = rune(delimiter)
		rows, err := in.ReadAll()
		if err != nil || len(rows) != 3 || rows[1][0] != "Köln" || rows[2][0] != `a;"b` {
			t.Errorf("%s: %q, %v", name, rows, err)
		}
	}
	if got, _, err := dialect.Decode("a,b\r1,2\r", 100); err != nil || got != "a,b\n1,2\n" {
		t.Errorf("old line ends: %q, %v", got, err)
	}
	for text, want := range map[string]string{strings.Repeat("x", 2<<20): "larger than 1 MB", "a\x00b": "zero bytes"} {
		if _, _, err := dialect.Decode(text, 1<<20); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestReaderFails: what cannot be read, or has zero bytes, or names a delimiter that can
// be none, is an error.
func TestReaderFails(t *testing.T) {
	for name, in := range map[string]io.Reader{"a disk": iotest.ErrReader(errors.New("the disk fails")),
		"zero bytes": strings.NewReader("a\x00b\n"), "a delimiter": strings.NewReader("sep=\"\na\"b\n")} {
		if _, err := dialect.NewReader(in); err == nil {
			t.Errorf("%s: there is a reader", name)
		}
	}
	for _, c := range []byte("\"\r\n") {
		if dialect.Check(c) == nil {
			t.Errorf("%q divides cells", c)
		}
	}
}
