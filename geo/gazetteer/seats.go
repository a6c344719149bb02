package gazetteer

import (
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// unitsOfSeats adds the units whose seats a part names in a spelling that the gazetteer
// has of the seat alone: "Bamian" is the town of Bamyan there, and means the province of
// Bamyan too.
func (g *Gazetteer) unitsOfSeats(p *part) []candidate {
	for _, c := range p.cands {
		unit := g.seatOf(c.row)
		known := func(d candidate) bool { return d.row == unit }
		if unit == none || !g.table.Places[unit].Located() || slices.ContainsFunc(p.cands, known) {
			continue
		}
		label, key := bareArticle(g.table.Label(unit)), bareArticle(p.name)
		if label == "" || key == "" || label[0]|0x20 != key[0] || len(label) < len(key)-spell.CostLetter {
			continue // most seats are not called as their unit is
		}
		name, _ := lexicon.Bare(spell.Key(label))
		if cost := unlike(key, name); cost <= spell.CostLetter {
			p.cands = append(p.cands, likeUnit(unit, c.name, cost))
		}
	}
	return p.cands
}

// likeUnit is a unit that is named in another spelling, by the name of a place that has
// that one.
func likeUnit(unit, name int32, cost int) candidate {
	return candidate{row: unit, name: name, quality: spelling(cost), cost: int16(cost)} //nolint:gosec // at most costOf
}

// bareArticle is a name without the Arabic article before it.
func bareArticle(name string) string {
	if len(name) < 5 || name[2] != ' ' && name[2] != '-' && name[3] != ' ' && name[3] != '-' {
		return name
	}
	for _, article := range articles {
		n := len(article)
		if len(name) > n+1 && strings.EqualFold(name[:n], article) && (name[n] == ' ' || name[n] == '-') {
			return name[n+1:]
		}
	}
	return name
}

// seatOf is the unit whose seat a place is: the province, or the district; none where
// it is no seat.
func (g *Gazetteer) seatOf(row int32) int32 {
	e := &g.table.Places[row]
	switch g.table.Feature(e) {
	case "PPLA", "PPLC":
		return e.Admin1
	case "PPLA2":
		return e.Admin2
	}
	return none
}

// unlike is how much two folded names differ, in quarters of a letter; more than
// costOf where they differ more, or are of a script that is not romanised.
func unlike(a, b string) int {
	x, known := spell.AppendRoman(nil, a)
	y, too := spell.AppendRoman(nil, b)
	if longer := len(x) - len(y); !known || !too || longer > spell.CostLetter || -longer > spell.CostLetter {
		return spell.CostLetter + 1
	}
	return spell.Distance(x, y, spell.CostLetter)
}
