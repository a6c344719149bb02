package mapping_test

import (
	"reflect"
	"strings"
	"testing"

	"incidentmap/internal/ingest"
	"incidentmap/internal/mapping"
)

const cases = `
columns:
  date: Reported
  fatalities_best: [soldiers, civilians]
fills: {country: Land}
date_order: dmy
country: Iraq
encoding: windows-1251
header: [Reported, soldiers, civilians, Land, note]
`

// TestParse: what a file says is what is read with it.
func TestParse(t *testing.T) {
	m, err := mapping.Parse("m.yaml", cases)
	if err != nil {
		t.Fatal(err)
	}
	want := []ingest.Given{{Role: "country", Parts: []string{}, Fills: []string{"Land"}},
		{Role: "date", Column: "Reported", Parts: []string{"Reported"}},
		{Role: "fatalities_best", Column: "soldiers+civilians", Parts: []string{"soldiers", "civilians"}}}
	if got := m.Given(); !reflect.DeepEqual(got, want) || m.Country != "IQ" || m.DateOrder != "dmy" {
		t.Errorf("%+v of %+v", got, m)
	}
	if !m.Fits([]string{"note", "Land ", "soldiers", "civilians", "Reported"}) {
		t.Error("the order of columns counts")
	}
}

// TestRefused: each mistake is told with what is allowed.
func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                                                "it is empty; incidentmap inspect FILE --write-mapping writes one",
		"columns: {date: a}":                              "it has no header, the list of all columns",
		"header: [a]\nrole: x":                            `line 2: there is no key "role"; columns, fills, encoding, date_order, country, header, fingerprint are allowed`,
		"header: [a]\ncolumns: {dat: a}":                  `columns: there is no role "dat"; actor, admin1`,
		"header: [a, c]\ncolumns: {date: b}":              `columns: date is read from "b", which is not in the header; “a” and “c” are`,
		"header: [a]\nfills: {date: b}":                   `fills: date is read from "b"`,
		"header: [a]\ncolumns: {date: []}":                "columns: date has no column",
		"header: [a]\nfingerprint: abc":                   `its fingerprint is "abc", and that of its header "`,
		"header: [a]\ndate_order: ymd":                    `date_order is "ymd"; dmy and mdy are allowed`,
		"header: [a]\nencoding: klingon":                  `encoding: "klingon" is not an encoding`,
		"header: [a]\ncountry: Atlantis":                  "country is",
		"title,date\nA,2020\n":                            "it is not the YAML of a mapping",
		"header: [a]\ncolumns: {date: {a: b}}":            "it is not the YAML of a mapping",
		strings.Repeat("#", mapping.MaxBytes) + "\nhe: 1": "is it the table itself?",
	} {
		if _, err := mapping.Parse("m.yaml", text); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.HasPrefix(err.Error(), "m.yaml: ") {
			t.Errorf("%.60q: %v, want %q", text, err, want)
		}
	}
}

// TestAnotherHeader: the difference is told in words.
func TestAnotherHeader(t *testing.T) {
	m, err := mapping.Parse("m.yaml", cases)
	if err != nil {
		t.Fatal(err)
	}
	header := []string{"Reported on", "soldiers", "civilians", "Land"}
	want := "next.csv: its header is not the one that m.yaml was written for: it lacks “Reported” and “note”; " +
		"it has “Reported on”, which the mapping does not know; read it without a mapping, or write one for it: " +
		"incidentmap inspect next.csv --write-mapping FILE.yaml"
	if err := m.Refuse("next.csv", header); m.Fits(header) || m.Distance(header) != 3 || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// FuzzParse holds: nothing panics, and what is read is written and read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{cases, "header: [a]", "header: [yes, '1', \"\\x01\", ~]", "columns: &a {date: x}\nfills: *a",
		"header: !!binary aGk=", "? [a]\n: b", "header: [a, a]\ncolumns: {date: a}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := mapping.Parse("m.yaml", text)
		if err != nil {
			return
		}
		written, err := m.Text()
		if err != nil {
			t.Fatal(err)
		}
		again, err := mapping.Parse("m.yaml", written)
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Fatalf("%q is read as %+v, and written as %q: %v", text, m, written, err)
		}
	})
}
