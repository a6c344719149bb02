package xlsx_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"incidentmap/internal/format/xlsx"
)

// workbook packs a workbook of one sheet, whose XML is given.
func workbook(t *testing.T, sheet string) string {
	t.Helper()
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"xl/workbook.xml", `<workbook ` + ns + `><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + ns + `>` + sheet + `</worksheet>`},
		{"xl/styles.xml", `<styleSheet ` + ns + `></styleSheet>`},
		{"xl/sharedStrings.xml", `<sst ` + ns + `></sst>`},
	} {
		f, err := w.Create(part[0])
		if err == nil {
			_, err = f.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rowsOf writes rows of inline strings as a sheet has them.
func rowsOf(rows ...string) string {
	var b strings.Builder
	for y, row := range rows {
		b.WriteString(`<row r="` + string(rune('1'+y)) + `">`)
		for x, cell := range strings.Split(row, "|") {
			if cell != "" {
				b.WriteString(`<c r="` + string(rune('A'+x)) + string(rune('1'+y)) + `" t="inlineStr"><is><t>` + cell + `</t></is></c>`)
			}
		}
		b.WriteString(`</row>`)
	}
	return `<sheetData>` + b.String() + `</sheetData>`
}

// TestMergedCells: a cell that is merged over rows has its value in each of them, and what
// stands in its way stays.
func TestMergedCells(t *testing.T) {
	text := workbook(t, rowsOf("Date|Place|Killed", "2020-01-02|Kano|3", "|Jos|4", "2020-03-01|Yola|1", "|Bauchi|2",
		"|Gombe|5")+
		`<mergeCells count="3"><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="A5:A1048576"/></mergeCells>`)
	table, err := xlsx.Read("a.xlsx", text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range table.Rows {
		got = append(got, table.Rows[i].Text(0)+" "+table.Rows[i].Text(1))
	}
	want := "2020-01-02 Kano, 2020-01-02 Jos, 2020-03-01 Yola,  Bauchi,  Gombe"
	if all := strings.Join(got, ", "); all != want {
		t.Errorf("%s, want %s", all, want)
	}
}
