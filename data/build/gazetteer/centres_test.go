package main

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// tabled are the rows of the committed table of districts.
func tabled(t *testing.T) []centre {
	t.Helper()
	t.Chdir(root)
	ledger, err := source.Open(sumsPath, false)
	if err != nil {
		t.Fatal(err)
	}
	centres, err := readCentres(newTable(ledger))
	if err != nil {
		t.Fatal(err)
	}
	return centres
}

// mostTowns is how many districts of the table are answered by the town of their
// name where the text has their province and country, and no word for a district.
// Such a text may mean either.
const mostTowns = 87

// However a district of the table is written with its province and its country, the
// answer's circle holds its middle, or is that of the town of its name in it.
func TestDistrictsAreFoundWhereTheyAre(t *testing.T) {
	centres := tabled(t)
	g, err := loadCommitted()
	if err != nil {
		t.Fatal(err)
	}
	if len(centres) < 1700 {
		t.Fatalf("%d districts", len(centres))
	}
	towns := 0
	for _, c := range centres {
		for i, text := range textsOf(g, c) {
			m := g.Lookup(text, gazetteer.Options{}).Best
			switch {
			case m == nil:
				t.Errorf("%q: nothing is found, and not %s", text, c.id)
			case geo.DistanceHaversine(m.Point, c.point) <= m.RadiusM:
			case i == 0 && m.Class == gazetteer.Locality && geo.DistanceHaversine(m.Point, c.point) <= c.radius &&
				bare(m.Matched) == bare(c.name):
				towns++
			default:
				t.Errorf("%q: %s %s %s ± %.1f km misses the middle of %s, at %v", text, m.Class, m.Name, m.ID,
					m.RadiusM/1000, c.id, c.point)
			}
		}
	}
	if towns > mostTowns {
		t.Errorf("%d towns are answered, more than %d", towns, mostTowns)
	}
	t.Logf("%d districts, %d answered by the town of their name", len(centres), towns)
}

// textsOf are a district with its province and country, without and with the word
// for what it is, where its name has none.
func textsOf(g *gazetteer.Gazetteer, c centre) []string {
	within := ", "
	if province, ok := g.ByID(c.province); ok {
		within += province.Name + ", "
	}
	country, _ := g.ByID("ne:" + c.country)
	within += country.Name
	if bare(c.name) != gazetteer.Key(c.name) {
		return []string{c.name + within}
	}
	return []string{c.name + within, c.name + " District" + within}
}

func bare(name string) string {
	key, _ := gazetteer.Bare(gazetteer.Key(name))
	return key
}

// A circle around the middle of the villages is taken over a seat's, which it holds;
// a former unit only widens that of its name today.
func TestCentres(t *testing.T) {
	at := func(p *place, c centre) *place { p.centreAt(c); return p }
	c := centre{point: orb.Point{70, 34}, radius: 20_000}
	if p := at(&place{}, c); p.point != c.point || p.radius != 20_000 || !p.located {
		t.Errorf("a place without a point: %+v", p)
	}
	seat := &place{located: true, point: orb.Point{70.3, 34}, radius: 90_000}
	if p := at(seat, c); p.point != c.point || p.radius < 27_000 || p.radius > 28_000 {
		t.Errorf("a seat beyond the circle: %+v", p)
	}
	c.former = true
	if p := at(&place{located: true, point: orb.Point{70.3, 34}, radius: 10_000}, c); p.point[0] != 70.3 ||
		p.radius < 47_000 || p.radius > 48_000 {
		t.Errorf("a former unit: %+v", p)
	}
}

// Half of the villages lie on either side of the median.
func TestWeightedMedian(t *testing.T) {
	units := []centre{{point: orb.Point{3}, villages: 1}, {point: orb.Point{1}, villages: 4},
		{point: orb.Point{2}, villages: 4}}
	if m := weightedMedian(units, 0); m != 2 {
		t.Errorf("got %v", m)
	}
	square := orb.MultiPolygon{{{{0, -1}, {2.5, -1}, {2.5, 1}, {0, 1}, {0, -1}}}}
	if m := medianInside(units, square); m[0] != 2 {
		t.Errorf("got %v", m)
	}
	if m := medianInside(units, orb.MultiPolygon{{{{9, 9}, {9.1, 9}, {9, 9.1}, {9, 9}}}}); m != units[2].point {
		t.Errorf("outside: got %v", m)
	}
}

// Spellings of a name are taken, other names and what two units would share are not.
func TestSpellings(t *testing.T) {
	for a, b := range map[string]string{"zabul": "zabol", "kandahar": "qandahar", "bamyan": "bamian", "logar": "lowgar",
		"diyala": "diala", "kunar": "konar", "sar e pol": "sare pol", "ar rutbah": "rutba", "al hasakah": "hasaka"} {
		if !alike(a, b) {
			t.Errorf("%s and %s are spellings of one name", a, b)
		}
	}
	for a, b := range map[string]string{"rezekne": "latgale", "hama": "gouvernement hama", "kabul": "zabul",
		"farah": "faryab", "u": "i"} {
		if alike(a, b) {
			t.Errorf("%s and %s are two names", a, b)
		}
	}
	tab := &table{places: map[string]*place{}}
	for _, p := range []*place{
		{id: "p1", name: "Paktia", class: gazetteer.Admin1}, {id: "p2", name: "Paktika",
			class: gazetteer.Admin1}, {id: "p3", name: "Farah", class: gazetteer.Admin1},
		{id: "t1", name: "Sharana", class: gazetteer.Locality, feature: "PPLA", point: orb.Point{9, 9}},
		{id: "d1", name: "Nawa", class: gazetteer.Admin2}, {id: "d2", name: "Bakwa", class: gazetteer.Admin2},
	} {
		if err := tab.add(p); err != nil {
			t.Fatal(err)
		}
	}
	tab.callUnambiguous([]spelling{
		{tab.places["p1"], "Paktya", false}, {tab.places["p2"], "Paktya", false}, {tab.places["p1"], "Paktiya",
			false}, {tab.places["p2"], "Farah", false},
		{tab.places["d1"], "Farah", false}, {tab.places["d1"], "Bakwa District", false}, {tab.places["d1"], "Nawah",
			false}, {tab.places["d1"], "Sharana", false}, {tab.places["d2"], "Bakwah District", false},
	})
	for id, want := range map[string]int{"p1": 2, "p2": 1, "p3": 1, "d1": 2, "d2": 3} {
		if got := tab.places[id].names; len(got) != want {
			t.Errorf("%s is called %v", id, got)
		}
	}
}
