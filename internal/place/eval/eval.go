// Package eval measures how well a gazetteer places texts whose true point
// is known, such as those of an event data set that was placed by hand.
package eval

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// Row is a text with its true place.
type Row struct {
	// Line is where the row stands in its file.
	Line int
	// Text is what the gazetteer is asked.
	Text string
	// Group is what the tables are divided by; empty for no division.
	Group string
	// Point is the true longitude and latitude in degrees.
	Point orb.Point
	// Admin1 and Country are the true province and country as the file names them.
	// Where they are empty, those of the nearest place of the gazetteer stand in.
	Admin1, Country string
}

// Outcome is what the gazetteer made of a row.
type Outcome struct {
	Row    Row
	Result gazetteer.Result
	// ErrorM is the distance, in metres, from the answer to the truth; 0 without one.
	ErrorM float64
	// Admin1 and Country tell whether the answer's are right.
	Admin1, Country Verdict
}

// Verdict is a comparison that may be impossible.
type Verdict int

// The verdicts: unknown where the truth or the answer has no such unit.
const (
	Unknown Verdict = iota
	Right
	Wrong
)

// String is "yes", "no" or empty.
func (v Verdict) String() string { return [...]string{"", "yes", "no"}[v] }

// Abstained reports whether the gazetteer found no place, or only a country
// though the text says more.
func (o Outcome) Abstained() bool {
	m := o.Result.Best
	return m == nil || m.Class == gazetteer.Country && len(m.Dropped) > 0
}

// Class is the class of the answer, empty for none.
func (o Outcome) Class() gazetteer.Class {
	if o.Result.Best == nil {
		return ""
	}
	return o.Result.Best.Class
}

// Judge asks a gazetteer for rows, one after the other.
type Judge struct {
	g     *gazetteer.Gazetteer
	opt   gazetteer.Options
	units map[[2]string]unit // of the names of provinces and countries of the file
}

// unit is a province as a file names it, in the gazetteer's words.
type unit struct{ admin1, country string }

// NewJudge returns a judge that asks g with the given options.
func NewJudge(g *gazetteer.Gazetteer, opt gazetteer.Options) *Judge {
	return &Judge{g: g, opt: opt, units: map[[2]string]unit{}}
}

// Judge asks for one row and compares the answer with the truth.
func (j *Judge) Judge(r Row) Outcome {
	o := Outcome{Row: r, Result: j.g.Lookup(r.Text, j.opt)}
	m := o.Result.Best
	if m == nil {
		return o
	}
	o.ErrorM = geo.DistanceHaversine(m.Point, r.Point)
	truth := j.truth(r)
	admin1, _ := m.Units()
	o.Admin1 = verdict(bare(admin1), bare(truth.admin1))
	o.Country = verdict(m.Country, truth.country)
	return o
}

// truth is the province and the country that a row lies in.
func (j *Judge) truth(r Row) unit {
	key := [2]string{r.Admin1, r.Country}
	u, known := j.units[key]
	if !known {
		u = j.named(r)
		j.units[key] = u
	}
	if near := j.g.Reverse(r.Point, 1); len(near) > 0 {
		if r.Admin1 == "" && (r.Country == "" || near[0].Country == u.country) {
			u.admin1, _ = near[0].Units()
		}
		u.country = cmp.Or(u.country, near[0].Country)
	}
	return u
}

// named are the units that a row names, as the gazetteer calls them.
func (j *Judge) named(r Row) (u unit) {
	if r.Country != "" {
		if m := j.g.Lookup(r.Country, gazetteer.Options{Limit: 1}).Best; m != nil && m.Class == gazetteer.Country {
			u.country = m.Country
		}
	}
	if r.Admin1 != "" {
		for _, m := range matches(j.g.Lookup(r.Admin1, gazetteer.Options{Limit: 5, Country: u.country})) {
			if m.Class == gazetteer.Admin1 {
				u.admin1 = m.Name
				break
			}
		}
	}
	return u
}

// matches are all matches of a result, best first.
func matches(r gazetteer.Result) []gazetteer.Match {
	if r.Best == nil {
		return nil
	}
	return append([]gazetteer.Match{*r.Best}, r.Alternatives...)
}

// bare is the name of a province without the word for it.
func bare(name string) string {
	key, _ := gazetteer.Bare(gazetteer.Key(name))
	return key
}

func verdict(got, want string) Verdict {
	switch {
	case got == "" || want == "":
		return Unknown
	case got == want:
		return Right
	}
	return Wrong
}

// Miss is an outcome with the number of rows that have the same text and truth.
type Miss struct {
	Outcome
	Times int
}

// Worst are the n texts farthest from the truth in terms of what they promise: by
// how much the error exceeds the stated radius. Rows of equal text and truth are
// told once.
func Worst(outcomes []Outcome, n int) []Miss {
	type key struct {
		text  string
		point orb.Point
	}
	seen := map[key]int{}
	var far []Miss
	for _, o := range outcomes {
		if o.Result.Best == nil || o.excess() <= 0 {
			continue
		}
		k := key{o.Row.Text, o.Row.Point}
		if i, twice := seen[k]; twice {
			far[i].Times++
			continue
		}
		seen[k] = len(far)
		far = append(far, Miss{o, 1})
	}
	slices.SortStableFunc(far, func(a, b Miss) int { return cmp.Compare(b.excess(), a.excess()) })
	return far[:min(n, len(far))]
}

// excess is how far outside of the stated radius the truth lies, in metres.
func (o Outcome) excess() float64 { return o.ErrorM - o.Result.Best.RadiusM }
