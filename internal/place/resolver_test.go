package place

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
)

// at is a place of Testland.
func at(id, name string, class gazetteer.Class, lon, radius float64, admin1 string) gazetteer.Record {
	return gazetteer.Record{Place: gazetteer.Place{ID: id, Name: name, Country: "AA", Class: class, Located: true,
		Point: orb.Point{lon, 10}, RadiusM: radius, Population: 20_000}, Admin1ID: admin1, Names: []string{name}}
}

// encoded is a gazetteer file of a country with a province and two towns, and more.
func encoded(t *testing.T, version string, more ...gazetteer.Record) []byte {
	t.Helper()
	b, err := gazetteer.Encode(gazetteer.About{Version: version, Licence: "licence of " + version}, append(
		[]gazetteer.Record{
			at("c:1", "Testland", gazetteer.Country, 10, 500_000, ""),
			at("p:1", "Westshire", gazetteer.Admin1, 9, 100_000, "c:1"),
			at("t:1", "Alphaville", gazetteer.Locality, 9, 5000, "p:1"),
			at("t:2", "Betatown", gazetteer.Locality, 9.5, 5000, "p:1"),
		}, more...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// shipped opens a gazetteer in memory.
func shipped(b []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
}

// Layers lie over the shipped gazetteer in their order, and each answer says which it
// comes from and under which licence.
func TestResolverOfLayers(t *testing.T) {
	layer := filepath.Join(t.TempDir(), "own.bin")
	if err := os.WriteFile(layer, encoded(t, "v2", at("x:1", "Newplace", gazetteer.Locality, 9.2, 3000, "p:1")),
		0o600); err != nil {
		t.Fatal(err)
	}
	r := New(Options{Shipped: shipped(encoded(t, "v1")), Layers: []string{layer}})
	g, err := r.Gazetteer()
	if err != nil || len(g.Layers()) != 2 || g.Layers()[0].Name != "shipped" || g.Layers()[1].Name != "own" {
		t.Fatalf("%v, %v", g, err)
	}
	p, ok := r.Resolve(Question{Text: "Newplace", Country: "AA"})
	if !ok || len(p.Geocoding) != 1 || p.Geocoding[0].Licence != "licence of v2" || p.Geocoding[0].Role != "place" {
		t.Errorf("%+v, %v", p, ok)
	}
	if got := r.CountriesOfUnit("westshire"); len(got) != 1 || got[0] != "AA" {
		t.Errorf("westshire is in %q", got)
	}
	if r.AsksServices() {
		t.Error("a gazetteer is a service")
	}
}

// What cannot be opened is told by every method, with the file's name.
func TestResolverThatCannotOpen(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.bin")
	if err := os.WriteFile(broken, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	gone := errors.New("gone")
	for want, o := range map[string]Options{"broken.bin": {Layers: []string{broken}},
		"missing.bin":           {Layers: []string{"missing.bin"}},
		"gone":                  {Shipped: func() (io.ReadCloser, error) { return nil, gone }},
		"the shipped gazetteer": {Shipped: shipped([]byte("x"))}} {
		var log bytes.Buffer
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		r := New(o)
		_, geocoded := r.Geocode(t.Context(), "Alphaville", gazetteer.Options{})
		_, loaded := r.Gazetteer()
		for _, err := range []error{r.Open(), loaded, geocoded} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
		}
		if _, ok := r.Resolve(Question{Text: "Alphaville"}); ok || !strings.Contains(log.String(), want) {
			t.Errorf("resolved %v, and logged %s", ok, &log)
		}
		if got := r.CountriesOfUnit("Westshire"); got != nil {
			t.Errorf("units without a gazetteer: %q", got)
		}
	}
}

// Options without a gazetteer, or with a list of providers that is none, are refused.
func TestCheckOptions(t *testing.T) {
	some := shipped(nil)
	for want, o := range map[string]Options{"there is no gazetteer": {},
		"nobody": {Shipped: some, Providers: "nobody"}} {
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	good := Options{Shipped: some, Providers: "gazetteer,photon=http://127.0.0.1:1"}
	if err := good.Check(); err != nil || !good.AskServices() {
		t.Errorf("%v, asks services: %v", err, good.AskServices())
	}
	if a, b := good.Stamp(), (&Options{Shipped: some}).Stamp(); a == b {
		t.Errorf("other providers have the same stamp %s", a)
	}
}

// fake is a provider that answers with one place of a class, or fails.
type fake struct {
	name    string
	class   gazetteer.Class
	dropped []string
	err     error
	asked   *int
}

func (f fake) Name() string { return f.name }

func (f fake) Geocode(_ context.Context, text string, _ gazetteer.Options) (Answer, error) {
	if f.asked != nil {
		*f.asked++
	}
	a := Answer{Result: gazetteer.Result{Query: text}, Provider: f.name}
	if f.class != "" && f.err == nil {
		a.Best = &gazetteer.Match{Dropped: f.dropped}
		a.Best.Class = f.class
	}
	return a, f.err
}

// The most precise answer wins; nobody is asked once the place itself is known, and a
// failure stands beside an answer.
func TestChain(t *testing.T) {
	failed := errors.New("out of order")
	for name, c := range map[string]struct {
		first, second fake
		want          string
		asked         int
		err           bool
	}{
		"the first knows it":   {fake{class: gazetteer.Locality}, fake{class: gazetteer.Exact}, "a", 0, false},
		"all is understood":    {fake{class: gazetteer.Admin1}, fake{class: gazetteer.Exact}, "a", 0, false},
		"the second is nearer": {fake{class: gazetteer.Admin1, dropped: []string{"x"}}, fake{class: gazetteer.Locality}, "b", 1, false},
		"the second is wider":  {fake{class: gazetteer.Admin2, dropped: []string{"x"}}, fake{class: gazetteer.Country}, "a", 1, false},
		"the first fails":      {fake{err: failed}, fake{class: gazetteer.Country}, "b", 1, true},
		"nobody knows":         {fake{}, fake{}, "", 1, false},
	} {
		asked := 0
		c.first.name, c.second.name, c.second.asked = "a", "b", &asked
		a, err := Chain{c.first, c.second}.Geocode(t.Context(), "text", gazetteer.Options{})
		got := ""
		if a.Best != nil {
			got = a.Provider
		}
		if got != c.want || asked != c.asked || (err != nil) != c.err || a.Query != "text" {
			t.Errorf("%s: %q answers, the second was asked %d times, %v", name, got, asked, err)
		}
		if c.err && !errors.Is(err, failed) {
			t.Errorf("%s: %v does not say why", name, err)
		}
	}
}

// A text of a directory has an entry with what else it may be; one that is not known is
// told.
func TestLocate(t *testing.T) {
	var log bytes.Buffer
	r := New(Options{Shipped: shipped(encoded(t, "v1")), Log: slog.New(slog.NewTextHandler(&log, nil))})
	e, ok := r.Locate("Alphaville, Westshire")
	if !ok || e.GazetteerID != "t:1" || e.Version != "v1" || e.Admin1 != "Westshire" || log.Len() > 0 {
		t.Errorf("%+v, %v, %s", e, ok, &log)
	}
	if !strings.Contains(e.Describe(), "t:1 (Alphaville, locality at 9, 10, radius ") {
		t.Errorf("it is described as %s", e.Describe())
	}
	e, ok = r.Locate("Xyzzyxy")
	if ok || e.Text != "Xyzzyxy" || !strings.Contains(log.String(), "no place of this name") {
		t.Errorf("%+v, %v, %s", e, ok, &log)
	}
	g, err := r.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := Locate(g, "Betatown"); !ok || e.GazetteerID != "t:2" {
		t.Errorf("%+v, %v", e, ok)
	}
	if _, ok := Locate(g, "Xyzzyxy"); ok {
		t.Error("a place that is not there was located")
	}
}

// Services know no classes: an answer of another than the one asked for is none.
func TestEntriesOfAClass(t *testing.T) {
	r := New(Options{})
	r.chain = func() (Chain, error) { return Chain{fake{name: "service", class: gazetteer.Locality}}, nil }
	for class, want := range map[gazetteer.Class]int{"": 1, gazetteer.Locality: 1, gazetteer.Admin1: 0} {
		got, err := r.Entries(t.Context(), "Alphaville", gazetteer.Options{Class: class})
		if err != nil || len(got) != want {
			t.Errorf("%q: %d entries, %v", class, len(got), err)
		}
	}
}

// Points of one text share what they have in common, and are as vague as the vaguest.
func TestAddTo(t *testing.T) {
	for name, c := range map[string]struct {
		second          Entry
		country, admin1 string
		admin2          string
	}{
		"one district":        {Entry{Country: "AF", Admin1: "Kunar", Admin2: "Asadabad"}, "AF", "Kunar", "Asadabad"},
		"one province":        {Entry{Country: "AF", Admin1: "Kunar", Admin2: "Watapur"}, "AF", "Kunar", ""},
		"one country":         {Entry{Country: "AF", Admin1: "Ghazni", Admin2: "Asadabad"}, "AF", "", ""},
		"different countries": {Entry{Country: "PK", Admin1: "Kunar", Admin2: "Asadabad"}, "", "", ""},
	} {
		first := Entry{Country: "AF", CountryName: "Afghanistan", Admin1: "Kunar", Admin2: "Asadabad", Lon: 71, Lat: 35,
			RadiusM: 3000, Class: "locality"}
		c.second.RadiusM, c.second.Class = 10_000, "admin2"
		var p incident.Place
		first.AddTo(&p, "place")
		c.second.AddTo(&p, "place")
		if p.Country != c.country || p.Admin1 != c.admin1 || p.Admin2 != c.admin2 || len(p.Points) != 2 ||
			p.RadiusM != 10_000 || p.Precision != incident.PlaceAdmin2 || len(p.Geocoding) != 2 {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// A cache with too many files drops the oldest, and one that is too old or of another
// key is as if it were not there.
func TestCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	c, err := openCache(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := c.write(fmt.Sprint(i), []byte(fmt.Sprintf("body %d", i))); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(c.path(fmt.Sprint(i)), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if b, ok := c.read("7"); !ok || string(b) != "body 7" {
		t.Errorf("%q, %v", b, ok)
	}
	if err := os.Rename(c.path("7"), c.path("another")); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"7", "another", "never"} {
		if b, ok := c.read(key); ok {
			t.Errorf("%s is %q", key, b)
		}
	}
	c.n = cacheFiles // as if there were so many
	if err := c.write("new", []byte("body")); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]bool{"0": false, "1": false, "2": true, "19": true, "new": true} {
		if _, ok := c.read(key); ok != want {
			t.Errorf("after the oldest were dropped %s is there: %v", key, ok)
		}
	}
	if reopened, err := openCache(dir); err != nil || reopened.n != c.n {
		t.Errorf("%d files were counted, %d are there, %v", c.n, reopened.n, err)
	}
}

// A cache that cannot be is an error, and none at all keeps nothing.
func TestNoCache(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openCache(filepath.Join(file, "below")); err == nil {
		t.Error("a cache lies below a file")
	}
	c := &cache{dir: filepath.Join(file, "below")}
	if err := c.write("key", nil); err == nil {
		t.Error("an answer was kept below a file")
	}
	var none *cache
	if err := none.write("key", []byte("x")); err != nil {
		t.Error(err)
	}
	if b, ok := none.read("key"); ok {
		t.Errorf("no cache has %q", b)
	}
}
