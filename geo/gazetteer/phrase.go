package gazetteer

import (
	"strings"
	"unicode"
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

// word is a word of a text.
type word struct {
	text, key string
	capital   bool // starts with a capital, while others of the text don't
}

// wordsOf divides a piece into words. Dashes that join names are words of their own.
func wordsOf(piece string) []word {
	var words []word
	lower := false
	for text := range strings.FieldsSeq(dashes.Replace(piece)) {
		r := []rune(text)[0]
		lower = lower || unicode.IsLower(r)
		words = append(words, word{text, Fold(text), unicode.IsUpper(r)})
		if len(words) > 4*maxWords {
			break
		}
	}
	for i := range words {
		words[i].capital = words[i].capital && lower
	}
	return words
}

// dashes sets dashes between names apart. A hyphen may belong to a name.
var dashes = strings.NewReplacer("–", " – ", "—", " — ", " - ", " – ")

// textOf joins words again.
func textOf(words []word) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// keysOf joins the folded words.
func keysOf(words []word) string { return Fold(textOf(words)) }

// Words of phrases in English, Persian, Pashto, Urdu and Russian.
var (
	nearWords    = wordSet(`near nearby close outside beside around vicinity نزدیک نزدیکی قریب څېرمه نږدې близ около возле под рядом недалеко`)
	betweenWords = wordSet(`between بین между`)
	roadWords    = wordSet(`road highway motorway route expressway street way track سړک سرک جاده شاهراه дорога дороге трасса трассе шоссе`)
	borderWords  = wordSet(`border borders frontier boundary مرز سرحد پوله граница границе`)
	offWords     = wordSet(`off offshore`)
	coastWords   = wordSet(`coast coasts shore shores coastline from`)
	andWords     = wordSet(`and و او اور и`)
	joinWords    = join(andWords, wordSet(`to with with تا до с`))
	fillers      = wordSet(`the a an of from in at to on to's area areas along somewhere linking connecting joining main its is in's midway halfway
		about around some approximately roughly nearly just located situated from's از له د سے на в от от's към к`)
)

// phraseOf reads words as a phrase around one or two names. It reports false
// where they are none, or where the names in it are not known.
func (g *Gazetteer) phraseOf(words []word) (part, bool) {
	if len(words) < 2 || len(words) > maxWords {
		return part{}, false
	}
	for _, read := range []func(*Gazetteer, []word) (part, bool){readAway, readOff, readNear, readBetween, readRoad, readBorder, readList} {
		if p, ok := read(g, words); ok {
			return p, true
		}
	}
	return part{}, false
}

// readAway reads "12 km north-east of X", with words before it or none.
func readAway(g *Gazetteer, words []word) (part, bool) {
	for i := range words {
		metres, n := distanceOf(words[i:])
		if n == 0 {
			continue
		}
		bearing, m := bearingOf(words[i+n:])
		m += coast(words[i+n+m:])
		p := g.namedLike(words[i+n+m:])
		if len(p.cands) == 0 {
			return g.awayFromBorder(words[i+n+m:], metres)
		}
		p.phrase = phrase{relation: away, metres: metres, bearing: bearing, words: keysOf(words[i : i+n+m])}
		p.phrase.sea = anyWord(p.phrase.words, offWords)
		return p, true
	}
	return part{}, false
}

// coast counts the words at the start of words for the sea off a coast.
func coast(words []word) int {
	n := 0
	for n < len(words)-1 && !words[n].capital && (fillers[words[n].key] || offWords[words[n].key] || coastWords[words[n].key]) {
		n++
	}
	return n
}

// awayFromBorder reads "the X–Y border" after "5 km from".
func (g *Gazetteer) awayFromBorder(words []word, metres float64) (part, bool) {
	for len(words) > 0 && fillers[words[0].key] {
		words = words[1:]
	}
	p, ok := readBorder(g, words)
	p.phrase.metres = metres
	return p, ok
}

// readOff reads "off X", "off the coast of X" and "the waters off X".
func readOff(g *Gazetteer, words []word) (part, bool) {
	for i, w := range words {
		if w.capital || !offWords[w.key] {
			if fillers[w.key] || openWaters[w.key] {
				continue
			}
			break
		}
		n := i + coast(words[i:])
		p := g.namedLike(words[n:])
		p.phrase = phrase{relation: offCoast, words: keysOf(words[:n])}
		return p, len(p.cands) > 0
	}
	return part{}, false
}

// point reports whether the part's best-known place is a town or a site.
func (g *Gazetteer) point(p *part) bool {
	best := &g.places[p.cands[0].row]
	for _, c := range p.cands {
		if e := &g.places[c.row]; e.located() && g.weight(e) > g.weight(best) {
			best = e
		}
	}
	return level(g.class(best)) <= level(Locality)
}

// readNear reads "near X", "close to X" and the like.
func readNear(g *Gazetteer, words []word) (part, bool) {
	n := 0
	for n < len(words) && (fillers[words[n].key] || nearWords[words[n].key]) {
		n++
	}
	if !anyWord(keysOf(words[:n]), nearWords) {
		return part{}, false
	}
	p := g.namedLike(words[n:])
	p.phrase = phrase{relation: nearTo, words: keysOf(words[:n])}
	return p, len(p.cands) > 0
}

// readBetween reads "between X and Y", whatever words stand before it.
func readBetween(g *Gazetteer, words []word) (part, bool) {
	for i, w := range words {
		if !betweenWords[w.key] {
			continue
		}
		rel := between
		if anyWord(keysOf(words), borderWords) {
			rel = border
		}
		return g.pair(words[i+1:], andWords, phrase{relation: rel, words: keysOf(words[:i+1])})
	}
	return part{}, false
}

// readRoad reads "X–Y road", "the road from X to Y" and the like.
func readRoad(g *Gazetteer, words []word) (part, bool) {
	for i, w := range words {
		if !roadWords[w.key] {
			continue
		}
		ph := phrase{relation: between, words: w.key}
		if i >= 2 || i == 1 && strings.ContainsRune(words[0].text, '-') {
			if p, ok := g.pair(words[:i], joinWords, ph); ok {
				return p, true
			}
		}
		return g.pair(words[i+1:], joinWords, ph)
	}
	return part{}, false
}

// readBorder reads "the border of X and Y" and "X–Y border".
func readBorder(g *Gazetteer, words []word) (part, bool) {
	for i, w := range words {
		if !borderWords[w.key] {
			continue
		}
		ph := phrase{relation: border, words: w.key}
		if i > 0 {
			if p, ok := g.pair(words[:i], andWords, ph); ok {
				return p, true
			}
		}
		if i > 0 && i+2 < len(words) && words[i+1].key == "with" {
			return g.two(words[:i], words[i+2:], ph)
		}
		return g.pair(words[i+1:], andWords, ph)
	}
	return part{}, false
}

// readList reads "X and Y". Each must be a known name.
func readList(g *Gazetteer, words []word) (part, bool) {
	p := part{phrase: phrase{relation: list}}
	start := 0
	for i := 0; i <= len(words); i++ {
		if i < len(words) && !andWords[words[i].key] && words[i].text != "&" {
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
		if heads[i].asks == (asks{}) {
			heads[i].asks = last
		}
	}
}

// pair reads words as two names with a dash or one of the joining words between.
func (g *Gazetteer) pair(words []word, joining map[string]bool, ph phrase) (part, bool) {
	for i := 1; i < len(words)-1; i++ {
		if joining[words[i].key] || words[i].text == "–" || words[i].text == "—" || words[i].text == "&" {
			if p, ok := g.two(words[:i], words[i+1:], ph); ok {
				return p, true
			}
		}
	}
	text := textOf(words)
	for i, r := range text {
		if r == '-' {
			if p, ok := g.two(wordsOf(text[:i]), wordsOf(text[i+1:]), ph); ok {
				return p, true
			}
		}
	}
	return part{}, false
}

// two makes a part of two names. Where one alone is known, it is what the phrase
// is near to.
func (g *Gazetteer) two(first, second []word, ph phrase) (part, bool) {
	if ph.relation == border {
		first, second = ofNation(first), ofNation(second)
	}
	a, b := g.named(first), g.named(second)
	switch {
	case len(a.cands) == 0 && len(b.cands) == 0:
		return part{}, false
	case len(a.cands) == 0 && ph.relation == between && len(first) <= 2:
		b.phrase = phrase{relation: nearTo, metres: unknownRoadM, words: ph.words}
		return b, true
	case len(b.cands) == 0 && ph.relation == between && len(second) <= 2:
		a.phrase = phrase{relation: nearTo, metres: unknownRoadM, words: ph.words}
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

// ofNation writes an adjective of a nation as its country: borders are called so.
func ofNation(words []word) []word {
	for i := range words {
		if country := nations[words[i].key]; country != "" {
			return wordsOf(country)
		}
	}
	return words
}

// nations are the countries by their adjectives, where those are not the name.
var nations = map[string]string{
	"afghan": "Afghanistan", "pakistani": "Pakistan", "pak": "Pakistan", "iranian": "Iran", "iraqi": "Iraq", "syrian": "Syria", "turkish": "Turkey",
	"tajik": "Tajikistan", "uzbek": "Uzbekistan", "turkmen": "Turkmenistan", "kyrgyz": "Kyrgyzstan", "kazakh": "Kazakhstan", "chinese": "China",
	"indian": "India", "bangladeshi": "Bangladesh", "burmese": "Myanmar", "thai": "Thailand", "lao": "Laos", "laotian": "Laos", "cambodian": "Cambodia",
	"vietnamese": "Vietnam", "nepalese": "Nepal", "nepali": "Nepal", "russian": "Russia", "ukrainian": "Ukraine", "belarusian": "Belarus",
	"polish": "Poland", "georgian": "Georgia", "armenian": "Armenia", "azerbaijani": "Azerbaijan", "israeli": "Israel", "lebanese": "Lebanon",
	"jordanian": "Jordan", "egyptian": "Egypt", "saudi": "Saudi Arabia", "yemeni": "Yemen", "omani": "Oman", "kuwaiti": "Kuwait", "libyan": "Libya",
	"tunisian": "Tunisia", "algerian": "Algeria", "moroccan": "Morocco", "malian": "Mali", "mauritanian": "Mauritania", "nigerien": "Niger",
	"nigerian": "Nigeria", "chadian": "Chad", "cameroonian": "Cameroon", "sudanese": "Sudan", "ethiopian": "Ethiopia", "eritrean": "Eritrea",
	"somali": "Somalia", "kenyan": "Kenya", "ugandan": "Uganda", "rwandan": "Rwanda", "burundian": "Burundi", "congolese": "DR Congo",
	"mozambican": "Mozambique", "tanzanian": "Tanzania", "colombian": "Colombia", "venezuelan": "Venezuela", "mexican": "Mexico",
}

// unknownRoadM is how far, in metres, a road is followed whose other end is not known.
const unknownRoadM = 25_000

// ofUnits prefers units to towns of their names: those have borders.
func ofUnits(heads []part) {
	for i := range heads {
		if heads[i].asks == (asks{}) {
			heads[i].asks.sort = unitLike
		}
	}
}

// named finds the places that words name as a whole, articles and the like
// before them left out.
func (g *Gazetteer) named(words []word) part {
	for len(words) > 0 {
		if p := g.part(textOf(words)); len(p.cands) > 0 && p.cands[0].quality > partial {
			return p
		}
		if !fillers[words[0].key] && !nearWords[words[0].key] {
			break
		}
		words = words[1:]
	}
	return part{}
}

// namedLike is named, and finds well-known places that are misspelt a little too: where
// the words before it ask for a name there must be one.
func (g *Gazetteer) namedLike(words []word) part {
	p := g.named(words)
	if len(p.cands) > 0 {
		return p
	}
	for len(words) > 0 && fillers[words[0].key] {
		words = words[1:]
	}
	key := keysOf(words)
	if p = (part{text: textOf(words), key: key, name: key}); len(words) == 0 || idle(key) || anyWord(key, natural) || anyWord(key, borderWords) {
		return part{}
	}
	p.name, p.asks = bareOf(key)
	p.cands = g.similar(p.name, costVowel, func(row int32) bool { return g.prominence(&g.places[row]) >= prominent })
	return p
}
