package gazetteer

import (
	"slices"
	"strings"
	"unicode"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// A street bears the name of the town that it leads to, or of any other: it is not in it.

// streetWords are the words for ways within a town, roadWords those for ways between.
var streetWords = lexicon.Set(`street avenue lane boulevard ave blvd straße strasse allee gasse rue calle avenida
	улица улице проспект خیابان شارع`)

// street reports whether a folded text is the name of a street or a road: the word for
// it stands first or last, but for a number.
func street(key string) bool {
	if strings.IndexByte(key, ' ') < 0 {
		return false
	}
	key = strings.Trim(key, "0123456789 ")
	first, last := strings.IndexByte(key, ' '), strings.LastIndexByte(key, ' ')
	return first > 0 && (way(key[:first]) || way(key[last+1:]))
}

// way reports whether a folded word is one for a street or a road.
func way(w string) bool { return streetWords[w] || roadWords[w] }

// number reports whether a folded word has no letters.
func number(w string) bool {
	if w != "" && w[0] < 0x80 && !spell.IsDigit(w[0]) {
		return false
	}
	return strings.TrimLeftFunc(w, unicode.IsDigit) == ""
}

// numbered reports whether a folded text is the number of a road, such as "A 14".
func numbered(key string) bool {
	if key == "" || key[len(key)-1] < 0x80 && !spell.IsDigit(key[len(key)-1]) {
		return false
	}
	letters := strings.TrimRightFunc(key, unicode.IsDigit)
	return letters != key && letters != "" && len(strings.TrimSuffix(letters, " ")) <= 2
}

// alongStreet tells a street from the places that it is named after: they are where
// it is not.
func (g *Gazetteer) alongStreet(p *part) {
	if slices.ContainsFunc(p.cands, func(c candidate) bool { return c.quality == whole }) {
		return // Main Street is a village too
	}
	p.road = true
	if p.cands = nil; lexicon.Any(p.key, streetWords) {
		return
	}
	var name []string
	for w := range strings.FieldsSeq(p.key) {
		if !way(w) && !number(w) {
			name = append(name, w)
		}
	}
	p.name = strings.Join(name, " ")
	p.cands = g.candidates(nil, p.name, bare, "")
}

// alone makes a road of which nothing else is told the land around the town that it
// leads to.
func (p *part) alone() {
	if !p.road || len(p.cands) == 0 {
		return
	}
	p.road = false
	p.phrase = phrase{relation: nearTo, metres: unknownRoadM, words: p.key}
}
