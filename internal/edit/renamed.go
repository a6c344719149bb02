package edit

import (
	"fmt"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// renamed reports whether what a place is known by is new.
func (d *draft) renamed() bool {
	b, p := d.before, &d.inc.Place
	return b == nil || p.Text != b.Place.Text || p.Country != b.Place.Country || d.says("admin1") || d.says("admin2")
}

// followsName reports whether what is known of the place was found by the name that it had,
// and the request does not say where it is: then its new name says that.
func (d *draft) followsName() bool {
	if d.before == nil || d.feature.pinned {
		return false
	}
	return slices.ContainsFunc(d.before.Place.Geocoding, func(g incident.Geocoding) bool { return g.Override == "" })
}

// resolveAnew takes away what was found by the former name, and looks the new one up.
func (d *draft) resolveAnew() {
	p, was := &d.inc.Place, &d.before.Place
	now := incident.Place{Text: p.Text}
	if d.says("country") || !d.foundCountry() {
		now.Country, now.CountryName = p.Country, p.CountryName
	}
	if d.says("admin1") {
		now.Admin1 = p.Admin1
	}
	if d.says("admin2") {
		now.Admin2 = p.Admin2
	}
	if d.says("place_precision") {
		now.Precision = p.Precision
	}
	if d.says("place_radius_m") {
		now.RadiusM = p.RadiusM
	}
	*p = now
	if p.Text != "" {
		d.resolve()
	}
	switch {
	case len(p.Points) == 0:
		d.warn("place", fmt.Sprintf("%.60q is not found by name, or is several places, and where %.60q is was taken away",
			p.Text, was.Text), "a name that the gazetteer has, with its country, or a geometry")
	case p.Country != was.Country && !d.says("country"):
		d.warn("country", fmt.Sprintf("%.60q is found in %s; %.60q is in %s", p.Text, p.CountryName, was.Text,
			was.CountryName), "a country beside the name, if another place is meant")
	}
}

// foundCountry reports whether the country followed from the former name, and was not needed
// to find it.
func (d *draft) foundCountry() bool {
	if d.Resolve == nil {
		return false
	}
	was := &d.before.Place
	found, ok := d.Resolve(was.Text, "")
	return ok && found.Country == was.Country
}

// pointStayed tells that a place has another name and the point that it had.
func (d *draft) pointStayed() {
	d.warn("place", fmt.Sprintf("the place was %.60q and is %.60q now, and its points stayed: they were not found by name, "+
		"or are sent with it", d.before.Place.Text, d.inc.Place.Text),
		"new points as geometry; with null, the name is looked up")
}

// warn tells of a property what does not keep the incident from being written.
func (d *draft) warn(name, message, allowed string) {
	where := report.Where{Unit: "feature", Column: "/properties/" + escaped(name), ID: d.inc.ID}
	f := report.RuleRenamed.At(where, message)
	f.Allowed = allowed
	d.findings = append(d.findings, f)
}
