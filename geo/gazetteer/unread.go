package gazetteer

import (
	"strings"
	"unicode"

	"github.com/paulmach/orb/geo"
)

// A list of names goes from the place to what it lies in, or the other way round. A
// name that is not known hides the place itself, or one of the units around it: the
// answer must then be wide enough for what the name may mean.

// inward reports whether the text goes from the outside to the place of a choice:
// what holds it is named before it only.
func (q *query) inward(c *choice) bool {
	before := false
	for j := range q.parts {
		if j == int(c.part) || c.agrees>>j&1 == 0 {
			continue
		}
		if j > int(c.part) {
			return false
		}
		before = true
	}
	return before
}

// hidesPlace reports whether the text names a place within the choice that is not known.
func (q *query) hidesPlace(c *choice) bool {
	inward := q.inward(c)
	for j := range q.parts {
		if j != int(c.part) && (j > int(c.part)) == inward && c.agrees>>j&1 == 0 && q.hides(j) {
			return true
		}
	}
	return false
}

// hidesUnit reports whether the next larger thing that the text puts the choice in is
// not known.
func (q *query) hidesUnit(c *choice) bool {
	step := 1
	if q.inward(c) {
		step = -1
	}
	for j := int(c.part) + step; j >= 0 && j < len(q.parts); j += step {
		if c.agrees>>j&1 == 1 {
			return false
		}
		if q.hides(j) && !anyWord(q.parts[j].key, borderWords) {
			return true
		}
	}
	return false
}

// hides reports whether a part that the choice is not in names something that may lie
// anywhere in it: not where it says what sort of place it is, or what happened there.
func (q *query) hides(j int) bool {
	p := &q.parts[j]
	switch {
	case p.loose && village(p.key):
		return true
	case len(p.heads) > 0 || idle(p.key) || otherName(p.key):
		return false
	case p.loose:
		return p.asks != (asks{}) && !anyWord(p.key, institutions)
	}
	return !p.urban() && !generic(p.key)
}

// village reports whether a folded text speaks of a small settlement.
func village(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if kindWords[w].sort == rural {
			return true
		}
	}
	return false
}

// generic reports whether a folded text describes a spot in words that no village has
// its name of, such as "Green Zone" or "Red Hill".
func generic(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if !natural[w] && !colours[w] && !idle(w) {
			return false
		}
	}
	return true
}

// colours and the like begin the names of quarters and sites.
var colours = wordSet(`red green blue white black grey gray golden grand holy royal free union`)

// urban reports whether a part names what stands in a town, or a part of one: it does
// not lie in the land around.
func (p *part) urban() bool {
	return anyWord(p.key, urban) || section(p.key)
}

// urban are the words for what stands in a town.
var urban = wordSet(`hotel hospital university embassy consulate ministry parliament stadium cathedral palace mall street avenue lane boulevard
	square straße strasse allee gasse platz rue calle avenida улица улице проспект خیابان شارع пл hôtel restaurant museum theatre theater
	cinema courthouse clinic college institute supermarket headquarters roundabout downtown quarter neighbourhood neighborhood
	mahalla mahallah هوټل هتل بیمارستان شفاخانه روغتون هسپتال ہسپتال پوهنتون دانشگاه یونیورسٹی университет больница гостиница`)

// townSections are the words for a part of a town.
var townSections = wordSet(`nord süd ost west mitte zentrum innenstadt altstadt neustadt stadtmitte centre center centro norte sur sul este leste oeste
	nord sud est ouest north south east old new town city central police district pd inner upper lower ward sector block quartier
	центр север юг запад восток north-west north-east south-west south-east`)

// section reports whether a folded text names a part of a town in general words, such
// as "Nord" or "PD 5".
func section(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if !townSections[w] && strings.TrimFunc(w, unicode.IsDigit) != "" {
			return false
		}
	}
	return key != ""
}

// outside removes the choices outside of a larger thing that the text puts them in: a
// place is never looked for in another unit than the one that was named, which is
// answered then. Where the last name is that of a village only, what a better known
// name before it means is taken for the larger.
func (q *query) outside(all []choice) []choice {
	if len(all) < 2 || all[0].against == 0 || q.between {
		return all
	}
	inward := q.mostlyInward(all)
	kept := make([]choice, 0, len(all))
	for _, c := range all {
		if !q.contradicted(&c, inward) {
			kept = append(kept, c)
		}
	}
	return kept
}

// contradicted reports whether a part that is named as larger has no place that holds
// the choice.
func (q *query) contradicted(c *choice, inward bool) bool {
	for j := range q.parts {
		if j != int(c.part) && (j > int(c.part)) != inward && c.agrees>>j&1 == 0 && q.names(j) && !q.unplaced(j, c.row) {
			return true
		}
	}
	return false
}

// mostlyInward reports whether the parts go from the larger to the smaller where they
// contradict each other.
func (q *query) mostlyInward(all []choice) bool {
	last, first := 0.0, 0.0
	end := len(q.parts) - 1
	for end > 0 && !q.names(end) {
		end--
	}
	for i := range all {
		c := &all[i]
		at := q.g.prominence(&q.g.places[c.row])
		switch {
		case c.quality <= site:
		case int(c.part) == end:
			last = max(last, at)
		default:
			first = max(first, at)
		}
	}
	return last < district && first >= province
}

// widest is the position of the widest reading of the best choice's name, where the
// text hides the place itself, or a unit around it: an unknown village of "Farah" may
// lie anywhere in the province, and not only in the town of that name.
func (q *query) widest(all []choice) int {
	best := 0
	if len(all) < 2 || !q.hidesPlace(&all[0]) && !q.hidesUnit(&all[0]) {
		return best
	}
	for i := 1; i < len(all); i++ {
		if q.wider(&all[i], &all[best]) {
			best = i
		}
	}
	return best
}

// wider reports whether c is a larger thing of the same name as d that holds it.
func (q *query) wider(c, d *choice) bool {
	if c.part != d.part || c.against > d.against || c.agrees&d.agrees != d.agrees {
		return false
	}
	a, b := &q.g.places[c.row], &q.g.places[d.row]
	if d.own && !q.shownAs(c) {
		return false // Mosul is another name of Nineveh, and that of its own district
	}
	p := &q.parts[c.part]
	widest := Area
	if p.twice || p.asks.class == Admin2 {
		widest = Admin2
	}
	if at := level(q.g.class(a)); at <= level(q.g.class(b)) || at > level(widest) {
		return false
	}
	return q.holds(c.row, d.row) || a.country == b.country && geo.Distance(a.point(), b.point()) <= float64(a.radius)
}

// shownAs reports whether a choice was found by the name that it is shown by, with or
// without the word for its kind.
func (q *query) shownAs(c *choice) bool {
	return c.own || strings.Contains(Fold(q.g.label(c.row)), q.parts[c.part].name)
}

// first puts choice i first and keeps the order of the others.
func first(all []choice, i int) []choice {
	c := all[i]
	copy(all[1:i+1], all[:i])
	all[0] = c
	return all
}
