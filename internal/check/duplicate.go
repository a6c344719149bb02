package check

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// Two records of one kind that are this near to each other may be one
// incident that was entered twice.
const (
	nearM    = 5_000
	nearDays = 2
)

// checkDuplicates compares each record with those shortly before it.
func (s *subject) checkDuplicates() {
	if s.dataset.ContextOf != "" || s.checkPersons() {
		return
	}
	sorted := make([]*record, 0, len(s.records))
	for i := range s.records {
		if r := &s.records[i]; comparable(r) {
			sorted = append(sorted, r)
		}
	}
	slices.SortStableFunc(sorted, func(a, b *record) int { return cmp.Compare(a.Date.Start, b.Date.Start) })
	allowed := "one record for one incident"
	if !s.loose {
		allowed += "; distinct_from names those that are known to differ"
	}
	recent := map[cell][]*record{} // by cell, the latest last
	for _, r := range sorted {
		if other := nearest(recent, r); other != nil && !s.repeats(r) {
			row, _ := other.position("place")
			s.find(report.RuleDuplicate, r, at("place"), allowed,
				"%s %d (%s) is of the same kind, within 5 km and 2 days", other.unit, row, other.ID)
		}
		for _, c := range cellsOf(r, 0) {
			recent[c] = append(recent[c], r)
		}
	}
}

// repeats reports whether it was told that a row repeats another.
func (s *subject) repeats(r *record) bool {
	row, _ := r.position("id")
	return s.repeated[row]
}

// A table whose rows share their days and places by at least so many is one
// that may have a row for each person.
const personsTogether = 3

// checkPersons reports whether a table looks as if its rows were people: most
// rows share their day and place with others, and none counts more than one
// person. It is told once, instead of a finding for each pair of rows.
func (s *subject) checkPersons() bool {
	if s.persons {
		return true // reading the table told it
	}
	if !s.loose || len(s.records) < 2*personsTogether {
		return false
	}
	together := map[string]int{}
	for i := range s.records {
		if manyPeople(&s.records[i]) {
			return false
		}
		together[dayAndPlace(&s.records[i])]++
	}
	rows, groups := 0, 0
	for key, n := range together {
		if key != "" && n >= personsTogether {
			rows, groups = rows+n, groups+1
		}
	}
	if 2*rows < len(s.records) {
		return false
	}
	first := &s.records[0]
	f := s.finding(report.RulePersons, report.Where{File: first.file, Unit: first.unit},
		fmt.Sprintf("%d of %d %ss share %d days and places; they look like one %s a person", rows, len(s.records),
			first.unit, groups, first.unit))
	f.Allowed = "one " + first.unit + " an incident"
	s.report.Add(f)
	return true
}

func manyPeople(r *record) bool {
	return slices.ContainsFunc(r.Claims, func(c incident.Claim) bool {
		return slices.ContainsFunc(bounds(c.Figure), func(n int) bool { return n > 1 })
	})
}

// dayAndPlace is equal for records of one day and place; empty where either is
// not known well enough.
func dayAndPlace(r *record) string {
	if r.Date.Precision != edtf.Day || r.Place.Text == "" && len(r.Place.Points) == 0 {
		return ""
	}
	return fmt.Sprint(r.Date.Start, r.Date.End, r.Place.Text, r.Place.Points, r.Kind, r.EventType)
}

// comparable reports whether a record is placed and dated closely enough to
// be told from its neighbours.
func comparable(r *record) bool {
	return len(r.Place.Points) > 0 && r.Date.Text != "" && r.Place.Precision != incident.PlaceCountry &&
		r.Place.Precision != incident.PlaceUnknown
}

// cell is a square of a tenth of a degree, more than nearM up to 60° of
// latitude and, with its neighbours, beyond.
type cell struct{ x, y int }

// cellsOf lists the cells of a record's points and those around them, as wide
// as nearM is there.
func cellsOf(r *record, margin float64) []cell {
	var out []cell
	for _, p := range r.Place.Points {
		dy := margin / 111_000
		dx := dy / math.Max(0.01, math.Cos(p[1]*math.Pi/180))
		for y := grid(p[1] - dy); y <= grid(p[1]+dy); y++ {
			for x := grid(p[0] - dx); x <= grid(p[0]+dx); x++ {
				if c := (cell{x, y}); !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

func grid(degrees float64) int { return int(math.Floor(degrees * 10)) }

// nearest finds the latest record before r that may be the same incident.
func nearest(recent map[cell][]*record, r *record) *record {
	for _, c := range cellsOf(r, nearM) {
		candidates := recent[c]
		for i := len(candidates) - 1; i >= 0; i-- {
			o := candidates[i]
			if r.Date.Start-o.Date.Start > nearDays && o.Date.Start == o.Date.End {
				break // those before it are earlier still, or lasted
			}
			if sameTime(o, r) && sameKind(o, r) && near(o.Place.Points, r.Place.Points) {
				return o
			}
		}
	}
	return nil
}

// sameTime reports whether two records are within nearDays: single days, or
// the same span of days.
func sameTime(a, b *record) bool {
	days := func(r *record) geo.Day { return r.Date.End - r.Date.Start }
	if days(a) != days(b) {
		return false
	}
	return b.Date.Start-a.Date.Start <= nearDays && (days(a) == 0 || a.Date.Start == b.Date.Start)
}

func sameKind(a, b *record) bool {
	return a.Kind == b.Kind && a.EventType == b.EventType && (a.Group == "" || a.Group != b.Group) &&
		!slices.Contains(a.distinct, b.ID) && !slices.Contains(b.distinct, a.ID)
}

func near(a, b orb.MultiPoint) bool {
	return slices.ContainsFunc(a, func(p orb.Point) bool {
		return slices.ContainsFunc(b, func(q orb.Point) bool { return orbgeo.DistanceHaversine(p, q) <= nearM })
	})
}
