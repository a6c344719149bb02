package xlsx_test

import (
	"strings"
	"testing"

	"incidentmap/internal/format/xlsx"
)

// TestHostileCells: what a cell must not have is told with where it is, and ends nothing but
// the reading.
func TestHostileCells(t *testing.T) {
	for _, c := range [][2]string{
		{`<row r="2"><c r="C2" t="s"><v>-1</v></c></row>`,
			`row 2, column C: its text is number "-1" of the workbook's list; numbers from 0 to less than 0 are allowed`},
		{`<row r="2"><c r="C2" t="s"><v>9999999999999999999</v></c></row>`, `row 2, column C: its text is number`},
		{`<row r="-5"><c><v>1</v></c></row>`, `a row has the number "-5"; 1 to 1048576 are allowed`},
		{`<row r="2147483648"><c><v>1</v></c></row>`, `1 to 1048576 are allowed`},
		{`<row><c r="XFE1"><v>1</v></c></row>`, `row 1, a cell is said to be in "XFE1"; columns A to XFD are allowed`},
		{`<row><c r="12"><v>1</v></c></row>`, `row 1, a cell is said to be in "12"`},
		{`<row><c r="XFD1"><v>1</v></c><c><v>1</v></c></row>`, `row 1, it has more than 16384 columns`},
		{`<row><c t="inlineStr"><is><t>` + strings.Repeat("a", 200_000) + `</t></is></c></row>`,
			`row 1, column A: the cell has more than 32767 characters`},
		{`<row><c><v>` + strings.Repeat("1", 5<<18) + `</v></c></row>`, `has more than 1048576 bytes`},
		{`<row><c><v>1`, `its XML ends too early`},
		{`<row></row></row></row></row>`, `its XML is malformed`},
		{strings.Repeat(`<row>`, 200), `nested deeper than 100`},
		{`<!DOCTYPE a [<!ENTITY b "c">]><row/>`, `has a document type`},
		{`<?xml version="1.0" encoding="windows-1251"?><row/>`, `in the encoding "windows-1251"; UTF-8 and UTF-16 are allowed`},
	} {
		_, err := xlsx.Read("a.xlsx", workbook(t, `<sheetData>`+c[0]+`</sheetData>`))
		if err == nil || !strings.HasPrefix(err.Error(), "a.xlsx: the sheet") || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%.80s: %v, want %s", c[0], err, c[1])
		}
	}
}

// TestPlacesLeftOut: rows and cells need not say where they are; they follow each other then.
func TestPlacesLeftOut(t *testing.T) {
	const cell = `<c t="inlineStr"><is><t>`
	table, err := xlsx.Read("a.xlsx", workbook(t, `<sheetData><row>`+cell+`Date</t></is></c>`+cell+`Place</t></is></c></row>`+
		`<row><c t="d"><v>2020-01-02</v></c>`+cell+`Kano</t></is></c></row><row r="7"><c r="b7" t="str"><v>Jos</v></c></row>`+
		`<row r="7"><c/><c t="str"><v>Yola</v></c></row></sheetData>`))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(table.Header, "|"); got != "Date|Place" {
		t.Error(got)
	}
	for i, want := range []string{"2 2020-01-02 Kano", "7  Jos", "7  Yola"} {
		r := &table.Rows[i]
		if got := string(rune('0'+r.Number)) + " " + r.Text(0) + " " + r.Text(1); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestXML: characters are what they stand for, however they are written.
func TestXML(t *testing.T) {
	for written, want := range map[string]string{
		`<t>a &lt;b&gt; &amp; &#x42;&#67; &quot;&apos;</t>`: `a <b> & BC "'`, `<t><![CDATA[a <b> &amp;]]></t>`: `a <b> &amp;`,
		`<!-- <t>x</t> --><t xml:space="preserve"> a</t>`: "a", `<r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r>`: "ab",
		`<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>`: "東京", "<t>a\r\nb</t>": "a\nb", `<x:t a='>' b=">">c</x:t>`: "c",
		`<t>AT&T &nbsp; &#0;&#x110000;</t>`: "AT&T &nbsp; \ufffd\ufffd", "<t>\xe9</t>": "\ufffd",
		`<t>a_x000D_
b_x005F_x000D_ _x000G_ _x0</t>`: "a\nb_x000D_ _x000G_ _x0", `<t>_x0000_</t>`: "\ufffd",
	} {
		table, err := xlsx.Read("a.xlsx", workbook(t, `<sheetData><row><c t="inlineStr"><is><t>Title</t></is></c></row>`+
			`<row><c t="inlineStr"><is>`+written+`</is></c></row></sheetData>`))
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		if got := table.Rows[0].Text(0); got != want {
			t.Errorf("%s: %q, want %q", written, got, want)
		}
	}
}
