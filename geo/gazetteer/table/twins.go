package table

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
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
	j.twin = slices.Repeat([]int32{None}, len(j.layer.Places))
	taken := make([]bool, len(j.base.Places))
	if err := j.twinsByID(taken); err != nil {
		return err
	}
	j.twinsByCode()
	pairs := j.namesakes(taken)
	j.pairUnits(pairs[lexicon.Admin1], j.overlaps)
	j.pairUnits(pairs[lexicon.Admin2], j.inOneProvince)
	j.pairTowns(pairs[lexicon.Locality], taken)
	return nil
}

// twinsByID pairs the rows of one ID.
func (j *joint) twinsByID(taken []bool) error {
	at := int32(0)
	for row := range j.layer.Places {
		id := j.layer.ID(int32(row))
		for int(at) < len(j.base.Places) && j.base.ID(at) < id {
			at++
		}
		if int(at) == len(j.base.Places) {
			return nil
		}
		if j.base.ID(at) != id {
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
	a, b := &j.base.Places[row], &j.layer.Places[other]
	if !a.Located() || !b.Located() || spell.Key(j.base.Label(row)) == spell.Key(j.layer.Label(other)) {
		return nil
	}
	apart := geo.DistanceHaversine(a.Point(), b.Point())
	if apart <= otherPlaceM+float64(a.Radius)+float64(b.Radius) {
		return nil
	}
	return fmt.Errorf("gazetteer: %q is %q in the layer %q and %q, %.0f km away, in the layer %q; an ID that two layers have must be of one place",
		j.base.ID(row), j.base.Label(row), j.base.layers[a.layer].Name, j.layer.Label(other), apart/1000,
		j.layer.layers[b.layer].Name)
}

// twinsByCode pairs the countries.
func (j *joint) twinsByCode() {
	for i, row := range j.layer.Nations {
		if row == None || j.twin[row] != None {
			continue
		}
		if at := slices.Index(j.base.Countries, j.layer.Countries[i]); at >= 0 && j.layer.Countries[i] != "" {
			j.twin[row] = j.base.Nations[at]
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
type pairsOf map[lexicon.Class][]pair

// namesakes are the units, and the towns near each other, that bear one name in
// one country. The halves of the names are walked through at the same time.
func (j *joint) namesakes(taken []bool) pairsOf {
	lone := make([]bool, len(j.layer.Places)) // units without a twin
	for row := range lone {
		class := j.layer.Class(&j.layer.Places[row])
		lone[row] = j.twin[row] == None && (class == lexicon.Admin1 || class == lexicon.Admin2)
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
	for _, r := range j.layer.Names.Refs[m.above.from:m.above.to] {
		if m.order == 0 && j.twin[r.Row()] == None {
			j.addPairs(pairs, r, j.base.Names.Refs[m.below.from:m.below.to], taken, wholeName)
		}
		if !lone[r.Row()] {
			continue
		}
		if bare == "" {
			bare, _ = lexicon.Bare(string(m.above.key))
		}
		if bare != string(m.above.key) {
			from, to := j.base.Names.Find(bare)
			j.addPairs(pairs, r, j.base.Names.Refs[from:to], taken, 0)
		}
	}
}

// wholeName is how much surer a whole name is than one without a word for its kind.
const wholeName = 3

// addPairs pairs a row of the layer with rows of the base that bear the same name.
func (j *joint) addPairs(pairs pairsOf, r Ref, with []Ref, taken []bool, sure int8) {
	e := &j.layer.Places[r.Row()]
	class := j.layer.Class(e)
	if class != lexicon.Admin1 && class != lexicon.Admin2 && class != lexicon.Locality {
		return
	}
	country := j.layer.Countries[e.Country]
	for _, s := range with {
		f := &j.base.Places[s.Row()]
		if j.base.Class(f) != class || j.base.Countries[f.Country] != country {
			continue
		}
		p := pair{layer: r.Row(), base: s.Row(), sure: sure}
		for _, one := range [2]Ref{r, s} {
			if one.Own() {
				p.sure++
			}
		}
		if class == lexicon.Locality {
			if taken[p.base] || !near(e, f) {
				continue
			}
			if p.metres = geo.DistanceHaversine(e.Point(), f.Point()); p.metres > sameTownM {
				continue
			}
		}
		pairs[class] = append(pairs[class], p)
	}
}

// near tells cheaply that two towns may lie within sameTownM.
func near(a, b *Entry) bool {
	const most = sameTownM * unit / 100_000 // a degree of latitude has more than 100 km
	return a.Located() && b.Located() && max(a.lat-b.lat, b.lat-a.lat) <= most
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
	base := None
	for _, p := range pairs {
		if base != None && p.sure == pairs[0].sure && p.base != base {
			return None
		}
		if base == None {
			base = p.base
		}
	}
	return base
}

// overlaps reports whether the circles of a pair meet, as far as they are known.
func (j *joint) overlaps(p pair) bool {
	a, b := &j.layer.Places[p.layer], &j.base.Places[p.base]
	return !a.Located() || !b.Located() || geo.DistanceHaversine(a.Point(),
		b.Point()) <= float64(a.Radius)+float64(b.Radius)
}

// inOneProvince reports whether a pair of districts lies in one province; where
// one of them is not known, whether their circles meet.
func (j *joint) inOneProvince(p pair) bool {
	a, b := j.layer.Places[p.layer].Admin1, j.base.Places[p.base].Admin1
	if a == None || b == None || j.twin[a] == None {
		return j.overlaps(p)
	}
	return j.twin[a] == b
}

// pairTowns pairs the towns that lie nearest to each other, each once.
func (j *joint) pairTowns(pairs []pair, taken []bool) {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), strings.Compare(j.base.ID(a.base), j.base.ID(b.base)),
			cmp.Compare(a.layer, b.layer))
	})
	for _, p := range pairs {
		if j.twin[p.layer] == None && !taken[p.base] {
			j.twin[p.layer], taken[p.base] = p.base, true
		}
	}
}
