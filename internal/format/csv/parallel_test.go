package csv

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
	"incidentmap/internal/sample"
)

// naive reads a table's rows one by one with encoding/csv, stray quotes
// aside: the definition of what readRows does in parallel.
func naive(t *ingest.Table, text string, delimiter byte, skipped int) error {
	p := &parser{text: text, comma: delimiter}
	var next int
	above, line := 0, skipped+1
	for at := 0; at < len(text); at, line = next, line+strings.Count(text[at:next], "\n") {
		if end, after := p.lineAt(at); end == at { // a blank line is no record
			next = after
			continue
		}
		var cells []string
		var err error
		if cells, next, err = naiveRecord(p, at, nil); err != nil {
			return err
		}
		switch filled := countFilled(cells); {
		case filled == 0:
		case t.Header == nil && filled == 1 && above < 5 && strings.IndexByte(text, delimiter) >= 0:
			above++
		case t.Header == nil:
			t.Header = trimAll(cells)
			p.width = len(t.Header)
		case len(t.Rows) == 0 && isHXL(cells):
		default:
			t.Rows = append(t.Rows, ingest.Row{Number: line, Cells: unguardAll(cells)})
		}
	}
	return nil
}

// naiveRecord reads a record from one of its cells on, after those before it.
// If the first cell that breaks the line has a stray quote, the cell ends with
// the line.
func naiveRecord(p *parser, at int, before []string) (cells []string, next int, err error) {
	end, nextLine := p.lineAt(at)
	if at == end {
		return append(before, ""), nextLine, nil
	}
	r := csv.NewReader(strings.NewReader(p.text[at:]))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = rune(p.comma), true, -1
	fields, err := r.Read()
	if err != nil {
		return nil, 0, err
	}
	for i := range fields {
		line, column := r.FieldPos(i)
		open := at + column - 1
		for range line - 1 { // to the start of the field's line
			_, at2 := p.lineAt(open - column + 1)
			open = at2 + column - 1
		}
		if open >= len(p.text) || p.text[open] != '"' {
			continue
		}
		end, nextLine := p.lineAt(open)
		if _, closed := p.inLine(open+1, end); closed {
			continue
		}
		s := spill{parser: p, from: nextLine, close: naiveClosing(p, nextLine)}
		rest, _ := s.cellsOf(open, end)
		s.cells = len(before) + i + rest
		if s.judge() < tookRows {
			continue
		}
		before = append(before, fields[:i]...)
		if len(before) == p.width-1 {
			return append(before, p.text[open:end]), nextLine, nil
		}
		bare, _, more := strings.Cut(p.text[open:end], string(p.comma))
		if !more {
			return append(before, bare), nextLine, nil
		}
		return naiveRecord(p, open+len(bare)+1, append(before, bare))
	}
	return append(before, fields...), at + int(r.InputOffset()), nil
}

// naiveClosing finds what closes a cell that goes on in the line at from.
func naiveClosing(p *parser, from int) int {
	for i := from; i < len(p.text); i++ {
		switch {
		case p.text[i] != '"':
		case p.endsCell(i + 1):
			return i
		case p.text[i+1] == '"':
			i++
		}
	}
	return -1
}

// compare reads a text in chunks of a size and one by one.
func compare(t *testing.T, text string, workers, chunk int) {
	t.Helper()
	got, _ := parse("x", text, dialect.Form{}, workers, chunk)
	if got == nil {
		return // not a text
	}
	decoded, _, err := dialect.Decode(text, format.MaxBytes)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(got.Findings, func(f report.Finding) bool { return f.Rule == report.RuleHeader.Name }) {
		return // its first rows are no plain header
	}
	decoded, _ = withoutLineQuotes(decoded)
	rest, delimiter, skipped := dialect.Sniff(decoded)
	want := &ingest.Table{File: "x", Unit: "row"}
	if err := naive(want, rest, delimiter, skipped); err != nil {
		t.Fatal(err)
	}
	rows := got.All()
	if !reflect.DeepEqual(got.Header, want.Header) || len(rows) != len(want.Rows) || got.Total() != len(rows) {
		t.Fatalf("%q in chunks of %d: %d rows under %q, want %d under %q", text, chunk, len(rows), got.Header,
			len(want.Rows), want.Header)
	}
	for i := range want.Rows {
		if !reflect.DeepEqual(rows[i], want.Rows[i]) {
			t.Fatalf("%q in chunks of %d: row %d is %+v, want %+v", text, chunk, i, rows[i], want.Rows[i])
		}
	}
}

// pieces are what makes a text hard to cut.
var pieces = []string{"a", "bc", ",", ",", ",", "\n", "\n", "\r\n", "\r", `"`, `"`, `""`, `,"`, `",`, "\"\n", "\n\"",
	" ", "é", "'=", "#x", "sep=;\n", ";", ",,\n", "\n\n", "x,y\n"}

// TestChunksAreTheWhole: rows are the same however the text is cut.
func TestChunksAreTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(40) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		compare(t, text, 1+r.IntN(3), 1+r.IntN(20))
	}
}

// TestLongQuotes: cells of many lines, longer than a chunk, and one that is
// never closed.
func TestLongQuotes(t *testing.T) {
	cell := strings.Repeat("a line, and \"\"another\"\"\r\n", 50)
	text := "id,text,date\n" + strings.Repeat("1,\""+cell+"\",2020\n2,short,2021\n", 20)
	for _, chunk := range []int{1, 7, 100, 999, 5000, 1 << 20} {
		compare(t, text, 2, chunk)
		compare(t, text+"3,\"never closed\n"+text, 2, chunk)
	}
}

// FuzzChunks holds TestChunksAreTheWhole for any text.
func FuzzChunks(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n\"x\ny\",3\n", "sep=;\na;b\n\"\"\";\n", "\xff\xfea\x00\n\x00",
		"a,b\r\n\"1\r\n2\"\"\",\r\n\r", "a,b\nx,\"y\n\n\"z,\"\n"} {
		f.Add(s, uint16(3))
	}
	f.Fuzz(func(t *testing.T, text string, chunk uint16) { compare(t, text, 2, 1+int(chunk)) })
}

func sampleCSV(b *testing.B, n int) []byte {
	b.Helper()
	var out bytes.Buffer
	if err := sample.WriteCSV(&out, sample.Make(n, 1)); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkReadTable reads 200,000 rows: one by one with encoding/csv, with
// one worker and with one a processor.
func BenchmarkReadTable(b *testing.B) {
	data := sampleCSV(b, 200_000)
	b.Run("naive", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			text, _ := io.ReadAll(bytes.NewReader(data))
			if err := naive(&ingest.Table{}, string(text), ',', 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := parse("x", string(data), dialect.Form{}, workers, chunkBytes); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
