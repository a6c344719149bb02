package ingest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/country"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
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
		if len(candidates) == 0 {
			candidates = countriesIn(text)
		}
		out.unknown, out.candidates = text, candidates
	}
	return out
}

// countriesIn are the countries of a cell that lists several; nil where one of
// them is none.
func countriesIn(text string) []country.Country {
	var out []country.Country
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";/|,&", r) }) {
		c, _, ok := country.Parse(part)
		if !ok {
			return nil
		}
		out = append(out, c)
	}
	return out
}

// readCountry fills in what is known of a place's country. Where no name is
// understood, the country that the row's point lies in gives the code.
func (b *builder) readCountry(r *Row, p *incident.Place) {
	c := b.memo.country(b.countryCode(r), b.cell(r, roleCountry))
	p.Country, p.CountryName = c.code, c.name
	if c.unknown == "" {
		b.checkCountry(r, p)
		return
	}
	if len(p.Points) > 0 && b.opt.CountryAt != nil {
		if code, ok := b.opt.CountryAt(p.Points[0]); ok {
			p.Country = code
			b.once.add(countryNote(c, "the country that the point lies in is taken"), r.Number)
			return
		}
	}
	b.once.add(countryNote(c, "the country is that of the place that is found, if one is"), r.Number)
}

// maxOutside is how many rows with a point outside of their country are looked for: to
// tell that a point is outside takes a thousand times as long as that it is inside.
const maxOutside = 1000

// checkCountry takes the country that was given for rows that name none, and
// tells where the named one and the point disagree.
func (b *builder) checkCountry(r *Row, p *incident.Place) {
	if p.Country == "" && p.CountryName == "" && b.opt.Country != "" {
		p.Country, p.CountryName = b.opt.Country, country.Name(b.opt.Country)
	}
	if p.Country == "" {
		b.checkNamed(r, p)
		return
	}
	if b.opt.Outside == nil || b.outside.Load() >= maxOutside {
		return
	}
	if slices.ContainsFunc(p.Points, func(at orb.Point) bool { return b.opt.Outside(p, at) }) {
		b.outside.Add(1)
		b.once.add(onceOutside, r.Number)
	}
}

// checkNamed tells where the point of a row without a country is not in the one that the text
// of its place ends with: Bogotá, Colombia.
func (b *builder) checkNamed(r *Row, p *incident.Place) {
	if b.opt.Away == nil || b.outside.Load() >= maxOutside {
		return
	}
	code := b.countryInText(p.Text)
	if code == "" || len(p.Points) == 0 || hasDigit(p.Text) { // 80 km off the coast is no mistake
		return
	}
	if !slices.ContainsFunc(p.Points, func(at orb.Point) bool { return b.isFar(code, at) }) ||
		b.isUnitThere(p.Text, p.Points[0]) {
		return
	}
	b.outside.Add(1)
	b.once.add(onceOutsideText, r.Number)
}

// countryInText is the country that the text of a place ends with after a comma; empty if it
// ends with another name.
func (b *builder) countryInText(text string) string {
	i := strings.LastIndexAny(text, ",،")
	if i < 0 {
		return ""
	}
	last := strings.TrimLeft(text[i:], ",، ")
	if len(last) <= len("USA") {
		return "" // a code, such as CA, may be one of a state
	}
	c, _, ok := country.Parse(last)
	if !ok {
		return ""
	}
	return c.Code
}

// isUnitThere reports whether the last name of a text is one of a province or state where a
// point is: Atlanta, Georgia.
func (b *builder) isUnitThere(text string, at orb.Point) bool {
	if b.opt.CountryAt == nil || b.opt.UnitCountries == nil {
		return false
	}
	code, ok := b.opt.CountryAt(at)
	last := strings.TrimLeft(text[strings.LastIndexAny(text, ",،"):], ",، ")
	return ok && slices.Contains(b.countriesHaving(b.memo, unitName{last, false}), code)
}

// countryNote tells that a country was not understood.
func countryNote(c rowCountry, then string) note {
	if len(c.candidates) == 0 {
		return note{report.RuleWord, strconv.Quote(c.unknown) + " for a country, which is none that is known", then}
	}
	var names []string
	for _, candidate := range c.candidates {
		names = append(names, candidate.Name+" ("+candidate.Code+")")
	}
	return note{report.RuleWord, strconv.Quote(c.unknown) + " for a country, which may be " +
		strings.Join(names, " or "), then}
}
