package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/shape"
	"incidentmap/geo/gazetteer"
)

// supplementColumns are the columns of the hand-written table. A row without an
// id gives further names to its target, and renames it where name is set. A row
// with an id is a new place: at lon and lat and with the radius that its source
// states, else with those of the target. Several targets joined by "+" make an area.
var supplementColumns = []string{"id", "name", "aliases", "target", "class", "radius_m", "lon", "lat", "source"}

// addSupplement adds the hand-written rows.
func addSupplement(t *table) error {
	b, err := t.ledger.Input(supplementPath)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return err
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != strings.Join(supplementColumns, ",") {
		return fmt.Errorf("the columns are not %v", supplementColumns)
	}
	for i, r := range rows[1:] {
		if err := t.supplement(r); err != nil {
			return fmt.Errorf("row %d: %w", i+2, err)
		}
	}
	return nil
}

// supplement applies one row.
func (t *table) supplement(r []string) error {
	id, name, aliases, source := r[0], r[1], strings.Split(r[2], "|"), r[8]
	if source == "" {
		return fmt.Errorf("%q has no source", name)
	}
	var targets []*place
	for target := range strings.SplitSeq(r[3], "+") {
		p := t.places[target]
		if p == nil {
			return fmt.Errorf("no place %q", target)
		}
		targets = append(targets, p)
	}
	if id != "" {
		p, err := t.newPlace(id, name, targets, r)
		if err == nil {
			p.call(aliases...)
		}
		return err
	}
	for _, p := range targets {
		if name != "" {
			p.name = name
		}
		p.call(name)
		p.call(aliases...)
	}
	return nil
}

// newPlace adds the place that a row describes.
func (t *table) newPlace(id, name string, targets []*place, r []string) (*place, error) {
	first := targets[0]
	p := &place{id: "sup:" + id, name: name, country: first.country, admin1: first.admin1, admin2: first.admin2,
		class: gazetteer.Class(r[4]), feature: "SUPPLEMENT"}
	switch first.class {
	case gazetteer.Admin1:
		p.admin1 = first.id
	case gazetteer.Admin2:
		p.admin2 = first.id
	}
	if len(targets) > 1 {
		p.admin2 = ""
		var mp orb.MultiPolygon
		for _, target := range targets {
			mp = append(mp, target.shape...)
		}
		p.outline(shape.Together(mp), nil)
		return p, t.add(p)
	}
	p.locate(first.point, first.radius)
	if r[5] != "" {
		var err error
		if p.radius, err = strconv.ParseFloat(r[5], 64); err != nil {
			return nil, err
		}
	}
	if r[6] != "" {
		lon, err1 := strconv.ParseFloat(r[6], 64)
		lat, err2 := strconv.ParseFloat(r[7], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("malformed point of %q", name)
		}
		p.point = orb.Point{lon, lat}
	}
	return p, t.add(p)
}
