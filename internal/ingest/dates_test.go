package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// TestCellsOfDates: forms of a date with what stands beside it, the time and
// what is told of the rest.
func TestCellsOfDates(t *testing.T) {
	for cell, want := range map[string]struct{ date, time, told string }{
		"2023-03-21":                           {"2023-03-21", "", ""},
		"2023-03-21 05:10":                     {"2023-03-21", "05:10", ""},
		"2023-03-21T05:10:20.500Z":             {"2023-03-21", "05:10:20.5Z", ""},
		"2023-03-21 5:10 PM":                   {"2023-03-21", "17:10", ""},
		"2023-03-21 12:30 a.m.":                {"2023-03-21", "00:30", ""},
		"2023-03-21 05:10:20 +0530":            {"2023-03-21", "05:10:20+05:30", ""},
		"2023-03-21 05:10:20 UTC":              {"2023-03-21", "05:10:20Z", ""},
		"2023-03-21 05:10:20 UTC+2":            {"2023-03-21", "05:10:20+02:00", ""},
		"2023-03-21 05:10 CET":                 {"2023-03-21", "05:10", "time zone"},
		"21.03.2023 16:00 Uhr":                 {"2023-03-21", "16:00", ""},
		"21.03.2023, 16:00":                    {"2023-03-21", "16:00", ""},
		"21 March 2023 16:00":                  {"2023-03-21", "16:00", ""},
		"2023-03-21 (16:00)":                   {"2023-03-21", "16:00", ""},
		"2023-03-21 05:10 (approx.)":           {"2023-03-21~", "05:10", ""},
		"45006.75":                             {"2023-03-21", "18:00:00", ""},
		"2023-03-21 24:10":                     {"2023-03-21", "", `"24:10" stands`},
		"2023-03-21 evening":                   {"2023-03-21", "", `"evening" stands`},
		"2023-03-21 05:10 or so":               {"2023-03-21", "", `"05:10 or so" stands`},
		"ca. 2023-03-21":                       {"2023-03-21~", "", ""},
		"circa 2015":                           {"2015~", "", ""},
		"2023 (approx)":                        {"2023~", "", ""},
		"March 2023, approximately":            {"2023-03~", "", ""},
		"2023-03-21 (?)":                       {"2023-03-21?", "", ""},
		"2023-03-21 [uncertain]":               {"2023-03-21?", "", ""},
		"2023-03-21 – 2023-03-27":              {"2023-03-21/2023-03-27", "", ""},
		"21.03.2023–27.03.2023":                {"2023-03-21/2023-03-27", "", ""},
		"2023-03-21 / 2023-03-27":              {"2023-03-21/2023-03-27", "", ""},
		"from 21 March 2023 to 4 May 2023":     {"2023-03-21/2023-05-04", "", ""},
		"2023-03-21 OR 2023-03-25":             {"[2023-03-21,2023-03-25]", "", ""},
		"2023-03 to 2023-05":                   {"2023-03/2023-05", "", ""},
		"2023-03-21 to approx. 2023-03-27":     {"2023-03-21/2023-03-27~", "", ""},
		"2023-03-21 to later":                  {"2023-03-21", "", `"to later" stands`},
		"2023-03-27 to 2023-03-21":             {"2023-03-27", "", `"to 2023-03-21" stands`},
		"2023-03-21 10:00 to 2023-03-21 12:00": {"2023-03-21/2023-03-21", "10:00/12:00", ""},
	} {
		res, err := one(t, ingest.Options{Year: 2026}, "date: "+cell)
		if err != nil || len(res.Incidents) != 1 {
			t.Errorf("%s: %v, %v", cell, err, res)
			continue
		}
		inc := res.Incidents[0]
		if inc.Date.Text != want.date || inc.Time != want.time {
			t.Errorf("%s: %q at %q", cell, inc.Date.Text, inc.Time)
		}
		if (want.told == "") != (len(res.Findings) == 0) || len(res.Findings) > 0 &&
			!strings.Contains(res.Findings[0].Message, want.told) {
			t.Errorf("%s: %v", cell, res.Findings)
		}
	}
	for _, cell := range []string{"2023 people died", "soon", "2023-03-32 10:00", "to 2023", "March", "10:00"} {
		if res, err := one(t, ingest.Options{}, "date: "+cell); err != nil || len(res.Incidents) != 0 ||
			!res.Findings[0].Dropped {
			t.Errorf("%s: %v, %+v", cell, err, res)
		}
	}
}

// tableOf is a table of one column.
func tableOf(header string, cells ...string) *ingest.Table {
	t := &ingest.Table{File: "x", Unit: "row", Header: strings.Split(header, "|")}
	for i, c := range cells {
		t.Rows = append(t.Rows, ingest.Row{Number: i + 2, Cells: strings.Split(c, "|")})
	}
	return t
}

// TestMidnight: where every time is 00:00 the table has no times; where one is
// not, midnight is a time.
func TestMidnight(t *testing.T) {
	none, err := ingest.Read(tableOf("date", "2020-01-01 00:00:00.000", "2020-01-02T00:00:00+05:30"), ingest.Options{})
	if err != nil || none.Incidents[0].Time != "" || none.Incidents[1].Time != "" {
		t.Errorf("%+v, %v", none, err)
	}
	some, err := ingest.Read(tableOf("date", "2020-01-01 00:00:00", "2020-01-02 00:00:01"), ingest.Options{})
	if err != nil || some.Incidents[0].Time != "00:00:00" || some.Incidents[1].Time != "00:00:01" {
		t.Errorf("%+v, %v", some, err)
	}
}

// TestTimesOfTwoColumns: a column of its own says the time.
func TestTimesOfTwoColumns(t *testing.T) {
	res, err := ingest.Read(tableOf("date|time", "2020-01-01 10:00|", "2020-01-02|11:00", "2020-01-03 12:00:00|12:00",
		"2020-01-04 12:00|13:00"), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"10:00", "11:00", "12:00", "13:00"} {
		if got := res.Incidents[i].Time; got != want {
			t.Errorf("row %d: %q, want %q", i+2, got, want)
		}
	}
	if len(res.Findings) != 1 || res.Findings[0].Row != 5 {
		t.Errorf("%v", res.Findings)
	}
}

// TestCenturies: years of two digits are near the others, and never in the
// future where there are none.
func TestCenturies(t *testing.T) {
	for _, c := range []struct{ others, cell, want string }{
		{"", "5/5/99", "1999-05-05"}, {"", "5/5/26", "2026-05-05"}, {"", "5/5/27", "1927-05-05"}, {"", "9-May-20",
			"2020-05-09"}, {"", "May-45", "1945-05"},
		{"1943-03-22", "5/5/45", "1945-05-05"}, {"2010-01-01", "5/5/45", "1945-05-05"}, {"1890", "5/5/05",
			"1905-05-05"}, {"1999-12-31", "5/5/00", "2000-05-05"},
		{"1999-12-31", "5 May 01", "2001-05-05"},
	} {
		cells := []string{c.cell}
		if c.others != "" {
			cells = append(cells, c.others)
		}
		res, err := ingest.Read(tableOf("date", cells...), ingest.Options{Year: 2026})
		if err != nil || res.Incidents[0].Date.Text != c.want {
			t.Errorf("%s beside %q: %+v, %v", c.cell, c.others, res, err)
			continue
		}
		if len(res.Findings) != 1 || res.Findings[0].Rule != report.RuleShortYear.Name || res.Findings[0].Row != 0 {
			t.Errorf("%s: %v", c.cell, res.Findings)
		}
	}
}

// FuzzDates: whatever is in a cell, the date that is read is EDTF.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"2023-03-21 to 2023-03-27", "ca. 3/4/20 5:10 PM", "45006.75", "[2020..2021]",
		"2020-01-01T00:00:00.1+01", "May-45", "von 1.2.2020 bis 2.2.2020", "21-27 March 2024", "early March 2023", "c. 2015",
		"20240321T233000Z", "1679408400000", "2023-W12-2", "Q1 2023", "21 كانون الثاني 2023", "٢١/٠٣/٢٠٢٣", "from May 2020", "2019 to present",
		"Tue, 21 Mar 2023 14:30:00 GMT", "21.März.2023", "480 BC"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		res, err := ingest.Read(tableOf("date", strings.ReplaceAll(cell, "|", "/")),
			ingest.Options{Year: 2026, DayFirst: true})
		if err != nil || len(res.Incidents) == 0 {
			return
		}
		inc := res.Incidents[0]
		if d, err := edtf.Parse(inc.Date.Text); err != nil || d.Start != inc.Date.Start || d.End != inc.Date.End {
			t.Fatalf("%q is read as %+v: %v", cell, inc.Date, err)
		}
	})
}

// TestOrders: which part of 3/4/2020 comes first is told by the file; a slip among many is
// left out, and of two orders none is taken.
func TestOrders(t *testing.T) {
	many := func(n int, date string) []string { return slices.Repeat([]string{"a|" + date}, n) }
	for name, c := range map[string]struct {
		rows  []string
		opt   ingest.Options
		first string // date, or what the error says
		left  int
	}{
		"stops":              {many(3, "01.02.2023"), ingest.Options{}, "2023-02-01", 0},
		"stops and a slip":   {append(many(11, "01.02.2023"), "a|01.13.2023"), ingest.Options{}, "2023-02-01", 1},
		"stops, month first": {append(many(3, "01.02.2023"), many(2, "01.13.2023")...), ingest.Options{}, "2023-01-02", 0},
		"a slip":             {append(many(20, "13/01/2023"), "a|01/14/2023"), ingest.Options{}, "2023-01-13", 1},
		"two orders":         {append(many(2, "13/01/2023"), "a|01/14/2023"), ingest.Options{}, "say --date-order", 0},
		"the user's word":    {append(many(2, "13/01/2023"), "a|01/14/2023"), ingest.Options{DayFirst: true}, "2023-01-13", 1},
		"none":               {many(2, "03/04/2023"), ingest.Options{}, "no row settles it", 0},
		"a day that is 0":    {many(2, "00/04/2023"), ingest.Options{}, "2023-04", 0},
	} {
		c.opt.Year = 2026
		res, err := ingest.Read(tableOf("title|date", c.rows...), c.opt)
		if err != nil {
			if !strings.Contains(err.Error(), c.first) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got := res.Incidents[0].Date.Text; got != c.first || len(res.LeftOut.Rows) != c.left {
			t.Errorf("%s: %s, %d left out: %v", name, got, len(res.LeftOut.Rows), res.Findings)
		}
	}
}

// TestYearBesideDate: a date without its year has that of the column beside it.
func TestYearBesideDate(t *testing.T) {
	res, err := ingest.Read(tableOf("title|year|date", "a|2020|3 January", "b|2020|Unknown", "c|2020|4 Feb"),
		ingest.Options{Year: 2026})
	if err != nil || len(res.Incidents) != 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	for i, want := range []string{"2020-01-03", "2020", "2020-02-04"} {
		if got := res.Incidents[i].Date.Text; got != want {
			t.Errorf("row %d: %s, want %s", i+1, got, want)
		}
	}
}

// What a date leaves unread beside it is told: another year, and columns called like ours
// that have something else.
func TestWhatIsNotReadIsTold(t *testing.T) {
	for column, want := range map[string]string{"Year: 1999": "a year in a column of its own that is not the date's",
		"Year: 2020": "", "revision: R1": "whole numbers from 1", "record_review: checked": "reviewed and unreviewed",
		"record_review: reviewed": "", "revision: 2": ""} {
		res, err := one(t, ingest.Options{}, "date: 2020-05-01", "place: Kabul", column)
		if err != nil {
			t.Fatal(err)
		}
		if told := len(res.Findings) > 0 && strings.Contains(res.Findings[0].Message, want); told != (want != "") {
			t.Errorf("%s: %v", column, res.Findings)
		}
	}
}

// TestTimesInColumns: times of a column of their own, as other countries write them.
func TestTimesInColumns(t *testing.T) {
	for cells, want := range map[string]string{"Horário: 22:30": "22:30", "Hora: 10:30 p. m.": "22:30",
		"Hora: 6:00 a.m.": "06:00", "Saat: 22.30": "22:30", "Waktu: 22.30 WIB": "22:30", "Hora: 12:30\u00a0a.\u00a0m.": "00:30"} {
		res, err := one(t, ingest.Options{}, "date: 2021-02-03", cells)
		if err != nil || res.Incidents[0].Time != want {
			t.Errorf("%s: %v, %+v", cells, err, res)
		}
	}
}
