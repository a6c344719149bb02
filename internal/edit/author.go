package edit

import (
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/incident"
)

// authorPrefix begins the keys of sources that stand for who wrote flat figures; the name
// follows, so that each author has a source of their own.
const authorPrefix = "author:"

// onlyFlat reports whether no claim of a measure is anything but one total that flat figures
// made.
func (d *draft) onlyFlat(measure string) bool {
	n := 0
	for i := range d.inc.Claims {
		if c := &d.inc.Claims[i]; c.Measure == measure {
			if n++; n > 1 || !d.madeFlat(c) {
				return false
			}
		}
	}
	return true
}

// madeFlat reports whether a claim is a total that flat figures made, of whichever author.
// What says more than such a total does, or is of another source, somebody has written.
func (d *draft) madeFlat(c *incident.Claim) bool {
	plain := incident.Claim{Measure: c.Measure, Scope: incident.Total, Figure: c.Figure, Source: c.Source}
	if plain.WithBound() != c.WithBound() {
		return false
	}
	i := slices.IndexFunc(d.inc.Sources, func(s incident.Source) bool { return s.Key == c.Source })
	return i >= 0 && standsForAuthor(&d.inc.Sources[i])
}

// standsForAuthor reports whether a source is one that flat figures made: a name and nothing
// else, under a key made of it.
func standsForAuthor(s *incident.Source) bool {
	rest, ok := strings.CutPrefix(s.Key, authorPrefix+s.Title)
	return ok && (rest == "" || rest[0] == '-') && *s == incident.Source{Key: s.Key, Title: s.Title}
}

// claim puts a total of the author in the place of the one that flat figures made before, or
// after all others. Unknown figures only take it away.
func (d *draft) claim(measure, name string, f incident.Figure) {
	at := slices.IndexFunc(d.inc.Claims, func(c incident.Claim) bool { return c.Measure == measure })
	claims := slices.Clone(d.inc.Claims)
	former := ""
	if at >= 0 { // it is the only one: see onlyFlat
		former = claims[at].Source
		claims = slices.Delete(claims, at, at+1)
	} else {
		at = len(claims)
	}
	if f != (incident.Figure{}) {
		c := incident.Claim{Measure: measure, Scope: incident.Total, Figure: f, Source: d.authorSource()}.WithBound()
		if err := c.Check(); err != nil {
			d.problem(name, nil, "%s", err)
			return
		}
		claims = slices.Insert(claims, at, c)
	}
	d.inc.Claims = claims
	d.dropUnused(former)
}

// authorSource is the key of the source that stands for the author, which is added where
// there is none. A source that somebody gave has its key for itself.
func (d *draft) authorSource() string {
	own := authorPrefix + d.Author
	key := own
	for n := 2; ; n++ {
		i := slices.IndexFunc(d.inc.Sources, func(s incident.Source) bool { return s.Key == key })
		switch {
		case i < 0:
			d.inc.Sources = append(slices.Clip(d.inc.Sources), incident.Source{Key: key, Title: d.Author})
			return key
		case d.inc.Sources[i] == incident.Source{Key: key, Title: d.Author}:
			return key
		}
		key = own + "-" + strconv.Itoa(n)
	}
}

// dropUnused takes away the source of an author whose figure was taken away, unless
// something else refers to it.
func (d *draft) dropUnused(key string) {
	if slices.ContainsFunc(d.inc.Claims, func(c incident.Claim) bool { return c.Source == key }) ||
		slices.ContainsFunc(d.inc.Statements, func(s incident.Statement) bool { return s.Source == key }) {
		return
	}
	d.inc.Sources = slices.DeleteFunc(slices.Clone(d.inc.Sources), func(s incident.Source) bool {
		return s.Key == key && standsForAuthor(&s)
	})
}
