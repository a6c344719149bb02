package gazetteer

import (
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// candidate is a place that a part may mean.
type candidate struct {
	dropped string  // what of the part the name leaves out
	quality float64 // of the match between part and name, in 0..1
	row     int32
	name    int32 // that matched, in the dictionary
	cost    int16 // by how much the spelling differs, see spelt
	own     bool  // whether it is the name that the place is shown by
}

// Qualities of a candidate, by how its name was found in the text.
const (
	whole = 1.0  // the part is the name
	bare  = 0.95 // the part is the name and a word like "District"
	// lessBare is how much worse each further word of a kind that is taken off makes it.
	lessBare = 0.01

	site    = 0.8 // the part is the name and a word like "hospital"
	partial = 0.6 // the name is the beginning or end of the part
)

// part finds the places that a piece names as a whole. Where there are none, the
// words around the name may be misspelt.
func (g *Gazetteer) part(piece string) part {
	p := g.partOf(strings.TrimSpace(piece), g.wholeKey(piece))
	if len(p.cands) == 0 {
		if key, mended := lexicon.Mend(p.key); mended {
			return g.partOf(p.text, key)
		}
		g.declined(&p)
	}
	if len(p.cands) == 0 && !p.road && !lexicon.Idle(p.key) {
		g.otherArticle(&p)
	}
	return p
}

// partOf finds the places that a folded text names as a whole.
func (g *Gazetteer) partOf(text, key string) part {
	p := part{text: text, key: key, name: key}
	if lexicon.Idle(p.key) || numbered(p.key) || number(p.key) {
		return p
	}
	p.name, p.asks = lexicon.BareOf(p.key)
	p.cands = g.candidates(nil, p.key, whole, "")
	quality := bare
	for name, _, ok := lexicon.Strip(p.key); ok && !lexicon.Directional(name); name, _, ok = lexicon.Strip(name) {
		p.cands = g.candidates(p.cands, name, quality, "")
		quality -= lessBare
	}
	if p.asks.Class == Admin1 || p.asks.Class == Admin2 {
		p.cands = g.unitsOfSeats(&p)
	}
	switch {
	case street(p.key):
		g.alongStreet(&p)
	case p.asks.Class == Admin2 && p.asks.Sort != lexicon.Lesser:
		p.cands = g.unitsFirst(p.cands)
	case p.asks.Class == Admin1:
		p.cands = slices.DeleteFunc(p.cands, g.tooSmall)
	case lexicon.Water(p.key):
		p.cands = slices.DeleteFunc(p.cands, func(c candidate) bool { return !c.own })
	case p.asks.Sort == lexicon.Landform:
		p.cands = slices.DeleteFunc(p.cands, g.byOtherName)
	}
	if p.road {
		return p
	}
	if len(p.cands) == 0 {
		g.directed(&p)
	}
	if len(p.cands) == 0 && p.asks.Sort == lexicon.Rim {
		g.rimmed(&p)
	}
	if len(p.cands) == 0 {
		g.sited(&p)
	}
	return p
}

// tooSmall reports whether a candidate for a province is a town or a district
// that merely has its name.
func (g *Gazetteer) tooSmall(c candidate) bool {
	return c.quality < whole && g.table.LevelOf(c.row) < Admin1.Level()
}

// unitsFirst drops the towns that merely have the name of a district of their country.
func (g *Gazetteer) unitsFirst(cands []candidate) []candidate {
	district := func(c candidate) bool {
		e := &g.table.Places[c.row]
		return g.table.Class(e) == Admin2 && e.Located()
	}
	if !slices.ContainsFunc(cands, district) {
		return cands
	}
	all := slices.Clone(cands)
	return slices.DeleteFunc(cands, func(c candidate) bool {
		e := &g.table.Places[c.row]
		return c.quality < whole && g.table.Level(e) <= Locality.Level() &&
			slices.ContainsFunc(all, func(d candidate) bool {
				return district(d) && g.table.Places[d.row].Country == e.Country
			})
	})
}

// byOtherName reports whether a candidate is a town known by that name too: a
// valley is not called by those.
func (g *Gazetteer) byOtherName(c candidate) bool {
	return c.quality < whole && !c.own && g.table.LevelOf(c.row) <= Locality.Level()
}

// candidates appends the places of that name. Places without a point are among
// them: other places can lie in them.
func (g *Gazetteer) candidates(cands []candidate, key string, quality float64, dropped string) []candidate {
	from, to := g.table.Names.Find(key)
	if from == to {
		return cands
	}
	to = min(to, from+maxNamesakes)
	if cands == nil {
		cands = make([]candidate, 0, to-from)
	}
	for i := from; i < to; i++ {
		ref := g.table.Names.Refs[i]
		cands = append(cands, candidate{row: ref.Row(), name: i, own: ref.Own(),
			quality: quality, dropped: dropped})
	}
	return cands
}

// wholeKey is the key of a text that may be a name as it stands.
func (g *Gazetteer) wholeKey(text string) string {
	literal := spell.Literal(text)
	if from, to := g.table.Names.Find(literal); from < to {
		return literal
	}
	return spell.Key(text)
}
