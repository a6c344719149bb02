package ingest

import "slices"

// applyNumbered joins columns of sources and of their addresses that differ in a number alone:
// Source 1, Source 2, Source 3. Each is a source of its own.
func (a *assignment) applyNumbered() {
	for _, ro := range []role{roleSource, roleURL} {
		first := a.columns[ro]
		if a.preset != nil || first < 0 || a.why[ro] != WhyName {
			continue
		}
		name := without(a.split[first], oneDigit)
		for i, words := range a.split {
			bare := without(words, oneDigit)
			if !a.used[i] && !a.known[i] && len(bare) == len(words)-1 && slices.Equal(bare, name) {
				a.plus[ro] = append(a.plus[ro], i)
				a.used[i] = true
			}
		}
	}
}

var oneDigit = wordsOf("1 2 3 4 5 6 7 8 9")
