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
	units map[string]bool
}

// add counts rows with a unit.
func (c *unitCount) add(unit string, rows int) {
	if c.rows += rows; len(c.units) >= maxUnits || c.units[unit] {
		return
	}
	if c.units == nil {
		c.units = map[string]bool{}
	}
	c.units[strings.Clone(unit)] = true
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
	unit, of := b.cell(r, roleAdmin1), &s.without
	if i := b.columns[roleCountry]; i >= 0 && r.Text(i) == namibia {
		of = &s.namibia
	}
	if unit != "" {
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
		for _, code := range b.opt.UnitCountries(unit) {
			counts[code]++
		}
	}
	code, n := mostOf(counts)
	if n < minAgreeing || 2*n < len(without.units) {
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
func (b *builder) unitCountry(unit string) (code string, shared bool) {
	if b.opt.UnitCountries == nil {
		return "", false
	}
	all := b.memo.countriesOf(unit, b.opt.UnitCountries)
	switch {
	case slices.Contains(all, b.prevailing):
		return b.prevailing, false
	case len(all) == 1:
		return all[0], false
	}
	return "", len(all) > 1
}

// noteUnit tells how a unit without a country was read.
func (b *builder) noteUnit(r *Row, code string, shared bool) {
	const with = "a province or state and no country"
	switch {
	case shared:
		b.once.add(note{report.RulePlacedPart, "a province or state that several countries have, and no country",
			"it decides nothing; --country would"}, r.Number)
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
