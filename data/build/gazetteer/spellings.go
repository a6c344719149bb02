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
	// towns says that a town within the unit that bears its name bears this one too.
	towns bool
}

// callUnambiguous adds spellings to units, but those that would be of two places of
// a country: of two provinces, of two districts, of a district and a province, or
// of a unit and a seat. Nor does it add one that is a spelling of a seat within the
// unit, or of a town within a district: without a word for the unit it means the
// town.
func (t *table) callUnambiguous(spellings []spelling) {
	units, towns := t.bearers()
	for _, s := range spellings {
		units.bear(s.unit, s.key())
	}
	for _, s := range spellings {
		_, province := units[nameIn{gazetteer.Admin1, s.unit.country, s.key()}]
		if units[nameIn{s.unit.class, s.unit.country, s.key()}] != s.unit || province &&
			s.unit.class != gazetteer.Admin1 {
			continue
		}
		if slices.ContainsFunc(towns[nameIn{gazetteer.Locality, s.unit.country, skeleton(s.key())}], s.meansTown) {
			continue
		}
		s.unit.callBare(s.name)
		if s.towns && !latin(s.name) {
			own := spelling{unit: s.unit, name: s.unit.name}
			s.callTowns(towns[nameIn{gazetteer.Locality, s.unit.country, skeleton(own.key())}])
		}
	}
}

// callTowns gives a spelling to the towns within its unit.
func (s spelling) callTowns(towns []*place) {
	for _, town := range towns {
		if s.unit.near(town) {
			town.call(s.key())
		}
	}
}

// callOwn gives units the names by which a table has them, whatever else bears
// them, and the towns of these names within them too: by one of them alone, the town
// is meant.
func (t *table) callOwn(names []spelling) {
	_, towns := t.bearers()
	for _, s := range names {
		if s.unit.callBare(s.name); s.towns {
			s.callTowns(towns[nameIn{gazetteer.Locality, s.unit.country, skeleton(s.key())}])
		}
	}
}

// meansTown reports whether a spelling means a town that has a name much like it.
func (s spelling) meansTown(town *place) bool {
	_, same := town.names[s.key()]
	switch {
	case town.isSeat():
		return same || s.unit.near(town)
	case s.unit.class == gazetteer.Admin2:
		return s.unit.near(town)
	}
	return false
}

// isSeat reports whether GeoNames marks a town as the seat of a unit.
func (p *place) isSeat() bool { return strings.HasPrefix(p.feature, "PPLA") || p.feature == "PPLC" }

// near reports whether a town lies in the circle of a unit.
func (p *place) near(town *place) bool {
	return geo.DistanceHaversine(town.point, p.point) <= p.radius
}

// key is what the spelling is found by.
func (s spelling) key() string {
	key, _ := gazetteer.Bare(gazetteer.Key(s.name))
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

// bearers are the provinces and districts by their names, and the towns by the
// skeletons of theirs.
func (t *table) bearers() (bearers, map[nameIn][]*place) {
	units, towns := bearers{}, map[nameIn][]*place{}
	for _, id := range t.ids() {
		p := t.places[id]
		for key := range p.names {
			switch p.class {
			case gazetteer.Admin1, gazetteer.Admin2:
				units.bear(p, key)
			case gazetteer.Locality:
				at := nameIn{p.class, p.country, skeleton(key)}
				towns[at] = append(towns[at], p)
			}
		}
	}
	return units, towns
}

// Properties in which Natural Earth has the name of a province as other sources
// spell it: Yahoo's GeoPlanet, the GeoNames server of the NGA, and Wikidata in
// languages of Latin script.
var spellingProperties = []string{"woe_name", "woe_label", "gns_name", "name_es", "name_fr", "name_it", "name_nl",
	"name_pl", "name_pt", "name_sv"}

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
			if name != "" && alike(key, gazetteer.Key(name)) {
				out = append(out, spelling{unit: p, name: name})
				break
			}
		}
	}
	return out
}

// sounds are the consonants that spellings exchange for each other. Vowels, and
// what is written for them or left out, are none.
var sounds = strings.NewReplacer("kh", "k", "gh", "g", "ch", "c", "sh", "s", "zh", "z", "th", "t", "dh", "d", "ph", "f",
	"ts", "s",
	"q", "k", "c", "k", "x", "s", "z", "s", "v", "", "w", "", "y", "", "h", "", "j", "",
	"a", "", "e", "", "i", "", "o", "", "u", "", " ", "")

// alike reports whether two folded names may be spellings of one: their consonants
// are the same, however often each is written.
func alike(a, b string) bool {
	x, y := skeleton(a), skeleton(b)
	return x == y && (len(x) > 1 || a == b)
}

// articles are the forms of the Arabic article.
var articles = []string{"al ", "an ", "ar ", "as ", "ash ", "at ", "ad ", "adh ", "az ", "el "}

// skeleton is what sounds leaves of a name without its article, each run of a letter
// written once.
func skeleton(key string) string {
	for _, article := range articles {
		if rest, ok := strings.CutPrefix(key, article); ok {
			key = rest
			break
		}
	}
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
