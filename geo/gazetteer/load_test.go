package gazetteer_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
)

// small is a gazetteer of four places, one of them without a point.
var small = []gazetteer.Record{
	{Place: place("c:AF", "Afghanistan", gazetteer.Country, orb.Point{66, 33.8}, 888_628),
		Names: []string{"Afghanistan", "Afghānistān"}},
	{Place: place("a:1", "Nangarhar", gazetteer.Admin1, orb.Point{70.3, 34.2}, 77_000),
		Names: []string{"Nangarhar", "ننگرهار"}},
	{Place: place("a:2", "Achin", gazetteer.Admin2, orb.Point{70.7, 34.1}, 25_000), Admin1ID: "a:1",
		Names: []string{"Achin", "Shadal", "Āchīn-e Bālā"}},
	{Place: gazetteer.Place{ID: "a:3", Name: "Nowhere", Country: "AF", Class: gazetteer.Admin2}, Admin1ID: "a:1",
		Names: []string{"Nowhere"}},
}

func place(id, name string, class gazetteer.Class, p orb.Point, radius float64) gazetteer.Place {
	return gazetteer.Place{ID: id, Name: name, Country: "AF", Class: class, Point: p, RadiusM: radius, Located: true}
}

// encode writes a small file.
func encode(t testing.TB, records []gazetteer.Record) []byte {
	t.Helper()
	b, err := gazetteer.Encode(gazetteer.About{Version: "test"}, records)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLoadSmall(t *testing.T) {
	g, err := gazetteer.Load(bytes.NewReader(encode(t, small)))
	if err != nil {
		t.Fatal(err)
	}
	if g.Version() != "test" || g.Len() != 4 || g.Names() != 7 {
		t.Errorf("version %q, %d places, %d names", g.Version(), g.Len(), g.Names())
	}
	if r := g.Lookup("Nowhere, Nangarhar", gazetteer.Options{}); r.Best == nil || r.Best.ID != "a:1" ||
		len(r.Best.Dropped) != 1 {
		t.Errorf("a district without a point: got %+v, want its province", r.Best)
	}
	if p, ok := g.ByID("a:3"); !ok || p.Located || p.Point != (orb.Point{}) {
		t.Errorf("got %+v", p)
	}
	want := small[2].Place
	want.CountryName, want.Admin1 = "Afghanistan", "Nangarhar"
	if p, _ := g.ByID("a:2"); p != want {
		t.Errorf("got %+v, want %+v", p, want)
	}
	var ids []string
	for p := range g.All() {
		ids = append(ids, p.ID)
	}
	if got := strings.Join(ids, " "); got != "a:1 a:2 a:3 c:AF" {
		t.Errorf("all places: %s", got)
	}
}

// A name is told as it is written in the source, however it is held.
func TestMatchedIsTheNameAsWritten(t *testing.T) {
	g, err := gazetteer.Load(bytes.NewReader(encode(t, small)))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"ACHIN": "Achin", "shadal": "Shadal", "achin e bala": "Āchīn-e Bālā",
		"ننگرهار": "ننگرهار", "afghanistan": "Afghanistan"} {
		if r := g.Lookup(text, gazetteer.Options{}); r.Best == nil || r.Best.Matched != want {
			t.Errorf("%q: got %+v, want %q", text, r.Best, want)
		}
	}
}

// Names in blocks of all sizes are found, and nothing between them is.
func TestEveryNameIsFound(t *testing.T) {
	for n := range 70 {
		var records []gazetteer.Record
		for i := range n {
			name := fmt.Sprintf("Kala %0*b", i%9, i*i)
			records = append(records, gazetteer.Record{Place: place(fmt.Sprintf("p:%d", i), name, gazetteer.Locality,
				orb.Point{float64(i), 1}, 500), Names: []string{name}})
		}
		g, err := gazetteer.Load(bytes.NewReader(encode(t, records)))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if got := g.Lookup(r.Name, gazetteer.Options{}); got.Best == nil || got.Best.Name != r.Name {
				t.Errorf("%d names: %q: got %+v", n, r.Name, got.Best)
			}
			if got := g.Lookup(r.Name+"2", gazetteer.Options{}); got.Best != nil && got.Best.Score > 0.7 {
				t.Errorf("%d names: %q: got %+v", n, r.Name+"2", got.Best)
			}
		}
	}
}

func TestEncodeIsReproducible(t *testing.T) {
	once, again := encode(t, small), encode(t, small)
	turned := slices.Clone(small)
	slices.Reverse(turned)
	if other := encode(t, turned); !bytes.Equal(once, again) || !bytes.Equal(once, other) {
		t.Error("equal records give different bytes")
	}
}

func TestEncodeRefuses(t *testing.T) {
	for what, change := range map[string]func(*gazetteer.Record){
		"taken":      func(r *gazetteer.Record) { r.ID = "a:1" },
		"no name":    func(r *gazetteer.Record) { r.Name = "" },
		"class":      func(r *gazetteer.Record) { r.Class = "castle" },
		"no place":   func(r *gazetteer.Record) { r.Admin2ID = "a:9" },
		"radius":     func(r *gazetteer.Record) { r.RadiusM = math.Inf(1) },
		"outside":    func(r *gazetteer.Record) { r.Point[1] = math.NaN() },
		"population": func(r *gazetteer.Record) { r.Population = -1 },
	} {
		records := slices.Clone(small)
		change(&records[2])
		if _, err := gazetteer.Encode(gazetteer.About{Version: "test"}, records); err == nil ||
			!strings.Contains(err.Error(), what) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

// Any byte that is changed or missing is noticed.
func TestLoadRefusesDamage(t *testing.T) {
	file := encode(t, small)
	for i := range file {
		damaged := bytes.Clone(file)
		damaged[i] ^= 1
		for _, b := range [][]byte{damaged, file[:i]} {
			if _, err := gazetteer.Load(bytes.NewReader(b)); !errors.Is(err, gazetteer.ErrFormat) ||
				!strings.Contains(err.Error(), "section ") {
				t.Fatalf("byte %d: got %v", i, err)
			}
		}
	}
}

// Loading takes few allocations, whatever the number of places, and what is
// kept of them is bounded.
func TestLoadIsFrugal(t *testing.T) {
	file, err := os.ReadFile(shippedPath)
	if err != nil {
		t.Fatal(err)
	}
	var g *gazetteer.Gazetteer
	n := testing.AllocsPerRun(1, func() { g, err = gazetteer.Load(bytes.NewReader(file)) })
	if err != nil || n > 2000 {
		t.Errorf("%v allocations for %d places, %v", n, g.Len(), err)
	}
	if kept := residentMB(t, file); kept > 80 {
		t.Errorf("%.0f MB", kept)
	}
	if len(file) > 12<<20 {
		t.Errorf("%d bytes", len(file))
	}
}

// residentMB is how much memory a gazetteer keeps, in megabytes.
func residentMB(t testing.TB, file []byte) float64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	g.Reverse(orb.Point{69, 34}, 1)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(g)
	return (float64(after.HeapInuse) - float64(before.HeapInuse)) / 1e6
}

// Load never panics; an error about the content names a section; what loads
// can be asked.
func FuzzLoad(f *testing.F) {
	f.Add(encode(f, small))
	f.Add(encode(f, nil))
	if credited, err := gazetteer.Encode(gazetteer.About{Licence: "CC0", Attribution: "A survey"}, small); err == nil {
		f.Add(credited)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := gazetteer.Load(bytes.NewReader(b))
		if err != nil {
			if errors.Is(err, gazetteer.ErrFormat) && !strings.Contains(err.Error(), "section ") {
				t.Errorf("no section in %q", err)
			}
			return
		}
		check(t, g, g.Lookup("Achin, Nangarhar", gazetteer.Options{}))
	})
}

// Whatever the text of a place, every match is a place of the gazetteer with a
// point, a radius and a score within bounds, and there are no more than asked for.
func FuzzLookup(f *testing.F) {
	for _, q := range queries {
		f.Add(q.text, "", 5)
	}
	f.Add("a, b in c of d, \xff\xfe, (((", "AF", -1)
	f.Add(strings.Repeat("kabul in ", 110), "zz", 1000)
	g := load(f)
	f.Fuzz(func(t *testing.T, text, country string, limit int) {
		r := g.Lookup(text, gazetteer.Options{Country: country, Limit: limit})
		check(t, g, r)
		if n := len(all(r)); limit > 0 && n > limit || n > gazetteer.MaxLimit {
			t.Errorf("%d matches of %d", n, limit)
		}
	})
}

// check asserts what holds of every answer.
func check(t *testing.T, g *gazetteer.Gazetteer, r gazetteer.Result) {
	t.Helper()
	phrase := slices.ContainsFunc(r.Read, func(p gazetteer.Reading) bool { return p.Phrase != "" })
	for _, m := range slices.Concat(all(r), r.Also, r.Alternatives) {
		moved := phrase || m.Evidence == gazetteer.EvidenceSeveral
		ids := []string{m.ID}
		if _, single := g.ByID(m.ID); !single { // of which some have a + themselves
			ids = strings.Split(m.ID, "+")
		}
		for _, id := range ids {
			p, ok := g.ByID(id)
			wider := p
			wider.Class, wider.RadiusM = m.Class, m.RadiusM
			if !ok || !m.Located || !moved && (wider != m.Place || m.RadiusM < p.RadiusM) {
				t.Errorf("%q is not in the gazetteer as answered: %+v", m.ID, m)
			}
		}
		if !(math.Abs(m.Point.Lon()) <= 180 && math.Abs(m.Point.Lat()) <= 90 && m.RadiusM > 0 && m.Score >= 0 &&
			m.Score <= 1) {
			t.Errorf("out of bounds: %+v", m)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	file, err := os.ReadFile(shippedPath)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gazetteer.Load(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(residentMB(b, file), "resident-MB")
	b.ReportMetric(float64(len(file))/1e6, "file-MB")
}

func BenchmarkLookup(b *testing.B) {
	g := load(b)
	for _, text := range []string{
		"Kerman", "Achin", "San Antonio", "Achin District, Nangarhar Province, Afghanistan",
		"Krasnogorsk, Moscow Oblast, Russia",
		"a hospital's maternity ward in Kabul",
	} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if g.Lookup(text, gazetteer.Options{}).Best == nil {
					b.Fatal("nothing found")
				}
			}
		})
	}
}

func BenchmarkReverse(b *testing.B) {
	g := load(b)
	for name, p := range map[string]orb.Point{"Kabul": {69.17, 34.53}, "Rhineland": {7, 51}, "Pacific": {-140, -40}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Reverse(p, 5)
			}
		})
	}
}

// A file states the licence and the makers of its places; one of before that was
// possible states nothing.
func TestAboutComesBack(t *testing.T) {
	for _, about := range []gazetteer.About{
		{Version: "test"},
		{Version: "test", Licence: "ODbL 1.0"},
		{Version: "test", Attribution: "Survey of Kabul, «ناحیه»"},
		{Version: "test", Licence: "CC0", Attribution: strings.Repeat("a", 4096)},
	} {
		file, err := gazetteer.Encode(about, small)
		if err != nil {
			t.Fatal(err)
		}
		g, err := gazetteer.Load(bytes.NewReader(file))
		if err != nil || g.About() != about || g.Version() != about.Version {
			t.Errorf("got %+v, %v; want %+v", g.About(), err, about)
		}
	}
	for _, about := range []gazetteer.About{{Licence: strings.Repeat("a", 4097)}, {Attribution: "\xff"}} {
		if _, err := gazetteer.Encode(about, small); err == nil {
			t.Errorf("%.20q, %.20q is taken", about.Licence, about.Attribution)
		}
	}
}
