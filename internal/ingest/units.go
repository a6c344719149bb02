package ingest

import (
	"slices"
	"strings"

	"incidentmap/internal/country"
	"incidentmap/internal/report"
)

// Where a province or state stands without a country, the file's prevailing one
// is meant, if it has the unit; else the only country that has it.

// minAgreeing is how many units must agree on a country that no row names: a
// single Georgia proves nothing.
const minAgreeing = 2

// maxUnits bounds how many names of units are asked for the countries that have
// them.
const maxUnits = 1000

// unitSurvey counts the countries that rows name, and the units of those that name none.
type unitSurvey struct {
	named map[[2]string]int // by code and name, as they are written
	// without are the rows with a unit and no country; namibia those that say NA for
	// it, which is a country if the column is one of codes.
	without, namibia unitCount
}

// unitCount counts rows and holds the names of their units.
type unitCount struct {
	rows  int
	units map[unitName]bool
}

// unitName is the name of a province or state, or of a district where a row has no such.
type unitName struct {
	text     string
	district bool
}

// add counts rows with a unit.
func (c *unitCount) add(unit unitName, rows int) {
	if c.rows += rows; len(c.units) >= maxUnits || c.units[unit] {
		return
	}
	if c.units == nil {
		c.units = map[unitName]bool{}
	}
	unit.text = strings.Clone(unit.text)
	c.units[unit] = true
}

func (s *unitSurvey) add(b *builder, r *Row) {
	if s.named == nil {
		s.named = map[[2]string]int{}
	}
	key := [2]string{b.countryCode(r), b.cell(r, roleCountry)}
	if key != [2]string{} {
		if n, known := s.named[key]; known {
			s.named[key] = n + 1
		} else {
			s.named[[2]string{strings.Clone(key[0]), strings.Clone(key[1])}] = 1
		}
		return
	}
	unit, of := unitName{b.cell(r, roleAdmin1), false}, &s.without
	if unit.text == "" {
		unit = unitName{b.cell(r, roleAdmin2), true}
	}
	if i := b.columns[roleCountry]; i >= 0 && r.Text(i) == namibia {
		of = &s.namibia
	}
	if unit.text != "" {
		of.add(unit, 1)
	}
}

// prevailingCountry is the country that most rows name, if these are no fewer than
// those that name none, else the one that has most of the units; empty where no row
// needs it, and where nothing decides.
func (b *builder) prevailingCountry(found *unitSurvey) string {
	counts := map[string]int{}
	if b.coded {
		counts[namibia] = found.namibia.rows
	} else {
		for unit := range found.namibia.units {
			found.without.add(unit, 0)
		}
		found.without.rows += found.namibia.rows
	}
	without := found.without
	if len(without.units) == 0 {
		return ""
	}
	for key, n := range found.named {
		if code := countryOf(key[0], key[1]).code; code != "" {
			counts[code] += n
		}
	}
	if code, n := mostOf(counts); code != "" && n >= without.rows {
		return code
	}
	clear(counts)
	for unit := range without.units {
		for _, code := range b.countriesHaving(&memo{}, unit) {
			counts[code]++
		}
	}
	code, n := mostOf(counts)
	if n < minAgreeing || 2*n < len(without.units) || areCodes(without.units) && 100*n < enough*len(without.units) {
		return ""
	}
	return code
}

// mostOf is the country that is counted most often; empty where two are.
func mostOf(counts map[string]int) (code string, most int) {
	for c, n := range counts {
		switch {
		case n > most:
			code, most = c, n
		case n == most:
			code = ""
		}
	}
	return code, most
}

// unitCountry is the country that a unit without one is taken to be of. shared
// says that several have it, and nothing decides.
// A unit that is not known is looked for where the others are, if a place in it is named.
func (b *builder) unitCountry(unit unitName, within bool) (code string, shared bool) {
	all := b.countriesHaving(b.memo, unit)
	switch {
	case slices.Contains(all, b.prevailing), len(all) == 0 && !unit.district && within:
		return b.prevailing, false
	case len(all) == 1 && !isUnitCode(unit.text):
		return all[0], false
	}
	return "", len(all) > 1
}

// countriesHaving are the countries that have a unit.
func (b *builder) countriesHaving(m *memo, unit unitName) []string {
	ask, key := b.opt.UnitCountries, unit.text
	if unit.district {
		ask, key = b.opt.DistrictCountries, districtKey+unit.text
	}
	if ask == nil {
		return nil
	}
	return m.countriesOf(key, func() []string { return ask(unit.text) })
}

// districtKey stands before the names of districts where those of provinces are remembered.
const districtKey = "\x00"

// noteUnit tells how a unit without a country was read.
func (b *builder) noteUnit(r *Row, unit unitName, code string, shared bool) {
	with := "a province or state and no country"
	if unit.district {
		with = "a district or county and no country"
	}
	switch {
	case shared && unit.district:
		b.once.add(note{report.RulePlacedPart, "a district or county that several countries have, and no country",
			"the largest place of the name is taken, if there is one; --country would decide"}, r.Number)
	case shared:
		b.once.add(note{report.RulePlacedPart, "a province or state that several countries have, and no country",
			"it decides nothing; --country would"}, r.Number)
	case code != "" && !slices.Contains(b.countriesHaving(b.memo, unit), code):
		b.once.add(note{report.RulePlacedPart, "a province or state that is not known, and no country",
			"they are looked for in " + country.Name(code) + ", as the other rows are there"}, r.Number)
	case code != "":
		b.once.add(note{report.RulePlacedPart, with, "they are taken as units of " + country.Name(code) +
			", which has them"}, r.Number)
	}
}

// codeSurvey finds out whether a column of countries holds codes of two letters alone:
// NA is then Namibia, as it is in a column of codes.
type codeSurvey struct {
	codes map[string]bool
	names bool // there is something else
}

func (s *codeSurvey) add(v string) {
	switch {
	case s.names || v == "" || v == namibia || s.codes[v]:
	case len(v) != 2 || strings.ToUpper(v) != v:
		s.names = true
	default:
		if s.codes == nil {
			s.codes = map[string]bool{}
		}
		s.codes[strings.Clone(v)] = true
	}
}

func (s *codeSurvey) coded() bool {
	if s.names || len(s.codes) < minAgreeing {
		return false
	}
	for code := range s.codes {
		if _, _, ok := country.Parse(code); !ok {
			return false
		}
	}
	return true
}
