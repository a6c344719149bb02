package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// What follows finds a name in a piece that is not one as it stands.

// declined finds a Russian name in another case than the nominative: Кабул of
// "Кабула", Москва of "Москве".
func (g *Gazetteer) declined(p *part) {
	last, size := utf8.DecodeLastRuneInString(p.name)
	if !strings.ContainsRune("аеимоуыюя", last) {
		return
	}
	stem := p.name[:len(p.name)-size]
	p.cands = g.candidates(nil, stem, bare, "")
	for _, ending := range []string{"а", "ь", "я"} {
		p.cands = g.candidates(p.cands, stem+ending, bare, "")
	}
	if len(p.cands) == 0 {
		stem = strings.TrimRight(stem, "ео")
		p.cands = g.candidates(nil, stem, bare, "")
	}
	if p.asks.Class == Admin1 {
		p.cands = slices.DeleteFunc(p.cands, g.tooSmall)
	}
	if len(p.cands) > 0 {
		p.name = stem
	}
}

// articles are the forms of the Arabic article, by the letter that follows it.
var articles = []string{"al", "ad", "an", "ar", "as", "at", "az", "el", "ash", "adh", "ath"}

// otherArticle finds a name by another form of an Arabic article in it, or with one
// before it: Salah ad-Din of "Salah al-Din", Al Hawijah of "Hawijah".
func (g *Gazetteer) otherArticle(p *part) {
	words := strings.Fields(p.name)
	if len(words) == 0 || len(words) > 4 {
		return
	}
	for i, w := range words {
		if len(words) > 1 && slices.Contains(articles, w) {
			for _, other := range articles {
				words[i] = other
				p.cands = g.candidates(p.cands, strings.Join(words, " "), bare, "")
			}
			words[i] = w
		}
	}
	if len(p.cands) == 0 && len(p.name) > 4 {
		p.cands = g.candidates(p.cands, "al "+p.name, bare, "")
	}
	if p.asks.Class == Admin1 {
		p.cands = slices.DeleteFunc(p.cands, g.tooSmall)
	}
}

// directed finds the part of a place that lies in a direction, as in "eastern
// Nangarhar". Where the gazetteer has no such part the phrase makes one.
func (g *Gazetteer) directed(p *part) {
	ending, rest := lexicon.Direction(strings.TrimPrefix(p.key, "the "))
	if ending == "" {
		return
	}
	name, asked := lexicon.BareOf(rest)
	p.cands = g.candidates(nil, rest, whole, "")
	if name != rest {
		p.cands = g.candidates(p.cands, name, bare, "")
	}
	if len(p.cands) == 0 {
		return
	}
	p.name, p.asks = name, asked
	if first, _, _ := strings.Cut(p.key, " "); strings.HasSuffix(first, "ern") {
		p.cands = g.partsOfUnits(p.cands, name)
	}
	p.phrase = phrase{relation: inPart, ending: ending, words: strings.TrimSpace(strings.TrimSuffix(p.key, rest))}
	if strings.HasSuffix(p.phrase.words, " of") && !strings.HasPrefix(p.key, "the ") && ending != "c" && g.point(p) {
		p.phrase = phrase{relation: toward, bearing: lexicon.Bearings[ending], words: p.phrase.words}
		return
	}
	for i, c := range p.cands {
		if row := g.table.Row(g.table.ID(c.row) + "/" + ending); row != none {
			p.cands[i].row = row
		}
	}
}

// rimmed finds the town of "Mosul western outskirts".
func (g *Gazetteer) rimmed(p *part) {
	name := p.name
	for {
		i := strings.LastIndexByte(name, ' ')
		if i <= 0 || lexicon.Directions[name[i+1:]] == "" {
			break
		}
		name = name[:i]
	}
	if name != p.name {
		p.cands = g.candidates(nil, name, bare, "")
		p.name = name
	}
}

// partsOfUnits drops the towns that have the name of a province of their country, but
// for capitals: "southern Idlib" is a part of the province, "western Kabul" of the city.
func (g *Gazetteer) partsOfUnits(cands []candidate, name string) []candidate {
	all := slices.Clone(cands)
	return slices.DeleteFunc(cands, func(c candidate) bool {
		e := &g.table.Places[c.row]
		return g.table.Class(e) == Locality && g.table.Feature(e) != "PPLC" &&
			slices.ContainsFunc(all, func(d candidate) bool {
				u := &g.table.Places[d.row]
				return u.Country == e.Country && g.table.Class(u) == Admin1 && u.Located() &&
					strings.Contains(spell.Key(g.table.Label(d.row)), name)
			})
	})
}

// sited finds the place that an institution, or a border crossing, is named with:
// the town of "Jalalabad hospital", where the hospital itself is not known.
func (g *Gazetteer) sited(p *part) {
	words := strings.Fields(p.key)
	for n := len(words) - 1; n > 0 && len(p.cands) == 0 && n < maxWords; n-- {
		g.siteOf(p, strings.Join(words[:n], " "), strings.Join(words[n:], " "))
		if len(p.cands) == 0 {
			g.siteOf(p, strings.Join(words[len(words)-n:], " "), strings.Join(words[:len(words)-n], " "))
		}
	}
}

// airfields are the words for an airport: it is listed by one of them.
var airfields = lexicon.Set(`airport airfield airbase`)

// siteOf finds the places named so, if the words left are those for something there.
// A country's border is none.
func (g *Gazetteer) siteOf(p *part, name, left string) {
	atBorder := lexicon.Any(left, borderWords)
	if !lexicon.Idle(left) || lexicon.Idle(name) || !atBorder && !lexicon.Any(left, lexicon.Institutions) {
		return
	}
	if lexicon.Any(left, airfields) {
		for _, ending := range []string{" international airport", " airport", " air base", " airbase", " airfield"} {
			p.cands = g.candidates(p.cands, name+ending, bare, "")
		}
		if len(p.cands) > 0 {
			return
		}
	}
	p.cands = g.candidates(nil, name, site, left)
	if atBorder {
		p.cands = slices.DeleteFunc(p.cands,
			func(c candidate) bool { return g.table.LevelOf(c.row) > Locality.Level() })
	}
}

// partly finds the longest well-known name at the beginning or the end of a part,
// which is no village's. Words joined by hyphens stay together.
func (g *Gazetteer) partly(p *part) {
	if p.asks.Sort == lexicon.Rural {
		return
	}
	words := strings.Fields(p.text)
	words = words[max(0, len(words)-maxWords):]
	for n := len(words) - 1; n > 0 && len(p.cands) == 0; n-- {
		g.edge(p, words[:n], words[n:])
		g.edge(p, words[len(words)-n:], words[:len(words)-n])
	}
}

// edge adds the well-known places named by the words taken, if these can be a name
// and what is left does not say that something else is meant.
func (g *Gazetteer) edge(p *part, taken, left []string) {
	key, rest := spell.Key(strings.Join(taken, " ")), spell.Key(strings.Join(left, " "))
	name, asked := lexicon.BareOf(key)
	if lexicon.Directional(key) || utf8.RuneCountInString(name) < 4 || name == p.name || lexicon.Natural[name] ||
		lexicon.Any(rest, lexicon.Natural) || lexicon.Any(rest, borderWords) {
		return
	}
	from := len(p.cands)
	p.cands = g.candidates(p.cands, name, partial, rest)
	kept := p.cands[:from]
	for _, c := range p.cands[from:] {
		if at := g.prominence(&g.table.Places[c.row]); at >= city && (c.own || len(name) > 5) || at >= prominent &&
			len(name) > 5 {
			kept = append(kept, c)
		}
	}
	if p.cands = kept; len(p.cands) > from {
		p.name, p.asks = name, asked
	}
}
