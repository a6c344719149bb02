package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// part is one piece of a text, such as the district in "where, district".
type part struct {
	text  string // as written
	key   string // folded
	cands []candidate
	kind  Class // what the words around the name say it is, "" when they don't
	loose bool  // a phrase before a preposition, which need not name a place
}

// candidate is a place that a part may mean.
type candidate struct {
	row     int32
	name    int32   // that matched, in the dictionary
	own     bool    // whether it is the name that the place is shown by
	quality float64 // of the match between part and name, in 0..1
	dropped string  // what of the part the name leaves out
}

// Qualities of a candidate, by how its name was found in the text.
const (
	whole   = 1.0  // the part is the name
	bare    = 0.95 // the part is the name and a word like "District"
	partial = 0.6  // the name is the beginning or end of the part
)

// Bounds on the pieces that a text is read as.
const (
	maxParts = 12
	maxWords = 24
)

// split divides a text into parts: at commas and the like, and then, where the
// piece is not a name as it stands, at prepositions. Pieces beyond maxParts are
// left out, and a piece of more than maxWords is cut to its end, where the place is.
func (g *Gazetteer) split(text string) []part {
	var parts []part
	for _, piece := range strings.FieldsFunc(text, separates) {
		parts = append(parts, g.phrases(piece)...)
	}
	return parts[:min(len(parts), maxParts)]
}

// separates reports whether r ends a piece of a text.
func separates(r rune) bool { return strings.ContainsRune(",;()[]\n\r\t|،؛/", r) }

// phrases divides a piece at its prepositions.
func (g *Gazetteer) phrases(piece string) []part {
	p := g.part(piece)
	if p.key == "" {
		return nil
	}
	words := strings.Fields(piece)
	for i := 1; len(p.cands) == 0 && i < len(words)-1; i++ {
		if prepositions[Fold(words[i])] {
			head := g.part(strings.Join(words[:i], " "))
			head.loose = true
			return append([]part{head}, g.phrases(strings.Join(words[i+1:], " "))...)
		}
	}
	if len(p.cands) == 0 {
		g.partly(&p)
	}
	return []part{p}
}

// part finds the places that a piece names as a whole.
func (g *Gazetteer) part(piece string) part {
	p := part{text: strings.TrimSpace(piece), key: Fold(piece)}
	if idle(p.key) {
		return p
	}
	_, p.kind = Bare(p.key)
	p.cands = g.candidates(p.key, whole, "")
	for name, _, ok := strip(p.key); ok && !directional(name); name, _, ok = strip(name) {
		p.cands = append(p.cands, g.candidates(name, bare, "")...)
	}
	if p.kind == Admin1 {
		p.cands = slices.DeleteFunc(p.cands, g.tooSmall)
	}
	if ending, rest := Direction(p.key); ending != "" && len(p.cands) == 0 {
		p.cands = g.directed(ending, rest, strings.TrimSuffix(p.key, rest))
	}
	return p
}

// tooSmall reports whether a candidate for a province is a town or a district
// that merely has its name.
func (g *Gazetteer) tooSmall(c candidate) bool {
	return c.quality < whole && level(g.class(&g.places[c.row])) < level(Admin1)
}

// candidates are the places of that name.
func (g *Gazetteer) candidates(key string, quality float64, dropped string) []candidate {
	from, to := g.names.find(key)
	if from == to {
		return nil
	}
	to = min(to, from+maxNamesakes)
	cands := make([]candidate, 0, to-from)
	for i := from; i < to; i++ {
		ref := g.names.refs[i]
		if row := ref.row(); g.places[row].located() {
			cands = append(cands, candidate{row, i, ref.spelling() == spelledAsLabel, quality, dropped})
		}
	}
	return cands
}

// directed are the parts of the places named key that lie in a direction, or
// those places themselves, without the words, where the gazetteer knows no such part.
func (g *Gazetteer) directed(ending, key, words string) []candidate {
	name, _ := Bare(key)
	cands := g.candidates(name, bare, "")
	for i, c := range cands {
		if row := g.row(g.id(c.row) + "/" + ending); row != none {
			cands[i].row = row
		} else {
			cands[i].quality, cands[i].dropped = partial, strings.TrimSpace(words)
		}
	}
	return cands
}

// partly finds the longest name at the beginning or the end of a part.
func (g *Gazetteer) partly(p *part) {
	words := strings.Fields(p.key)
	words = words[max(0, len(words)-maxWords):]
	for n := len(words) - 1; n > 0 && len(p.cands) == 0; n-- {
		g.edge(p, words[:n], words[n:])
		g.edge(p, words[len(words)-n:], words[:len(words)-n])
	}
}

// edge adds the places named by the words taken, if these can be a name and have
// not been tried as the bare name of the whole.
func (g *Gazetteer) edge(p *part, taken, left []string) {
	key := strings.Join(taken, " ")
	name, kind := Bare(key)
	if tried, _ := Bare(p.key); tried == key || directional(key) || utf8.RuneCountInString(name) < 4 {
		return
	}
	cands := g.candidates(name, partial, strings.Join(left, " "))
	if len(cands) > 0 {
		p.kind = kind
	}
	p.cands = append(p.cands, cands...)
}
