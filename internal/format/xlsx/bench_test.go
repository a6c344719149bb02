package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// sheetXML is the XML of a sheet of many rows.
func sheetXML() string {
	var b strings.Builder
	b.WriteString(`<worksheet><sheetData>`)
	for i := range 20_000 {
		fmt.Fprintf(&b, `<row r="%[1]d"><c r="A%[1]d" t="s"><v>%[1]d</v></c><c r="B%[1]d" s="1"><v>44299</v></c>`+
			`<c r="C%[1]d"><v>36.12345</v></c><c r="D%[1]d" t="inlineStr"><is><t>An incident near the town</t></is></c></row>`, i+1)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

// BenchmarkScan compares the scanner with encoding/xml: both find each tag, its attributes,
// and all characters.
func BenchmarkScan(b *testing.B) {
	text := sheetXML()
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			s, n := newScanner(strings.NewReader(text)), 0
			for {
				t, err := s.next()
				if errors.Is(err, io.EOF) {
					break
				}
				for range attributesOf(t.attributes) {
					n++
				}
				if t.kind == characters {
					n += len(t.string())
				}
			}
		}
	})
	b.Run("encoding-xml", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			in, n := xml.NewDecoder(strings.NewReader(text)), 0
			for {
				t, err := in.Token()
				if err != nil {
					break
				}
				if c, ok := t.(xml.CharData); ok {
					n += len(string(c))
				}
			}
		}
	})
}
