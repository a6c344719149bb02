package ingest

import (
	"slices"
	"strings"

	"github.com/paulmach/orb/geo"

	"incidentmap/internal/country"
	"incidentmap/internal/incident"
)

// Question asks for a place by name.
type Question struct {
	// Text is the place and what it lies in, with commas between, the finest
	// first.
	Text string
	// Country is the alpha-2 code of the country that the place must lie in,
	// empty for any.
	Country string
	// Level is what the place must be.
	Level Level
}

// Level is what kind of place a question is for.
type Level uint8

// The levels: any place; a village, town or city; a first-level unit, such as a
// province or state; one below that, such as a district or county.
const (
	AnyPlace Level = iota
	TownOnly
	UnitOnly
	DistrictOnly
)

// placePart is what one column says of a row's place.
type placePart struct {
	text  string
	level placeLevel
}

// asked is a row's place, which is to be found by name.
type asked struct {
	b       *builder
	parts   []placePart // the finest first, without the country
	country string      // alpha-2 code, empty if it is not known
	in      string      // the country's English name, empty if it is not known
	// candidates are the countries that the row's may be, where that is not one.
	candidates []country.Country
	// unit is the province or state, or else the district.
	unit unitName
	// doubtful says that the unit is a code which may be one of another country.
	doubtful bool
	// lost says that the unit is one of several countries' and nothing decides.
	lost bool
	// unknownSpot is what was not found within the town that was.
	unknownSpot string
}

// asked is what a row's columns say together of where it was. A country stands in
// a question by its English name, however it is written: a name such as “Taiwan,
// Province of China” would be read as two places. One that is not understood takes
// no part: a column of countries never names a village.
func (b *builder) asked(r *Row, p *incident.Place) *asked {
	a := &asked{b: b, country: p.Country, in: country.Name(p.Country)}
	var unit unitName
	for _, c := range b.places {
		if v := b.placeCell(r, c); v != "" {
			a.parts = append(a.parts, placePart{v, c.level})
			switch {
			case c.level == provinceLevel:
				unit = unitName{v, false}
			case c.level == districtLevel && unit.text == "":
				unit = unitName{v, true}
			}
		}
	}
	if a.country == "" {
		said := b.memo.country(b.countryCode(r), b.cell(r, roleCountry))
		a.candidates = said.candidates
		if unit.text != "" && said.unknown == "" {
			code, shared := b.unitCountry(unit, len(a.parts) > 1)
			a.country, a.lost = code, shared && !unit.district
			b.noteUnit(r, unit, a.country, shared)
		}
	}
	a.unit = unit
	a.checkCode(r)
	return a
}

// text is the whole question.
func (a *asked) text() string { return a.join(a.parts) }

func (a *asked) join(parts []placePart) string {
	var names []string
	for _, p := range parts {
		names = append(names, p.text)
	}
	return joinNonEmpty(append(names, a.in)...)
}

// find asks for the place: of several countries that the row's may be, in the only
// one that has it; where nothing of it is known, for the country itself.
func (a *asked) find() (incident.Place, bool) {
	if len(a.candidates) > 0 {
		return a.findInOne()
	}
	found, ok := a.findInUnit()
	if !ok && a.in != "" && len(a.parts) > 0 {
		if found, ok = a.geocode(a.in, AnyPlace); ok && len(found.Geocoding) > 0 {
			found.Geocoding[0].Dropped = append([]string{a.parts[0].text}, found.Geocoding[0].Dropped...)
		}
	}
	return found, ok
}

func (a *asked) findInOne() (found incident.Place, ok bool) {
	for _, c := range a.candidates {
		in := *a
		in.country, in.in = c.Code, c.Name
		one, is := in.findInUnit()
		if !is || len(a.parts) == 0 || dropped(one, a.parts[0].text) {
			continue
		}
		if ok {
			return incident.Place{}, false // two of them have it
		}
		found, ok = one, true
	}
	return found, ok
}

// findIn asks for the place in a country, if that is known. Where only a province
// or state is named, nothing else can be meant; where the town is known, nothing
// outside of it.
func (a *asked) findIn() (incident.Place, bool) {
	if len(a.parts) == 1 && a.parts[0].level == provinceLevel {
		if a.lost {
			return incident.Place{}, false
		}
		return a.geocode(a.parts[0].text, UnitOnly)
	}
	if found, ok := a.district(); ok {
		return found, true
	}
	if town, ok := a.town(); ok {
		return a.within(town), true
	}
	return a.ask(a.parts, AnyPlace)
}

// district is the unit that is all that a row says, as far as the gazetteer has it: the town
// of its name is but a part of it.
func (a *asked) district() (incident.Place, bool) {
	if len(a.parts) == 0 || a.parts[0].level != districtLevel && a.parts[0].level != subdistrictLevel {
		return incident.Place{}, false
	}
	found, ok := a.geocode(a.text(), DistrictOnly)
	if ok && !dropped(found, a.parts[0].text) {
		return found, true
	}
	if a.parts[0].level != districtLevel || len(a.parts) > 1 || a.country == "" {
		return found, false
	}
	found, ok = a.geocode(a.text(), UnitOnly) // the counties of Kenya are of the first level
	return found, ok && !dropped(found, a.parts[0].text)
}

// town is the town that a column of towns names.
func (a *asked) town() (incident.Place, bool) {
	at := slices.IndexFunc(a.parts, func(p placePart) bool { return p.level == townLevel })
	if at < 0 {
		return incident.Place{}, false
	}
	found, ok := a.ask(a.parts[at:], TownOnly)
	return found, ok && !dropped(found, a.parts[at].text)
}

// townReachM is how far outside of a town's own radius, in metres, a spot may be
// that is said to be in it: suburbs have its address.
const townReachM = 10_000

// within is the place within a town that the finer columns name, or the town.
func (a *asked) within(town incident.Place) incident.Place {
	finer := a.parts[:slices.IndexFunc(a.parts, func(p placePart) bool { return p.level == townLevel })]
	if len(finer) == 0 {
		return town
	}
	var names []string
	for _, p := range finer {
		names = append(names, p.text)
	}
	spot := joinNonEmpty(names...)
	found, ok := a.ask(a.parts, AnyPlace)
	if ok && !dropped(found, spot) && found.RadiusM <= town.RadiusM &&
		geo.Distance(found.Points[0], town.Points[0]) <= town.RadiusM+townReachM {
		return found
	}
	a.unknownSpot = spot
	return town
}

// ask asks for some of the parts; once more without a region that is not
// understood, as in many tables it is none of a country's.
func (a *asked) ask(parts []placePart, level Level) (incident.Place, bool) {
	found, ok := a.geocode(a.join(parts), level)
	last := len(parts) - 1
	if last >= 0 && parts[last].level == regionLevel && (!ok || dropped(found, parts[last].text)) {
		return a.geocode(a.join(parts[:last]), level)
	}
	return found, ok
}

func (a *asked) geocode(text string, level Level) (incident.Place, bool) {
	if text == "" {
		return incident.Place{}, false
	}
	return a.b.opt.Geocode(Question{text, a.country, level})
}

// dropped reports whether a text, or a part of it, was not understood.
func dropped(found incident.Place, text string) bool {
	return slices.ContainsFunc(found.Geocoding, func(g incident.Geocoding) bool {
		return slices.ContainsFunc(g.Dropped, func(d string) bool { return strings.Contains(text, d) })
	})
}

func joinNonEmpty(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" && (len(out) == 0 || out[len(out)-1] != p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}
