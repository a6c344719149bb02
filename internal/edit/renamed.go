package edit

import (
	"fmt"
	"slices"
	"strings"

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
func (d *draft) followsName() bool { return d.wasFound() && !d.feature.pinned }

// wasFound reports whether what is known of the place was found by its name.
func (d *draft) wasFound() bool {
	return d.before != nil && slices.ContainsFunc(d.before.Place.Geocoding,
		func(g incident.Geocoding) bool { return g.Override == "" })
}

// pinAnew takes away what was found by the former name, where the request says itself where
// the new one is.
func (d *draft) pinAnew() {
	points := d.inc.Place.Points
	d.forgetFound()
	d.inc.Place.Points = points
}

// resolveAnew takes away what was found by the former name, and looks the new one up. Where
// only a unit that it lies in is named anew and nothing is found there, its point stays: the
// row of a file may have been found by more than its place's name.
func (d *draft) resolveAnew() {
	p, was := &d.inc.Place, &d.before.Place
	said := *p
	mayStay := p.Text == was.Text && p.Country == was.Country && len(p.Points) > 0
	d.forgetFound()
	found := p.Text != "" && (d.withinSaid() && d.resolve(d.question()) || !mayStay && d.resolve(p.Text))
	switch {
	case mayStay && (!found || slices.ContainsFunc(p.Geocoding, dropsPart)):
		*p = said
		p.Geocoding = was.Geocoding
		d.pointStayed(fmt.Sprintf("no other %.60q is found there", p.Text))
	case !found:
		in := ""
		if p.CountryName != "" {
			in = " in " + p.CountryName
		}
		d.warn("place", fmt.Sprintf("%.60q is not found by name%s, or is several places; the points of %.60q were taken away",
			p.Text, in, was.Text), "a name that the gazetteer has, with its country, or a geometry")
	case p.Country != was.Country && !d.says("country"):
		d.warn("country", fmt.Sprintf("%.60q is found in %s; %.60q is in %s", p.Text, p.CountryName, was.Text,
			was.CountryName), "a country beside the name, if another place is meant")
	}
}

// dropsPart reports whether something of what was asked was not found.
func dropsPart(g incident.Geocoding) bool { return len(g.Dropped) > 0 }

// withinSaid reports whether the request names a unit that the place lies in.
func (d *draft) withinSaid() bool { return d.says("admin1") || d.says("admin2") }

// question is the place's name with the units that the request names, the finest first.
func (d *draft) question() string {
	parts := []string{d.inc.Place.Text}
	for _, unit := range []string{d.inc.Place.Admin2, d.inc.Place.Admin1} {
		if unit != "" {
			parts = append(parts, unit)
		}
	}
	return strings.Join(parts, ", ")
}

// forgetFound leaves of the place what the request says of it, and the country if the former
// name did not lead to it by itself.
func (d *draft) forgetFound() {
	p := &d.inc.Place
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

// pointStayed tells why a place that is named anew has the points that it had.
func (d *draft) pointStayed(why string) {
	d.warn("place", why+"; its points stayed as they were", "new points as geometry; with null beside the new place, its name is looked up")
}

// warn tells of a property what does not keep the incident from being written.
func (d *draft) warn(name, message, allowed string) {
	where := report.Where{Unit: "feature", Column: "/properties/" + escaped(name), ID: d.inc.ID}
	f := report.RuleRenamed.At(where, message)
	f.Allowed = allowed
	d.findings = append(d.findings, f)
}
