package gazetteer

import (
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// separates reports whether r ends a piece of a text.
func separates(r rune) bool {
	switch r {
	case ',', ';', '(', ')', '[', ']', '\n', '\r', '\t', '|', '/', '،', '؛':
		return true
	}
	return false
}

// unbracketed are the pieces of a text with brackets, from the place to what it lies in.
func (g *Gazetteer) unbracketed(text string) []string {
	var pieces []string
	for len(text) > 0 {
		outer, inner, rest := bracketed(text)
		pieces = append(pieces, g.unbracket(outer, inner)...)
		text = rest
	}
	return pieces
}

// bracketed cuts the first bracket out of a text. The inner text is empty where there
// is none; one that is never closed ends with the text.
func bracketed(text string) (outer, inner, rest string) {
	from := strings.IndexAny(text, "([")
	if from < 0 {
		return text, "", ""
	}
	outer, inner = text[:from], text[from+1:]
	if to := strings.IndexAny(inner, ")]"); to >= 0 {
		return outer, inner[:to], inner[to+1:]
	}
	return outer, inner, ""
}

// unbracket lists the pieces of "outer (inner)". A bracket says which part of the last
// outer name is meant, so it goes before it: "Bremen (Mitte)" is "Mitte, Bremen".
// It stays behind where it belongs to the name, as in "Frankfurt (Oder)", where the
// name lies in it, as in "Khar (Bajaur)", where it says more than one thing, and after a
// country, of which it mostly is another name.
func (g *Gazetteer) unbracket(outer, inner string) []string {
	before := fields(outer)
	within := fields(inner)
	if len(before) == 0 || len(within) != 1 {
		return append(before, within...)
	}
	last, at := before[len(before)-1], len(before)-1
	if from, to := g.table.Names.Find(spell.Key(last + " " + inner)); from < to {
		return append(before[:at], last+" ("+inner+")")
	}
	first, second := g.part(last), g.part(inner)
	if otherName(second.key) || g.nation(&first) || g.nested(&first, &second) {
		return append(before, inner)
	}
	return append(before[:at], inner, last)
}

// fields are the pieces of a text without brackets.
func fields(text string) []string {
	var pieces []string
	for piece := range strings.FieldsFuncSeq(text, separates) {
		if spell.Key(piece) != "" {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// nation reports whether a part is the name of a country.
func (g *Gazetteer) nation(p *part) bool {
	return slices.ContainsFunc(p.cands, func(c candidate) bool { return g.table.ClassOf(c.row) == Country })
}

// otherNames begin a bracket that has another name of the same place.
var otherNames = lexicon.Set(`formerly former previously also known aka alias called now today renamed ex or`)

// otherName reports whether a folded text tells another name of the place before it.
func otherName(key string) bool {
	first, _, _ := strings.Cut(key, " ")
	return otherNames[first]
}
