package gazetteer

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb/geo"
)

// Distances in metres at which two rows are known to be one place, or two.
const (
	// sameTownM is how far apart two towns of one name may lie that are one:
	// sources round the points of villages to a minute of arc at worst.
	sameTownM = 1000
	// otherPlaceM is how far beyond each other's circles two places of one ID
	// and different names are no longer one that was renamed.
	otherPlaceM = 100_000
)

// findTwins finds the rows of the layer that are places of the base.
func (j *joint) findTwins() error {
	j.twin = make([]int32, len(j.layer.places))
	for i := range j.twin {
		j.twin[i] = none
	}
	taken := make([]bool, len(j.base.places))
	if err := j.twinsByID(taken); err != nil {
		return err
	}
	j.twinsByCode()
	pairs := j.namesakes(taken)
	j.pairUnits(pairs[Admin1], j.overlaps)
	j.pairUnits(pairs[Admin2], j.inOneProvince)
	j.pairTowns(pairs[Locality], taken)
	return nil
}

// twinsByID pairs the rows of one ID.
func (j *joint) twinsByID(taken []bool) error {
	at := int32(0)
	for row := range j.layer.places {
		id := j.layer.id(int32(row))
		for int(at) < len(j.base.places) && j.base.id(at) < id {
			at++
		}
		if int(at) == len(j.base.places) {
			return nil
		}
		if j.base.id(at) != id {
			continue
		}
		if err := j.isOne(at, int32(row)); err != nil {
			return err
		}
		j.twin[row], taken[at] = at, true
	}
	return nil
}

// isOne refuses two rows of one ID that are different places: tables of one's own
// may number their places alike.
func (j *joint) isOne(row, other int32) error {
	a, b := &j.base.places[row], &j.layer.places[other]
	if !a.located() || !b.located() || Key(j.base.label(row)) == Key(j.layer.label(other)) {
		return nil
	}
	apart := geo.DistanceHaversine(a.point(), b.point())
	if apart <= otherPlaceM+float64(a.radius)+float64(b.radius) {
		return nil
	}
	return fmt.Errorf("gazetteer: %q is %q in the layer %q and %q, %.0f km away, in the layer %q; an ID that two layers have must be of one place",
		j.base.id(row), j.base.label(row), j.base.layers[a.layer].Name, j.layer.label(other), apart/1000,
		j.layer.layers[b.layer].Name)
}

// twinsByCode pairs the countries.
func (j *joint) twinsByCode() {
	for i, row := range j.layer.nations {
		if row == none || j.twin[row] != none {
			continue
		}
		if at := slices.Index(j.base.countries, j.layer.countries[i]); at >= 0 && j.layer.countries[i] != "" {
			j.twin[row] = j.base.nations[at]
		}
	}
}

// pair is a row of the layer and one of the base that bear one name.
type pair struct {
	layer, base int32
	// sure is higher where the name is whole in both, and then where it is the one
	// that they are shown by.
	sure   int8
	metres float64 // between towns
}

// pairsOf are pairs by their class.
type pairsOf map[Class][]pair

// namesakes are the units, and the towns near each other, that bear one name in
// one country. The halves of the names are walked through at the same time.
func (j *joint) namesakes(taken []bool) pairsOf {
	lone := make([]bool, len(j.layer.places)) // units without a twin
	for row := range lone {
		class := j.layer.class(&j.layer.places[row])
		lone[row] = j.twin[row] == none && (class == Admin1 || class == Admin2)
	}
	first, second, middle := pairsOf{}, pairsOf{}, j.middle()
	var wait sync.WaitGroup
	wait.Go(func() {
		for m := j.secondHalf(); m.next(); {
			j.pairNames(second, m, taken, lone)
		}
	})
	for m := j.firstHalf(); m.next() && bytes.Compare(m.key(), middle) < 0; j.half++ {
		j.pairNames(first, m, taken, lone)
	}
	wait.Wait()
	for class, pairs := range second {
		first[class] = append(first[class], pairs...)
	}
	return first
}

// pairNames pairs the places of the layer of one name with those of the base. The
// name of a unit may have a word for its kind in one of the two: "Achin District"
// is Achin.
func (j *joint) pairNames(pairs pairsOf, m *keyMerge, taken, lone []bool) {
	if m.order < 0 {
		return
	}
	bare := ""
	for _, r := range j.layer.names.refs[m.above.from:m.above.to] {
		if m.order == 0 && j.twin[r.row()] == none {
			j.addPairs(pairs, r, j.base.names.refs[m.below.from:m.below.to], taken, wholeName)
		}
		if !lone[r.row()] {
			continue
		}
		if bare == "" {
			bare, _ = Bare(string(m.above.key))
		}
		if bare != string(m.above.key) {
			from, to := j.base.names.find(bare)
			j.addPairs(pairs, r, j.base.names.refs[from:to], taken, 0)
		}
	}
}

// wholeName is how much surer a whole name is than one without a word for its kind.
const wholeName = 3

// addPairs pairs a row of the layer with rows of the base that bear the same name.
func (j *joint) addPairs(pairs pairsOf, r ref, with []ref, taken []bool, sure int8) {
	e := &j.layer.places[r.row()]
	class := j.layer.class(e)
	if class != Admin1 && class != Admin2 && class != Locality {
		return
	}
	country := j.layer.countries[e.country]
	for _, s := range with {
		f := &j.base.places[s.row()]
		if j.base.class(f) != class || j.base.countries[f.country] != country {
			continue
		}
		p := pair{layer: r.row(), base: s.row(), sure: sure}
		for _, one := range [2]ref{r, s} {
			if one.own() {
				p.sure++
			}
		}
		if class == Locality {
			if taken[p.base] || !near(e, f) {
				continue
			}
			if p.metres = geo.DistanceHaversine(e.point(), f.point()); p.metres > sameTownM {
				continue
			}
		}
		pairs[class] = append(pairs[class], p)
	}
}

// near tells cheaply that two towns may lie within sameTownM.
func near(a, b *entry) bool {
	const most = sameTownM * unit / 100_000 // a degree of latitude has more than 100 km
	return a.located() && b.located() && max(a.lat-b.lat, b.lat-a.lat) <= most
}

// pairUnits takes for each unit of the layer the only unit of the base that fits
// best by its name. Several of the layer may be one of the base.
func (j *joint) pairUnits(pairs []pair, fits func(p pair) bool) {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.layer, b.layer), cmp.Compare(b.sure, a.sure), cmp.Compare(a.base, b.base))
	})
	for len(pairs) > 0 {
		layer, n := pairs[0].layer, 0
		var fitting []pair
		for ; n < len(pairs) && pairs[n].layer == layer; n++ {
			if fits(pairs[n]) {
				fitting = append(fitting, pairs[n])
			}
		}
		j.twin[layer] = theOnly(fitting)
		pairs = pairs[n:]
	}
}

// theOnly is the row of the base that the surest pairs are of, none where there is
// none or several.
func theOnly(pairs []pair) int32 {
	base := none
	for _, p := range pairs {
		if base != none && p.sure == pairs[0].sure && p.base != base {
			return none
		}
		if base == none {
			base = p.base
		}
	}
	return base
}

// overlaps reports whether the circles of a pair meet, as far as they are known.
func (j *joint) overlaps(p pair) bool {
	a, b := &j.layer.places[p.layer], &j.base.places[p.base]
	return !a.located() || !b.located() || geo.DistanceHaversine(a.point(),
		b.point()) <= float64(a.radius)+float64(b.radius)
}

// inOneProvince reports whether a pair of districts lies in one province; where
// one of them is not known, whether their circles meet.
func (j *joint) inOneProvince(p pair) bool {
	a, b := j.layer.places[p.layer].admin1, j.base.places[p.base].admin1
	if a == none || b == none || j.twin[a] == none {
		return j.overlaps(p)
	}
	return j.twin[a] == b
}

// pairTowns pairs the towns that lie nearest to each other, each once.
func (j *joint) pairTowns(pairs []pair, taken []bool) {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), strings.Compare(j.base.id(a.base), j.base.id(b.base)),
			cmp.Compare(a.layer, b.layer))
	})
	for _, p := range pairs {
		if j.twin[p.layer] == none && !taken[p.base] {
			j.twin[p.layer], taken[p.base] = p.base, true
		}
	}
}
