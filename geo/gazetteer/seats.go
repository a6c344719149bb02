package gazetteer

import (
	"slices"
	"strings"
)

// unitsOfSeats adds the units whose seats a part names in a spelling that the gazetteer
// has of the seat alone: "Bamian" is the town of Bamyan there, and means the province of
// Bamyan too.
func (g *Gazetteer) unitsOfSeats(p *part) []candidate {
	for _, c := range p.cands {
		unit := g.seatOf(c.row)
		if unit == none || !g.places[unit].located() || slices.ContainsFunc(p.cands, func(d candidate) bool { return d.row == unit }) {
			continue
		}
		label, key := bareArticle(g.label(unit)), bareArticle(p.name)
		if label[0]|0x20 != key[0] { // most seats are not called as their unit is
			continue
		}
		name, _ := Bare(Fold(label))
		if cost := unlike(key, name); cost <= costOf {
			p.cands = append(p.cands, candidate{row: unit, name: c.name, quality: spelling(cost), cost: int16(cost)}) //nolint:gosec // at most costOf
		}
	}
	return p.cands
}

// bareArticle is a name without the Arabic article before it.
func bareArticle(name string) string {
	if len(name) < 5 || name[2] != ' ' && name[2] != '-' && name[3] != ' ' && name[3] != '-' {
		return name
	}
	for _, article := range articles {
		if len(name) > len(article)+1 && strings.EqualFold(name[:len(article)], article) && (name[len(article)] == ' ' || name[len(article)] == '-') {
			return name[len(article)+1:]
		}
	}
	return name
}

// seatOf is the unit whose seat a place is: the province, or the district; none where
// it is no seat.
func (g *Gazetteer) seatOf(row int32) int32 {
	e := &g.places[row]
	switch g.kinds[e.kind].feature {
	case "PPLA", "PPLC":
		return e.admin1
	case "PPLA2":
		return e.admin2
	}
	return none
}

// unlike is how much two folded names differ, in quarters of a letter; more than
// costOf where they differ more, or are of a script that is not romanised.
func unlike(a, b string) int {
	x, known := appendRoman(nil, a)
	y, too := appendRoman(nil, b)
	if !known || !too {
		return costOf + 1
	}
	return spelt(x, y, costOf)
}
