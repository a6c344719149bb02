package gazetteer

// minAgreeing is how many names of units must agree on a country, and
// agreeingShare which part of all of them: a single Georgia proves nothing.
const (
	minAgreeing   = 2
	agreeingShare = 0.9
)

// CountryOfUnits is the country whose first-level units, provinces or states,
// the names are. ok is false where too few of them are, or where two countries
// have as many.
func (g *Gazetteer) CountryOfUnits(names []string) (code string, ok bool) {
	counts, best, second := map[string]int{}, 0, 0
	for _, name := range names {
		for country := range g.countriesWith(Fold(name)) {
			counts[country]++
		}
	}
	for country, n := range counts {
		if n > best {
			code, best, second = country, n, best
		} else {
			second = max(second, n)
		}
	}
	if best < minAgreeing || best == second || float64(best) < agreeingShare*float64(len(names)) {
		return "", false
	}
	return code, true
}

// countriesWith are the codes of the countries that have a first-level unit of
// a folded name.
func (g *Gazetteer) countriesWith(key string) map[string]bool {
	found := map[string]bool{}
	if key == "" || len(key) > maxKey {
		return found
	}
	g.names.prefixed(key, func(name []byte, from, to int32) {
		if len(name) != len(key) {
			return
		}
		for _, ref := range g.names.refs[from:to] {
			if e := &g.places[ref.row()]; g.class(e) == Admin1 {
				found[g.countries[e.country]] = true
			}
		}
	})
	return found
}
