package main

import (
	"slices"
	"strings"

	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"

	"incidentmap/geo/gazetteer"
)

// spelling is a further name of a unit, by another source than that of its own.
type spelling struct {
	unit *place
	name string
}

// callUnambiguous adds spellings to units, but those that would be of two places of
// a country: of two provinces, of two districts, of a district and a province, or
// of a unit and a seat. Nor does it add one that is a spelling of a seat within the
// unit: without a word for the unit it means the town.
func (t *table) callUnambiguous(spellings []spelling) {
	units, seats := t.bearers()
	for _, s := range spellings {
		units.bear(s.unit, s.key())
	}
	for _, s := range spellings {
		_, province := units[nameIn{gazetteer.Admin1, s.unit.country, s.key()}]
		if units[nameIn{s.unit.class, s.unit.country, s.key()}] != s.unit || province && s.unit.class != gazetteer.Admin1 {
			continue
		}
		taken := func(seat *place) bool {
			_, same := seat.names[s.key()]
			return same || geo.DistanceHaversine(seat.point, s.unit.point) <= s.unit.radius
		}
		if !slices.ContainsFunc(seats[nameIn{gazetteer.Locality, s.unit.country, skeleton(s.key())}], taken) {
			s.unit.callBare(s.name)
		}
	}
}

// key is what the spelling is found by.
func (s spelling) key() string {
	key, _ := gazetteer.Bare(gazetteer.Fold(s.name))
	return key
}

// nameIn is a folded name of a class of places in a country.
type nameIn struct {
	class        gazetteer.Class
	country, key string
}

// bearers are the units that bear a name, nil where several do.
type bearers map[nameIn]*place

// bear enters a name of a unit.
func (b bearers) bear(p *place, key string) {
	at := nameIn{p.class, p.country, key}
	if other, taken := b[at]; taken && other != p {
		p = nil
	}
	b[at] = p
}

// bearers are the provinces and districts by their names, and the seats by the
// skeletons of theirs.
func (t *table) bearers() (bearers, map[nameIn][]*place) {
	units, seats := bearers{}, map[nameIn][]*place{}
	for _, id := range t.ids() {
		p := t.places[id]
		for key := range p.names {
			switch {
			case p.class == gazetteer.Admin1 || p.class == gazetteer.Admin2:
				units.bear(p, key)
			case strings.HasPrefix(p.feature, "PPLA") || p.feature == "PPLC":
				at := nameIn{p.class, p.country, skeleton(key)}
				seats[at] = append(seats[at], p)
			}
		}
	}
	return units, seats
}

// Properties in which Natural Earth has the name of a province as other sources
// spell it: Yahoo's GeoPlanet, the GeoNames server of the NGA, and Wikidata in
// languages of Latin script.
var spellingProperties = []string{"woe_name", "woe_label", "gns_name", "name_es", "name_fr", "name_it", "name_nl", "name_pl", "name_pt", "name_sv"}

// spellingsOf are the spellings that those properties have of a name that the
// province has already. Other names of theirs may be of other units, and are left.
func spellingsOf(p *place, f *geojson.Feature) []spelling {
	var out []spelling
	for _, property := range spellingProperties {
		name, _, _ := strings.Cut(text(f, property), ",") // "Zabol, AF, Afghanistan", "Zabul, Wilayat-e"
		if strings.ContainsAny(name, "\u00c2\u00c3") && !strings.ContainsAny(p.name, "\u00c2\u00c3") {
			continue // read in a wrong code page
		}
		for key := range p.names {
			if name != "" && alike(key, gazetteer.Fold(name)) {
				out = append(out, spelling{p, name})
				break
			}
		}
	}
	return out
}

// sounds are the consonants that spellings exchange for each other. Vowels, and
// what is written for them or left out, are none.
var sounds = strings.NewReplacer("kh", "k", "gh", "g", "ch", "c", "sh", "s", "zh", "z", "th", "t", "dh", "d", "ph", "f", "ts", "s",
	"q", "k", "c", "k", "x", "s", "z", "s", "v", "", "w", "", "y", "", "h", "", "j", "",
	"a", "", "e", "", "i", "", "o", "", "u", "", " ", "")

// alike reports whether two folded names may be spellings of one: their consonants
// are the same, however often each is written.
func alike(a, b string) bool {
	x, y := skeleton(a), skeleton(b)
	return x == y && (len(x) > 1 || a == b)
}

// skeleton is what sounds leaves of a name, each run of a letter written once.
func skeleton(key string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range sounds.Replace(key) {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// callProvinces gives the provinces the spellings of other sources.
func callProvinces(t *table) error {
	t.callUnambiguous(t.spellings)
	return nil
}
