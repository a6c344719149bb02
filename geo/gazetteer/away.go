package gazetteer

import (
	"incidentmap/geo/gazetteer/lexicon"
)

import "strings"

// Phrases of one name: how far from it, in what direction, and on which side of its shore.

// travelM is how far, in metres, one gets in an hour or a minute.
var travelM = map[string]float64{"hour": 60_000, "hours": 60_000, "minute": 1000, "minutes": 1000, "min": 1000,
	"mins": 1000}

// vehicles are what follows the time of a journey.
var vehicles = lexicon.Set(`drive drives walk ride flight journey travel by car s`)

// readTravel reads "an hour's drive from X" and "two hours north of X": it lies anywhere
// so far around X, as nobody says along which road.
func readTravel(g *Gazetteer, words []lexicon.Word) (part, bool) {
	for i := range len(words) - 2 {
		n, ok := lexicon.Number(words[i])
		metres := travelM[strings.TrimSuffix(words[i+1].Key, "s")]
		if !ok || metres == 0 || n*metres > lexicon.FarthestM {
			continue
		}
		at := i + 2
		for at < len(words) && (vehicles[words[at].Key] || lexicon.Fillers[words[at].Key]) {
			at++
		}
		_, m := lexicon.Bearing(words[at:])
		p := g.namedLike(words[at+m:])
		p.phrase = phrase{relation: away, metres: n * metres, bearing: -1, words: lexicon.KeyOf(words[i : at+m])}
		return p, len(p.cands) > 0
	}
	return part{}, false
}

// readAway reads "12 km north-east of X", with words before it or none.
func readAway(g *Gazetteer, words []lexicon.Word) (part, bool) {
	for i := range words {
		metres, n := lexicon.Length(words[i:])
		if n == 0 {
			continue
		}
		bearing, m := lexicon.Bearing(words[i+n:])
		m += coast(words[i+n+m:])
		p := g.namedLike(words[i+n+m:])
		if len(p.cands) == 0 {
			return g.awayFromBorder(words[i+n+m:], metres)
		}
		p.phrase = phrase{relation: away, metres: metres, bearing: bearing, words: lexicon.KeyOf(words[i : i+n+m])}
		p.phrase.sea = lexicon.Any(p.phrase.words, offWords)
		return p, true
	}
	return part{}, false
}

// coast counts the words at the start of words for the sea off a coast.
func coast(words []lexicon.Word) int {
	n := 0
	for n < len(words)-1 && !words[n].Capital {
		if key := words[n].Key; !lexicon.Fillers[key] && !offWords[key] && !coastWords[key] {
			break
		}
		n++
	}
	return n
}

// readOff reads "off X", "off the coast of X" and "the waters off X".
func readOff(g *Gazetteer, words []lexicon.Word) (part, bool) {
	for i, w := range words {
		if w.Capital || !offWords[w.Key] {
			if lexicon.Fillers[w.Key] || lexicon.OpenWaters[w.Key] {
				continue
			}
			break
		}
		n := i + coast(words[i:])
		p := g.namedLike(words[n:])
		p.phrase = phrase{relation: offCoast, words: lexicon.KeyOf(words[:n])}
		return p, len(p.cands) > 0
	}
	return part{}, false
}

// readNear reads "near X", "close to X" and the like.
func readNear(g *Gazetteer, words []lexicon.Word) (part, bool) {
	n := 0
	for n < len(words) && (lexicon.Fillers[words[n].Key] || nearWords[words[n].Key]) {
		n++
	}
	if !lexicon.Any(lexicon.KeyOf(words[:n]), nearWords) {
		return part{}, false
	}
	p := g.namedLike(words[n:])
	p.phrase = phrase{relation: nearTo, words: lexicon.KeyOf(words[:n])}
	return p, len(p.cands) > 0
}
