package intake

import (
	"strings"

	"incidentmap/internal/country"
	"incidentmap/internal/incident"
)

// rowCountry is what the columns of countries say of a row.
type rowCountry struct {
	code string // alpha-2, empty where none is understood
	name string // as written, else the English one
	// unknown is a name that no country has, and candidates are the countries
	// that share a name.
	unknown    string
	candidates []country.Country
}

// countryOf works out a country from a code (alpha-2, alpha-3 or numeric) and
// a name, either of which may be missing. Either column may hold either.
func countryOf(code, name string) rowCountry {
	out := rowCountry{name: name}
	for _, text := range []string{code, name} {
		if text == "" {
			continue
		}
		c, candidates, ok := country.Parse(text)
		if ok {
			out = rowCountry{code: c.Code, name: name}
			if name == "" || name == text && len(text) <= 3 {
				out.name = c.Name
			}
			return out
		}
		out.unknown, out.candidates = text, candidates
	}
	return out
}

// noteCountry tells that a country was not understood.
func (b *builder) noteCountry(r *Row, c rowCountry) {
	switch {
	case c.unknown == "":
	case len(c.candidates) > 0:
		var names []string
		for _, candidate := range c.candidates {
			names = append(names, candidate.Name+" ("+candidate.Code+")")
		}
		b.note(r, RuleWord, b.name(roleCountry), "%q may be %s; the incident has no country code", c.unknown, strings.Join(names, " or "))
	default:
		b.note(r, RuleWord, b.name(roleCountry), "%q is no country that is known; the incident has no country code", c.unknown)
	}
}

// placeQuery is the text that a row is placed by, the finest part first. A
// country stands in it by its English name, however it is written: a name
// such as “Taiwan, Province of China” would be read as two places.
func placeQuery(p *incident.Place) string {
	parts := []string{p.Text, p.Admin2, p.Admin1}
	if name := country.Name(p.Country); name != "" {
		return joinNonEmpty(append(parts, name)...)
	}
	query := joinNonEmpty(parts...)
	if query == "" {
		return "" // a column of countries never names a village
	}
	return joinNonEmpty(query, p.CountryName)
}
