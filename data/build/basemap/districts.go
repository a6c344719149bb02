package main

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"

	"incidentmap/data/build/internal/source"
)

const (
	districtsPath = "data/gazetteer/pakistan-districts.geojson"
	districtZoom  = 7
	// districtGapM is how near, in metres, a district's line must come to a
	// province's or a country's to be taken for the same line, drawn worse: the
	// districts are 1.2 km off in the median, and several in the mountains.
	districtGapM = 6_000
)

// readDistricts derives the lines between Pakistan's districts: segments that
// two of them share, unless they run along the line of a province or country,
// which is drawn from a better source.
func readDistricts(l *source.Ledger) ([]feature, error) {
	b, err := l.Input(districtsPath)
	if err != nil {
		return nil, err
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, err
	}
	better, err := betterLines(l)
	if err != nil {
		return nil, err
	}
	seen := map[segment]bool{}
	var inner []segment
	for _, f := range fc.Features {
		eachSegment(f.Geometry, func(s segment) {
			if seen[s] && !better.near(s[0]) && !better.near(s[1]) {
				inner = append(inner, s)
			}
			seen[s] = true
		})
	}
	return []feature{{"boundary", geojson.Properties{"class": "admin2"}, districtZoom, regionMaxZoom, stitch(inner)}},
		nil
}

// betterLines are the corners of the lines of provinces and countries around
// Pakistan, by cells of a tenth of a degree.
func betterLines(l *source.Ledger) (cells, error) {
	borders, err := readBorders(l)
	if err != nil {
		return nil, err
	}
	provinces, err := readProvinces(l)
	if err != nil {
		return nil, err
	}
	c := cells{}
	pakistan := orb.Bound{Min: orb.Point{60, 23}, Max: orb.Point{78.5, 37.5}}
	for _, f := range append(borders, provinces...) {
		eachLine(f.geometry, func(line orb.LineString) {
			for i := 1; i < len(line); i++ {
				if pakistan.Contains(line[i]) {
					c.add(line[i-1], line[i])
				}
			}
		})
	}
	return c, nil
}

// eachLine calls f with each line of a geometry.
func eachLine(g orb.Geometry, f func(orb.LineString)) {
	switch g := g.(type) {
	case orb.LineString:
		f(g)
	case orb.MultiLineString:
		for _, line := range g {
			f(line)
		}
	}
}

// cells are points by cell.
type cells map[[2]int][]orb.Point

// cellOf is the cell of a point.
func cellOf(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] * 10)), int(math.Floor(p[1] * 10))}
}

// add adds points a kilometre or less apart along a segment.
func (c cells) add(a, b orb.Point) {
	n := max(1, int(geo.DistanceHaversine(a, b)/1000))
	for i := range n + 1 {
		f := float64(i) / float64(n)
		p := orb.Point{a[0] + (b[0]-a[0])*f, a[1] + (b[1]-a[1])*f}
		c[cellOf(p)] = append(c[cellOf(p)], p)
	}
}

// near reports whether a point is within districtGapM of one of the points.
func (c cells) near(p orb.Point) bool {
	at := cellOf(p)
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, q := range c[[2]int{at[0] + dx, at[1] + dy}] {
				if geo.DistanceHaversine(p, q) < districtGapM {
					return true
				}
			}
		}
	}
	return false
}
