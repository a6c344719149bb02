package intake

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// placeholder reports whether a pair of coordinates stands for a place that is
// not known, and how it is written: 0, 0 is in the sea off Africa, and a pair
// of nines is beyond all degrees.
func placeholder(lat, lon string) (name string, ok bool) {
	y, errLat := strconv.ParseFloat(lat, 64)
	x, errLon := strconv.ParseFloat(lon, 64)
	if errLat != nil || errLon != nil {
		return "", false
	}
	if (x != 0 || y != 0) && (!nines(x) || !nines(y)) {
		return "", false
	}
	return fmt.Sprintf("%v, %v", y, x), true
}

// nines reports whether a number is 99, 999 and so on, or one of these below
// zero.
func nines(v float64) bool {
	switch math.Abs(v) {
	case 99, 999, 9999, 99999, 999999:
		return true
	}
	return false
}

// placeholders counts the rows whose coordinates stand for none, by how these
// are written: a finding for each row would hide all others.
type placeholders map[string]counted

type counted struct{ rows, first int }

func (p *placeholders) add(name string, row int) { p.merge(name, counted{1, row}) }

func (p *placeholders) merge(name string, c counted) {
	if *p == nil {
		*p = placeholders{}
	}
	before, ok := (*p)[name]
	if !ok {
		before.first = c.first
	}
	(*p)[name] = counted{before.rows + c.rows, before.first}
}

// findings are one a kind of placeholder, in the order of the first rows.
func (p placeholders) findings(t *Table) []Finding {
	var out []Finding
	firsts := map[string]int{}
	for name, c := range p {
		rows, stand := fmt.Sprintf("%d %ss have %s", c.rows, t.Unit, name), "they are placed by name, if they have one"
		if c.rows == 1 {
			rows, stand = fmt.Sprintf("1 %s has %s", t.Unit, name), "it is placed by name, if it has one"
		}
		message := fmt.Sprintf("%s for coordinates, which is no place (%s %d is the first); %s", rows, t.Unit, c.first, stand)
		out = append(out, Finding{File: t.File, Unit: t.Unit, Rule: RuleCoordinates, Message: message})
		firsts[message] = c.first
	}
	slices.SortFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(firsts[a.Message], firsts[b.Message]), cmp.Compare(a.Message, b.Message))
	})
	return out
}
