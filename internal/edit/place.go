package edit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/country"
	"incidentmap/internal/incident"
)

// maxPoints bounds the points of a place.
const maxPoints = 1000

// place reads the geometry, and completes the place: by what it was where nothing of it
// changes, else by looking its text up where it has no points, or has those of another name.
func (d *draft) place() {
	p := &d.inc.Place
	d.country()
	if !d.geometry() {
		return
	}
	b := d.before
	moved := b == nil || !slices.Equal(p.Points, b.Place.Points)
	renamed := d.renamed()
	switch {
	case renamed && d.followsName():
		d.resolveAnew()
	case renamed && moved && d.wasFound() && len(p.Points) > 0 && p.Text != b.Place.Text:
		d.pinAnew()
	case len(p.Points) == 0 && p.Text != "" && renamed:
		d.resolve(p.Text)
	case moved:
	case p.Text == b.Place.Text:
		p.Geocoding = b.Place.Geocoding
	case len(p.Points) > 0:
		d.pointStayed(fmt.Sprintf("the place was %.60q and is %.60q now", b.Place.Text, p.Text))
	}
	d.complete(moved)
}

// country reads the country's code or name. The name that a source gave stays with its code.
func (d *draft) country() {
	p := &d.inc.Place
	if p.Country == "" {
		return
	}
	code, err := country.Code(p.Country)
	if err != nil {
		d.problem("country", []string{"a code of ISO 3166-1 such as IQ", "a name such as Iraq", "null"},
			"it is %s", err)
		return
	}
	p.Country, p.CountryName = code, country.Name(code)
	if d.before != nil && d.before.Place.Country == code {
		p.CountryName = d.before.Place.CountryName
	}
}

// geometry reads the points; false where they are none.
func (d *draft) geometry() bool {
	if isNull(d.feature.Geometry) {
		return true
	}
	if isNull(d.feature.CRS) && d.before != nil && sameJSON(d.feature.Geometry, d.shape) {
		d.inc.Place.Points = d.before.Place.Points // also those that the reference system does not reach
		return true
	}
	toDegrees, ok := d.toDegrees()
	if !ok {
		return false
	}
	var g struct {
		Type        string
		Coordinates json.RawMessage
	}
	wrong := func(format string) bool {
		d.problems = append(d.problems, Problem{"/geometry", format, []string{"Point", "MultiPoint", "null"}})
		return false
	}
	if json.Unmarshal(d.feature.Geometry, &g) != nil {
		return wrong("it is no geometry of GeoJSON")
	}
	var all [][]float64
	switch g.Type {
	case "Point":
		var one []float64
		if json.Unmarshal(g.Coordinates, &one) != nil {
			return wrong("its coordinates are no numbers")
		}
		all = [][]float64{one}
	case "MultiPoint":
		if json.Unmarshal(g.Coordinates, &all) != nil {
			return wrong("its coordinates are no list of points")
		}
	default:
		return wrong("incidents have points; another geometry is not kept")
	}
	if len(all) > maxPoints {
		return wrong("it has more points than an incident may have, 1000")
	}
	for _, c := range all {
		if len(c) < 2 || len(c) > 3 {
			return wrong("a point has two numbers, or three with its height")
		}
		p := toDegrees(orb.Point{c[0], c[1]})
		if !geo.ValidPoint(p) {
			return wrong("a point is a longitude from -180 to 180 and a latitude from -90 to 90" + d.inCRS())
		}
		d.inc.Place.Points = append(d.inc.Place.Points, p)
	}
	return true
}

// resolve looks the place up by a text, and reports whether it is found. What the feature says
// itself counts more than what is found.
func (d *draft) resolve(text string) bool {
	p := &d.inc.Place
	if d.Resolve == nil {
		return false
	}
	found, ok := d.Resolve(text, p.Country)
	if !ok {
		return false
	}
	p.Points, p.Geocoding = found.Points, found.Geocoding
	if p.Country == "" {
		p.Country, p.CountryName = found.Country, found.CountryName
	}
	p.Admin1, p.Admin2 = cmp.Or(p.Admin1, found.Admin1), cmp.Or(p.Admin2, found.Admin2)
	// How closely the text is known is the gazetteer's to say, unless it is said now.
	if !d.says("place_precision") || p.Precision == incident.PlaceUnknown {
		p.Precision = found.Precision
	}
	if !d.says("place_radius_m") {
		p.RadiusM = found.RadiusM
	}
	return true
}

// says reports whether the feature says something else of a property than what it was.
func (d *draft) says(name string) bool {
	raw := d.feature.Properties[name]
	if !d.given[name] || isNull(raw) {
		return false
	}
	return d.before == nil || !sameJSON(raw, d.was[name])
}

// complete gives the place the precision that it must have.
func (d *draft) complete(moved bool) {
	p := &d.inc.Place
	switch {
	case len(p.Points) == 0:
		if p.Precision != "" && p.Precision != incident.PlaceUnknown && d.says("place_precision") {
			d.problem("place_precision", []string{string(incident.PlaceUnknown)},
				"it is %s, and there is no point: the geometry is null, and no place is known by the text", p.Precision)
		}
		p.Precision, p.RadiusM = incident.PlaceUnknown, 0
	case p.Precision == "" || p.Precision == incident.PlaceUnknown:
		// A point that somebody has set, who does not say how closely.
		p.Precision = incident.PlaceVicinity
		if moved && !d.says("place_radius_m") {
			p.RadiusM = 0
		}
	}
}
