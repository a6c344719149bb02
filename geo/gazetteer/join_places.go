package gazetteer

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// joinPlaces merges the places by ID and refers them to each other anew.
func (j *joint) joinPlaces() error {
	countries, kinds, err := j.joinTables()
	if err != nil {
		return err
	}
	j.mergeRows(countries, kinds)
	j.changed = make([]bool, len(j.base.places))
	for i := range j.base.places {
		e := &j.out.places[j.fromBase[i]]
		e.admin1, e.admin2 = rowIn(j.fromBase, e.admin1), rowIn(j.fromBase, e.admin2)
	}
	for i := range j.layer.places {
		from := &j.layer.places[i]
		e, row := &j.out.places[j.fromLayer[i]], j.fromLayer[i]
		admin1, admin2 := without(row, rowIn(j.fromLayer, from.admin1)), without(row, rowIn(j.fromLayer, from.admin2))
		if j.twin[i] == none {
			e.admin1, e.admin2 = admin1, admin2
			continue
		}
		e.lie(admin1, admin2)
		people := e.population
		j.out.overlay(e, from, uint8(len(j.base.layers))+from.layer)
		j.changed[j.twin[i]] = j.changed[j.twin[i]] || e.population != people
	}
	j.out.findNations()
	return nil
}

// rowIn is the new number of a row, none of none.
func rowIn(rows []int32, row int32) int32 {
	if row == none {
		return none
	}
	return rows[row]
}

// without is the unit in a row, none where that is the place itself: two units of
// a layer may be one below.
func without(self, unit int32) int32 {
	if unit == self {
		return none
	}
	return unit
}

// joinTables merges countries and kinds, and returns the numbers that those of the
// layer have in out. Those of the base keep theirs.
func (j *joint) joinTables() (countries []uint8, kinds []uint16, err error) {
	j.out.countries, countries = union[string, uint8](j.base.countries, j.layer.countries)
	j.out.kinds, kinds = union[kind, uint16](j.base.kinds, j.layer.kinds)
	if len(j.out.countries) > maxTable || len(j.out.kinds) > math.MaxUint16 {
		return nil, nil, fmt.Errorf("gazetteer: the layers have %d countries and %d kinds of places together, "+
			"and %d and %d are allowed", len(j.out.countries), len(j.out.kinds), maxTable, math.MaxUint16)
	}
	return countries, kinds, nil
}

// union is the base followed by what only the layer has, and the number there of
// each of the layer. The numbers hold only if all fits N, which the caller checks.
func union[T comparable, N uint8 | uint16](base, layer []T) (all []T, numbers []N) {
	number := make(map[T]int, len(base)+len(layer))
	for i, t := range base {
		number[t] = i
	}
	all = slices.Clone(base)
	for _, t := range layer {
		if _, known := number[t]; !known {
			number[t] = len(all)
			all = append(all, t)
		}
		numbers = append(numbers, N(number[t])) //nolint:gosec // the caller checks
	}
	return all, numbers
}

// mergeRows puts the places of both in order. Their units are still numbered as
// they were.
func (j *joint) mergeRows(countries []uint8, kinds []uint16) {
	a, b, out := j.base, j.layer, j.out
	j.fromBase, j.fromLayer = make([]int32, len(a.places)), make([]int32, len(b.places))
	added := 0
	for _, t := range j.twin {
		if t == none {
			added++
		}
	}
	out.places = make([]entry, 0, len(a.places)+added)
	var ids, labels strings.Builder
	ids.Grow(len(a.ids) + len(b.ids))
	labels.Grow(len(a.labels) + len(b.labels))
	take := func(g *Gazetteer, row int32, rows []int32) *entry {
		rows[row] = int32(len(out.places)) //nolint:gosec // bounded by maxRefs
		e := g.places[row]
		e.id, e.label = uint32(ids.Len()), uint32(labels.Len()) //nolint:gosec // two files of maxUnpack at most
		ids.WriteString(g.id(row))
		labels.WriteString(g.label(row))
		out.places = append(out.places, e)
		return &out.places[len(out.places)-1]
	}
	next := int32(0)
	for row := range b.places {
		if j.twin[row] != none {
			continue
		}
		for id := b.id(int32(row)); int(next) < len(a.places) && a.id(next) < id; next++ {
			take(a, next, j.fromBase)
		}
		e := take(b, int32(row), j.fromLayer)
		e.country, e.kind, e.layer = countries[e.country], kinds[e.kind], e.layer+uint8(len(a.layers))
	}
	for ; int(next) < len(a.places); next++ {
		take(a, next, j.fromBase)
	}
	for row, t := range j.twin {
		if t != none {
			j.fromLayer[row] = j.fromBase[t]
		}
	}
	out.ids, out.labels = ids.String(), labels.String()
}

// lie puts a place into the units that a higher layer knows. A district that only
// a lower layer knows stays where the province is the same.
func (e *entry) lie(admin1, admin2 int32) {
	switch {
	case admin2 != none:
		e.admin1, e.admin2 = admin1, admin2
	case admin1 != none && admin1 != e.admin1:
		e.admin1, e.admin2 = admin1, none
	}
}

// overlay gives a place what the row of a higher layer knows of it.
func (g *Gazetteer) overlay(e, higher *entry, layer uint8) {
	moves := higher.located() && (!e.located() || g.level(e) <= Locality.Level())
	if moves {
		radius := higher.radius
		if higher.population == 0 {
			radius = max(radius, e.radius)
		}
		e.lon, e.lat, e.radius, e.layer = higher.lon, higher.lat, radius, layer
	}
	if higher.population > 0 {
		e.population = higher.population
	}
}
