package packed

import (
	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

// record is a record's fields in the file's order: the ID and the text that
// is searched first, so that they are found without the rest.
func (c *coder) record(r *incident.Record) {
	c.text(&r.ID)
	c.text(&r.Text)
	c.incident(r.Incident)
	c.figure(&r.Fatalities)
	c.figure(&r.Injuries)
	c.eachWord(&r.Occurrence, &r.Attribution, &r.Actor, &r.Target)
}

func (c *coder) incident(i *incident.Incident) {
	c.whatWhen(i)
	c.place(&i.Place)
	c.origin(&i.Origin)
	shareList(c, &c.parties, &i.Actors, (*coder).party)
	shareList(c, &c.parties, &i.Targets, (*coder).party)
	shareList(c, &c.statements, &i.Statements, (*coder).statement)
	shareList(c, &c.claims, &i.Claims, (*coder).claim)
	shareList(c, &c.sources, &i.Sources, (*coder).source)
	c.word(&i.Group)
	c.review(&i.PlaceReview)
	c.review(&i.RecordReview)
	list(c, &i.Extra, (*coder).value)
}

func (c *coder) whatWhen(i *incident.Incident) {
	c.word(&i.Dataset)
	c.int(&i.Revision)
	c.text(&i.SourceID)
	c.text(&i.Title)
	c.text(&i.Summary)
	c.word(&i.Kind)
	c.word(&i.EventType)
	c.date(&i.Date)
	c.text(&i.Time)
}

func (c *coder) date(d *edtf.Date) {
	start, end := int64(d.Start), int64(d.End)
	c.text(&d.Text)
	c.int64(&start)
	c.int64(&end)
	c.word((*string)(&d.Precision))
	c.bool(&d.Certain)
	c.bool(&d.Uncertain)
	if !c.writing {
		d.Start, d.End = geo.Day(start), geo.Day(end)
	}
}

func (c *coder) place(p *incident.Place) {
	c.where(p)
	list(c, &p.Geocoding, (*coder).geocoding)
}

func (c *coder) where(p *incident.Place) {
	c.word(&p.Text)
	c.points(&p.Points)
	c.eachWord(&p.Country, &p.CountryName, &p.Admin1, &p.Admin2, (*string)(&p.Precision))
	c.float(&p.RadiusM)
}

// points are the list of a place's points. One alone, as most are, lies with
// its record.
func (c *coder) points(p *orb.MultiPoint) {
	if room := c.point; room != nil && c.Len() > 0 && c.Rest()[0] == 1+1 {
		c.point = nil
		c.uvarint(0)
		c.lonLat(&room[0])
		*p = room[:]
		return
	}
	list(c, (*[]orb.Point)(p), (*coder).lonLat)
}

func (c *coder) lonLat(p *orb.Point) {
	c.float(&p[0])
	c.float(&p[1])
}

func (c *coder) origin(p **incident.Place) {
	there := *p != nil
	if c.bool(&there); !there {
		return
	}
	if !c.writing {
		*p = &incident.Place{}
	}
	c.place(*p)
}

func (c *coder) geocoding(g *incident.Geocoding) {
	c.eachWord(&g.Query, &g.Role, &g.Matched, &g.GazetteerID, &g.GazetteerVersion, &g.Licence)
	c.float(&g.Score)
	list(c, &g.Alternatives, (*coder).word)
	list(c, &g.Dropped, (*coder).word)
	c.eachWord(&g.Override, &g.Reviewer, &g.CheckedAgainst)
}

func (c *coder) party(p *incident.Party) {
	c.eachWord(&p.Name, &p.Role)
}

func (c *coder) statement(s *incident.Statement) {
	c.eachWord((*string)(&s.About), &s.Grade, &s.By, &s.Words, &s.Source)
}

func (c *coder) claim(m *incident.Claim) {
	c.eachWord(&m.Measure, (*string)(&m.Scope), &m.Who, &m.By, (*string)(&m.Bound))
	c.figure(&m.Figure)
	c.eachWord(&m.Words, &m.Source)
	c.bool(&m.Preferred)
}

func (c *coder) source(s *incident.Source) {
	c.eachWord(&s.Key, &s.Title, &s.Publisher, &s.URL, &s.Date, &s.Locator)
}

func (c *coder) review(r *incident.Review) {
	c.eachWord((*string)(&r.State), &r.By, &r.At)
	c.int(&r.Revision)
}

// The bits of a figure: which bounds are known, and that all are one number.
const (
	figureLow = 1 << iota
	figureBest
	figureHigh
	figureExact
)

func (c *coder) figure(f *incident.Figure) {
	known := c.uvarint(figureBits(f))
	if known&figureExact != 0 {
		c.exactly(f)
		return
	}
	for i, n := range [...]**int{&f.Low, &f.Best, &f.High} {
		if known&(1<<i) != 0 {
			c.bound(n)
		}
	}
}

func figureBits(f *incident.Figure) (known uint64) {
	for i, n := range [...]*int{f.Low, f.Best, f.High} {
		if n != nil {
			known |= 1 << i
		}
	}
	if known == figureLow|figureBest|figureHigh && *f.Low == *f.Best && *f.Best == *f.High {
		known |= figureExact
	}
	return known
}

func (c *coder) exactly(f *incident.Figure) {
	if c.writing {
		c.int(f.Best)
		return
	}
	var n int
	if c.int(&n); n >= 0 && n < len(numbers) {
		*f = incident.Figure{Low: &numbers[n], Best: &numbers[n], High: &numbers[n]}
		return
	}
	*f = incident.Exactly(n)
}

// numbers are small numbers, for the figures that have them: nobody changes
// what a figure points to.
var numbers = func() (all [1024]int) {
	for n := range all {
		all[n] = n
	}
	return all
}()

func (c *coder) bound(n **int) {
	if !c.writing {
		*n = new(int)
	}
	c.int(*n)
}

// The types of values in Incident.Extra.
const (
	valueNone = iota
	valueString
	valueInteger
	valueNumber
	valueBoolean
)

func (c *coder) value(v *any) {
	if c.writing {
		c.writeValue(*v)
		return
	}
	switch c.uvarint(0) {
	case valueNone:
	case valueString:
		*v = c.string()
	case valueInteger:
		*v = valueOf(c, (*coder).int64)
	case valueNumber:
		*v = valueOf(c, (*coder).float)
	case valueBoolean:
		*v = valueOf(c, (*coder).bool)
	default:
		c.Fail()
	}
}

// valueOf reads a value by do.
func valueOf[T any](c *coder, do func(*coder, *T)) (v T) {
	do(c, &v)
	return v
}

func (c *coder) writeValue(v any) {
	switch v := v.(type) {
	case string:
		c.uvarint(valueString)
		c.word(&v)
	case int64:
		c.uvarint(valueInteger)
		c.int64(&v)
	case float64:
		c.uvarint(valueNumber)
		c.float(&v)
	case bool:
		c.uvarint(valueBoolean)
		c.bool(&v)
	default: // nothing else is in Extra
		c.uvarint(valueNone)
	}
}
