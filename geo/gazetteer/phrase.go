package gazetteer

import (
	"slices"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// relation is how a place stands to the name, or the names, in a phrase.
type relation uint8

const (
	itself   relation = iota
	inPart            // eastern X
	nearTo            // near X
	away              // 12 km north-east of X
	between           // between X and Y, the road from X to Y
	border            // the border of X and Y
	offCoast          // off the coast of X
	toward            // north of X, how far is not said
	list              // X and Y
)

// phrase is the meaning of the words around a name.
type phrase struct {
	relation
	ending  string  // inPart: of the ID of such parts
	metres  float64 // away: the distance; nearTo: how much farther than around a town
	bearing float64 // away: degrees from north, negative where it is not said
	sea     bool    // away: at sea, off a coast
	words   string  // as folded, for the audit
}

// outside reports whether the place is beside what the phrase names.
func (ph phrase) outside() bool {
	switch ph.relation {
	case nearTo, away, toward, offCoast:
		return true
	}
	return false
}

// Words of phrases in English, Persian, Pashto, Urdu and Russian.
var (
	nearWords = lexicon.Set(`near nearby close outside beside around vicinity نزدیک نزدیکی قریب څېرمه نږدې близ около возле под рядом недалеко`)

	betweenWords = lexicon.Set(`between بین между`)

	roadWords = lexicon.Set(`road highway motorway route expressway street way track سړک سرک جاده شاهراه дорога дороге трасса трассе шоссе`)

	borderWords = lexicon.Set(`border borders frontier boundary مرز سرحد پوله граница границе`)

	offWords = lexicon.Set(`off offshore`)

	coastWords = lexicon.Set(`coast coasts shore shores coastline from`)

	andWords = lexicon.Set(`and و او اور и`)

	joinWords = lexicon.Join(andWords, lexicon.Set(`to with with تا до с`))
)

// phraseOf reads words as a phrase around one or two names. It reports false
// where they are none, or where the names in it are not known.
func (g *Gazetteer) phraseOf(words []lexicon.Word) (part, bool) {
	if len(words) < 2 || len(words) > maxWords {
		return part{}, false
	}
	for _, read := range []func(*Gazetteer, []lexicon.Word) (part, bool){readAway, readTravel, readOff, readNear,
		readBetween, readRoad, readBorder, readList} {
		if p, ok := read(g, words); ok {
			return p, true
		}
	}
	return part{}, false
}

// point reports whether the part's best-known place is a town or a site.
func (g *Gazetteer) point(p *part) bool {
	best := &g.table.Places[p.cands[0].row]
	for _, c := range p.cands {
		if e := &g.table.Places[c.row]; e.Located() && g.weight(e) > g.weight(best) {
			best = e
		}
	}
	return g.table.Level(best) <= Locality.Level()
}

// named finds the places that words name as a whole, articles and the like
// before them left out.
func (g *Gazetteer) named(words []lexicon.Word) part {
	for len(words) > 0 && slices.ContainsFunc(words, func(w lexicon.Word) bool { return !lexicon.Fillers[w.Key] }) {
		if p := g.part(lexicon.TextOf(words)); len(p.cands) > 0 && p.cands[0].quality > partial {
			return p
		}
		if !lexicon.Fillers[words[0].Key] && !nearWords[words[0].Key] {
			break
		}
		words = words[1:]
	}
	return part{}
}

// namedLike is named, and finds well-known places that are misspelt a little too: where
// the words before it ask for a name there must be one.
func (g *Gazetteer) namedLike(words []lexicon.Word) part {
	p := g.named(words)
	if len(p.cands) > 0 {
		return p
	}
	for len(words) > 0 && lexicon.Fillers[words[0].Key] {
		words = words[1:]
	}
	key := lexicon.KeyOf(words)
	if len(words) == 0 || lexicon.Idle(key) || lexicon.Any(key, lexicon.Natural) || lexicon.Any(key, borderWords) {
		return part{}
	}
	p = part{text: lexicon.TextOf(words), key: key}
	p.name, p.asks = lexicon.BareOf(key)
	p.cands = g.similar(p.name, spell.CostVowel, func(row int32) bool {
		return g.prominence(&g.table.Places[row]) >= prominent
	})
	return p
}
