package geonames_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// A row that cannot be taken is told with its line and what is allowed, and the others
// are taken.
func TestCSVRowsThatAreWrong(t *testing.T) {
	const head = "name,lat,lon,country,class,population,radius_m,id,admin1\n"
	for want, row := range map[string]string{
		`longitude is "200"`:            "A,1,200,,,,,,",
		"the name is empty":             ",1,2,,,,,,",
		"country is":                    "A,1,2,Atlantis,,,,,",
		`population is "many"`:          "A,1,2,,,many,,,",
		`population is "-1"`:            "A,1,2,,,-1,,,",
		`radius_m is "0"`:               "A,1,2,,,,0,,",
		`radius_m is "NaN"`:             "A,1,2,,,,NaN,,",
		"the id is too long":            "A,1,2,,,,,\"" + strings.Repeat("x", 300) + "\",",
		`the unit is "..."`:             "A,1,2,AF,,,,,...",
		`class is "somewhere far away"`: "A,1,2,,somewhere far away,,,,",
	} {
		b := geonames.New(geonames.Options{})
		var told []string
		err := b.AddCSV(strings.NewReader(head+row+"\nGood,3,4,,,,,,\n"), "x.csv", func(e *geonames.LineError) {
			told = append(told, e.Error())
		})
		if err != nil || len(told) != 1 || !strings.HasPrefix(told[0], "x.csv:2: "+want) {
			t.Errorf("%v, %q, want %q", err, told, want)
		}
		if got := b.Records(); !slices.ContainsFunc(got, func(r gazetteer.Record) bool { return r.Name == "Good" }) {
			t.Errorf("%s: the good row is not taken", want)
		}
	}
}

// Options narrow tables of one's own as well, and a row that is there twice counts once.
func TestCSVRowsThatAreLeftOut(t *testing.T) {
	b := geonames.New(geonames.Options{Countries: []string{"AF"}, MinPopulation: 100})
	err := b.AddCSV(strings.NewReader("name;lat;lon;country;population\nA;34;69;AF;500\nA;34;69;Afghanistan;500\n"+
		"B;34;69;AF;5\nC;34;69;PK;500\nShort;34\n"), "x.csv", func(e *geonames.LineError) {
		if !strings.Contains(e.Error(), "longitude") {
			t.Error(e)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	c := b.Counts()
	for why, want := range map[string]int{"the same place again": 1, "towns of fewer inhabitants": 1,
		"other countries": 1} {
		if c.LeftOut[why] != want {
			t.Errorf("%d are left out as %s, want %d", c.LeftOut[why], why, want)
		}
	}
	if b.Len() != 1 {
		t.Errorf("%d places", b.Len())
	}
}

// A unit that rows of its towns have named gets its point from the row that is the unit.
func TestCSVUnitAfterItsTowns(t *testing.T) {
	b := geonames.New(geonames.Options{})
	err := b.AddCSV(strings.NewReader("name,lat,lon,country,admin1,admin2,class,radius_km\n"+
		"Town,34,69,AF,Upper,Lower,,\nUpper,35,70,AF,,,admin1,80\nLower,34.5,69.5,AF,Upper,,admin2,20\n"), "x.csv",
		func(e *geonames.LineError) { t.Error(e) })
	if err != nil {
		t.Fatal(err)
	}
	file, err := gazetteer.Encode(gazetteer.About{Version: "t"}, b.Records())
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for p := range g.All() {
		switch p.Name {
		case "Upper":
			if !p.Located || p.RadiusM != 80_000 || p.Class != gazetteer.Admin1 {
				t.Errorf("%+v", p)
			}
		case "Lower":
			if !p.Located || p.Admin1 != "Upper" || p.Class != gazetteer.Admin2 {
				t.Errorf("%+v", p)
			}
		case "Town":
			if p.Admin1 != "Upper" || p.Admin2 != "Lower" {
				t.Errorf("%+v", p)
			}
		}
	}
	if n := g.Len(); n != 3 {
		t.Errorf("%d places, want the town and two units, once each", n)
	}
}

// A file that fails, is empty or is no text ends the reading with its name.
func TestCSVFileThatFails(t *testing.T) {
	for name, in := range map[string]string{"empty": "", "zero bytes": "name,lat,lon\n\x00\n"} {
		if err := geonames.New(geonames.Options{}).AddCSV(strings.NewReader(in), "x.csv", nil); err == nil ||
			!strings.HasPrefix(err.Error(), "x.csv: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	failed := errors.New("the disk fails")
	if err := geonames.New(geonames.Options{}).AddCSV(iotest.ErrReader(failed), "x.csv", nil); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
}

// Lines of the lists of countries, units and names that cannot be read are told, each
// with what is allowed.
func TestListsThatAreWrong(t *testing.T) {
	country := "XT\tXTL\t999\tXT\tTestland\tCapital\t100\t%s\tAS\t.xt\tXXX\tX\t\t\t\t\t4\t\t"
	for want, c := range map[string]struct {
		line string
		read func(text string, told func(*geonames.LineError)) error
	}{
		"x.txt:1: the row has 2 columns": {"a\tb", countries},
		"x.txt:1: the population is":     {fmt.Sprintf(country, "many"), countries},
		"x.txt:1: the country is":        {strings.Replace(fmt.Sprintf(country, "1"), "XT", "X", 1), countries},
		"x.txt:1: the row has 3 columns": {"1\t2\t3", alternates},
		`x.txt:1: geonameid is "x"`:      {"1\tx\ten\tName\t\t\t\t", alternates},
		"x.txt:1: the row has 1 columns": {"AF.01", units},
	} {
		var told []string
		err := c.read(c.line+"\n", func(e *geonames.LineError) { told = append(told, e.Error()) })
		if err != nil || len(told) != 1 || !strings.HasPrefix(told[0], want) {
			t.Errorf("%v, %q, want %q", err, told, want)
		}
	}
}

func countries(text string, told func(*geonames.LineError)) error {
	return geonames.ReadCountries(strings.NewReader(text), "x.txt", (&geonames.Tables{}).AddCountry, told)
}

func alternates(text string, told func(*geonames.LineError)) error {
	return geonames.ReadAlternates(strings.NewReader(text), "x.txt", func(_, _ string) error { return nil }, told)
}

func units(text string, told func(*geonames.LineError)) error {
	return geonames.ReadUnits(strings.NewReader(text), "x.txt", 2, (&geonames.Tables{}).AddUnit, told)
}
