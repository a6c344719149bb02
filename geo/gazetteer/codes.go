package gazetteer

import (
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/spell"
)

// stateCodes are the postal codes of the states of the United States and of the provinces
// of Canada (USPS Publication 28, Canada Post). They are read at the end of a text alone, or
// before the country that ends it.
var stateCodes = map[string]struct{ country, name string }{
	"DC": {"US", "District of Columbia"}, "GA": {"US", "Georgia"}, "HI": {"US", "Hawaii"},
	"NC": {"US", "North Carolina"},
	"ND": {"US", "North Dakota"}, "NH": {"US", "New Hampshire"}, "NJ": {"US", "New Jersey"}, "NM": {"US", "New Mexico"},
	"NV": {"US", "Nevada"}, "NY": {"US", "New York"}, "OR": {"US", "Oregon"}, "RI": {"US", "Rhode Island"},
	"SC": {"US", "South Carolina"}, "SD": {"US", "South Dakota"}, "WV": {"US", "West Virginia"},
	"AL": {"US", "Alabama"}, "AK": {"US", "Alaska"}, "AZ": {"US", "Arizona"}, "AR": {"US", "Arkansas"},
	"CA": {"US", "California"}, "CO": {"US", "Colorado"}, "CT": {"US", "Connecticut"}, "DE": {"US", "Delaware"},
	"FL": {"US", "Florida"}, "ID": {"US", "Idaho"}, "IL": {"US", "Illinois"}, "IN": {"US", "Indiana"},
	"IA": {"US", "Iowa"}, "KS": {"US", "Kansas"}, "KY": {"US", "Kentucky"}, "LA": {"US", "Louisiana"},
	"ME": {"US", "Maine"}, "MD": {"US", "Maryland"}, "MA": {"US", "Massachusetts"}, "MI": {"US", "Michigan"},
	"MN": {"US", "Minnesota"}, "MS": {"US", "Mississippi"}, "MO": {"US", "Missouri"}, "MT": {"US", "Montana"},
	"NE": {"US", "Nebraska"}, "OH": {"US", "Ohio"}, "OK": {"US", "Oklahoma"}, "PA": {"US", "Pennsylvania"},
	"TN": {"US", "Tennessee"}, "TX": {"US", "Texas"}, "UT": {"US", "Utah"}, "VT": {"US", "Vermont"},
	"VA": {"US", "Virginia"}, "WA": {"US", "Washington"}, "WI": {"US", "Wisconsin"}, "WY": {"US", "Wyoming"},
	"AB": {"CA", "Alberta"}, "BC": {"CA", "British Columbia"}, "MB": {"CA", "Manitoba"}, "NB": {"CA", "New Brunswick"},
	"NL": {"CA", "Newfoundland and Labrador"}, "NS": {"CA", "Nova Scotia"}, "ON": {"CA", "Ontario"},
	"PE": {"CA", "Prince Edward Island"}, "QC": {"CA", "Quebec"}, "SK": {"CA", "Saskatchewan"},
}

// named is the name of the state that a text is the code of, in a country; other texts are as
// they are. Elsewhere and alone, a code is more likely that of a country, or a word.
func named(text, in string) string {
	if s, ok := stateCodes[text]; ok && strings.EqualFold(s.country, in) {
		return s.name
	}
	return text
}

// coded reads the last part of a text as the code of a country (ISO 3166-1 alpha-2) or of
// a state, as in "Kabul, AF" and "Columbus, GA", in capitals. Of a code that is both, or the
// name of something else, the parts before it tell which.
func (g *Gazetteer) coded(p *part) {
	if len(p.text) != 2 || !isCapital(p.text[0]) || !isCapital(p.text[1]) {
		return
	}
	if s, ok := stateCodes[p.text]; ok {
		g.addCoded(p, s.name, func(row int32) bool {
			e := &g.table.Places[row]
			return g.table.Class(e) == Admin1 && g.table.Countries[e.Country] == s.country
		})
	}
	if i := slices.Index(g.table.Countries, p.text); i >= 0 && g.table.Nations[i] != none {
		nation := g.table.Nations[i]
		g.addCoded(p, g.table.Label(nation), func(row int32) bool { return row == nation })
	}
}

// isNation reports whether a part may be the name or the code of a country.
func (g *Gazetteer) isNation(p *part) bool {
	return slices.ContainsFunc(p.cands, func(c candidate) bool { return slices.Contains(g.table.Nations, c.row) })
}

// addCoded adds the places of a name that a code stands for.
func (g *Gazetteer) addCoded(p *part, name string, stands func(row int32) bool) {
	key := spell.Key(name)
	for _, c := range g.candidates(nil, key, bare, "") {
		known := func(other candidate) bool { return other.row == c.row }
		if stands(c.row) && !slices.ContainsFunc(p.cands, known) {
			if len(p.cands) == 0 {
				p.name = key
			}
			p.cands = append(p.cands, c)
		}
	}
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }
