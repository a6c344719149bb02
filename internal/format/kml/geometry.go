package kml

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// geometries are those of a placemark or a MultiGeometry.
type geometries struct {
	Points   []string     `xml:"Point>coordinates"`
	Lines    []string     `xml:"LineString>coordinates"`
	Rings    []string     `xml:"LinearRing>coordinates"`
	Polygons []polygon    `xml:"Polygon"`
	Several  []geometries `xml:"MultiGeometry"`
}

type polygon struct {
	Outer string   `xml:"outerBoundaryIs>LinearRing>coordinates"`
	Inner []string `xml:"innerBoundaryIs>LinearRing>coordinates"`
}

// maxNested bounds how deep geometries lie in each other.
const maxNested = 20

// shape is the placemark's geometry; nil for none that can be read.
func (g *geometries) shape() orb.Geometry {
	all := g.list(nil, 0)
	points := orb.MultiPoint{}
	for _, one := range all {
		p, ok := one.(orb.Point)
		if !ok {
			break
		}
		points = append(points, p)
	}
	switch {
	case len(all) == 0:
		return nil
	case len(all) == 1:
		return all[0]
	case len(points) == len(all):
		return points
	}
	return orb.Collection(all)
}

func (g *geometries) list(out []orb.Geometry, depth int) []orb.Geometry {
	if depth == maxNested {
		return out
	}
	for _, text := range g.Points {
		if p := coordinates(text); len(p) > 0 {
			out = append(out, p[0])
		}
	}
	for _, text := range append(g.Lines, g.Rings...) {
		if line := coordinates(text); len(line) > 1 {
			out = append(out, orb.LineString(line))
		}
	}
	for _, p := range g.Polygons {
		if area := p.polygon(); area != nil {
			out = append(out, area)
		}
	}
	for i := range g.Several {
		out = g.Several[i].list(out, depth+1)
	}
	return out
}

func (p polygon) polygon() orb.Geometry {
	outer := coordinates(p.Outer)
	if len(outer) < 4 {
		return nil
	}
	out := orb.Polygon{outer}
	for _, text := range p.Inner {
		if ring := coordinates(text); len(ring) >= 4 {
			out = append(out, ring)
		}
	}
	return out
}

// coordinates reads tuples of longitude, latitude and perhaps altitude. What is no tuple
// is passed over.
func coordinates(text string) []orb.Point {
	var out []orb.Point
	for _, tuple := range strings.Fields(text) {
		parts := strings.Split(tuple, ",")
		if len(parts) < 2 {
			continue
		}
		lon, err1 := strconv.ParseFloat(parts[0], 64)
		lat, err2 := strconv.ParseFloat(parts[1], 64)
		if err1 == nil && err2 == nil {
			out = append(out, orb.Point{lon, lat})
		}
	}
	return out
}
