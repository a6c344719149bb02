package gazetteer_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer"
)

// small is a gazetteer of four places, one of them without a point.
const small = "incidentmap-gazetteer\t1\ttest\t4\t5\n" +
	"a:1\tNangarhar\tAF\t\t\tadmin1\t70.3\t34.2\t77000\t\tADM1\n" +
	"a:2\tAchin\tAF\t0\t\tadmin2\t70.7\t34.1\t25000\t\tADM2\n" +
	"a:3\tNowhere\tAF\t0\t\tadmin2\t\t\t\t\tADM2\n" +
	"c:AF\tAfghanistan\tAF\t\t\tcountry\t66\t33.8\t888628\t\tPCLI\n" +
	"Achin\t1\nAfghanistan\t3\nNangarhar\t0\nNowhere\t2\nننگرهار\t0\n"

func TestLoadSmall(t *testing.T) {
	g, err := gazetteer.Load(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if g.Version() != "test" || g.Len() != 4 {
		t.Errorf("version %q, %d places", g.Version(), g.Len())
	}
	if r := g.Lookup("Nowhere, Nangarhar", gazetteer.Options{}); r.Best == nil || r.Best.ID != "a:1" || len(r.Best.Dropped) != 1 {
		t.Errorf("a district without a point: got %+v, want its province", r.Best)
	}
	if p, ok := g.ByID("a:3"); !ok || p.Located {
		t.Errorf("got %+v", p)
	}
	var ids []string
	for p := range g.All() {
		ids = append(ids, p.ID)
	}
	if got := strings.Join(ids, " "); got != "a:1 a:2 a:3 c:AF" {
		t.Errorf("all places: %s", got)
	}
}

func TestLoadNamesTheLine(t *testing.T) {
	for _, c := range []struct {
		old, new string
		line     int
	}{
		{"incidentmap-gazetteer", "something", 1},
		{"\t4\t5\n", "\t-4\t5\n", 1},
		{"\t4\t5\n", "\t5\t5\n", 6},
		{"\t4\t5\n", "\t4\t4\n", 10},
		{"\t4\t5\n", "\t4\t99999999\n", 11},
		{"a:2\t", "a:0\t", 3},
		{"admin1", "castle", 2},
		{"34.2", "NaN", 2},
		{"34.2", "134.2", 2},
		{"77000", "0", 2},
		{"77000", "Inf", 2},
		{"a:2\tAchin\tAF\t0", "a:2\tAchin\tAF\t4", 3},
		{"\tADM2\na:3", "\na:3", 3},
		{"Achin\t1", "Achin\t-1", 6},
		{"Afghanistan\t3", "Zabul\t3", 8},
	} {
		text := strings.Replace(small, c.old, c.new, 1)
		_, err := gazetteer.Load(strings.NewReader(text))
		if !errors.Is(err, gazetteer.ErrFormat) || !strings.Contains(err.Error(), fmt.Sprintf("line %d:", c.line)) {
			t.Errorf("%q for %q: got %v, want line %d", c.new, c.old, err, c.line)
		}
	}
}

func TestLoadRefusesATruncatedArchive(t *testing.T) {
	packed := zip(t, small)
	if _, err := gazetteer.Load(bytes.NewReader(packed)); err != nil {
		t.Fatal(err)
	}
	if _, err := gazetteer.Load(bytes.NewReader(packed[:len(packed)-9])); err == nil {
		t.Error("no error")
	}
}

// zip gzips a text.
func zip(t testing.TB, text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Load never panics; an error about the content names a line; what loads can be
// asked.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("incidentmap-gazetteer\t1\t\t0\t0\n"))
	f.Add(zip(f, small))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := gazetteer.Load(bytes.NewReader(b))
		if err != nil {
			if errors.Is(err, gazetteer.ErrFormat) && !strings.Contains(err.Error(), "line ") {
				t.Errorf("no line in %q", err)
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
	for _, m := range all(r) {
		p, ok := g.ByID(m.ID)
		wider := p
		wider.Class, wider.RadiusM = m.Class, m.RadiusM
		if !ok || wider != m.Place || m.RadiusM < p.RadiusM || !m.Located {
			t.Errorf("%q is not in the gazetteer", m.ID)
		}
		if !(math.Abs(m.Point.Lon()) <= 180 && math.Abs(m.Point.Lat()) <= 90 && m.RadiusM > 0 && m.Score >= 0 && m.Score <= 1) {
			t.Errorf("out of bounds: %+v", m)
		}
	}
}

// Folding a folded text changes nothing.
func FuzzFold(f *testing.F) {
	for _, q := range queries {
		f.Add(q.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := gazetteer.Fold(s)
		if twice := gazetteer.Fold(once); twice != once {
			t.Errorf("%q, then %q", once, twice)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	packed, err := os.ReadFile("../../data/gazetteer/gazetteer.tsv.gz")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := gazetteer.Load(bytes.NewReader(packed)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	g := load(b)
	for _, text := range []string{"Kerman", "Achin District, Nangarhar Province, Afghanistan", "a hospital's maternity ward in Kabul"} {
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
