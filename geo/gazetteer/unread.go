package gazetteer

import (
	"slices"
	"strings"
	"unicode"

	"incidentmap/geo/gazetteer/lexicon"
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
	if q.parts[c.part].phrase.outside() {
		return false // the phrase tells where it is
	}
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
		if q.hides(j) && !lexicon.Any(q.parts[j].key, borderWords) {
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
	case len(p.heads) > 0 || lexicon.Idle(p.key) || otherName(p.key):
		return false
	case p.loose:
		return p.asks != (lexicon.Asks{}) && !lexicon.Any(p.key, lexicon.Institutions)
	}
	return !p.urban() && !generic(p.key)
}

// village reports whether a folded text speaks of a small settlement.
func village(key string) bool {
	return !lexicon.Every(key, func(w string) bool { return lexicon.SortOf(w) != lexicon.Rural })
}

// generic reports whether a folded text describes a spot in words that no village has
// its name of, such as "Green Zone" or "Red Hill".
func generic(key string) bool {
	return lexicon.Every(key, func(w string) bool { return lexicon.Natural[w] || colours[w] || lexicon.Idle(w) })
}

// colours and the like begin the names of quarters and sites.
var colours = lexicon.Set(`red green blue white black grey gray golden grand holy royal free union`)

// urban reports whether a part names what stands in a town, or a part of one: it does
// not lie in the land around.
func (p *part) urban() bool {
	return lexicon.Any(p.key, urban) || section(p.key)
}

// urban are the words for what stands in a town.
var urban = lexicon.Set(`hotel hospital university embassy consulate ministry parliament stadium cathedral palace mall
	street avenue lane boulevard square straße strasse allee gasse platz rue calle avenida улица улице проспект خیابان شارع пл
	hôtel restaurant museum theatre theater cinema courthouse clinic college institute supermarket headquarters roundabout
	downtown quarter neighbourhood neighborhood mahalla mahallah هوټل هتل بیمارستان شفاخانه روغتون هسپتال ہسپتال پوهنتون دانشگاه یونیورسٹی университет больница гостиница`)

// townSections are the words for a part of a town.
var townSections = lexicon.Set(`nord süd ost west mitte zentrum innenstadt altstadt neustadt stadtmitte centre center centro
	norte sur sul este leste oeste sud est ouest north south east old new town city central police district pd
	inner upper lower ward sector block quartier центр север юг запад восток`)

// provinceBeside reports whether part i is the name of a province of a country that
// another part names: Cameroon has one that is called East.
func (g *Gazetteer) provinceBeside(parts []part, i int) bool {
	return slices.ContainsFunc(parts[i].cands, func(c candidate) bool {
		e := &g.table.Places[c.row]
		return g.table.Class(e) == Admin1 && slices.ContainsFunc(parts, func(p part) bool {
			return slices.ContainsFunc(p.cands, func(n candidate) bool { return n.row == g.table.Nations[e.Country] })
		})
	})
}

// section reports whether a folded text names a part of a town in general words, such
// as "Nord" or "PD 5".
func section(key string) bool {
	return key != "" && lexicon.Every(key,
		func(w string) bool { return townSections[w] || strings.TrimFunc(w, unicode.IsDigit) == "" })
}
