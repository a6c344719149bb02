package xlsx_test

import (
	"strings"
	"testing"

	"incidentmap/internal/format/xlsx"
	"incidentmap/internal/ingest"
)

// TestChoice: the sheet that reads best is read, however long others are, and how another one
// would be is told.
func TestChoice(t *testing.T) {
	long := rowsOf("Code|Meaning", "A|Attack", "B|Blast", "C|Clash", "D|Death")
	dated, older := rowsOf("Date|Place", "2020-01-02|Kano", "2020-01-03|Jos"),
		rowsOf("Date|Place", "2019-01-02|Kano", "2019-01-03|Jos", "2019-01-04|Yola")
	for _, c := range []struct {
		sheets            [][2]string
		place, told, with string
	}{
		{[][2]string{{`name="README"`, long}, {`name="Cases"`, dated}}, "Kano", `the sheet "Cases" was read, and not "README"`, ""},
		{[][2]string{{`name="Cases"`, dated}, {`name="old" state="hidden"`, older}, {`name="b" state="veryHidden"`, older}},
			"Kano", `the sheet "Cases" was read, and not "old" and "b"; --sheet "old" would read that one`, ""},
		{[][2]string{{`name="2020"`, dated}, {`name="2019"`, older}}, "Kano",
			`the sheet "2019" was read, and not "2020"; --sheet "2020" would read that one`, ""},
		{[][2]string{{`name="README"`, long}, {`name="old" state="hidden"`, dated}}, "Attack",
			`the sheet "README" was read, and not "old"`,
			`The sheet "old" has dates: --sheet "old" reads it. Its columns are: Code, Meaning`},
	} {
		table, err := xlsx.Read("a.xlsx", workbookOf(t, "", c.sheets...))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Rows[0].Text(1); got != c.place || len(table.Findings) != 1 ||
			!strings.HasPrefix(table.Findings[0].Message, c.told) {
			t.Errorf("%v: %s, %v, want %s, %s", c.sheets, got, table.Findings, c.place, c.told)
		}
		_, err = ingest.Read(table, ingest.Options{})
		if (err == nil) != (c.with == "") || err != nil && !strings.HasSuffix(err.Error(), c.with) {
			t.Errorf("%v: %v, want %s", c.sheets, err, c.with)
		}
	}
	two := workbookOf(t, "", [2]string{`name="a"`, dated}, [2]string{`name="b"`, dated})
	_, err := xlsx.ReadSheet("a.xlsx", two, "c")
	if err == nil || err.Error() != `a.xlsx: it has no sheet "c"; its sheets are "a" and "b"` {
		t.Error(err)
	}
}

// TestHeaderMergedDownwards: a name in a cell of both rows of a header is that name once.
func TestHeaderMergedDownwards(t *testing.T) {
	table, err := xlsx.Read("a.xlsx", workbook(t, rowsOf("ID|Date|Place||Killed", "||Town|Country",
		"a1|2020-01-02|Kano|Nigeria|3",
		"a2|2020-01-03|Jos|Nigeria|4")+
		`<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/><mergeCell ref="E1:E2"/></mergeCells>`))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(table.Header, "|"); got != "ID|Date|Place Town|Place Country|Killed" {
		t.Error(got)
	}
}

// TestFrom1904: a workbook that was made on an old Mac counts its days from 1904 on.
func TestFrom1904(t *testing.T) {
	for properties, want := range map[string]string{`<workbookPr date1904="1"/>`: "1904-01-02T12:00:00",
		`<workbookPr date1904="true"/>`: "1904-01-02T12:00:00", `<workbookPr/>`: "1900-01-01T12:00:00"} {
		text := workbookOf(t, properties, [2]string{`name="a"`, `<sheetData><row><c t="str"><v>Date</v></c></row>` +
			`<row><c s="1"><v>1.5</v></c></row></sheetData>`})
		table, err := xlsx.Read("a.xlsx", text)
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Rows[0].Text(0); got != want {
			t.Errorf("%s: %s, want %s", properties, got, want)
		}
	}
}
