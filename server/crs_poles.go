package server

import (
	"context"
	"iter"
	"math"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// omittedHeader counts the incidents of an answer with a point that its
// coordinate reference system does not reach. Those points are left out.
const omittedHeader = "Incidentmap-Points-Omitted"

// reaches reports whether Web Mercator, which ends at mercatorLimit, can hold
// a point.
func reaches(p orb.Point) bool { return math.Abs(p[1]) <= mercatorLimit }

// fitRecords leaves the points out that the answer's coordinate reference
// system does not reach and counts their incidents in a header. all says that
// the answer holds everything that the filter matches, so that the count need
// not gather its records.
func (s *Server) fitRecords(c echo.Context, r *request, res *store.Result, all bool) error {
	if r.crs.uri != epsg3857.uri {
		return nil
	}
	omitted := 0
	if all {
		var err error
		if omitted, err = r.countPoles(c.Request().Context()); err != nil {
			return err
		}
	} else {
		page := slices.Collect(res.Records)
		for _, record := range page {
			if slices.ContainsFunc(record.Place.Points, func(p orb.Point) bool { return !reaches(p) }) {
				omitted++
			}
		}
		res.Records = slices.Values(page)
	}
	c.Response().Header().Set(omittedHeader, strconv.Itoa(omitted))
	res.Records = withoutPoles(res.Records)
	return nil
}

// countPoles counts the matches with a point beyond Web Mercator.
func (r *request) countPoles(ctx context.Context) (int, error) {
	n, f := 0, r.filter
	west, east, south, north := -180.0, 180.0, -90.0, 90.0
	if f.BBox != nil {
		west, south, east, north = f.BBox.West, f.BBox.South, f.BBox.East, f.BBox.North
	}
	beyond := math.Nextafter(mercatorLimit, 90)
	for _, cap := range []geo.Box{{West: west, South: max(south, beyond), East: east, North: north},
		{West: west, South: south, East: east, North: min(north, -beyond)}} {
		if cap.South > cap.North {
			continue
		}
		f.BBox = &cap
		agg, err := r.view.Aggregate(ctx, f, incident.Aggregation{})
		if err != nil {
			return 0, err
		}
		n += agg.Matched - agg.Unplaced // a box matches what has no place
	}
	return n, nil
}

// withoutPoles leaves out the points that Web Mercator does not reach.
func withoutPoles(records iter.Seq[*incident.Record]) iter.Seq[*incident.Record] {
	return func(yield func(*incident.Record) bool) {
		for r := range records {
			if !yield(withoutPole(r)) {
				return
			}
		}
	}
}

// withoutPole returns the record itself or, where a point is left out, a copy.
func withoutPole(r *incident.Record) *incident.Record {
	place, cut := reachable(&r.Place)
	var origin *incident.Place
	originCut := false
	if r.Origin != nil {
		origin, originCut = reachable(r.Origin)
	}
	if !cut && !originCut {
		return r
	}
	inc, record := *r.Incident, *r
	inc.Place, inc.Origin = *place, origin
	record.Incident = &inc
	return &record
}

func reachable(p *incident.Place) (*incident.Place, bool) {
	if !slices.ContainsFunc(p.Points, func(p orb.Point) bool { return !reaches(p) }) {
		return p, false
	}
	out := *p
	out.Points = nil
	for _, point := range p.Points {
		if reaches(point) {
			out.Points = append(out.Points, point)
		}
	}
	return &out, true
}
