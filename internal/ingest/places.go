package ingest

import (
	"strings"

	"incidentmap/internal/country"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// readPlace reads where the row was: from its own geometry, from columns with
// coordinates, or by the names of its place.
func (b *builder) readPlace(r *Row, inc *incident.Incident) error {
	p := &inc.Place
	p.Admin1, p.Admin2 = b.memo.word(b.cell(r, roleAdmin1)), b.memo.word(b.cell(r, roleAdmin2))
	p.Text = orElse(b.memo.word(b.placeText(r)), p.Admin2)
	p.Points = b.points(r)
	if b.readCountry(r, p); len(p.Points) == 0 {
		b.geocode(r, p)
		return nil
	}
	p.Precision, p.RadiusM = b.precision(r)
	if r.Area && p.RadiusM == 0 {
		p.Precision, p.RadiusM = incident.PlaceArea, r.Extent
	}
	return nil
}

// namibia is the code that reads as “not available” in columns of anything
// but codes.
const namibia = "NA"

// countryCode is the row's code of its country. A number in a column that is
// plainly called country, as in the GTD, is a code of that table's own.
func (b *builder) countryCode(r *Row) string {
	if b.coded && r.Text(b.columns[roleCountry]) == namibia {
		return namibia
	}
	code := orElse(b.cell(r, roleCountryCode), country.FromFIPS(b.cell(r, roleCountryFIPS)))
	if i := b.columns[roleCountryCode]; i >= 0 && r.Text(i) == namibia && b.cell(r, roleCountry) == "" {
		return namibia // elsewhere NA stands for “not available”
	}
	if b.ownCountries && strings.Trim(code, "0123456789") == "" {
		return ""
	}
	return code
}

// geocode places a row by name; what cannot be found has no place.
func (b *builder) geocode(r *Row, p *incident.Place) {
	p.Precision = incident.PlaceUnknown
	if b.opt.Geocode == nil || incident.PlacePrecision(b.cell(r, rolePlacePrecision)) == incident.PlaceUnknown {
		return
	}
	a := b.asked(r, p)
	if a.text() == "" {
		return
	}
	found, ok := a.find()
	if !ok {
		b.note(r, report.RuleUnplaced, b.name(rolePlace),
			"no place named %q is known, or several alike are; the incident is listed without a place", a.text())
		return
	}
	b.result.Geocoded++
	b.notePart(r, found)
	if a.unknownSpot != "" {
		b.once.add(onceSpot, r.Number)
	}
	if a.unknownSpot != "" && len(found.Geocoding) > 0 {
		found.Geocoding[0].Dropped = append([]string{a.unknownSpot}, found.Geocoding[0].Dropped...)
	}
	p.Points, p.Precision, p.RadiusM, p.Geocoding = found.Points, found.Precision, found.RadiusM, found.Geocoding
	p.Country, p.CountryName = orElse(p.Country, found.Country), orElse(p.CountryName, found.CountryName)
	p.Admin1, p.Admin2 = orElse(p.Admin1, found.Admin1), orElse(p.Admin2, found.Admin2)
}

// notePart tells of the parts of a row's place that were not understood.
func (b *builder) notePart(r *Row, found incident.Place) {
	for _, g := range found.Geocoding {
		if len(g.Dropped) > 0 {
			b.note(r, report.RulePlacedPart, b.name(rolePlace),
				"%q is not understood there; the incident is placed in %s (%s)",
				strings.Join(g.Dropped, ", "), g.Matched, found.Precision)
		}
	}
}
