package ingest

import "regexp"

// Portals of open data write an address and its point into one cell:
//
//	1200 MAIN ST
//	Dallas, TX 75201
//	(32.7801, -96.8002)

// tailPair is a pair of coordinates in brackets at the end of a text.
var tailPair = regexp.MustCompile(`^((?s).*\S)\s*\(\s*(-?\d{1,3}\.\d+\s*,\s*-?\d{1,3}\.\d+)\s*\)\s*$`)

var testTailPair = &cellTest{"texts with coordinates", func(_ *sample, v string) bool { return tailPair.MatchString(v) }}

// applyTailPairs takes the coordinates of such cells, where there are no others. The column
// is that of the place too.
func (a *assignment) applyTailPairs() {
	if a.columns[roleLat] >= 0 || a.columns[roleLatlon] >= 0 || a.columns[roleWKT] >= 0 {
		return
	}
	for i := range a.header {
		mayBe := !a.used[i] || a.columns[rolePlace] == i
		if mayBe && !a.known[i] && a.sample.holds(i, testTailPair).mostly() {
			a.take(roleLatlon, i)
			a.why[roleLatlon], a.tailPairs = WhyContent, true
			return
		}
	}
}

// pairText is what a row's column of both coordinates says of them.
func (b *builder) pairText(r *Row) string {
	v := b.cell(r, roleLatlon)
	if b.assigned.tailPairs {
		if m := tailPair.FindStringSubmatch(v); m != nil {
			return m[2]
		}
	}
	return v
}

// withoutPair is the text of a place without the coordinates behind it.
func (b *builder) withoutPair(v string) string {
	if b.assigned.tailPairs {
		if m := tailPair.FindStringSubmatch(v); m != nil {
			return m[1]
		}
	}
	return v
}
