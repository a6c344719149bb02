package dialect_test

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

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
