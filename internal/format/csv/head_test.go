package csv_test

import (
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/format/csv"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// TestFirstRowOfData: a first row with a date where the next has one is no header. It is
// read, and told.
func TestFirstRowOfData(t *testing.T) {
	res := read(t, "2020-03-01,Kabul,34.53,69.17,12\n2020-03-04,Herat,34.35,62.20,3\n")
	if len(res.Incidents) != 2 || res.Incidents[0].Date.Text != "2020-03-01" || len(res.Incidents[0].Place.Points) != 1 ||
		res.Incidents[0].Place.Points[0][0] != 69.17 {
		t.Errorf("%+v", res.Incidents)
	}
	if f := res.Findings[slices.IndexFunc(res.Findings, func(f report.Finding) bool { return f.Row == 1 })]; f.Rule !=
		report.RuleHeader.Name || !strings.Contains(f.Message, "column_1 to column_5") {
		t.Errorf("%v", res.Findings)
	}
	for _, header := range []string{"date,2020,2021\n2020-03-01,1,2\n", "place,2020-01-01,2020-02-01\nKabul,1,2\n",
		"a,1.5,2.5\nb,x,y\n"} {
		table, err := csv.Read("a.csv", header)
		if err != nil || table.Unnamed {
			t.Errorf("%s: %+v, %v", header, table, err)
		}
	}
}

// TestTwoHeaderRows: a header of merged cells goes on in the row below.
func TestTwoHeaderRows(t *testing.T) {
	res := read(t, "Date,Location,,Casualties,\n,Town,Country,Killed,Injured\n2020-01-02,Kano,Nigeria,3,4\n2020-01-03,Jos,Nigeria,0,1\n")
	if len(res.Incidents) != 2 || res.Incidents[0].Place.Text != "Kano" ||
		res.Headers["injuries_best"] != "Casualties Injured" ||
		res.Findings[0].Rule != report.RuleHeader.Name {
		t.Errorf("%+v, %v, %v", res.Incidents, res.Headers, res.Findings)
	}
	for _, one := range []string{"date,place,,note\n2020-01-02,Kano,,x\n2020-01-03,Jos,,y\n", "date,place,\n,,\n2020,Kano,\n"} {
		table, err := csv.Read("a.csv", one)
		if want := []string{"date", "place"}; err != nil || !slices.Equal(table.Header[:2], want) || len(table.Findings) > 0 {
			t.Errorf("%q: %+v, %v", one, table, err)
		}
	}
}

// TestErrorNamesEncoding: where no column is understood, the error says which encoding was
// guessed.
func TestErrorNamesEncoding(t *testing.T) {
	table, err := csv.Read("a.csv", "Qu\xe9;L\xe0\nx;\xe9t\xe9\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = ingest.Read(table, ingest.Options{}); err == nil || !strings.Contains(err.Error(),
		"--encoding says another") {
		t.Errorf("%v", err)
	}
}
