package geonames_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// row is a line of the table of places, made up.
func row(id, name, lat, lon, feature, country, admin1, admin2, population string) string {
	class, code, _ := strings.Cut(feature, ".")
	return strings.Join([]string{id, name, name, "", lat, lon, class, code, country, "", admin1, admin2, "", "",
		population, "", "0", "Asia/Kabul", "2024-01-01"}, "\t")
}

// table is a country with two provinces, of which one has no row of its own.
var table = strings.Join([]string{
	row("1", "Republic of Testland", "34", "69", "A.PCLI", "XT", "00", "", "1000000"),
	row("2", "Velāyat-e Alfā", "34.5", "69", "A.ADM1", "XT", "01", "", "0"),
	row("3", "Alfatown", "34.6", "69.1", "P.PPLA", "XT", "01", "011", "90000"),
	row("4", "Betatown", "33.6", "69.1", "P.PPLA", "XT", "02", "021", "50000"),
	row("5", "Little Beta", "33.2", "69.3", "P.PPL", "XT", "02", "021", "100"),
	row("6", "Alfa Airport", "34.7", "69.2", "S.AIRP", "XT", "01", "", "0"),
	row("7", "Alfa University", "34.61", "69.11", "S.UNIV", "XT", "01", "", "0"),
	row("8", "Beta Hospital", "33.61", "69.11", "S.HSP", "XT", "02", "", "0"),
	row("9", "Long Valley", "33.9", "69.4", "T.VAL", "XT", "02", "", "0"),
	row("10", "Long River", "33.9", "69.4", "H.STM", "XT", "02", "", "0"),
	row("11", "Elsewhere", "1", "1", "P.PPL", "XE", "01", "", "10"),
}, "\n")

// bad are lines that are none of the table, with what is told of each.
var bad = map[string]string{
	"1\tshort": "has 2 columns",
	row("x", "Name", "1", "1", "P.PPL", "XT", "", "", "0"):                     "geonameid is \"x\"",
	row("1", "Name", "91", "1", "P.PPL", "XT", "", "", "0"):                    "latitude is \"91\"",
	row("1", "Name", "NaN", "1", "P.PPL", "XT", "", "", "0"):                   "latitude is \"NaN\"",
	row("1", "Name", "1", "Inf", "P.PPL", "XT", "", "", "0"):                   "longitude is \"Inf\"",
	row("1", " ", "1", "1", "P.PPL", "XT", "", "", "0"):                        "name is empty",
	row("1", "Name", "1", "1", "P.PPL", "xtt", "", "", "0"):                    "country code is \"xtt\"",
	row("1", "Name", "1", "1", "P.PPL", "XT", "", "", "-5"):                    "population is \"-5\"",
	row("1", "Nam\xff", "1", "1", "P.PPL", "XT", "", "", "0"):                  "no valid UTF-8",
	row("1", strings.Repeat("n", 1<<20), "1", "1", "P.PPL", "XT", "", "", "0"): "longer than",
}

// build reads the table and what describes it.
func build(t *testing.T, opt geonames.Options) (*geonames.Builder, *gazetteer.Gazetteer) {
	t.Helper()
	b := geonames.New(opt)
	fail := func(e *geonames.LineError) { t.Error(e) }
	check := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	check(geonames.ReadTable(strings.NewReader(table), "XT.txt", b.Add, fail))
	check(geonames.ReadCountries(strings.NewReader("#ISO\tISO3\nXT\tXTT\t999\tXT\tTestland\tAlfatown\t40000\t1000000\tAS\t.xt\tXTD\tDollar\t99\t\t\ten\t1\t\t\n"), "countryInfo.txt",
		b.AddCountry, fail))
	check(geonames.ReadUnits(strings.NewReader("XT.01\tAlfa\tAlfa\t2\nXT.02\tBeta Province\tBeta Province\t22\nXT.03\tGamma\tGamma\t23\n"), "admin1CodesASCII.txt", 2,
		b.AddUnit, fail))
	check(geonames.ReadAlternates(strings.NewReader("1\t3\tps\tالفا\t\t\t\t\t\t\n2\t3\tlink\thttps://example.org\t\t\t\t\t\t\n3\t99\ten\tNobody\t\t\t\t\t\t\n"), "alternateNamesV2.txt", b.AddAlternate, fail))
	file, err := gazetteer.Encode(gazetteer.About{Version: "test"}, b.Records())
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return b, g
}

func TestBuild(t *testing.T) {
	b, g := build(t, geonames.Options{Countries: []string{"XT"}})
	c := b.Counts()
	if c.LeftOut["other countries"] != 1 || c.LeftOut["no place of an incident, H.STM"] != 1 || c.Rows != 11 ||
		c.Unlocated != 1 {
		t.Errorf("counts %+v", c)
	}
	for id, want := range map[string]struct {
		class       gazetteer.Class
		admin1      string
		least, most float64
	}{
		"gn:1": {gazetteer.Country, "", 100_000, 250_000}, "gn:2": {gazetteer.Admin1, "", 15_000, 120_000},
		"gn:3": {gazetteer.Locality, "Velayat-e Alfa", 3000, 5000}, "gn:5": {gazetteer.Locality, "Beta Province", 3000,
			3000},
		"gna:XT.02": {gazetteer.Admin1, "", 60_000, 120_000}, "gn:6": {gazetteer.Vicinity, "Velayat-e Alfa", 3000,
			3000},
		"gn:7": {gazetteer.Vicinity, "Velayat-e Alfa", 1000, 1000}, "gn:8": {gazetteer.Exact, "Beta Province", 300,
			300},
		"gn:9": {gazetteer.Area, "Beta Province", 25_000, 25_000},
	} {
		p, ok := g.ByID(id)
		if !ok || p.Class != want.class || p.Admin1 != want.admin1 || p.RadiusM < want.least || p.RadiusM > want.most ||
			!p.Located {
			t.Errorf("%s: got %+v, want %+v", id, p, want)
		}
	}
	if p, _ := g.ByID("gna:XT.02"); p.Point != ([2]float64{69.1, 33.6}) {
		t.Errorf("Beta stands at %v, not at its seat", p.Point)
	}
	for text, id := range map[string]string{"Testland": "gn:1", "Alfa Province": "gn:2", "الفا": "gn:3",
		"Little Beta, Beta, Testland": "gn:5"} {
		if m := g.Lookup(text, gazetteer.Options{}).Best; m == nil || m.ID != id {
			t.Errorf("%q: got %+v, want %s", text, m, id)
		}
	}
}

func TestOptionsNarrow(t *testing.T) {
	_, g := build(t, geonames.Options{FeatureClasses: []string{"P"}, MinPopulation: 1000})
	towns := 0
	for p := range g.All() {
		if strings.HasPrefix(p.ID, "gn:") {
			towns++
		}
	}
	if towns != 2 {
		t.Errorf("%d towns, want the two of more than 1,000", towns)
	}
}

func TestMalformedLinesAreTold(t *testing.T) {
	for line, want := range bad {
		var told []string
		rows := 0
		err := geonames.ReadTable(strings.NewReader("# a comment\n\n"+line+"\r\n"+table), "XT.txt",
			func(geonames.Row) error { rows++; return nil },
			func(e *geonames.LineError) { told = append(told, e.Error()) })
		if err != nil || rows != 11 || len(told) != 1 || !strings.HasPrefix(told[0], "XT.txt:3: ") ||
			!strings.Contains(told[0], want) {
			t.Errorf("%.60q: %d rows, %v, %v", line, rows, told, err)
		}
	}
}

const places = "Place;Latitude;LNG;Country;Province;District;Class;Radius km;Other names\n" +
	"Post 7;34.5;69.5;xt;Alfa;Upper Alfa;vicinity;1.5;Seven|Sept\n" +
	"Hamlin;34.6;69.6;XT;Alfa Province;Upper Alfa;;;\n" +
	"Delta;34.9;69.9;XT;;;admin1;40;\n" +
	"Wrong;95;69;XT;;;;;\n" +
	"Odd;34;69;XT;;;palace;;\n"

func TestCSV(t *testing.T) {
	b := geonames.New(geonames.Options{})
	var told []string
	err := b.AddCSV(strings.NewReader(places), "own.csv", func(e *geonames.LineError) {
		told = append(told,
			e.Error())
	})
	if err != nil || len(told) != 2 || !strings.HasPrefix(told[0], `own.csv:5: latitude is "95"`) ||
		!strings.HasPrefix(told[1], `own.csv:6: class is "palace"`) {
		t.Fatalf("%v, %q", err, told)
	}
	file, err := gazetteer.Encode(gazetteer.About{Version: "test"}, b.Records())
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m := g.Lookup("Sept, Alfa", gazetteer.Options{}).Best
	if m == nil || m.Name != "Post 7" || m.Admin1 != "Alfa" || m.Admin2 != "Upper Alfa" || m.RadiusM != 1500 ||
		m.Class != gazetteer.Vicinity {
		t.Errorf("got %+v", m)
	}
	if m := g.Lookup("Hamlin", gazetteer.Options{}).Best; m == nil || m.Admin1 != "Alfa" {
		t.Errorf("Alfa and Alfa Province are not one: %+v", m)
	}
	if err := b.AddCSV(strings.NewReader("town,y\na,1\n"), "x.csv", nil); err == nil ||
		!strings.Contains(err.Error(), "x.csv:1: there is no column name") {
		t.Errorf("missing columns: %v", err)
	}
}

func TestOpenZip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "XT.zip")
	write := func(names ...string) {
		var buf bytes.Buffer
		z := zip.NewWriter(&buf)
		for _, name := range names {
			w, err := z.Create(name)
			if err == nil {
				_, err = io.WriteString(w, name)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(z.Close(), os.WriteFile(path, buf.Bytes(), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("readme.txt", "../XT.txt")
	r, size, err := geonames.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "../XT.txt" || size != int64(len(b)) || r.Close() != nil {
		t.Errorf("%q, %v", b, err)
	}
	for _, names := range [][]string{{"readme.txt"}, {"a.txt", "b.txt"}} {
		write(names...)
		if _, _, err := geonames.Open(path); err == nil {
			t.Errorf("%v: no error", names)
		}
	}
}

// What is read of any line lies within the bounds that it is checked for.
func FuzzParseRow(f *testing.F) {
	for line := range strings.Lines(table) {
		f.Add(strings.TrimSuffix(line, "\n"))
	}
	for line := range bad {
		f.Add(line[:min(len(line), 300)])
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, err := geonames.ParseRow(line)
		if err != nil {
			return
		}
		if !(math.Abs(r.Point[0]) <= 180 && math.Abs(r.Point[1]) <= 90) || r.Population < 0 || r.Name == "" ||
			r.ID == "" {
			t.Errorf("%+v", r)
		}
	})
}

// Whatever the tables hold, the records are those that Encode takes and Load reads.
func FuzzBuild(f *testing.F) {
	f.Add(table, places)
	f.Add(row("1", "?", "0", "0", "P.PPL", "", "", "", ""), "name,lat,lon,admin1,country\n.,1,1,.,AF\n")
	f.Fuzz(func(t *testing.T, text, own string) {
		b := geonames.New(geonames.Options{})
		skip := func(*geonames.LineError) {}
		if err := geonames.ReadTable(strings.NewReader(text), "a", b.Add, skip); err != nil {
			t.Fatal(err)
		}
		_ = geonames.ReadUnits(strings.NewReader(text), "a", 2, b.AddUnit, skip)
		_ = geonames.ReadAlternates(strings.NewReader(text), "a", b.AddAlternate, skip)
		_ = b.AddCSV(strings.NewReader(own), "b", skip)
		records := b.Records()
		file, err := gazetteer.Encode(gazetteer.About{Version: "fuzz"}, records)
		if err != nil {
			t.Fatal(err)
		}
		if g, err := gazetteer.Load(bytes.NewReader(file)); err != nil || g.Len() != len(records) {
			t.Errorf("%d records: %v", len(records), err)
		}
	})
}
