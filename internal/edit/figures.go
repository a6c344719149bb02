package edit

import (
	"encoding/json"

	"incidentmap/internal/incident"
)

// flatFigures are the figures as flat properties. They follow from claims; of an incident
// without claims they are written, and make one.
var flatFigures = []string{"fatalities_low", "fatalities_best", "fatalities_high", "injuries_low", "injuries_best",
	"injuries_high"}

// figures reads the flat figures of both measures.
func (d *draft) figures() {
	d.measure("fatalities", incident.Killed)
	d.measure("injuries", incident.Injured)
}

// measure reads the flat figures of a measure. Those that are the incident's already say
// nothing new.
func (d *draft) measure(prefix, measure string) {
	names := []string{prefix + "_low", prefix + "_best", prefix + "_high"}
	now := incident.FigureOf(d.inc.Claims, measure)
	was := now
	if d.before != nil {
		was = incident.FigureOf(d.before.Claims, measure)
	}
	figures := [2][]*int{{now.Low, now.Best, now.High}, {was.Low, was.Best, was.High}}
	var given [3]*int
	var isGiven [3]bool
	changed := ""
	for i, name := range names {
		raw, ok := d.flat[name]
		if !ok || !d.given[name] {
			continue
		}
		isGiven[i] = true
		if !isNull(raw) && !d.count(name, raw, &given[i]) {
			return
		}
		if !sameCount(given[i], figures[0][i]) && !sameCount(given[i], figures[1][i]) {
			changed = name
		}
	}
	if changed == "" {
		return
	}
	if !d.onlyFlat(measure) {
		d.problem(changed, nil, "it follows from the claims, which are written instead")
		return
	}
	d.claim(measure, changed, figureOf(given, isGiven))
}

// figureOf completes a figure of which some bounds are given: one number is the exact
// figure, unless only a lowest or a highest one is given.
func figureOf(given [3]*int, isGiven [3]bool) incident.Figure {
	low, best, high := given[0], given[1], given[2]
	if !isGiven[0] {
		low = best
	}
	if !isGiven[1] && !isGiven[2] {
		best = low
	}
	if !isGiven[2] {
		high = best
		if isGiven[0] && !isGiven[1] {
			high = nil // at least
		}
	}
	return incident.Figure{Low: low, Best: best, High: high}
}

func (d *draft) count(name string, raw json.RawMessage, into **int) bool {
	var n int
	if !d.decode(name, raw, &n, "a whole number or null") {
		return false
	}
	if n < 0 {
		d.problem(name, nil, "%d is below zero", n)
		return false
	}
	if n >= incident.CountLimit {
		d.problem(name, nil, "%d is no count of people; numbers below %d are allowed", n, incident.CountLimit)
		return false
	}
	*into = &n
	return true
}

func sameCount(a, b *int) bool { return a == b || (a != nil && b != nil && *a == *b) }
