package ingest

import (
	"regexp"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// A column of provinces or states is a unit or nothing: its codes are not those of countries,
// and a place of another unit is not the one that is meant.

// unitCode is a code of a province or state: RJ, NSW, BR-BA.
var unitCode = regexp.MustCompile(`^(?:[A-Z]{2}-[A-Z0-9]{1,3}|[A-Z]{2,3})$`)

func isUnitCode(text string) bool { return unitCode.MatchString(text) }

// areCodes reports whether all names of units are codes. Those of several countries are alike,
// so that hardly any may be unknown in the right one.
func areCodes(units map[unitName]bool) bool {
	for unit := range units {
		if unit.district || !isUnitCode(unit.text) {
			return false
		}
	}
	return true
}

var onceUnitCode = note{report.RulePlacedPart, "a code of a province or state that is not known",
	"the place is looked for without it; the name of the province or state would decide between places of one name"}

// checkCode leaves out a code that is none of a unit of the row's country, or of any: the
// gazetteer would read it as a country's, and BA as Bosnia.
func (a *asked) checkCode(r *Row) {
	if a.unit.district || !isUnitCode(a.unit.text) || a.b.opt.UnitCountries == nil ||
		len(a.parts) == 1 && a.country == "" {
		return
	}
	all := a.b.countriesHaving(a.b.memo, a.unit)
	if a.country == "" && len(all) > 0 {
		a.doubtful = true
		return
	}
	if !slices.Contains(all, a.country) {
		a.withoutUnit()
		a.b.once.add(onceUnitCode, r.Number)
	}
}

// withoutUnit leaves out the province or state.
func (a *asked) withoutUnit() {
	a.parts = slices.DeleteFunc(slices.Clone(a.parts), func(p placePart) bool { return p.level == provinceLevel })
	a.unit, a.doubtful = unitName{}, false
}

// findInUnit is findIn within the province or state that the row names, where the country has
// one: a place of another one is not meant, and the unit itself is taken. A code that is one
// of another country is left out where the place is not in what it names.
func (a *asked) findInUnit() (incident.Place, bool) {
	found, ok := a.findIn()
	if a.doubtful && (!ok || dropped(found, a.parts[0].text)) {
		a.withoutUnit()
		return a.findIn()
	}
	if !ok || a.unit.text == "" || a.unit.district || len(a.parts) < 2 || !dropped(found, a.unit.text) ||
		!slices.Contains(a.b.countriesHaving(a.b.memo, a.unit), a.country) {
		return found, ok
	}
	if wide, is := a.ask(a.parts, AnyPlace); is && !dropped(wide, a.unit.text) {
		return wide, true
	}
	unit, is := a.geocode(a.unit.text, UnitOnly)
	if !is || dropped(unit, a.unit.text) {
		return found, ok
	}
	if len(unit.Geocoding) > 0 {
		unit.Geocoding[0].Dropped = append([]string{a.parts[0].text}, unit.Geocoding[0].Dropped...)
	}
	return unit, true
}
