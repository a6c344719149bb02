package gazetteer

import (
	"slices"

	"incidentmap/geo/gazetteer/spell"
)

// coded reads the last part of a text as the code of a country (ISO 3166-1 alpha-2), as
// in "Kabul, AF": in capitals, and where it is the name of nothing.
func (g *Gazetteer) coded(p *part) {
	if len(p.text) != 2 || len(p.cands) > 0 || p.text < "AA" || p.text > "ZZ" || p.text[1] < 'A' || p.text[1] > 'Z' {
		return
	}
	i := slices.Index(g.table.Countries, p.text)
	if i < 0 || g.table.Nations[i] == none {
		return
	}
	name := spell.Key(g.table.Label(g.table.Nations[i]))
	p.cands = slices.DeleteFunc(g.candidates(nil, name, bare, ""),
		func(c candidate) bool { return c.row != g.table.Nations[i] })
	p.name = name
}
