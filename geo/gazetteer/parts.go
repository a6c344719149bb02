package gazetteer

import (
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
)

// part is one piece of a text, such as the district in "where, district".
type part struct {
	text    string       // as written
	key     string       // folded
	name    string       // the key without the words of its kind
	asks    lexicon.Asks // what those words ask for
	cands   []candidate
	loose   bool // a phrase before a preposition, which need not name a place
	phrase  phrase
	heads   []part // the names of a phrase that has several
	width   int    // level of the likeliest place
	road    bool   // a way named after its candidates, which tell in what land it is
	section bool   // words for a part of a town, and no name beside others
	twice   bool   // whether the text has it twice, as of a town and its district
}

// Bounds on the pieces that a text is read as.
const (
	maxParts = 12
	maxWords = 24
	maxHeads = 4 // names of one phrase
	maxRow   = 9 // words of several names in a row
)

// split divides a text into parts, which it appends: at commas and the like, and then, where the
// piece is not a name as it stands, by its words. Pieces beyond maxParts are left
// out, and so are those that repeat an earlier one.
func (g *Gazetteer) split(parts []part, text string) []part {
	if strings.IndexByte(text, '(') >= 0 || strings.IndexByte(text, '[') >= 0 {
		for _, piece := range g.unbracketed(text) {
			parts = g.pieces(parts, piece)
		}
	} else {
		for piece := range strings.FieldsFuncSeq(text, separates) {
			parts = g.pieces(parts, piece)
		}
	}
	g.compose(parts)
	switch len(parts) {
	case 0:
		return parts
	case 1:
		parts[0].alone()
		return parts
	}
	g.coded(&parts[len(parts)-1])
	if n := len(parts); n > 2 && g.isNation(&parts[n-1]) {
		g.coded(&parts[n-2])
	}
	g.frontier(parts)
	for i := range parts {
		p := &parts[i]
		p.section = section(p.key) && !g.provinceBeside(parts, i)
		p.cands = g.unitsOfSeats(p) // a bare name means the town
	}
	return parts
}

// compose finds the places that two parts name together: "Factory Area, Lahore" is
// listed as Lahore Factory Area.
func (g *Gazetteer) compose(parts []part) {
	for i := range len(parts) - 1 {
		if p := &parts[i]; len(p.cands) == 0 && len(p.heads) == 0 && !p.loose && !p.road {
			p.cands = g.candidates(nil, parts[i+1].key+" "+p.key, whole, "")
		}
	}
}

// push appends a part, unless it was there before.
func push(parts []part, p *part) []part {
	if len(parts) == maxParts || p.key == "" {
		return parts
	}
	for i := range parts {
		if parts[i].key == p.key && len(parts[i].heads) == 0 {
			parts[i].twice = true
			return parts
		}
	}
	return append(parts, *p)
}

// pieces reads a piece: as a name, as a phrase around a name, as words before a
// preposition and what follows it, as several names in a row, or by the known
// name that it begins or ends with.
func (g *Gazetteer) pieces(parts []part, piece string) []part {
	p := g.part(piece)
	if len(p.cands) > 0 || p.key == "" {
		return push(parts, &p)
	}
	words := lexicon.Split(piece)
	if ph, ok := g.phraseOf(words); ok {
		ph.text, ph.key = p.text, p.key
		return push(parts, &ph)
	}
	if n := towards(words); n > 0 {
		return g.pieces(g.pieces(parts, lexicon.TextOf(words[:n])), lexicon.TextOf(words[n:]))
	}
	if n := leading(words); n > 0 {
		return g.pieces(parts, lexicon.TextOf(words[n:]))
	}
	if i := preposition(words); i > 0 && (words[i].Key != "of" ||
		!lexicon.Any(lexicon.KeyOf(words[:i]), lexicon.Natural)) {
		head := g.part(lexicon.TextOf(words[:i]))
		head.loose = true
		rest := i
		if !nearWords[words[i].Key] {
			rest++
		}
		return g.pieces(push(parts, &head), lexicon.TextOf(words[rest:]))
	}
	if p.road {
		return push(parts, &p)
	}
	if row := g.inARow(words); row != nil {
		for i := range row {
			parts = push(parts, &row[i])
		}
		return parts
	}
	g.partly(&p)
	return push(parts, &p)
}

// towards is the position of the direction in "Y north of X", which are two pieces; 0
// where there is none, or no name before it.
func towards(words []lexicon.Word) int {
	for i := 1; i < len(words)-2; i++ {
		if words[i].Capital || lexicon.Directions[words[i].Key] == "" {
			continue
		}
		n := i
		if lexicon.Directions[words[i-1].Key] != "" && !words[i-1].Capital { // north east of
			n--
		}
		named := slices.ContainsFunc(words[:n], func(w lexicon.Word) bool { return !lexicon.Fillers[w.Key] }) &&
			!lexicon.Idle(lexicon.KeyOf(words[:n]))
		if words[i+1].Key == "of" && named {
			return n
		}
	}
	return 0
}

// leading counts the words before a name that say nothing, such as "in the".
func leading(words []lexicon.Word) int {
	n := 0
	for n < len(words)-1 && (lexicon.Fillers[words[n].Key] || lexicon.Prepositions[words[n].Key]) && !words[n].Capital {
		n++
	}
	return n
}

// preposition is the position of the first preposition with words on both sides;
// 0 where there is none. One with a capital is a part of a name, as in "Kya In".
func preposition(words []lexicon.Word) int {
	for i := 1; i < len(words)-1; i++ {
		if lexicon.Prepositions[words[i].Key] && !words[i].Capital {
			return i
		}
	}
	return 0
}

// inARow reads words as several names without a comma between them, such as
// "Achin district Nangarhar province" or "Afghanistan's Kunar province": nil where they
// are not, or where none is a well-known place that the other lies in, as chance
// would have it.
func (g *Gazetteer) inARow(words []lexicon.Word) []part {
	if len(words) < 2 || len(words) > maxRow {
		return nil
	}
	for n := len(words) - 1; n > 0; n-- {
		first := g.part(lexicon.TextOf(words[:n]))
		if len(first.cands) == 0 {
			continue
		}
		rest := g.part(lexicon.TextOf(words[n:]))
		if len(rest.cands) == 0 {
			if row := g.inARow(words[n:]); row != nil {
				return append([]part{first}, row...)
			}
			continue
		}
		if g.renowned(&rest) && g.nested(&first, &rest) || g.renowned(&first) && g.nested(&rest, &first) {
			return []part{first, rest}
		}
	}
	return nil
}

// nested reports whether a place of the first name lies in one of the second.
func (g *Gazetteer) nested(first, second *part) bool {
	q := &query{g: g}
	return slices.ContainsFunc(first.cands, func(c candidate) bool { return q.inside(c.row, second, true) })
}

// renowned reports whether a part is the name of a unit or a city.
func (g *Gazetteer) renowned(p *part) bool {
	return slices.ContainsFunc(p.cands, func(c candidate) bool {
		return g.prominence(&g.table.Places[c.row]) >= district
	})
}
