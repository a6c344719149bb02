package server

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/place"
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

	answer place.Answer // which knows what each place comes from
}

// geocodeHead has, beside what the format asks for, how the text was read.
type geocodeHead struct {
	Version     string              `json:"version"`
	Licence     string              `json:"licence,omitempty"`     // of the gazetteer's layers that answer
	Attribution string              `json:"attribution,omitempty"` // likewise
	Query       string              `json:"query,omitempty"`
	Gazetteer   string              `json:"gazetteer_version"`
	Read        []gazetteer.Reading `json:"read,omitempty"`
}

type geocodeFeature struct {
	Type       string          `json:"type"`
	BBox       [4]float64      `json:"bbox"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties struct {
		Geocoding geocodePlace `json:"geocoding"`
	} `json:"properties"`
}

// geocodePlace has the format's own properties, and what it has no word for: how
// precisely the place is known and how it was found.
type geocodePlace struct {
	Type        string            `json:"type"`
	Accuracy    float64           `json:"accuracy"` // metres
	Label       string            `json:"label"`
	Name        string            `json:"name"`
	City        string            `json:"city,omitempty"`
	County      string            `json:"county,omitempty"`
	State       string            `json:"state,omitempty"`
	Country     string            `json:"country,omitempty"`
	CountryCode string            `json:"country_code,omitempty"`
	Admin       map[string]string `json:"admin,omitempty"`
	Admin1      string            `json:"admin1,omitempty"`
	Admin2      string            `json:"admin2,omitempty"`
	Precision   string            `json:"place_precision"`
	RadiusM     float64           `json:"place_radius_m"`
	GazetteerID string            `json:"gazetteer_id"`
	Gazetteer   string            `json:"gazetteer,omitempty"` // the layer, where there are several
	Licence     string            `json:"licence,omitempty"`   // of the layer, likewise
	Attribution string            `json:"attribution,omitempty"`
	Score       float64           `json:"score"`
	Matched     string            `json:"matched,omitempty"`
	Dropped     []string          `json:"dropped,omitempty"`
	Also        bool              `json:"also,omitempty"` // named by the text beside the first

	about gazetteer.About // the data that it comes from
}

// geocodeTypes are the format's words for how much a place is.
var geocodeTypes = map[gazetteer.Class]string{gazetteer.Exact: "house", gazetteer.Vicinity: "locality",
	gazetteer.Locality: "city",
	gazetteer.Admin2:   "county", gazetteer.Admin1: "state", gazetteer.Area: "region", gazetteer.Offshore: "region",
	gazetteer.Country: "country"}

func (s *Server) geocode(c echo.Context) error {
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	if err := checkQuery(q, "q", "country", "limit", "bbox", "autocomplete", "f"); err != nil {
		return err
	}
	if text := q.Get("q"); strings.TrimSpace(text) == "" || len(text) > gazetteer.MaxText {
		return incident.BadParameter("q", "it must be the text of a place of 1 to %d bytes", gazetteer.MaxText)
	}
	typing, err := geocodeTyping(q)
	if err != nil {
		return err
	}
	opt, err := geocodeOptions(q)
	if err != nil {
		return err
	}
	g, err := s.cfg.Places.Gazetteer()
	if err != nil {
		return err
	}
	if (typing || !s.cfg.Places.AsksServices()) && s.fresh(c, g.Version(), "geocode") {
		return notModified(c)
	}
	doc := newGeocodeDoc(g, q.Get("q"))
	if typing { // services are not asked for every letter
		doc.add(false, g.Complete(q.Get("q"), opt)...)
		return writeGeocode(c, doc)
	}
	if doc.answer, err = s.askPlaces(c, q.Get("q"), opt); err != nil {
		return err
	}
	doc.addResult(opt.Limit)
	return writeGeocode(c, doc)
}

// placesTime bounds the wait for services: less than until a 503 for want of a
// first byte.
const placesTime = 10 * time.Second

// askPlaces asks for a place. Unavailable: nothing that answered knows it, and
// something did not answer.
func (s *Server) askPlaces(c echo.Context, text string, opt gazetteer.Options) (place.Answer, error) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), placesTime)
	defer cancel()
	a, err := s.cfg.Places.Geocode(ctx, text, opt)
	if err != nil && c.Request().Context().Err() == nil {
		s.cfg.Log.Warn("a place was not looked up", "error", err)
		return a, incident.Errorf(incident.Unavailable,
			"a service that knows more places did not answer; try again in a while")
	}
	return a, err
}

// geocodeTyping reports whether the text is one that is being typed.
func geocodeTyping(q url.Values) (bool, error) {
	switch v := q.Get("autocomplete"); {
	case !q.Has("autocomplete") || v == "false":
		return false, nil
	case v != "true":
		return false, &incident.Error{Code: incident.Invalid, Parameter: "autocomplete", Message: notAllowed(v),
			Allowed: []string{"true", "false"}}
	}
	return true, nil
}

func geocodeOptions(q url.Values) (gazetteer.Options, error) {
	opt := gazetteer.Options{}
	if q.Has("country") {
		codes := []string{q.Get("country")}
		if err := countryCodes(codes); err != nil {
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
			return &incident.Error{Code: incident.Invalid, Parameter: name, Message: "there is no such parameter here",
				Allowed: known}
		}
		if len(q[name]) > 1 {
			return incident.BadParameter(name, "it is given %d times", len(q[name]))
		}
		if err := checkText(name, q.Get(name)); err != nil {
			return err
		}
		if name == "f" && q.Get(name) != "json" && q.Get(name) != "geojson" {
			return &incident.Error{Code: incident.Invalid, Parameter: name, Message: notAllowed(q.Get(name)),
				Allowed: []string{"json", "geojson"}}
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
	g, err := s.cfg.Places.Gazetteer()
	if err != nil {
		return err
	}
	if s.fresh(c, g.Version(), "reverse") {
		return notModified(c)
	}
	doc := newGeocodeDoc(g, "")
	doc.add(false, g.Reverse(p, limit)...)
	return writeGeocode(c, doc)
}

func reversePoint(q url.Values) (p orb.Point, err error) {
	for i, axis := range []struct {
		name string
		most float64
	}{{"lon", 180}, {"lat", 90}} {
		p[i], err = strconv.ParseFloat(q.Get(axis.name), 64)
		if err != nil || !(math.Abs(p[i]) <= axis.most) { // NaN is not
			return p, incident.BadParameter(axis.name, "%s is not a number of degrees from -%v to %v",
				quote(q.Get(axis.name)), axis.most, axis.most)
		}
	}
	return p, nil
}

func newGeocodeDoc(g *gazetteer.Gazetteer, query string) *geocodeDoc {
	return &geocodeDoc{Type: "FeatureCollection", Features: []geocodeFeature{},
		answer:    place.Answer{Layers: g.Layers()},
		Geocoding: geocodeHead{Version: "0.1.0", Query: query, Gazetteer: g.Version()}}
}

// credit states licence and makers: those of the layers, or the service, that the
// answer comes from, and of all layers where there is no answer.
func (d *geocodeDoc) credit() {
	credited := func(a gazetteer.About) bool {
		return slices.ContainsFunc(d.Features, func(f geocodeFeature) bool { return f.Properties.Geocoding.about == a })
	}
	var layers []gazetteer.Layer
	for _, l := range d.answer.Layers {
		if credited(l.About) || len(d.Features) == 0 {
			layers = append(layers, l)
		}
	}
	if len(layers) == 0 && len(d.Features) > 0 { // a service, which has none
		layers = append(layers, gazetteer.Layer{About: d.Features[0].Properties.Geocoding.about})
	}
	about := gazetteer.Together(layers...)
	d.Geocoding.Licence, d.Geocoding.Attribution = about.Licence, about.Attribution
}

// addResult adds the places of a look-up: the best, those that the text names beside
// it, and then what else it could mean.
func (d *geocodeDoc) addResult(limit int) {
	r := d.answer.Result
	d.Geocoding.Read = r.Read
	if r.Best != nil {
		d.add(false, *r.Best)
	}
	d.add(true, r.Also...)
	d.add(false, r.Alternatives...)
	d.Features = d.Features[:min(len(d.Features), limit)]
}

// add adds places, marked where the text names them beside another.
func (d *geocodeDoc) add(also bool, matches ...gazetteer.Match) {
	for _, m := range matches {
		f := geocodeFeature{Type: "Feature", BBox: boxAround(m.Point, m.RadiusM),
			Geometry: geojson.AppendGeometry(nil, orb.MultiPoint{m.Point})}
		f.Properties.Geocoding = geocoded(m)
		f.Properties.Geocoding.Also = also
		p := &f.Properties.Geocoding
		if p.about = d.answer.About(m); len(d.answer.Layers) > 1 {
			p.Gazetteer, p.Licence, p.Attribution = d.answer.Layers[m.Layer].Name, p.about.Licence, p.about.Attribution
		}
		d.Features = append(d.Features, f)
	}
}

// geocoded writes a place in the words of the format.
func geocoded(m gazetteer.Match) geocodePlace {
	admin1, admin2 := m.Units()
	p := geocodePlace{Type: geocodeTypes[m.Class], Accuracy: m.RadiusM, Label: placeLabel(m.Place), Name: m.Name,
		County: admin2, State: admin1,
		Country: m.CountryName, CountryCode: m.Country, Admin1: admin1, Admin2: admin2, Precision: string(m.Class),
		RadiusM:     m.RadiusM,
		GazetteerID: m.ID, Score: m.Score, Matched: m.Matched, Dropped: m.Dropped, Admin: map[string]string{}}
	if m.Class == gazetteer.Locality {
		p.City = m.Name
	}
	for level, name := range map[string]string{"level2": m.CountryName, "level4": admin1, "level6": admin2} {
		if name != "" {
			p.Admin[level] = name
		}
	}
	return p
}

// boxAround is the box of a circle of metres around a point, as west, south, east,
// north. West is greater than east where it crosses the antimeridian (RFC 7946,
// section 5.2).
func boxAround(p orb.Point, metres float64) [4]float64 {
	high := metres / metresPerDegree
	south, north := max(p.Lat()-high, -90), min(p.Lat()+high, 90)
	far := max(math.Abs(south), math.Abs(north))
	wide := high / math.Cos(far*math.Pi/180)
	if far >= 89.9 || wide >= 180 {
		return [4]float64{-180, round(south), 180, round(north)}
	}
	return [4]float64{round(math.Remainder(p.Lon()-wide, 360)), round(south), round(math.Remainder(p.Lon()+wide, 360)),
		round(north)}
}

// metresPerDegree is the length of a degree of latitude.
const metresPerDegree = math.Pi * orb.EarthRadius / 180

// round keeps five decimals of a degree, about a metre.
func round(v float64) float64 { return math.Round(v*1e5) / 1e5 }

func writeGeocode(c echo.Context, doc *geocodeDoc) error {
	doc.credit()
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, geojson.Format.MediaType, body)
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
