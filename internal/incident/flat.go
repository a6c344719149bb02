package incident

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// TableSource is the key of the source that a row's own columns name, or that its file is
// where they name none.
const TableSource = "table"

// Flat says whether an incident was made of a row of flat columns. They tell less than
// an incident can have: one figure a measure and not whose it is, names and no roles, and
// not how a place was found. What they cannot tell they do not take away either.
type Flat uint8

// The forms of rows: FlatNone has all of an incident, FlatSourced names its sources, and
// of FlatUnsourced the file is the only source.
const (
	FlatNone Flat = iota
	FlatSourced
	FlatUnsourced
)

// FlatOf is the form of an incident that was made of flat columns of a file.
func FlatOf(inc *Incident, file string) Flat {
	for _, s := range inc.Sources {
		if s != (Source{Key: TableSource, Title: file}) {
			return FlatSourced
		}
	}
	return FlatUnsourced
}

// Told is what flat columns can tell of an incident, but for its sources.
func Told(inc *Incident) Incident {
	out := *inc
	out.Sources, out.Origin, out.Claims, out.Statements = nil, nil, nil, nil
	out.Place.Geocoding = nil
	out.Actors, out.Targets = toldParties(inc.Actors), toldParties(inc.Targets)
	for _, measure := range flatMeasures {
		if f := FigureOf(inc.Claims, measure); f.Known() {
			out.Claims = append(out.Claims, Claim{Measure: measure, Figure: f})
		}
	}
	if said := [2]string{Occurrence(inc.Statements), Attribution(inc.Statements)}; said != unsaid {
		out.Statements = []Statement{{Grade: said[0]}, {Grade: said[1]}}
	}
	return out
}

// toldParties are parties as their names in one column tell them.
func toldParties(parties []Party) []Party {
	if len(parties) == 0 {
		return nil
	}
	return []Party{{Name: joinNames(parties)}}
}

// unsaid are the grades of what nobody has said anything of.
var unsaid = [2]string{Reported, AttributionUnknown}

// flatMeasures are those that flat columns count.
var flatMeasures = []string{Killed, Injured}

func grade(statements []Statement, about About) string {
	if about == AboutOccurrence {
		return Occurrence(statements)
	}
	return Attribution(statements)
}

// Complete gives an incident that was made of flat columns what they cannot tell, as it was
// before: where they say of something what it was before, it is as it was.
func (f Flat) Complete(inc, before *Incident) {
	if f == FlatNone {
		return
	}
	inc.keyApart(before.Sources)
	own := inc.Sources
	inc.Claims = f.claims(inc.Claims, before.Claims)
	inc.Statements = f.statements(inc.Statements, before.Statements)
	inc.Actors, inc.Targets = parties(inc.Actors, before.Actors), parties(inc.Targets, before.Targets)
	inc.Origin = before.Origin
	if p, was := &inc.Place, &before.Place; p.Geocoding == nil && p.Text == was.Text &&
		slices.Equal(p.Points, was.Points) {
		p.Geocoding = was.Geocoding
	}
	if f == FlatSourced || len(before.Sources) == 0 {
		inc.Sources = withCited(inc, own, before.Sources)
	} else {
		inc.Sources = withCited(inc, before.Sources, own)
	}
}

// claims are those of before of each measure whose figure is the same, or that flat
// columns do not count, and the new ones of the others.
func (f Flat) claims(now, before []Claim) []Claim {
	return slices.Concat(slices.DeleteFunc(slices.Clone(before), func(c Claim) bool {
		return slices.Contains(flatMeasures, c.Measure) && !f.stays(c.Measure, now, before)
	}), slices.DeleteFunc(slices.Clone(now), func(c Claim) bool { return f.stays(c.Measure, now, before) }))
}

// stays reports whether the claims of before stay: the figure is theirs, and the row does not
// name another source of a figure that a row told before.
func (f Flat) stays(measure string, now, before []Claim) bool {
	a, b := FigureOf(now, measure), FigureOf(before, measure)
	same := sameCount(a.Low, b.Low) && sameCount(a.Best, b.Best) && sameCount(a.High, b.High)
	return same && (f == FlatUnsourced || slices.ContainsFunc(before, func(c Claim) bool {
		return c.Measure == measure && !ofTable(c.Source)
	}))
}

func sameCount(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// ofTable reports whether a source's key is of those that a row names.
func ofTable(key string) bool { return key == TableSource || strings.HasPrefix(key, TableSource+"-") }

// statements are those of before about what has the same grade, and the new ones.
func (f Flat) statements(now, before []Statement) []Statement {
	stays := func(about About) bool {
		return grade(now, about) == grade(before, about) && (f == FlatUnsourced ||
			slices.ContainsFunc(before, func(s Statement) bool { return s.About == about && !ofTable(s.Source) }))
	}
	return slices.Concat(
		slices.DeleteFunc(slices.Clone(before), func(s Statement) bool { return !stays(s.About) }),
		slices.DeleteFunc(slices.Clone(now), func(s Statement) bool { return stays(s.About) }))
}

// parties are those of before if they have the same names.
func parties(now, before []Party) []Party {
	if joinNames(now) == joinNames(before) {
		return before
	}
	return now
}

// withCited are the first sources, and those of the others that the incident cites.
func withCited(inc *Incident, first, others []Source) []Source {
	out := slices.Clone(first)
	for _, s := range others {
		has := slices.ContainsFunc(out, func(o Source) bool { return o.Key == s.Key })
		if !has && inc.cites(s.Key) {
			out = append(out, s)
		}
	}
	return out
}

func (i *Incident) cites(key string) bool {
	return slices.ContainsFunc(i.Claims, func(c Claim) bool { return c.Source == key }) ||
		slices.ContainsFunc(i.Statements, func(s Statement) bool { return s.Source == key })
}

// keyApart gives the incident's sources the keys that they have among others, and keys of
// their own where they are not among them. Lists are shared, and made anew.
func (i *Incident) keyApart(others []Source) {
	keys := map[string]string{}
	sources := slices.Clone(i.Sources)
	for n := range sources {
		s := &sources[n]
		keys[s.Key] = keyAmong(*s, others, keys)
		s.Key = keys[s.Key]
	}
	i.Sources, i.Claims, i.Statements = sources, slices.Clone(i.Claims), slices.Clone(i.Statements)
	for n := range i.Claims {
		i.Claims[n].Source = cmp.Or(keys[i.Claims[n].Source], i.Claims[n].Source)
	}
	for n := range i.Statements {
		i.Statements[n].Source = cmp.Or(keys[i.Statements[n].Source], i.Statements[n].Source)
	}
}

// keyAmong is the key of a source beside others; given are the keys that others of its
// incident have now.
func keyAmong(s Source, others []Source, given map[string]string) string {
	for _, o := range others {
		if key := o.Key; o.withKey(s.Key) == s {
			return key
		}
	}
	taken := func(key string) bool {
		for _, g := range given {
			if g == key {
				return true
			}
		}
		return slices.ContainsFunc(others, func(o Source) bool { return o.Key == key })
	}
	key := s.Key
	for n := 2; taken(key); n++ {
		key = fmt.Sprintf("%s-%d", TableSource, n)
	}
	return key
}

func (s Source) withKey(key string) Source {
	s.Key = key
	return s
}
