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

// prevailingCountry is the country that most rows name, if these are no fewer than
// those that name none, else the one that has most of the units; empty where no row needs it, and
// where nothing decides.
func (b *builder) prevailingCountry() string {
	if b.columns[roleAdmin1] < 0 || b.opt.UnitCountries == nil {
		return ""
	}
	named, units, without := map[[2]string]int{}, map[string]bool{}, 0
	for i := range b.table.Rows {
		r := &b.table.Rows[i]
		key := [2]string{b.countryCode(r), b.cell(r, roleCountry)}
		if key != [2]string{} {
			named[key]++
		} else if unit := b.cell(r, roleAdmin1); unit != "" {
			if without++; len(units) < maxUnits {
				units[unit] = true
			}
		}
	}
	if len(units) == 0 {
		return ""
	}
	counts := map[string]int{}
	for key, n := range named {
		if code := countryOf(key[0], key[1]).code; code != "" {
			counts[code] += n
		}
	}
	if code, n := mostOf(counts); code != "" && n >= without {
		return code
	}
	clear(counts)
	for unit := range units {
		for _, code := range b.opt.UnitCountries(unit) {
			counts[code]++
		}
	}
	code, n := mostOf(counts)
	if n < minAgreeing || 2*n < len(units) {
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

// codedCountries reports whether a column of countries holds codes of two letters
// alone: NA is then Namibia, as it is in a column of codes.
func (b *builder) codedCountries() bool {
	column := b.columns[roleCountry]
	if column < 0 {
		return false
	}
	codes := map[string]bool{}
	for i := range b.table.Rows {
		v := b.table.Rows[i].text(column)
		switch {
		case v == "" || v == namibia:
		case len(v) != 2 || strings.ToUpper(v) != v:
			return false
		default:
			codes[v] = true
		}
	}
	for code := range codes {
		if _, _, ok := country.Parse(code); !ok {
			return false
		}
	}
	return len(codes) >= minAgreeing
}
