package gazetteer

import "slices"

// unitsOfSeats adds the units whose seats a part names in a spelling that the gazetteer
// has of the seat alone: "Bamian" is the town of Bamyan there, and means the province of
// Bamyan too.
func (g *Gazetteer) unitsOfSeats(p *part) []candidate {
	for _, c := range p.cands {
		unit := g.seatOf(c.row)
		if unit == none || !g.places[unit].located() || slices.ContainsFunc(p.cands, func(d candidate) bool { return d.row == unit }) {
			continue
		}
		name, _ := Bare(Fold(g.label(unit)))
		if cost := unlike(p.name, name); cost <= costOf {
			p.cands = append(p.cands, candidate{row: unit, name: c.name, quality: spelling(cost), cost: int16(cost)}) //nolint:gosec // at most costOf
		}
	}
	return p.cands
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
