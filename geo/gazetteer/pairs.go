package gazetteer

import (
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
)

// Phrases of several names.

// readBetween reads "between X and Y", whatever words stand before it.
func readBetween(g *Gazetteer, words []lexicon.Word) (part, bool) {
	for i, w := range words {
		if !betweenWords[w.Key] {
			continue
		}
		rel := between
		if lexicon.Any(lexicon.KeyOf(words), borderWords) {
			rel = border
		}
		return g.pair(words[i+1:], andWords, phrase{relation: rel, words: lexicon.KeyOf(words[:i+1])})
	}
	return part{}, false
}

// readRoad reads "X–Y road", "the road from X to Y" and the like.
func readRoad(g *Gazetteer, words []lexicon.Word) (part, bool) {
	for i, w := range words {
		if !roadWords[w.Key] {
			continue
		}
		ph := phrase{relation: between, words: w.Key}
		if i >= 2 || i == 1 && strings.ContainsRune(words[0].Text, '-') {
			if p, ok := g.pair(words[:i], joinWords, ph); ok {
				return p, true
			}
		}
		return g.pair(words[i+1:], joinWords, ph)
	}
	return part{}, false
}

// readList reads "X and Y". Each must be a known name.
func readList(g *Gazetteer, words []lexicon.Word) (part, bool) {
	p := part{phrase: phrase{relation: list}}
	start := 0
	for i := 0; i <= len(words); i++ {
		if i < len(words) && !andWords[words[i].Key] && words[i].Text != "&" {
			continue
		}
		head := g.named(words[start:i])
		if len(head.cands) == 0 || len(p.heads) == maxHeads {
			return part{}, false
		}
		p.heads = append(p.heads, head)
		start = i + 1
	}
	share(p.heads)
	return p, len(p.heads) > 1
}

// share gives the kind that the last of several names has to the others: both are
// districts in "Achin and Kot districts".
func share(heads []part) {
	if len(heads) == 0 {
		return
	}
	last := heads[len(heads)-1].asks
	for i := range heads {
		if heads[i].asks == (lexicon.Asks{}) {
			heads[i].asks = last
		}
	}
}

// pair reads words as two names with a dash or one of the joining words between.
func (g *Gazetteer) pair(words []lexicon.Word, joining map[string]bool, ph phrase) (part, bool) {
	for i := 1; i < len(words)-1; i++ {
		if joining[words[i].Key] || words[i].Text == "–" || words[i].Text == "—" || words[i].Text == "&" {
			if p, ok := g.two(words[:i], words[i+1:], ph); ok {
				return p, true
			}
		}
	}
	text := lexicon.TextOf(words)
	for i, r := range text {
		if r == '-' {
			if p, ok := g.two(lexicon.Split(text[:i]), lexicon.Split(text[i+1:]), ph); ok {
				return p, true
			}
		}
	}
	return part{}, false
}

// two makes a part of two names. Where one alone is known, it is what the phrase
// is near to.
func (g *Gazetteer) two(first, second []lexicon.Word, ph phrase) (part, bool) {
	if ph.relation == border {
		first, second = ofNation(first), ofNation(second)
	}
	a, b := g.named(first), g.named(second)
	switch {
	case len(a.cands) == 0 && len(b.cands) == 0:
		return part{}, false
	case len(a.cands) == 0 && ph.relation == between && len(first) <= 2:
		b.phrase = phrase{relation: nearTo, metres: unknownRoadM, words: ph.words}
		b.drop(lexicon.TextOf(first))
		return b, true
	case len(b.cands) == 0 && ph.relation == between && len(second) <= 2:
		a.phrase = phrase{relation: nearTo, metres: unknownRoadM, words: ph.words}
		a.drop(lexicon.TextOf(second))
		return a, true
	case len(a.cands) == 0 || len(b.cands) == 0:
		return part{}, false
	}
	p := part{phrase: ph, heads: []part{a, b}}
	if share(p.heads); ph.relation == border {
		ofUnits(p.heads)
	}
	return p, true
}

// drop notes what beside the name of a part is not understood.
func (p *part) drop(left string) {
	for i := range p.cands {
		p.cands[i].dropped = left
	}
}

// unknownRoadM is how far, in metres, a road is followed whose other end is not known.
const unknownRoadM = 25_000
