package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer/lexicon"
)

// A dictionary finds each name, walks through all in order, by their beginning or by
// their number, and knows none that is not there.
func TestDictionary(t *testing.T) {
	tab := loaded(t, "", drawn(rand.New(rand.NewPCG(1, 2)), 300, 400))
	d := &tab.Names
	var keys []string
	for number, key := range d.All() {
		if nth, from, to := d.Nth(number, nil); string(nth) != string(key) || from >= to {
			t.Fatalf("name %d is %q, and %q by its number", number, key, nth)
		}
		keys = append(keys, string(key))
	}
	if !slices.IsSorted(keys) || len(keys) > d.AtMost() || len(keys) <= d.AtMost()-blockKeys {
		t.Fatalf("%d names, at most %d, in order: %v", len(keys), d.AtMost(), slices.IsSorted(keys))
	}
	for i := range d.Refs {
		key := d.Key(int32(i))
		if from, to := d.Find(key); int32(i) < from || int32(i) >= to {
			t.Fatalf("%q is of the names %d to %d, want %d", key, from, to, i)
		}
	}
	for _, absent := range []string{"", "zzz", "a", keys[0] + "x", strings.Repeat("k", maxKey+1)} {
		if from, to := d.Find(absent); from != to {
			t.Errorf("%.20q is found", absent)
		}
	}
	for _, prefix := range []string{"k", "kala 1", "zzz", "", strings.Repeat("k", maxKey+1)} {
		var got []string
		d.Prefixed(prefix, func(name []byte, _, _ int32) { got = append(got, string(name)) })
		want := slices.DeleteFunc(slices.Clone(keys), func(k string) bool {
			return prefix == "" || !strings.HasPrefix(k, prefix)
		})
		if !slices.Equal(got, want) {
			t.Errorf("%.20q begins %q, want %q", prefix, got, want)
		}
	}
	for range d.All() {
		break // an early end is none of a failure
	}
}

// Names come back as they were written: as the place's own, with capitals, or in their
// own way.
func TestSpell(t *testing.T) {
	tab := loaded(t, "", []Record{{Place: Place{ID: "a", Name: "Sar-e Pul", Class: lexicon.Locality},
		Names: []string{"Sar-e Pul", "Saripul", "sARIPUL two", "Sār Pol"}}})
	for key, want := range map[string]string{"sar e pul": "Sar-e Pul", "saripul": "Saripul",
		"saripul two": "sARIPUL two", "sar pol": "Sār Pol"} {
		from, to := tab.Names.Find(key)
		if to != from+1 || tab.Spell(from) != want {
			t.Errorf("%s is spelt %q", key, tab.Spell(from))
		}
		if own := tab.Names.Refs[from].Own(); own != (want == "Sar-e Pul") {
			t.Errorf("%s is the place's own: %v", key, own)
		}
	}
}

// Places of one name stand in the order in which they are meant: units before towns,
// then the larger before the smaller.
func TestOrderOfNamesakes(t *testing.T) {
	town := func(id string, people int, class lexicon.Class) Record {
		return Record{Place: Place{ID: id, Name: "Kot", Class: class, Population: people}, Names: []string{"Kot"}}
	}
	tab := loaded(t, "", []Record{town("a", 5, lexicon.Locality), town("b", 50, lexicon.Locality),
		town("c", 0, lexicon.Admin2), town("d", 5, lexicon.Locality)})
	from, to := tab.Names.Find("kot")
	var ids string
	for _, r := range tab.Names.Refs[from:to] {
		ids += tab.ID(r.Row())
	}
	if ids != "cbad" {
		t.Errorf("the order is %s", ids)
	}
}

// A place is put together of its columns, with the names of what it lies in.
func TestPlace(t *testing.T) {
	records := []Record{
		{Place: Place{ID: "c", Name: "Testland", Country: "XT", Class: lexicon.Country, Located: true,
			Point: orb.Point{-180, 90}, RadiusM: 1e6}, Names: []string{"Testland"}},
		{Place: Place{ID: "p", Name: "Prova", Country: "XT", Class: lexicon.Admin1}, Names: []string{"Prova"}},
		{Place: Place{ID: "t", Name: "Town", Country: "XT", Class: lexicon.Locality, Feature: "PPL", Population: 7,
			Located: true, Point: orb.Point{69.12345, -34.5}, RadiusM: 3000.2}, Admin1ID: "p", Names: []string{"Town"}},
	}
	tab := loaded(t, "", records)
	want := records[2].Place
	want.CountryName, want.Admin1, want.RadiusM = "Testland", "Prova", 3001 // never less than what was given
	row := tab.Row("t")
	if got := tab.Place(row); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if tab.ClassOf(row) != lexicon.Locality || tab.LevelOf(row) != lexicon.Locality.Level() || tab.Row("x") != None ||
		tab.Label(None) != "" {
		t.Error("a row is another's")
	}
	if p := tab.Place(tab.Row("p")); p.Located || p.Point != (orb.Point{}) || p.RadiusM != 0 {
		t.Errorf("a place known by name alone lies at %v", p.Point)
	}
	if admin1, admin2 := tab.Place(tab.Row("p")).Units(); admin1 != "Prova" || admin2 != "" {
		t.Errorf("a province is in %s and %s", admin1, admin2)
	}
	district := Place{Name: "D", Class: lexicon.Admin2, Admin1: "P"}
	if admin1, admin2 := district.Units(); admin1 != "P" || admin2 != "D" {
		t.Errorf("a district is in %s and %s", admin1, admin2)
	}
	if got := Rounded(orb.Point{190.123456, 1.000004}); got != (orb.Point{-169.87654, 1}) {
		t.Errorf("a point across the antimeridian is %v", got)
	}
}

// What Load would refuse is not written.
func TestEncodeRefuses(t *testing.T) {
	good := Record{Place: Place{ID: "a", Name: "A", Class: lexicon.Locality, Located: true, RadiusM: 1}}
	for want, change := range map[string]func(r *Record){
		"is too long, empty or taken":    func(r *Record) { r.ID = "" },
		"has no name":                    func(r *Record) { r.Name = "" },
		"has an unknown class":           func(r *Record) { r.Class = "town" },
		`there is no place "b"`:          func(r *Record) { r.Admin1ID = "b" },
		`there is no place "c"`:          func(r *Record) { r.Admin2ID = "c" },
		"population -1 is out of bounds": func(r *Record) { r.Population = -1 },
		"radius 0 m":                     func(r *Record) { r.RadiusM = 0 },
		"outside of the world":           func(r *Record) { r.Point = orb.Point{0, 91} },
	} {
		r := good
		change(&r)
		if _, err := Encode(About{}, []Record{r}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := Encode(About{}, []Record{good, good}); err == nil {
		t.Error("one ID twice was written")
	}
	if _, err := Encode(About{Licence: strings.Repeat("x", maxText+1)}, nil); err == nil {
		t.Error("a licence without end was written")
	}
	many := make([]Record, maxTable+1)
	for i := range many {
		many[i] = good
		many[i].ID, many[i].Feature = fmt.Sprint(i), fmt.Sprint(i)
	}
	if _, err := Encode(About{}, many); err == nil || !strings.Contains(err.Error(), "257 kinds of places") {
		t.Errorf("got %v", err)
	}
}

// A table is read from a file, from memory, or from where its size is not known; what
// fails or has no end is an error.
func TestLoadFrom(t *testing.T) {
	b, err := Encode(About{Version: "v", Licence: "CC0", Attribution: "Me"}, drawn(rand.New(rand.NewPCG(3, 4)), 20, 30))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.bin")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, r := range map[string]io.Reader{"memory": bytes.NewReader(b), "a file": f,
		"a stream": iotest.OneByteReader(bytes.NewReader(b))} {
		if tab, err := Load(r); err != nil || tab.About() != (About{"v", "CC0", "Me"}) || len(tab.Layers()) != 1 {
			t.Errorf("%s: %v, %v", name, tab, err)
		}
	}
	failed := errors.New("the disk fails")
	if _, err := Load(iotest.ErrReader(failed)); !errors.Is(err, failed) || errors.Is(err, ErrFormat) {
		t.Errorf("got %v", err)
	}
	if _, err := Load(endless{}); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("a file without end: %v", err)
	}
}

// endless is a file without end.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// Layers keep their names, and together they state what each states.
func TestLayers(t *testing.T) {
	one := Layer{"one", About{"v1", "CC0", ""}}
	if got := Together(one, Layer{About: About{"v2", "", ""}}); got != (About{"v1+v2", "CC0; not stated", ""}) {
		t.Errorf("got %+v", got)
	}
	a, b := loaded(t, "a", nil), loaded(t, "b", nil)
	both, err := Join(a, b)
	if err != nil {
		t.Fatal(err)
	}
	layers := both.Named("other").Layers()
	if len(layers) != 2 || layers[0].Name != "a" || layers[1].Name != "b" {
		t.Errorf("the layers are %+v", layers)
	}
	if a.Named("x").Layers()[0].Name != "x" || a.Layers()[0].Name != "a" {
		t.Error("naming a table changes another")
	}
	for range maxLayers - 2 {
		if both, err = Join(both, b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err = Join(both, b); err == nil || !strings.Contains(err.Error(), "257 layers") {
		t.Errorf("got %v", err)
	}
}
