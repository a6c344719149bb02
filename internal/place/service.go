package place

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// Service is a provider on the network.
type Service struct {
	name   string
	format format
	client *client
}

// format is the wire format of a kind of service.
type format interface {
	// path and query are what is asked for under the service's address.
	path() string
	query(text string, opt gazetteer.Options) url.Values
	// read reads an answer: the places, the best first, and how to attribute them.
	read(body []byte) (found []found, attribution string, err error)
}

// found is one place of an answer.
type found struct {
	gazetteer.Place
	score float64
}

// Name implements Provider.
func (s *Service) Name() string { return s.name }

// Geocode implements Provider. Places of another country than the one asked for
// are left out, and so are those without a valid point.
func (s *Service) Geocode(ctx context.Context, text string, opt gazetteer.Options) (Answer, error) {
	a := Answer{Result: gazetteer.Result{Query: text}, Provider: s.name}
	if len(text) > gazetteer.MaxText || strings.TrimSpace(text) == "" {
		return a, nil
	}
	body, keep, err := s.client.get(ctx, s.format.path(), s.format.query(text, opt))
	if err != nil {
		return a, err
	}
	places, attribution, err := s.format.read(body)
	if err != nil {
		return a, fmt.Errorf("the answer: %w", err)
	}
	if err := keep(); err != nil {
		return a, err
	}
	a.Version = attribution
	var matches []gazetteer.Match
	for _, p := range places {
		if opt.Country == "" || strings.EqualFold(p.Country, opt.Country) {
			matches = append(matches, gazetteer.Match{Place: p.Place, Matched: p.Name, Score: p.score})
		}
	}
	if len(matches) > 0 {
		a.Best, a.Alternatives = &matches[0], matches[1:]
		a.Read = []gazetteer.Reading{{Text: text, Role: gazetteer.RolePlace, Found: a.Best.Name, ID: a.Best.ID,
			Manner: gazetteer.ByName}}
	}
	return a, nil
}

// maxFound bounds the places of one answer.
const maxFound = 10

// leastM is the smallest radius, in metres, of a place of each class: a service's
// boxes are those of what is mapped, which may be a point.
var leastM = map[gazetteer.Class]float64{gazetteer.Exact: 100, gazetteer.Vicinity: 500, gazetteer.Locality: 3000,
	gazetteer.Admin2: 5000,
	gazetteer.Admin1: 10_000, gazetteer.Country: 10_000}

// located sets the point and the radius, which reaches to the farthest corner of the
// box west, south, east, north. It reports false for a point that is none.
func (f *found) located(p orb.Point, box [4]float64) bool {
	if !valid(p) {
		return false
	}
	f.Point, f.Located = p, true
	f.RadiusM = leastM[f.Class]
	for _, corner := range []orb.Point{{box[0], box[1]}, {box[2], box[1]}, {box[2], box[3]}, {box[0], box[3]}} {
		if valid(corner) && box != [4]float64{} {
			f.RadiusM = max(f.RadiusM, math.Round(geo.DistanceHaversine(p, corner)))
		}
	}
	return true
}

// valid reports whether a point is one of the world; NaN is not.
func valid(p orb.Point) bool { return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 }

// clean bounds a text of an answer and drops what is not printable.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if len(s) > maxName {
		s = strings.ToValidUTF8(s[:maxName], "")
	}
	return s
}

// maxName is the longest name, in bytes, that is taken from an answer.
const maxName = 255
