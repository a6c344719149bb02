package gazetteer_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// shippedPath is the committed gazetteer.
const shippedPath = "../../data/gazetteer/gazetteer.bin"

// shipped loads the committed gazetteer once.
var shipped = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	f, err := os.Open(shippedPath)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return gazetteer.Load(f)
})

// load returns the shipped gazetteer.
func load(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// queries were checked by hand against the sources named in data/ATTRIBUTION.md.
// An empty id means that nothing must be found.
var queries = []struct {
	text, id string
	class    gazetteer.Class
	dropped  string // joined by "; "
}{
	{"Achin", "gna:AF.18.810", gazetteer.Admin2, ""},
	{"Achin District, Nangarhar", "gna:AF.18.810", gazetteer.Admin2, ""},
	{"Achin District, Nangarhar Province, Afghanistan", "gna:AF.18.810", gazetteer.Admin2, ""},
	{"Afghanistan, Nangarhar, Achin", "gna:AF.18.810", gazetteer.Admin2, ""},
	{"Krasnogorsk", "gn:542374", gazetteer.Locality, ""},
	{"Krasnogorsk, Russia", "gn:542374", gazetteer.Locality, ""},
	{"Krasnogorsk, Moscow Oblast", "gn:542374", gazetteer.Locality, ""},
	{"Krasnogorsk, Sakhalin", "gn:2124187", gazetteer.Locality, ""},
	{"Krasnogorsk, Pakistan", "ne:PK", gazetteer.Country, "Krasnogorsk"},
	{"Crocus City Hall, Krasnogorsk, Russia", "sup:crocus-city-hall", gazetteer.Exact, ""},
	{"Mohmand Valley", "sup:mamand-valley", gazetteer.Admin2, ""},
	{"Mohmand Valley, Nangarhar Province, Afghanistan", "sup:mamand-valley", gazetteer.Admin2, ""},
	{"Mohmand, Pakistan", "pkd:mohmand", gazetteer.Admin2, ""},
	{"Mohmand Agency", "pkd:mohmand", gazetteer.Admin2, ""},
	{"Mohmand Dara, Nangarhar", "gna:AF.18.814", gazetteer.Admin2, ""},
	{"Mohmand, Nangarhar", "ne:AFG-1764", gazetteer.Admin1, "Mohmand"},
	{"Khar, Pakistan", "cj:PK:71.52739,34.7361", gazetteer.Locality, ""},
	{"Khar, Bajaur", "cj:PK:71.52739,34.7361", gazetteer.Locality, ""},
	{"Jowzjan", "ne:AFG-1746", gazetteer.Admin1, ""},
	{"Jawzjan Province, Afghanistan", "ne:AFG-1746", gazetteer.Admin1, ""},
	{"Hirat Province", "ne:AFG-1742", gazetteer.Admin1, ""},
	{"Herat", "gn:1140026", gazetteer.Locality, ""},
	{"Panjshir", "ne:AFG-1769", gazetteer.Admin1, ""},
	{"Daykundi", "ne:AFG-1753", gazetteer.Admin1, ""},
	{"Kerman, Iran", "gn:128234", gazetteer.Locality, ""},
	{"Factory Area, Lahore, Pakistan", "sup:lahore-factory-area", gazetteer.Locality, ""},
	{"Lahore Factory Area", "sup:lahore-factory-area", gazetteer.Locality, ""},
	{"Quetta's Eastern Bypass area", "sup:quetta-eastern-bypass", gazetteer.Locality, ""},
	{"Kabul University, Kabul", "sup:kabul-university", gazetteer.Locality, ""},
	{"Hamid Karzai International Airport, Kabul", "ap:OAKB", gazetteer.Vicinity, ""},
	{"Kabul airport", "ap:OAKB", gazetteer.Vicinity, ""},
	{"a hospital's maternity ward in Kabul", "gn:1138958", gazetteer.Locality, "hospital's maternity ward"},
	{"a funeral in Kuz Kunar", "gna:AF.18.819", gazetteer.Admin2, "funeral"},
	{"Chawkay District, Kunar", "gna:AF.34.1012", gazetteer.Admin2, ""},
	{"Termez, Uzbekistan", "gn:1215957", gazetteer.Locality, ""},
	{"Los Angeles", "gn:5368361", gazetteer.Locality, ""},
	{"New York", "gn:5128581", gazetteer.Locality, ""},
	{"Hpakant Township, Myitkyina District, Kachin State, Myanmar", "gna:MM.04.MMR001D001", gazetteer.Admin2,
		"Hpakant Township"},
	{"Termez District, Uzbekistan", "gn:1215957", gazetteer.Admin2, ""},
	{"Termez Province, Uzbekistan", "ne:UZ", gazetteer.Country, "Termez Province"},
	{"New York State", "ne:USA-3559", gazetteer.Admin1, ""},
	{"Philadelphia", "gn:4560349", gazetteer.Locality, ""},
	{"Paris, Texas", "gn:4717560", gazetteer.Locality, ""},
	{"Georgia", "ne:GE", gazetteer.Country, ""},
	{"Afghanistan", "ne:AF", gazetteer.Country, ""},
	{"northern Afghanistan", "ne:AF/n", gazetteer.Area, ""},
	{"north-eastern Afghanistan", "ne:AF/ne", gazetteer.Area, ""},
	{"eastern Nangarhar Province", "ne:AFG-1764/e", gazetteer.Area, ""},
	{"Waziristan", "sup:waziristan", gazetteer.Area, ""},
	{"North Waziristan", "pkd:north-waziristan", gazetteer.Admin2, ""},
	{"FATA", "ne:PAK-1112", gazetteer.Area, ""},
	{"KPK, Pakistan", "ne:PAK-1123", gazetteer.Admin1, ""},
	{"کابل", "gn:1138958", gazetteer.Locality, ""},
	{"Кабул", "gn:1138958", gazetteer.Locality, ""},
	{"جلال آباد", "gn:1139715", gazetteer.Locality, ""},
	{"ولایت ننگرهار", "ne:AFG-1764", gazetteer.Admin1, ""},
	{"JALĀLĀBĀD; AFGHANISTAN", "gn:1139715", gazetteer.Locality, ""},
	{"Save the Children office", "", "", ""},
	{"Central Europe", "", "", ""},
	{"Hospital", "", "", ""},
	{"qwrtzp", "", "", ""},
	{"", "", "", ""},
	{" , ,; ", "", "", ""},
}

func TestLookup(t *testing.T) {
	g := load(t)
	for _, q := range queries {
		r := g.Lookup(q.text, gazetteer.Options{})
		if r.Best == nil {
			if q.id != "" {
				t.Errorf("%q: nothing found, want %s", q.text, q.id)
			}
			continue
		}
		if r.Best.ID != q.id || r.Best.Class != q.class || strings.Join(r.Best.Dropped, "; ") != q.dropped {
			t.Errorf("%q: got %s %s, dropped %q; want %s %s, dropped %q", q.text, r.Best.ID, r.Best.Class,
				r.Best.Dropped, q.id, q.class, q.dropped)
		}
	}
}

// The points of the places that the shipped incidents happened at, to a degree
// that tells the right place from any namesake.
func TestPointsAreWhereTheyShouldBe(t *testing.T) {
	g := load(t)
	for text, want := range map[string]orb.Point{
		"Achin District, Nangarhar": {70.68, 34.06}, "Kabul airport": {69.21, 34.57}, "Kuz Kunar": {70.59, 34.57},
		"Crocus City Hall": {37.39, 55.83}, "Kerman, Iran": {57.08, 30.28}, "Termez, Uzbekistan": {67.28, 37.22},
		"Khar, Bajaur": {71.53, 34.74}, "Quetta": {67.00, 30.18}, "Jowzjan": {65.81, 36.80},
	} {
		r := g.Lookup(text, gazetteer.Options{})
		if r.Best == nil || geo.Distance(r.Best.Point, want) > 3000 {
			t.Errorf("%q: got %+v, want %v", text, r.Best, want)
		}
	}
}

// A part of a country is found by the name of the country.
func TestPartsMatchTheNameOfTheWhole(t *testing.T) {
	r := load(t).Lookup("northern Afghanistan", gazetteer.Options{})
	if r.Best == nil || r.Best.Name != "Northern Afghanistan" || r.Best.Matched != "Afghanistan" {
		t.Errorf("got %+v", r.Best)
	}
}

func TestLookupInCountryNeverLeavesIt(t *testing.T) {
	g := load(t)
	for _, text := range []string{"Krasnogorsk", "Jalalabad", "Hyderabad", "Paris", "Georgia", "Kabul, Afghanistan"} {
		r := g.Lookup(text, gazetteer.Options{Country: "pk"})
		for _, m := range all(r) {
			if m.Country != "PK" {
				t.Errorf("%q in Pakistan: got %s in %s", text, m.ID, m.Country)
			}
		}
	}
	if r := g.Lookup("Hyderabad", gazetteer.Options{Country: "PK"}); r.Best == nil || r.Best.ID != "gn:1176734" {
		t.Errorf("Hyderabad in Pakistan: got %+v", r.Best)
	}
}

// all are the matches of a result, best first.
func all(r gazetteer.Result) []gazetteer.Match {
	if r.Best == nil {
		return nil
	}
	return append([]gazetteer.Match{*r.Best}, r.Alternatives...)
}

func TestBiasDecidesBetweenEquals(t *testing.T) {
	g := load(t)
	sindh := orb.Bound{Min: orb.Point{66, 23}, Max: orb.Point{71, 28}}
	r := g.Lookup("Hyderabad", gazetteer.Options{Bias: &sindh})
	if r.Best == nil || r.Best.Country != "PK" {
		t.Errorf("got %+v", r.Best)
	}
}

func TestLimit(t *testing.T) {
	g := load(t)
	for limit, most := range map[int]int{0: 5, 1: 1, 3: 3, 1 << 40: gazetteer.MaxLimit} {
		n := len(all(g.Lookup("San Antonio", gazetteer.Options{Limit: limit})))
		if n == 0 || n > most {
			t.Errorf("limit %d: %d matches", limit, n)
		}
	}
}

func TestLongTextIsRefusedQuickly(t *testing.T) {
	g := load(t)
	text := strings.Repeat("Kabul, ", 1<<20/7)
	if r := g.Lookup(text, gazetteer.Options{}); r.Best != nil || len(r.Query) > gazetteer.MaxText {
		t.Errorf("got %+v", r.Best)
	}
	if n := testing.AllocsPerRun(10, func() { g.Lookup(text, gazetteer.Options{}) }); n > 5 {
		t.Errorf("%v allocations", n)
	}
}

func TestAmbiguityLowersTheScore(t *testing.T) {
	g := load(t)
	alone, told := g.Lookup("Hyderabad", gazetteer.Options{}), g.Lookup("Hyderabad, India", gazetteer.Options{})
	if alone.Best.Score >= told.Best.Score {
		t.Errorf("alone %v, with its country %v", alone.Best.Score, told.Best.Score)
	}
}

func TestReverse(t *testing.T) {
	g := load(t)
	near := g.Reverse(orb.Point{69.17, 34.53}, 3)
	if len(near) != 3 || near[0].ID != "gn:1138958" {
		t.Fatalf("by Kabul: %+v", near)
	}
	if !slices.IsSortedFunc(near, func(a, b gazetteer.Match) int { return int(1e9 * (b.Score - a.Score)) }) {
		t.Error("not by distance")
	}
	if got := g.Reverse(orb.Point{-140, -40}, 3); len(got) != 0 {
		t.Errorf("in the Pacific: %+v", got)
	}
	if got := g.Reverse(orb.Point{500, 34}, 3); got != nil {
		t.Errorf("outside of the world: %+v", got)
	}
}

// Reverse finds the same places as measuring all of them does, by the
// antimeridian and the poles too.
func TestReverseFindsTheNearest(t *testing.T) {
	g := load(t)
	for _, p := range []orb.Point{{69.17, 34.53}, {7, 51}, {180, -16.8}, {-180, -16.8}, {179.99, 65}, {0, 90},
		{15.6, 78.2}, {-68.3, -54.9}, {10, 48.1234}} {
		var want []float64
		for q := range g.All() {
			small := q.Class == gazetteer.Locality || q.Class == gazetteer.Vicinity || q.Class == gazetteer.Exact
			if d := geo.DistanceHaversine(p, q.Point); q.Located && small && d < gazetteer.ReverseM {
				want = append(want, d)
			}
		}
		slices.Sort(want)
		got := g.Reverse(p, gazetteer.MaxLimit)
		if len(got) != min(len(want), gazetteer.MaxLimit) {
			t.Fatalf("%v: %d places, want %d", p, len(got), len(want))
		}
		for i, m := range got {
			if geo.DistanceHaversine(p, m.Point) != want[i] {
				t.Errorf("%v: place %d is %s, not the nearest", p, i, m.ID)
			}
		}
	}
}

// Names in three scripts, of villages and districts of the whole world.
func TestTheWorldIsThere(t *testing.T) {
	g := load(t)
	for text, country := range map[string]string{
		"Jilib, Somalia": "SO", "Maungdaw, Myanmar": "MM", "Ouahigouya": "BF", "Mueang Chiang Mai, Thailand": "TH",
		"Aceh Barat, Indonesia":       "ID",
		"Deir ez-Zor District, Syria": "SY", "Abu Ghraib District": "IQ", "Los Angeles County": "US",
		"Zābol, Iran": "IR", "Chapai Nababganj": "BD",
		"Красногорск": "RU", "Кундуз": "AF", "Душанбе": "TJ", "مزار شریف": "AF", "كويته": "PK", "پشاور": "PK",
		"تهران": "IR", "القاهرة": "EG",
	} {
		if r := g.Lookup(text, gazetteer.Options{}); r.Best == nil || r.Best.Country != country ||
			r.Best.Class == gazetteer.Country {
			t.Errorf("%q: got %+v", text, r.Best)
		}
	}
}

func TestPlaceKnowsItsProvinceAndCountry(t *testing.T) {
	p, ok := load(t).ByID("cj:PK:71.52739,34.7361")
	got := []string{p.Country, p.CountryName, p.Admin1, p.Admin2}
	if want := []string{"PK", "Pakistan", "Khyber Pakhtunkhwa", "Bajaur"}; !ok || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, ok := load(t).ByID("gn:0"); ok {
		t.Error("found a place that does not exist")
	}
}

// A code at the end is that of a country or of a state, as the place before it lies in one
// or the other.
func TestCodes(t *testing.T) {
	g := load(t)
	for text, want := range map[string]string{
		"Columbus, GA": "US", "Libreville, GA": "GA", "Charlotte, NC": "US", "Nouméa, NC": "NC", "Salem, OR": "US",
		"Berlin, DE": "DE", "Wilmington, DE": "US", "Toronto, ON": "CA", "Bogotá, CO": "CO", "Denver, CO": "US",
		"Tel Aviv, IL": "IL", "Chicago, IL": "US", "Mumbai, IN": "IN", "Podgorica, ME": "ME", "Portland, ME": "US",
		"Kabul, AF": "AF", "Rochefort, ON": "BE",
	} {
		best := g.Lookup(text, gazetteer.Options{}).Best
		if best == nil || best.Country != want || len(best.Dropped) > 0 {
			t.Errorf("%s: %+v, want a place in %s", text, best, want)
		}
	}
}

// A code of a state counts where its country is known too, be it beside the code or asked for,
// and stands for the state where it is alone.
func TestCodesInTheirCountry(t *testing.T) {
	g := load(t)
	for _, c := range []struct{ text, in, admin1 string }{
		{"Columbus, GA, USA", "", "Georgia"}, {"Columbus, GA", "US", "Georgia"}, {"Las Vegas, NM, USA", "", "New Mexico"},
		{"Rochester, NY, United States", "US", "New York"}, {"Toronto, ON, Canada", "", "Ontario"},
		{"GA", "US", "Georgia"}, {"OR", "US", "Oregon"}, {"ON", "CA", "Ontario"},
	} {
		best := g.Lookup(c.text, gazetteer.Options{Country: c.in}).Best
		if best == nil || best.Admin1 != c.admin1 && best.Name != c.admin1 || len(best.Dropped) > 0 {
			t.Errorf("%s in %q: %+v, want it in %s", c.text, c.in, best, c.admin1)
		}
	}
}
