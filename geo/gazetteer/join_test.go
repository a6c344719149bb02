package gazetteer_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
)

// layerOf is a gazetteer of records, as a layer of that name.
func layerOf(t testing.TB, about gazetteer.About, name string, records ...gazetteer.Record) *gazetteer.Gazetteer {
	t.Helper()
	b, err := gazetteer.Encode(about, records)
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return g.Named(name)
}

// at is a record of a place in Afghanistan by the names that it has, the first its own.
func at(id string, class gazetteer.Class, lon, lat, radius float64, admin1, admin2 string,
	names ...string) gazetteer.Record {
	r := gazetteer.Record{Place: place(id, names[0], class, orb.Point{lon, lat}, radius), Admin1ID: admin1,
		Admin2ID: admin2, Names: names}
	r.Located = radius > 0
	return r
}

// lower is what the layers of the tests are laid over.
var lower = []gazetteer.Record{
	at("ne:AF", gazetteer.Country, 66, 34, 600_000, "", "", "Afghanistan"),
	at("ne:1", gazetteer.Admin1, 70.3, 34.2, 77_000, "", "", "Nangarhar", "Ningarhar"),
	at("ne:2", gazetteer.Admin1, 71, 35, 60_000, "", "", "Kunar"),
	at("gna:1", gazetteer.Admin2, 70.7, 34.1, 25_000, "ne:1", "", "Achin", "Achin District"),
	at("gna:2", gazetteer.Admin2, 71.1, 35.1, 0, "ne:2", "", "Nari"),
	at("gna:3", gazetteer.Admin2, 70.5, 34.3, 9000, "ne:1", "", "Bari Subdivision", "Bari"),
	at("gna:4", gazetteer.Admin2, 70.6, 34.3, 9000, "ne:1", "", "Bari"),
	at("gn:1", gazetteer.Locality, 70.45, 34.43, 9000, "ne:1", "", "Jalalabad"),
	at("cj:1", gazetteer.Locality, 70.68, 34.12, 3000, "ne:1", "gna:1", "Shadal"),
	at("gn:7", gazetteer.Locality, 71.2, 34.9, 3000, "ne:2", "gna:2", "Dara"),
}

// What two layers have in common is one place, and their units are one.
func TestJoinKnowsWhatIsOnePlace(t *testing.T) {
	jalalabad := at("gn:1", gazetteer.Locality, 70.46, 34.44, 3000, "gna:AF.18", "", "Jalalabad", "Jelalabad")
	jalalabad.Population = 0
	low := append([]gazetteer.Record(nil), lower...)
	low[7].Population = 200_000
	g, err := gazetteer.Join(layerOf(t, gazetteer.About{Version: "a"}, "shipped", low...),
		layerOf(t, gazetteer.About{Version: "b"}, "villages", []gazetteer.Record{
			at("gnc:AF", gazetteer.Country, 66, 34, 800_000, "", "", "Islamic Republic of Afghanistan"),
			at("gna:AF.18", gazetteer.Admin1, 70, 34, 40_000, "", "", "Ningarhar", "Nangrahar"),
			at("gna:AF.34", gazetteer.Admin1, 0, 0, 0, "", "", "Wilayat-e Kunar", "Kunar Province"),
			at("gna:AF.18.1", gazetteer.Admin2, 70.6, 34.2, 9000, "gna:AF.18", "", "Achin District"),
			at("gna:AF.34.1", gazetteer.Admin2, 71.3, 35.2, 9000, "gna:AF.34", "", "Nari"),
			at("gna:AF.18.3", gazetteer.Admin2, 70.5, 34.3, 8000, "gna:AF.18", "", "Bari Subdivision"),
			at("gna:AF.34.2", gazetteer.Admin2, 70.9, 34.8, 9000, "gna:AF.34", "", "Achin"),
			jalalabad,
			at("gn:2", gazetteer.Locality, 70.681, 34.121, 3000, "gna:AF.18", "gna:AF.18.1", "Shadal", "Shadel"),
			at("gn:3", gazetteer.Locality, 70.72, 34.12, 3000, "gna:AF.18", "gna:AF.18.1", "Shadal"),
			at("gn:8", gazetteer.Locality, 71.2, 35.3, 3000, "gna:AF.34", "gna:AF.34.1", "Barikot"),
		}...))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for p := range g.All() {
		lines = append(lines, fmt.Sprintf("%s %s | %s | %s | %s %v %v %d %d", p.ID, p.Name, p.Admin2, p.Admin1,
			p.CountryName, p.Point, p.RadiusM, p.Population, p.Layer))
	}
	const want = `cj:1 Shadal | Achin | Nangarhar | Afghanistan [70.681 34.121] 3000 0 1
gn:1 Jalalabad |  | Nangarhar | Afghanistan [70.46 34.44] 9000 200000 1
gn:3 Shadal | Achin | Nangarhar | Afghanistan [70.72 34.12] 3000 0 1
gn:7 Dara | Nari | Kunar | Afghanistan [71.2 34.9] 3000 0 0
gn:8 Barikot | Nari | Kunar | Afghanistan [71.2 35.3] 3000 0 1
gna:1 Achin |  | Nangarhar | Afghanistan [70.7 34.1] 25000 0 0
gna:2 Nari |  | Kunar | Afghanistan [71.3 35.2] 9000 0 1
gna:3 Bari Subdivision |  | Nangarhar | Afghanistan [70.5 34.3] 9000 0 0
gna:4 Bari |  | Nangarhar | Afghanistan [70.6 34.3] 9000 0 0
gna:AF.34.2 Achin |  | Kunar | Afghanistan [70.9 34.8] 9000 0 1
ne:1 Nangarhar |  |  | Afghanistan [70.3 34.2] 77000 0 0
ne:2 Kunar |  |  | Afghanistan [71 35] 60000 0 0
ne:AF Afghanistan |  |  | Afghanistan [66 34] 600000 0 0`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for text, id := range map[string]string{"Nangrahar": "ne:1", "Islamic Republic of Afghanistan": "ne:AF",
		"Jelalabad": "gn:1", "Shadel": "cj:1", "Achin, Kunar": "gna:AF.34.2"} {
		if r := g.Lookup(text, gazetteer.Options{}); r.Best == nil || r.Best.ID != id {
			t.Errorf("%q: got %+v, want %s", text, r.Best, id)
		}
	}
}

// Each place tells its layer, and a layer its licence.
func TestLayersStateTheirOwnLicence(t *testing.T) {
	open := gazetteer.About{Version: "1", Licence: "CC BY 4.0", Attribution: "GeoNames"}
	own := gazetteer.About{Version: "2", Licence: "ODbL 1.0", Attribution: "A survey"}
	g, err := gazetteer.Join(layerOf(t, open, "shipped", lower...),
		layerOf(t, own, "survey", at("s:1", gazetteer.Locality, 70.1, 34.3, 500, "", "", "Checkpoint Nine")),
		layerOf(t, gazetteer.About{Version: "3"}, "mine", at("m:1", gazetteer.Locality, 70.2, 34.3, 500, "", "",
			"Bakery Two")))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"Jalalabad": "shipped CC BY 4.0 GeoNames",
		"Checkpoint Nine": "survey ODbL 1.0 A survey", "Bakery Two": "mine  "} {
		m := g.Lookup(text, gazetteer.Options{}).Best
		if m == nil {
			t.Fatalf("%q is not found", text)
		}
		if l := g.Layers()[m.Layer]; l.Name+" "+l.Licence+" "+l.Attribution != want {
			t.Errorf("%q: got %+v, want %s", text, l, want)
		}
	}
	if want := (gazetteer.About{Version: "1+2+3", Licence: "CC BY 4.0; ODbL 1.0; not stated",
		Attribution: "GeoNames; A survey; not stated"}); g.About() != want || g.Version() != want.Version {
		t.Errorf("got %+v", g.About())
	}
}

// Tables of one's own may give one ID to different places, which must not be mixed up.
func TestJoinRefusesOneIDForTwoPlaces(t *testing.T) {
	a := layerOf(t, gazetteer.About{}, "a", at("csv:1", gazetteer.Locality, 70, 34, 500, "", "", "Checkpoint Nine"))
	b := layerOf(t, gazetteer.About{}, "b", at("csv:1", gazetteer.Locality, 10, 50, 500, "", "", "Marrowby"))
	_, err := gazetteer.Join(a, b)
	if err == nil || !strings.Contains(err.Error(), `"csv:1" is "Checkpoint Nine" in the layer "a" and "Marrowby", `) {
		t.Errorf("got %v", err)
	}
	var many []*gazetteer.Gazetteer
	for range 256 {
		many = append(many, a)
	}
	if _, err := gazetteer.Join(a, many...); err == nil || !strings.Contains(err.Error(),
		"257 layers, and 256 are allowed") {
		t.Errorf("got %v", err)
	}
}

// Laying a gazetteer over itself, or nothing over it, changes no answer.
func TestJoinWithItself(t *testing.T) {
	g := load(t)
	file, err := os.ReadFile(shippedPath)
	if err != nil {
		t.Fatal(err)
	}
	again, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	twice, err := gazetteer.Join(g, again)
	if err != nil || twice.Len() != g.Len() || twice.Names() != g.Names() {
		t.Fatalf("%d places and %d names of %d and %d, %v", twice.Len(), twice.Names(), g.Len(), g.Names(), err)
	}
	for _, q := range queries {
		a, b := g.Lookup(q.text, gazetteer.Options{}).Best, twice.Lookup(q.text, gazetteer.Options{}).Best
		if (a == nil) != (b == nil) || a != nil && (a.ID != b.ID || a.Score != b.Score || a.RadiusM != b.RadiusM) {
			t.Errorf("%q: got %+v, want %+v", q.text, b, a)
		}
	}
}

// Whatever loads can be joined or is refused: what is joined has all places of the
// lower layer, no more than both, each name with its places, and can be asked.
func FuzzJoin(f *testing.F) {
	f.Add(encode(f, small))
	f.Add(encode(f, lower))
	f.Add(encode(f, nil))
	own, err := gazetteer.Load(bytes.NewReader(encode(f, lower)))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if sum := len(gazetteer.Magic) + 4; len(b) > sum+4 { // else next to nothing would load
			b = bytes.Clone(b)
			binary.LittleEndian.PutUint32(b[sum:], crc32.Checksum(b[sum+4:], crc32.MakeTable(crc32.Castagnoli)))
		}
		other, err := gazetteer.Load(bytes.NewReader(b))
		if err != nil {
			return
		}
		for _, pair := range [][2]*gazetteer.Gazetteer{{own, other}, {other, own}} {
			g, err := gazetteer.Join(pair[0], pair[1])
			if err != nil {
				continue
			}
			if g.Len() > own.Len()+other.Len() || g.Names() > own.Names()+other.Names() || g.Names() < pair[0].Names() {
				t.Errorf("%d places and %d names of %d and %d", g.Len(), g.Names(), own.Names(), other.Names())
			}
			for p := range pair[0].All() {
				if q, ok := g.ByID(p.ID); !ok || q.Name != p.Name || q.Class != p.Class {
					t.Errorf("%+v became %+v", p, q)
				}
			}
			check(t, g, g.Lookup("Achin, Nangarhar", gazetteer.Options{}))
		}
	})
}

// villages is a layer of as many villages as GeoNames has of Afghanistan and
// Pakistan, with names put together by chance from those of towns there.
func villages(t testing.TB, g *gazetteer.Gazetteer) *gazetteer.Gazetteer {
	t.Helper()
	var parts []string
	for p := range g.All() {
		if p.Class == gazetteer.Locality && (p.Country == "AF" || p.Country == "PK") {
			parts = append(parts, strings.Fields(p.Name)...)
		}
	}
	rng := rand.New(rand.NewPCG(7, 8))
	name := func() string { return parts[rng.IntN(len(parts))] + " " + parts[rng.IntN(len(parts))] }
	records := make([]gazetteer.Record, 165_000)
	for i := range records {
		r := at(fmt.Sprintf("gn:%d", 50_000_000+i*100+rng.IntN(100)), gazetteer.Locality, 61+14*rng.Float64(),
			24+14*rng.Float64(), 3000, "", "", name(), name())
		r.Population, r.Feature = rng.IntN(3)*rng.IntN(3000), "PPL"
		records[i] = r
	}
	return layerOf(t, gazetteer.About{}, "villages", records...)
}

// The villages of two countries take little memory beside what they are laid over.
func TestJoinIsFrugal(t *testing.T) {
	low := load(t)
	layer := villages(t, low)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g, err := gazetteer.Join(low, layer)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	file, err := os.ReadFile(shippedPath)
	if err != nil {
		t.Fatal(err)
	}
	alone := residentMB(t, file)
	if more := float64(after.HeapInuse-before.HeapInuse)/1e6 - alone; g.Len() != low.Len()+165_000 || more > 40 {
		t.Errorf("%d places, of which %d are shipped, take %.0f MB more than the %.0f MB of those", g.Len(), low.Len(),
			more, alone)
	}
}

// Divide a second by ns/op for look-ups a second on one core.
func BenchmarkLayers(b *testing.B) {
	low := load(b)
	layer := villages(b, low)
	b.Run("join", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := gazetteer.Join(low, layer); err != nil {
				b.Fatal(err)
			}
		}
	})
	g, err := gazetteer.Join(low, layer)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkNames(b, g)
}
