package csv_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// column lists the values of an extra column.
func column(t *testing.T, res *ingest.Result, name string) (values []any) {
	t.Helper()
	at := slices.IndexFunc(res.Columns, func(c incident.Column) bool { return c.Name == name })
	if at < 0 {
		t.Fatalf("there is no column %s among %v", name, res.Columns)
	}
	for _, inc := range res.Incidents {
		values = append(values, inc.Extra[at])
	}
	return values
}

// TestCellsComeBackAsTheyWereWritten: what is no number byte for byte is a text.
func TestCellsComeBackAsTheyWereWritten(t *testing.T) {
	res := readCase(t, "long-numbers.csv", ingest.Options{})
	if got := column(t, res, "case_no"); !slices.Equal(got, []any{"90071992547409931234", "90071992547409931235"}) {
		t.Errorf("%v", got)
	}
	if got := column(t, res, "rate"); !slices.Equal(got, []any{"1e5", "2E6"}) {
		t.Errorf("%v", got)
	}
	res = readCase(t, "words-for-nothing.csv", ingest.Options{})
	if got := column(t, res, "remark"); !slices.Equal(got, []any{"none", "unknown"}) {
		t.Errorf("%v", got)
	}
	if got := column(t, res, "weapon"); !slices.Equal(got, []any{"none", "rifle"}) {
		t.Errorf("%v", got)
	}
	for cells, want := range map[string]incident.ColumnType{
		"1|2": "integer", "-3|0": "integer", "1|NA": "integer", "0.5|2": "number", "-0.25|-": "number",
		"true|false": "boolean", "2020-01-01|": "date",
		"007|8": "string", "1.10|2": "string", "1.0|2": "string", "+1|2": "string", "-0|1": "number", "1e5|2": "string",
		"0x1F|2": "string", "1_000|2": "string",
		"9007199254740992|1": "integer", "9007199254740993|1": "string", "yes|no": "string", "TRUE|FALSE": "string",
		"1|none": "string", "NA|": "string", ".5|1": "string",
	} {
		a, b, _ := strings.Cut(cells, "|")
		res := read(t, "date,free\n2020,"+a+"\n2020-02,"+b+"\n")
		if res.Columns[0].Type != want {
			t.Errorf("%s: %s, want %s", cells, res.Columns[0].Type, want)
		}
	}
}

// TestIDsKeepTheirCase: an ID that had to be changed keeps the original.
func TestIDsKeepTheirCase(t *testing.T) {
	res := readCase(t, "upper-case-ids.csv", ingest.Options{})
	if res.Incidents[0].ID != "ZZZ70001" || res.Incidents[1].ID != "ZZZ70002" || res.Incidents[0].SourceID != "" ||
		len(res.Findings) != 0 {
		t.Errorf("%+v, %v", res.Incidents, res.Findings)
	}
	res = read(t, "id,date\nA,2020\na,2021\nA b/ü,2022\nA,2023\n,2024\n")
	for i, want := range [][2]string{{"A", ""}, {"a", ""}, {"A-b", "A b/ü"}, {"A-5", "A"}} {
		if inc := res.Incidents[i]; inc.ID != want[0] || inc.SourceID != want[1] {
			t.Errorf("row %d: %q of %q, want %v", i+2, inc.ID, inc.SourceID, want)
		}
	}
	if len(res.Findings) != 1 || res.Findings[0].Row != 5 {
		t.Errorf("%v", res.Findings)
	}
}

// TestRowsThatRepeat: where rows have no IDs, none is spoken of.
func TestRowsThatRepeat(t *testing.T) {
	res := readCase(t, "rows-that-repeat.csv", ingest.Options{})
	if len(res.Incidents) != 3 || len(res.Findings) != 1 || res.Findings[0].Rule != report.RuleRepeated.Name ||
		res.Findings[0].Row != 3 || !strings.Contains(res.Findings[0].Message, "repeats row 2") {
		t.Errorf("%v", res.Findings)
	}
}

// export writes what was read as f=csv does.
func export(t interface{ Fatal(...any) }, res *ingest.Result) string {
	d := &incident.Dataset{ID: "d", Kinds: res.Kinds, EventTypes: res.EventTypes, Columns: res.Columns}
	var records []*incident.Record
	for _, inc := range res.Incidents {
		inc.Dataset = d.ID
		records = append(records, incident.NewRecord(incident.Profile{}, inc, d))
	}
	var b bytes.Buffer
	if err := csv.Format.Write(
		&b,
		&format.Document{Columns: incident.PropertiesOf(d), Records: slices.Values(records)},
	); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestExportsAreReadBack: an export that is read is exported again as the same
// bytes, whatever its cells would mean to a spreadsheet.
func TestExportsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.StringMatching(`['=+@\-",;a\n 0-9.]{0,6}`),
			rapid.SampledFrom([]string{"007", "1.10", "none", "yes", "true", "1e5", "NA", "-", "=1+1", "'=x", "''",
				"90071992547409931234"}))
		times := rapid.SampledFrom([]string{"", " 10:15", " 10:15:30+04:30", " 00:00"})
		var b bytes.Buffer
		b.WriteString("id,date,title,place,free,other\n")
		for range rapid.IntRange(1, 4).Draw(t, "rows") {
			cells := []string{cell.Draw(t, "id"), "2020-01-02" + times.Draw(t, "time"), cell.Draw(t, "title"),
				cell.Draw(t, "place"), cell.Draw(t, "free"), cell.Draw(t, "other")}
			for i, c := range cells {
				cells[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(strings.Join(cells, ",") + "\n")
		}
		first := exportOf(t, b.String())
		if second := exportOf(t, first); second != first {
			t.Fatalf("%q\nis exported as\n%s\nand then as\n%s", b.String(), first, second)
		}
	})
}

func exportOf(t *rapid.T, text string) string {
	table, err := csv.Read("x.csv", text)
	if err != nil {
		t.Skip(err)
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return export(t, res)
}
