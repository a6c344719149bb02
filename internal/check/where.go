package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// largest are the largest radii in metres that a place of each precision
// reasonably has: the largest province of the world is 1,500 km across.
var largest = map[incident.PlacePrecision]float64{
	incident.PlaceExact:    3_000, // a large airport
	incident.PlaceVicinity: 50_000, incident.PlaceLocality: 75_000,
	incident.PlaceAdmin2: 500_000, incident.PlaceAdmin1: 2_000_000,
}

func (s *subject) checkWhere(r *record) {
	s.checkPlace(r, &r.Place, "place")
	if r.Origin != nil {
		s.checkPlace(r, r.Origin, "origin")
	}
}

func (s *subject) checkPlace(r *record, p *incident.Place, key string) {
	s.checkPrecision(r, p, key)
	for i, point := range p.Points {
		switch {
		case !geo.ValidPoint(point):
			s.find(report.RuleCoordinates, r, at(key), "longitude from -180 to 180, latitude from -90 to 90",
				"%v, %v is no point", point[0], point[1])
		case point == orb.Point{}: // reading a table has told, and placed the row by name
			s.find(report.RuleCoordinates, r, at(key), "the place's own coordinates, or none",
				"0, 0 stands for a place that is not known")
		case slices.Contains(p.Points[:i], point):
			s.find(report.RuleSamePoint, r, at(key), "", "the point %v, %v stands twice", point[0], point[1])
		default:
			s.checkCountry(r, p, point, key)
		}
	}
	s.checkAudit(r, p, key)
}

func (s *subject) checkPrecision(r *record, p *incident.Place, key string) {
	if !slices.Contains(incident.PlacePrecisions, p.Precision) {
		s.find(report.RuleWord, r, at(key), fmt.Sprint(incident.PlacePrecisions), "%q is none of the precisions",
			p.Precision)
		return
	}
	if placed := len(p.Points) > 0; placed == (p.Precision == incident.PlaceUnknown) {
		s.find(report.RulePrecision, r, at(key), "the precision unknown without a point, any other with one",
			"its precision is %s and it has %d points", p.Precision, len(p.Points))
	}
	if most, ok := largest[p.Precision]; ok && p.RadiusM > most {
		s.find(report.RuleRadius, r, at(key), fmt.Sprintf("at most %.0f m", most),
			"a radius of %.0f m is too large for the precision %s", p.RadiusM, p.Precision)
	}
}

// checkCountry compares a point with its country's outline.
func (s *subject) checkCountry(r *record, p *incident.Place, point orb.Point, key string) {
	if s.opt.Outlines == nil || p.Country == "" || p.Precision == incident.PlaceOffshore {
		return
	}
	margin := p.CountryMargin()
	away, ok := s.opt.Outlines.Away(p.Country, point)
	if !ok || away <= margin {
		return
	}
	allowed := fmt.Sprintf("at most %.0f km outside of %s", margin/1000, p.Country)
	swapped := orb.Point{point[1], point[0]}
	if geo.ValidPoint(swapped) {
		if away, _ := s.opt.Outlines.Away(p.Country, swapped); away <= margin {
			s.find(report.RuleOutside, r, at(key), allowed,
				"the point %v, %v is not in %s; longitude and latitude are swapped", point[0], point[1],
				s.countryName(p))
			return
		}
	}
	s.find(report.RuleOutside, r, at(key), allowed, "the point %v, %v is %.0f km outside of %s", point[0], point[1],
		away/1000, s.countryName(p))
}

func (s *subject) countryName(p *incident.Place) string {
	if s.opt.Gazetteer != nil {
		if c, ok := s.opt.Gazetteer.ByID("ne:" + p.Country); ok {
			return c.Name
		}
	}
	return p.Country
}

// checkAudit compares the points that were found by name with the gazetteer.
func (s *subject) checkAudit(r *record, p *incident.Place, key string) {
	if !s.loose || s.opt.Gazetteer == nil || len(p.Geocoding) != len(p.Points) {
		return // a directory's lock is checked itself
	}
	for i, g := range p.Geocoding {
		if g.Override != "" || g.GazetteerID == "" || elsewhere(g.GazetteerID) {
			continue
		}
		if !s.placedThere(g, p.Country, p.Points[i]) {
			s.find(report.RuleDrift, r, at(key), "the gazetteer's point, or an override with its source",
				"%q was placed at %v, %v by %s, which the gazetteer does not have there", g.Query, p.Points[i][0],
				p.Points[i][1], g.GazetteerID)
		}
	}
}

// elsewhere reports whether an ID is that of a service, whose places the gazetteer
// does not have.
func elsewhere(id string) bool {
	return strings.HasPrefix(id, "nominatim:") || strings.HasPrefix(id, "photon:")
}

// placedThere reports whether the gazetteer has an audited place at a point: by its
// ID, or by its text where that moves the point, as "12 km north of" does.
func (s *subject) placedThere(g incident.Geocoding, country string, p orb.Point) bool {
	if place, ok := s.opt.Gazetteer.ByID(g.GazetteerID); ok && orbgeo.DistanceHaversine(p, place.Point) <= 1 {
		return true
	}
	res := s.opt.Gazetteer.Lookup(g.Query, lookupOptions(country))
	if res.Best == nil {
		return false
	}
	return slices.ContainsFunc(append([]gazetteer.Match{*res.Best}, res.Also...), func(m gazetteer.Match) bool {
		return m.ID == g.GazetteerID && orbgeo.DistanceHaversine(p, m.Point) <= 1
	})
}
