package server

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geojson"
	"incidentmap/internal/incident"
)

// How many places are answered.
const (
	geocodeDefault = 5
	geocodeMax     = 50
)

// geocodeDoc is GeocodeJSON
// (https://github.com/geocoders/geocodejson-spec/tree/master/draft).
type geocodeDoc struct {
	Type      string           `json:"type"`
	Geocoding geocodeHead      `json:"geocoding"`
	Features  []geocodeFeature `json:"features"`
}

type geocodeHead struct {
	Version     string `json:"version"`
	Licence     string `json:"licence"`
	Attribution string `json:"attribution"`
	Query       string `json:"query,omitempty"`
	Gazetteer   string `json:"gazetteer_version"`
}

type geocodeFeature struct {
	Type       string          `json:"type"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties struct {
		Geocoding geocodePlace `json:"geocoding"`
	} `json:"properties"`
}

type geocodePlace struct {
	Label       string  `json:"label"`
	Name        string  `json:"name"`
	Country     string  `json:"country,omitempty"`
	CountryCode string  `json:"country_code,omitempty"`
	Admin1      string  `json:"admin1,omitempty"`
	Admin2      string  `json:"admin2,omitempty"`
	Precision   string  `json:"place_precision"`
	RadiusM     float64 `json:"place_radius_m"`
	GazetteerID string  `json:"gazetteer_id"`
	Score       float64 `json:"score"`
}

func (s *Server) geocode(c echo.Context) error {
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	if err := checkQuery(q, "q", "country", "limit", "bbox", "f"); err != nil {
		return err
	}
	if fold := strings.TrimSpace(q.Get("q")); fold == "" || len(fold) > maxText {
		return incident.BadParameter("q", "it must be the text of a place of 1 to %d bytes", maxText)
	}
	opt, err := geocodeOptions(q)
	if err != nil {
		return err
	}
	g, err := s.cfg.Gazetteer()
	if err != nil {
		return err
	}
	if s.fresh(c, g.Version(), "geocode") {
		return notModified(c)
	}
	res := g.Lookup(q.Get("q"), opt)
	doc := newGeocodeDoc(g, q.Get("q"))
	if res.Best != nil {
		doc.add(*res.Best)
	}
	for _, m := range res.Alternatives {
		doc.add(m)
	}
	doc.Features = doc.Features[:min(len(doc.Features), opt.Limit)]
	return writeGeocode(c, doc)
}

func geocodeOptions(q url.Values) (gazetteer.Options, error) {
	opt := gazetteer.Options{}
	if q.Has("country") {
		codes := []string{q.Get("country")}
		if err := upperCountries(codes); err != nil {
			return opt, err
		}
		opt.Country = codes[0]
	}
	var err error
	if opt.Limit, err = geocodeLimit(q, geocodeDefault); err != nil {
		return opt, err
	}
	if q.Has("bbox") {
		r := reader{request: &request{}, raw: url.Values{}}
		if err := readBBox(&r, q.Get("bbox")); err != nil {
			return opt, err
		}
		b := r.filter.BBox.Split()[0]
		opt.Bias = &b
	}
	return opt, nil
}

func geocodeLimit(q url.Values, fallback int) (int, error) {
	if !q.Has("limit") {
		return fallback, nil
	}
	r := reader{request: &request{}}
	err := readLimit(&r, q.Get("limit"))
	return min(r.page.Limit, geocodeMax), err
}

// checkQuery refuses parameters beside the known ones, and repeated ones.
func checkQuery(q url.Values, known ...string) error {
	for _, name := range sortedKeys(q) {
		if !slices.Contains(known, name) {
			return &incident.Error{Code: incident.Invalid, Parameter: name, Message: "there is no such parameter here", Allowed: known}
		}
		if len(q[name]) > 1 {
			return incident.BadParameter(name, "it is given %d times", len(q[name]))
		}
		if err := checkText(name, q.Get(name)); err != nil {
			return err
		}
		if name == "f" && q.Get(name) != "json" && q.Get(name) != "geojson" {
			return &incident.Error{Code: incident.Invalid, Parameter: name, Message: notAllowed(q.Get(name)), Allowed: []string{"json", "geojson"}}
		}
	}
	return nil
}

func (s *Server) reverse(c echo.Context) error {
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	if err := checkQuery(q, "lat", "lon", "limit", "f"); err != nil {
		return err
	}
	p, err := reversePoint(q)
	if err != nil {
		return err
	}
	limit, err := geocodeLimit(q, 1)
	if err != nil {
		return err
	}
	g, err := s.cfg.Gazetteer()
	if err != nil {
		return err
	}
	if s.fresh(c, g.Version(), "reverse") {
		return notModified(c)
	}
	doc := newGeocodeDoc(g, "")
	for _, m := range g.Reverse(p, limit) {
		doc.add(m)
	}
	return writeGeocode(c, doc)
}

func reversePoint(q url.Values) (p orb.Point, err error) {
	for i, axis := range []struct {
		name string
		most float64
	}{{"lon", 180}, {"lat", 90}} {
		p[i], err = strconv.ParseFloat(q.Get(axis.name), 64)
		if err != nil || !(math.Abs(p[i]) <= axis.most) { // NaN is not
			return p, incident.BadParameter(axis.name, "%s is not a number of degrees from -%v to %v", quote(q.Get(axis.name)), axis.most, axis.most)
		}
	}
	return p, nil
}

func newGeocodeDoc(g *gazetteer.Gazetteer, query string) *geocodeDoc {
	return &geocodeDoc{Type: "FeatureCollection", Features: []geocodeFeature{}, Geocoding: geocodeHead{
		Version: "0.1.0", Licence: "CC BY 4.0", Query: query, Gazetteer: g.Version(),
		Attribution: "GeoNames (CC BY 4.0), Natural Earth, OurAirports; in full at /api"}}
}

func (d *geocodeDoc) add(m gazetteer.Match) {
	f := geocodeFeature{Type: "Feature", Geometry: geojson.AppendGeometry(nil, orb.MultiPoint{m.Point})}
	admin1, admin2 := m.Units()
	f.Properties.Geocoding = geocodePlace{Label: placeLabel(m.Place), Name: m.Name, Country: m.CountryName, CountryCode: m.Country,
		Admin1: admin1, Admin2: admin2, Precision: string(m.Class), RadiusM: m.RadiusM, GazetteerID: m.ID, Score: m.Score}
	d.Features = append(d.Features, f)
}

func writeGeocode(c echo.Context, doc *geocodeDoc) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, formatGeoJSON.mediaType, body)
}

// placeLabel names a place with what it lies in.
func placeLabel(p gazetteer.Place) string {
	var parts []string
	for _, part := range []string{p.Name, p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
