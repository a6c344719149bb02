package gazetteer

import "slices"

// readings tell how each part was read, given the choices, the best first.
func (q *query) readings(all []choice) []Reading {
	var best *choice
	if len(all) > 0 {
		best = &all[0]
	}
	out := make([]Reading, 0, len(q.parts))
	for i := range q.parts {
		out = append(out, q.reading(i, best))
	}
	return out
}

// reading tells how part i was read.
func (q *query) reading(i int, best *choice) Reading {
	p := &q.parts[i]
	r := Reading{Text: p.text, Role: RoleDropped, Kind: p.asks.Class, Phrase: p.phrase.words}
	switch {
	case len(p.heads) > 0 && p.phrase.relation == list:
		r.Role = RoleAlso
	case len(p.heads) > 0:
		r.Role = RolePlace
	case best == nil:
	case int(best.part) == i && best.agrees>>i&1 == 1:
		r.Role = RolePlace
		r.found(q, best.candidate)
	case best.agrees>>i&1 == 1:
		r.Role = RoleContext
		for _, c := range p.cands {
			if one := (part{cands: []candidate{c}, asks: p.asks}); q.inside(best.row, &one, i > int(best.part)) {
				r.found(q, c)
				break
			}
		}
	default:
		if k := slices.IndexFunc(p.cands, func(c candidate) bool {
			return !q.g.table.Places[c.row].Located() &&
				q.holds(best.row, c.row)
		}); k >= 0 {
			r.found(q, p.cands[k])
		}
	}
	return r
}

// found enters the place that a part was taken for.
func (r *Reading) found(q *query, c candidate) {
	r.Found, r.ID, r.Manner = q.g.table.Spell(c.name), q.g.table.ID(c.row), c.manner()
}

// manner tells how a candidate was found.
func (c *candidate) manner() Manner {
	switch {
	case c.cost > 0:
		return BySpelling
	case c.quality == whole:
		return ByName
	case c.quality > site:
		return ByBareName
	}
	return ByPart
}
