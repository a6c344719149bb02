// Package topojson decodes TopoJSON, version 1 of the format as published at
// github.com/topojson/topojson-specification: shared arcs, delta-encoded on a
// grid. It reads trusted, pinned files for the build programs.
package topojson

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
)

// Topology is a decoded file.
type Topology struct {
	Objects map[string]*Object
	arcs    []orb.LineString
}

// Object is a geometry or a collection of them.
type Object struct {
	Type       string          `json:"type"`
	ID         any             `json:"id"`
	Properties map[string]any  `json:"properties"`
	Geometries []*Object       `json:"geometries"`
	Arcs       json.RawMessage `json:"arcs"`
}

// file is the outermost object as written.
type file struct {
	Objects   map[string]*Object `json:"objects"`
	Arcs      [][][2]float64     `json:"arcs"`
	Transform *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
}

// Parse decodes a TopoJSON file.
func Parse(b []byte) (*Topology, error) {
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("topojson: %w", err)
	}
	t := &Topology{Objects: f.Objects}
	for _, arc := range f.Arcs {
		line := make(orb.LineString, len(arc))
		var x, y float64
		for i, p := range arc {
			if line[i] = p; f.Transform != nil {
				x, y = x+p[0], y+p[1]
				line[i] = orb.Point{x*f.Transform.Scale[0] + f.Transform.Translate[0], y*f.Transform.Scale[1] +
					f.Transform.Translate[1]}
			}
		}
		t.arcs = append(t.arcs, line)
	}
	return t, nil
}

// Polygons returns the polygons of an object and of all within it.
func (t *Topology) Polygons(o *Object) (orb.MultiPolygon, error) {
	var mp orb.MultiPolygon
	var rings [][][]int
	switch o.Type {
	case "Polygon":
		rings = make([][][]int, 1)
		if err := json.Unmarshal(o.Arcs, &rings[0]); err != nil {
			return nil, fmt.Errorf("topojson: %w", err)
		}
	case "MultiPolygon":
		if err := json.Unmarshal(o.Arcs, &rings); err != nil {
			return nil, fmt.Errorf("topojson: %w", err)
		}
	}
	for _, polygon := range rings {
		var p orb.Polygon
		for _, ring := range polygon {
			p = append(p, orb.Ring(t.join(ring)))
		}
		mp = append(mp, p)
	}
	for _, child := range o.Geometries {
		more, err := t.Polygons(child)
		if err != nil {
			return nil, err
		}
		mp = append(mp, more...)
	}
	return mp, nil
}

// Lines returns the lines of an object and of all within it.
func (t *Topology) Lines(o *Object) (orb.MultiLineString, error) {
	var lines [][]int
	var err error
	switch o.Type {
	case "LineString":
		lines = make([][]int, 1)
		err = json.Unmarshal(o.Arcs, &lines[0])
	case "MultiLineString":
		err = json.Unmarshal(o.Arcs, &lines)
	}
	if err != nil {
		return nil, fmt.Errorf("topojson: %w", err)
	}
	var ml orb.MultiLineString
	for _, line := range lines {
		ml = append(ml, t.join(line))
	}
	for _, child := range o.Geometries {
		more, err := t.Lines(child)
		if err != nil {
			return nil, err
		}
		ml = append(ml, more...)
	}
	return ml, nil
}

// plain is the number of an arc whatever its direction.
func plain(arc int) int {
	if arc < 0 {
		return ^arc
	}
	return arc
}

// join strings arcs together; each starts where the one before ends.
func (t *Topology) join(arcs []int) orb.LineString {
	var line orb.LineString
	for _, arc := range arcs {
		next := t.arcs[plain(arc)].Clone()
		if arc < 0 {
			next.Reverse()
		}
		if len(line) > 0 {
			next = next[1:]
		}
		line = append(line, next...)
	}
	return line
}
