package xlsx_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/format/xlsx"
)

// withPart is a workbook with one part more.
func withPart(t *testing.T, book, name, text string) string {
	t.Helper()
	r, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write([]byte(text))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Addresses behind texts, by links and by formulas, have a column of their own.
func TestLinks(t *testing.T) {
	rows := rowsOf("Date|Place|Source", "2023-02-01|Gao|AFP", "2023-02-02|Gao|https://example.org/shown")
	formula := `<row r="4"><c r="A4" t="inlineStr"><is><t>2023-02-03</t></is></c><c r="C4" t="str">` +
		`<f>HYPERLINK("https://example.org/b","here")</f><v>here</v></c></row>`
	sheet := strings.Replace(rows, "</sheetData>", formula+"</sheetData>", 1) + `<hyperlinks><hyperlink ref="C2" r:id="rId1"/>` +
		`<hyperlink ref="C3" r:id="rId1"/><hyperlink ref="B2" r:id="rId2"/><hyperlink ref="B3" r:id="rId1"/><hyperlink ref="x" r:id="rId9"/></hyperlinks>`
	book := withPart(t, workbook(t, sheet), "xl/worksheets/_rels/sheet1.xml.rels", `<Relationships>`+
		`<Relationship Id="rId1" Type="hyperlink" Target="https://example.org/a" TargetMode="External"/>`+
		`<Relationship Id="rId2" Type="hyperlink" Target="mailto:x@example.org" TargetMode="External"/></Relationships>`)
	table, err := xlsx.Read("a.xlsx", book)
	if err != nil || !slices.Equal(table.Header, []string{"Date", "Place", "Source", "Place URL", "URL"}) {
		t.Fatalf("%v, %+v", err, table)
	}
	for i, want := range []string{"https://example.org/a", "", "https://example.org/b"} {
		if got := table.Rows[i].Text(4); got != want {
			t.Errorf("row %d: %q, want %q", i, got, want)
		}
	}
}
