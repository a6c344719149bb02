package validate

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// Two records of one kind that are this near to each other may be one
// incident that was entered twice.
const (
	nearM    = 5_000
	nearDays = 2
)

// checkDuplicates compares each record with those shortly before it.
func (s *subject) checkDuplicates() {
	if s.dataset.ContextOf != "" {
		return
	}
	sorted := make([]*record, 0, len(s.records))
	for i := range s.records {
		if r := &s.records[i]; comparable(r) {
			sorted = append(sorted, r)
		}
	}
	slices.SortStableFunc(sorted, func(a, b *record) int { return cmp.Compare(a.Date.Start, b.Date.Start) })
	recent := map[cell][]*record{} // by cell, the latest last
	for _, r := range sorted {
		if other := nearest(recent, r); other != nil {
			row, _ := other.position("place")
			s.find(ruleDuplicate, r, at("place"), "one record for one incident; distinct_from names those that are known to differ",
				"%s %d (%s) is of the same kind, within 5 km and 2 days", other.unit, row, other.ID)
		}
		for _, c := range cellsOf(r, 0) {
			recent[c] = append(recent[c], r)
		}
	}
}

// comparable reports whether a record is placed and dated closely enough to
// be told from its neighbours.
func comparable(r *record) bool {
	return len(r.Place.Points) > 0 && r.Date.Text != "" && r.Place.Precision != incident.PlaceCountry && r.Place.Precision != incident.PlaceUnknown
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
