package csv_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"incidentmap/internal/edtf"
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

func read(t *testing.T, text string) *ingest.Result {
	t.Helper()
	table, err := csv.Read("x.csv", text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return res
}

// TestShapesOfRealFiles: the same two incidents, however the file is written.
func TestShapesOfRealFiles(t *testing.T) {
	plain := "title,date,lat,lon,deaths\nCafé blast,2020-01-02,34.5,69.2,3\nB,2020-02,35,70,\n"
	latin, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"plain": plain, "semicolons": strings.ReplaceAll(plain, ",", ";"), "tabs": strings.ReplaceAll(plain, ",", "\t"),
		"a sep line": "sep=;\n" + strings.ReplaceAll(plain, ",", ";"), "a byte order mark": "\ufeff" + plain,
		"CRLF": strings.ReplaceAll(plain, "\n", "\r\n"), "CR alone": strings.ReplaceAll(plain, "\n",
			"\r"), "Windows-1252": latin,
		"UTF-16": "\xff\xfe" + utf16(plain), "upper case": strings.Replace(plain, "title,date,lat,lon,deaths",
			"TITLE, Date ,LAT,Lon,DEATHS", 1),
		"an HXL row": strings.Replace(plain, "\nCaf", "\n#title,#date,,,#affected+killed\nCaf", 1),
		"lines above the header": "(Sample)\n\n" +
			plain, "an index column": ",title,date,lat,lon,deaths\n0,Café blast,2020-01-02,34.5,69.2,3\n1,B,2020-02,35,70,\n",
		"blank rows": strings.Replace(plain, "\nB", "\n,,,,\n\nB", 1), "floats for counts": strings.Replace(plain,
			",3\n", ",3.0\n", 1),
		"another order": "deaths,lon,lat,date,title\n3,69.2,34.5,2020-01-02,Café blast\n,70,35,2020-02,B\n",
	} {
		res := read(t, text)
		if name == "Windows-1252" && len(res.Findings) == 1 && strings.Contains(res.Findings[0].Message, "“Café”") {
			res.Findings = nil
		}
		if len(res.Incidents) != 2 || len(res.Findings) != 0 {
			t.Errorf("%s: %d incidents, %v", name, len(res.Incidents), res.Findings)
			continue
		}
		a, b := res.Incidents[0], res.Incidents[1]
		deaths := incident.FigureOf(a.Claims, incident.Killed)
		if a.Title != "Café blast" || a.Date.Text != "2020-01-02" ||
			!orb.Equal(a.Place.Points, orb.MultiPoint{{69.2, 34.5}}) || deaths.Best == nil || *deaths.Best != 3 {
			t.Errorf("%s: %+v", name, a)
		}
		if b.Date.Precision != edtf.Month || incident.FigureOf(b.Claims, incident.Killed).Known() {
			t.Errorf("%s: a month, and no figure: %+v", name, b)
		}
	}
}

func utf16(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func TestBrokenRowsAreNamed(t *testing.T) {
	res := read(t, "title,date,lat,lon,deaths\nA,2020-13-01,34,69,1\nB,2020-01-01,134,69,1\nC,,34,69,1\nD,2020-01-01,34,69,plenty\nE,2020-01-01,34\n")
	want := []string{
		"x.csv: 1 row with fewer cells than the header (row 6 is the first)",
		`x.csv: row 2, column date: "2020-13-01" is not a date`,
		`x.csv: row 3, column lat: "134" is not a number of degrees from -90 to 90; the incident is placed by its name`,
		"x.csv: row 4, column date: it is empty", `x.csv: row 5, column deaths: "plenty" is no count`,
		`x.csv: row 6, column lon: it is empty, and lat is "34"`}
	if len(res.Findings) != len(want) || len(res.Incidents) != 3 {
		t.Fatalf("%d incidents, %v", len(res.Incidents), res.Findings)
	}
	for i, w := range want {
		if got := res.Findings[i].String(); !strings.HasPrefix(got, w) {
			t.Errorf("%s, want %s…", got, w)
		}
	}
}

func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"": "x.csv: it is empty", "a\x00b,c\n": "not a text file", "1,2,3\n4,5,6\n": "no names of columns",
		"title,place\nA,Kabul\n":                 "no column holds a date",
		"date,title\n3/4/2020,A\n5/6/2020,B\n":   "--date-order dmy or mdy",
		"date,title\n13/4/2020,A\n4/13/2020,B\n": "cannot all start with the same part",
	} {
		table, err := csv.Read("x.csv", text)
		if err == nil {
			_, err = ingest.Read(table, ingest.Options{})
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestGuardUndoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[='@+\-a"\t]{0,6}`).Draw(t, "s")
		guarded := csv.Guard(s)
		if csv.Unguard(guarded) != s {
			t.Fatalf("%q came back as %q", s, csv.Unguard(guarded))
		}
		if guarded != "" && strings.ContainsRune("=+-@\t\r", rune(guarded[0])) {
			t.Fatalf("%q would run as a formula", guarded)
		}
	})
}

var dataset = &incident.Dataset{ID: "d", Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes}

func write(t testing.TB, columns []incident.Property, incidents []incident.Incident) string {
	t.Helper()
	var records []*incident.Record
	for _, inc := range incidents {
		records = append(records, incident.NewRecord(incident.Profile{}, inc, dataset))
	}
	var b bytes.Buffer
	if err := csv.Format.Write(&b, &format.Document{Columns: columns, Records: slices.Values(records)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteAndReadBack(t *testing.T) {
	n := 0
	inc := incident.Incident{ID: "a", Dataset: "d", Revision: 2, Title: "=1+1, \"quoted\"", Kind: "attack",
		EventType: "drone_strike", Date: edtf.MustParse("[2020-01-01..2020-01-04]"),
		Place: incident.Place{Text: "x", Points: orb.MultiPoint{{69.2, 34.5}, {70, 35}}, Country: "AF",
			CountryName: "Afghanistan", Precision: incident.PlaceVicinity, RadiusM: 25000},
		Actors: []incident.Party{{Name: "A"}, {Name: "B"}}, Claims: []incident.Claim{{Measure: "killed",
			Scope: incident.Total, Figure: incident.Figure{Low: &n, Best: &n}, Source: "s"}}}
	text := write(t, incident.Properties, []incident.Incident{inc})
	if !strings.HasPrefix(text, "id,longitude,latitude,title,") || !strings.Contains(text, "MULTIPOINT(") {
		t.Errorf("it starts %.60q", text)
	}
	res := read(t, text)
	if len(res.Findings) > 0 || len(res.Columns) > 0 {
		t.Fatalf("%v, extra columns %v", res.Findings, res.Columns)
	}
	back := res.Incidents[0]
	back.Dataset = "d"
	if again := write(t, incident.Properties, []incident.Incident{back}); again != text {
		t.Errorf("written again it is\n%s\nand was\n%s", again, text)
	}
}

// FuzzRead holds: every row is an incident or is named as left out, and what
// was read can be written and read again with the same IDs.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"title,date\nA,2020-01-01\n", "sep=;\ndate;lat;lon\n2020;1;2\n",
		"\"a\nb\",date\n\"x\"\"y\",2020\n", "date,wkt\n2020,POINT(1 2)\n",
		"date,deaths\n3 May 2020,5+\n", "id,date\nX,2020\nx,2021\nX,2022\n",
		"date,latlon\n2020,\"35°36'58.51\"\"N, 51°E\"\n", "iyear,imonth,iday\n2001,0,0\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := csv.Read("x.csv", string(data))
		if err != nil {
			return
		}
		res, err := ingest.Read(table, ingest.Options{DayFirst: true})
		if err != nil {
			return
		}
		dropped := 0
		for _, finding := range res.Findings {
			if finding.Dropped {
				dropped++
			}
		}
		if len(res.Incidents)+dropped != len(table.All()) {
			t.Fatalf("%d incidents and %d left out of %d rows", len(res.Incidents), dropped, len(table.All()))
		}
		if len(res.Incidents) == 0 {
			return
		}
		again, err := csv.Read("y.csv", write(t, incident.Properties, res.Incidents))
		if err != nil {
			t.Fatalf("written, it cannot be read: %v", err)
		}
		res2, err := ingest.Read(again, ingest.Options{})
		if err != nil || len(res2.Incidents) != len(res.Incidents) {
			t.Fatalf("%d incidents read back as %d: %v, %v", len(res.Incidents), len(res2.Incidents), err,
				res2.Findings)
		}
		for i := range res.Incidents {
			if res.Incidents[i].ID != res2.Incidents[i].ID ||
				res.Incidents[i].Date.Start != res2.Incidents[i].Date.Start {
				t.Fatalf("%+v read back as %+v", res.Incidents[i], res2.Incidents[i])
			}
		}
	})
}
