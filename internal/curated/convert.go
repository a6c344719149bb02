package curated

import (
	"slices"
	"strings"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

// converter turns one entry into an incident.
type converter struct {
	*reader
	located Located
}

func (c *converter) wrong(path []any, format string, args ...any) {
	line, key := c.located.Position(path...)
	c.problem(c.located.File, line, key, format, args...)
}

func (c *converter) incident(e incidentEntry) incident.Incident {
	inc := incident.Incident{Revision: max(1, e.Revision), Title: e.Title, Summary: strings.TrimSpace(e.Summary),
		Kind:      e.Kind,
		EventType: e.EventType, Time: e.Time, Group: e.Group, Actors: parties(e.Actors), Targets: parties(e.Targets)}
	inc.Sources = c.sources(e.Sources)
	inc.Claims = c.claims(e.Claims)
	for _, s := range e.Statements {
		inc.Statements = append(inc.Statements, incident.Statement{About: incident.About(s.About), Grade: s.Grade,
			By:    s.By,
			Words: s.Words, Source: s.Source})
	}
	var err error
	if inc.Date, err = edtf.Parse(e.Date); err != nil {
		c.wrong([]any{"date"}, "%s", strings.TrimPrefix(err.Error(), "edtf: "))
	}
	if review := c.entry.Review; review.By != "" {
		inc.RecordReview = incident.Review{State: incident.Reviewed, By: review.By, At: review.At,
			Revision: inc.Revision}
	}
	c.places(&inc, e)
	return inc
}

// sources looks keys up among the dataset's sources.
func (c *converter) sources(keys []string) []incident.Source {
	var out []incident.Source
	for i, key := range keys {
		j := slices.IndexFunc(c.entry.Sources, func(s sourceEntry) bool { return s.Key == key })
		if j < 0 {
			c.wrong([]any{"sources", i}, "%s has no source %q", DatasetName, key)
			continue
		}
		out = append(out, c.entry.Sources[j].source())
	}
	return out
}

func (c *converter) claims(entries []claimEntry) []incident.Claim {
	var out []incident.Claim
	for i, e := range entries {
		claim, err := e.claim()
		if err != nil {
			c.wrong([]any{"claims", i}, "%s", err)
		}
		out = append(out, claim)
	}
	return out
}

// places fills in the incident's place and origin from the lock.
func (c *converter) places(inc *incident.Incident, e incidentEntry) {
	inc.Place.Precision = incident.PlaceUnknown
	if e.Place != nil {
		c.place(&inc.Place, e.Place, "place")
		if l, ok := c.dir.Lock[first(e.Place.Find)]; ok && l.Reviewer != "" {
			inc.PlaceReview = incident.Review{State: incident.Reviewed, By: l.Reviewer, At: l.ReviewedAt,
				Revision: inc.Revision}
		}
	}
	if e.Origin != nil {
		inc.Origin = &incident.Place{}
		c.place(inc.Origin, e.Origin, "origin")
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// place puts the points of all texts together: what they share of country and
// province stays, precision and radius are those of the vaguest. A text that
// is not in the lock has no point; the lock's own check tells of it.
func (c *converter) place(p *incident.Place, e *placeEntry, role string) {
	if e.Text == "" {
		c.wrong([]any{role}, "it needs a text: the place as the source writes it")
	}
	if len(e.Find) == 0 {
		c.wrong([]any{role}, "it needs a list of what to find for it; a place that is not known is left out")
	}
	p.Text, p.Precision = e.Text, incident.PlaceUnknown
	for i, text := range e.Find {
		c.need(text, role, i)
		if l, ok := c.entryOf(text); ok {
			l.AddTo(p, role)
		}
	}
}

// need notes that a text is looked up.
func (c *converter) need(text, role string, i int) {
	if c.texts[text] {
		return
	}
	c.texts[text] = true
	line, _ := c.located.Position(role, "find", i)
	c.dir.Texts = append(c.dir.Texts, Text{text, c.located.File, line})
}
