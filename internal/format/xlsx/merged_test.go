package xlsx_test

import (
	"archive/zip"
	"bytes"
	"strconv"
	"strings"
	"testing"

	"incidentmap/internal/format/xlsx"
)

// workbook packs a workbook of one sheet, whose XML is given.
func workbook(t *testing.T, sheet string) string {
	t.Helper()
	return workbookOf(t, "", [2]string{`name="a"`, sheet})
}

const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// workbookOf packs a workbook with properties, and sheets: the attributes of each, and its XML.
func workbookOf(t *testing.T, properties string, sheets ...[2]string) string {
	t.Helper()
	var list, related strings.Builder
	parts := [][2]string{{"xl/styles.xml", `<styleSheet ` + ns + `><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`},
		{"xl/sharedStrings.xml", `<sst ` + ns + `></sst>`}}
	for i, sheet := range sheets {
		n := strconv.Itoa(i + 1)
		list.WriteString(`<sheet ` + sheet[0] + ` sheetId="` + n + `" r:id="rId` + n + `"/>`)
		related.WriteString(`<Relationship Id="rId` + n + `" Type="worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
		parts = append(parts, [2]string{"xl/worksheets/sheet" + n + ".xml", `<worksheet ` + ns + `>` + sheet[1] + `</worksheet>`})
	}
	parts = append(parts, [2]string{"xl/workbook.xml", `<workbook ` + ns + `>` + properties + `<sheets>` + list.String() + `</sheets></workbook>`},
		[2]string{"xl/_rels/workbook.xml.rels", `<Relationships>` + related.String() + `</Relationships>`})
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range parts {
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
