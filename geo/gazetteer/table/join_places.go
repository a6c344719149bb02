package table

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
)

// joinPlaces merges the places by ID and refers them to each other anew.
func (j *joint) joinPlaces() error {
	countries, kinds, err := j.joinTables()
	if err != nil {
		return err
	}
	j.mergeRows(countries, kinds)
	j.changed = make([]bool, len(j.base.Places))
	for i := range j.base.Places {
		e := &j.out.Places[j.fromBase[i]]
		e.Admin1, e.Admin2 = rowIn(j.fromBase, e.Admin1), rowIn(j.fromBase, e.Admin2)
	}
	for i := range j.layer.Places {
		from := &j.layer.Places[i]
		e, row := &j.out.Places[j.fromLayer[i]], j.fromLayer[i]
		admin1, admin2 := without(row, rowIn(j.fromLayer, from.Admin1)), without(row, rowIn(j.fromLayer, from.Admin2))
		if j.twin[i] == None {
			e.Admin1, e.Admin2 = admin1, admin2
			continue
		}
		e.lie(admin1, admin2)
		people := e.Population
		j.out.overlay(e, from, uint8(len(j.base.layers))+from.layer)
		j.changed[j.twin[i]] = j.changed[j.twin[i]] || e.Population != people
	}
	j.out.findNations()
	return nil
}

// rowIn is the new number of a row, none of none.
func rowIn(rows []int32, row int32) int32 {
	if row == None {
		return None
	}
	return rows[row]
}

// without is the unit in a row, none where that is the place itself: two units of
// a layer may be one below.
func without(self, unit int32) int32 {
	if unit == self {
		return None
	}
	return unit
}

// joinTables merges countries and kinds, and returns the numbers that those of the
// layer have in out. Those of the base keep theirs.
func (j *joint) joinTables() (countries []uint8, kinds []uint16, err error) {
	j.out.Countries, countries = union[string, uint8](j.base.Countries, j.layer.Countries)
	j.out.kinds, kinds = union[kind, uint16](j.base.kinds, j.layer.kinds)
	if len(j.out.Countries) > maxTable || len(j.out.kinds) > math.MaxUint16 {
		return nil, nil, fmt.Errorf("gazetteer: the layers have %d countries and %d kinds of places together, "+
			"and %d and %d are allowed", len(j.out.Countries), len(j.out.kinds), maxTable, math.MaxUint16)
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
	j.fromBase, j.fromLayer = make([]int32, len(a.Places)), make([]int32, len(b.Places))
	added := 0
	for _, t := range j.twin {
		if t == None {
			added++
		}
	}
	out.Places = make([]Entry, 0, len(a.Places)+added)
	var ids, labels strings.Builder
	ids.Grow(len(a.ids) + len(b.ids))
	labels.Grow(len(a.labels) + len(b.labels))
	take := func(from *Table, row int32, rows []int32) *Entry {
		rows[row] = int32(len(out.Places)) //nolint:gosec // bounded by maxRefs
		e := from.Places[row]
		e.id, e.label = uint32(ids.Len()), uint32(labels.Len()) //nolint:gosec // two files of maxUnpack at most
		ids.WriteString(from.ID(row))
		labels.WriteString(from.Label(row))
		out.Places = append(out.Places, e)
		return &out.Places[len(out.Places)-1]
	}
	next := int32(0)
	for row := range b.Places {
		if j.twin[row] != None {
			continue
		}
		for id := b.ID(int32(row)); int(next) < len(a.Places) && a.ID(next) < id; next++ {
			take(a, next, j.fromBase)
		}
		e := take(b, int32(row), j.fromLayer)
		e.Country, e.kind, e.layer = countries[e.Country], kinds[e.kind], e.layer+uint8(len(a.layers))
	}
	for ; int(next) < len(a.Places); next++ {
		take(a, next, j.fromBase)
	}
	for row, t := range j.twin {
		if t != None {
			j.fromLayer[row] = j.fromBase[t]
		}
	}
	out.ids, out.labels = ids.String(), labels.String()
}

// lie puts a place into the units that a higher layer knows. A district that only
// a lower layer knows stays where the province is the same.
func (e *Entry) lie(admin1, admin2 int32) {
	switch {
	case admin2 != None:
		e.Admin1, e.Admin2 = admin1, admin2
	case admin1 != None && admin1 != e.Admin1:
		e.Admin1, e.Admin2 = admin1, None
	}
}

// overlay gives a place what the row of a higher layer knows of it.
func (t *Table) overlay(e, higher *Entry, layer uint8) {
	moves := higher.Located() && (!e.Located() || t.Level(e) <= lexicon.Locality.Level())
	if moves {
		radius := higher.Radius
		if higher.Population == 0 {
			radius = max(radius, e.Radius)
		}
		e.lon, e.lat, e.Radius, e.layer = higher.lon, higher.lat, radius, layer
	}
	if higher.Population > 0 {
		e.Population = higher.Population
	}
}
