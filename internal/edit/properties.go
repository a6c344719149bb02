package edit

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// property reads a property of the feature.
func (d *draft) property(name string, raw json.RawMessage) {
	if set, ok := writers[name]; ok {
		set(d, name, raw)
		return
	}
	if i := slices.IndexFunc(d.Dataset.Columns, func(c incident.Column) bool { return c.Name == name }); i >= 0 {
		d.ownColumn(i, raw)
		return
	}
	switch {
	case slices.Contains(flatFigures, name):
		d.flat[name] = raw
	case isDerived(name):
		d.derived[name] = raw
	default:
		d.unknown(name)
	}
}

// unknown tells of a property that there is none of. One that differs in case alone from one
// that there is, is meant to be that.
func (d *draft) unknown(name string) {
	allowed := d.writable()
	if i := slices.IndexFunc(allowed, func(n string) bool { return strings.EqualFold(n, name) }); i >= 0 {
		d.problem(name, allowed[i:i+1], "%s has no such property; %s is meant: names heed case", d.Dataset.ID, allowed[i])
		return
	}
	d.problem(name, allowed, "%s has no such property", d.Dataset.ID)
}

// writers read the properties that are written.
var writers = map[string]func(d *draft, name string, raw json.RawMessage){
	"title":   text(func(i *incident.Incident) *string { return &i.Title }),
	"summary": text(func(i *incident.Incident) *string { return &i.Summary }),
	"kind":    term(func(i *incident.Incident) *string { return &i.Kind }),
	"event_type": term(func(i *incident.Incident) *string {
		return &i.EventType
	}),
	"date": (*draft).date, "time": text(func(i *incident.Incident) *string { return &i.Time }),
	"place":           text(func(i *incident.Incident) *string { return &i.Place.Text }),
	"country":         text(func(i *incident.Incident) *string { return &i.Place.Country }),
	"admin1":          text(func(i *incident.Incident) *string { return &i.Place.Admin1 }),
	"admin2":          text(func(i *incident.Incident) *string { return &i.Place.Admin2 }),
	"place_precision": (*draft).precision, "place_radius_m": (*draft).radius,
	"group":   (*draft).group,
	"actors":  list(func(i *incident.Incident) *[]incident.Party { return &i.Actors }),
	"targets": list(func(i *incident.Incident) *[]incident.Party { return &i.Targets }),
	"claims":  list(func(i *incident.Incident) *[]incident.Claim { return &i.Claims }),
	"statements": list(func(i *incident.Incident) *[]incident.Statement {
		return &i.Statements
	}),
	"sources":       list(func(i *incident.Incident) *[]incident.Source { return &i.Sources }),
	"place_review":  review(func(i *incident.Incident) *incident.Review { return &i.PlaceReview }),
	"record_review": review(func(i *incident.Incident) *incident.Review { return &i.RecordReview }),
}

// writable are the names of the properties that are written.
func (d *draft) writable() []string {
	var out []string
	for name := range writers {
		out = append(out, name)
	}
	slices.Sort(out)
	for _, c := range d.Dataset.Columns {
		out = append(out, c.Name)
	}
	return out
}

// decode reads a JSON value, and tells of one that is of another type.
func (d *draft) decode(name string, raw json.RawMessage, into any, want string) bool {
	if err := json.Unmarshal(raw, into); err != nil {
		d.problem(name, []string{want}, "it must be %s: %s", want, JSONWords(err))
		return false
	}
	return true
}

// text reads a text. One of spaces alone says nothing, as in files.
func text(at func(*incident.Incident) *string) func(*draft, string, json.RawMessage) {
	return func(d *draft, name string, raw json.RawMessage) {
		var s string
		if !isNull(raw) && d.decode(name, raw, &s, "a text or null") {
			if strings.TrimSpace(s) == "" {
				s = ""
			}
			*at(&d.inc) = s
		}
	}
}

// term reads a word of the vocabulary that the dataset has for a property.
func term(at func(*incident.Incident) *string) func(*draft, string, json.RawMessage) {
	return func(d *draft, name string, raw json.RawMessage) {
		var s string
		if isNull(raw) || !d.decode(name, raw, &s, "a text or null") || s == "" {
			return
		}
		if allowed := d.termIDs(name); !slices.Contains(allowed, s) {
			d.problem(name, allowed, "%.60q is no word of the vocabulary of %s; new words are added to the collection",
				s, d.Dataset.ID)
			return
		}
		*at(&d.inc) = s
	}
}

// termIDs are the words of the vocabulary of kinds or of event types.
func (d *draft) termIDs(name string) []string {
	terms := d.Dataset.Kinds
	if name == "event_type" {
		terms = d.Dataset.EventTypes
	}
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.ID
	}
	return out
}

// words gives an incident without a kind or a type the usual ones, as files without such
// columns have them.
func (d *draft) words() {
	for _, w := range []struct {
		word  *string
		usual string
		terms []incident.Term
	}{{&d.inc.Kind, ingest.DefaultKind, d.Dataset.Kinds}, {&d.inc.EventType, ingest.DefaultEventType,
		d.Dataset.EventTypes}} {
		if *w.word == "" && slices.ContainsFunc(w.terms, func(t incident.Term) bool { return t.ID == w.usual }) {
			*w.word = w.usual
		}
	}
}

func (d *draft) date(name string, raw json.RawMessage) {
	var s string
	if !d.decode(name, raw, &s, "a date in EDTF, such as 2024-03-21") {
		return
	}
	date, err := edtf.Parse(s)
	if err != nil {
		d.problem(name, []string{"2024-03-21", "2024-03", "2024-03-21/2024-03-24", "[2024-03-21..2024-03-24]"},
			"%.60q is no date in EDTF: %s", s, reasonOf(err))
		return
	}
	d.inc.Date = date
}

func (d *draft) precision(name string, raw json.RawMessage) {
	var s incident.PlacePrecision
	if isNull(raw) || !d.decode(name, raw, &s, "a word or null") || s == "" {
		return
	}
	if !slices.Contains(incident.PlacePrecisions, s) {
		allowed := make([]string, len(incident.PlacePrecisions))
		for i, p := range incident.PlacePrecisions {
			allowed[i] = string(p)
		}
		d.problem(name, allowed, "%.60q is none of the precisions", s)
		return
	}
	d.inc.Place.Precision = s
}

func (d *draft) radius(name string, raw json.RawMessage) {
	var m float64
	if isNull(raw) || !d.decode(name, raw, &m, "a number of metres or null") {
		return
	}
	if m < 0 || m > orb.EarthRadius*math.Pi {
		d.problem(name, nil, "%g m is no radius on Earth", m)
		return
	}
	d.inc.Place.RadiusM = m
	// What is shown is rounded; what was shown is sent back.
	if b := d.before; b != nil && math.Floor(b.Place.RadiusM+0.5) == m {
		d.inc.Place.RadiusM = b.Place.RadiusM
	}
}

// group reads which group's figures the incident shares. A file may name groups that the
// dataset has no figures of: such a name stays, and is not given anew.
func (d *draft) group(name string, raw json.RawMessage) {
	var s string
	if isNull(raw) || !d.decode(name, raw, &s, "a text or null") || s == "" {
		return
	}
	if d.Dataset.Group(s) == nil && (d.before == nil || d.before.Group != s) {
		allowed := []string{}
		for i := range d.Dataset.Groups {
			allowed = append(allowed, d.Dataset.Groups[i].ID)
		}
		if d.before != nil && d.before.Group != "" {
			allowed = append(allowed, d.before.Group)
		}
		d.problem(name, append(allowed, "null"), "%s has no group %.60q; groups share figures, and come with an import",
			d.Dataset.ID, s)
		return
	}
	d.inc.Group = s
}

// ownColumn reads a value of a column of the dataset's own.
func (d *draft) ownColumn(i int, raw json.RawMessage) {
	c := d.Dataset.Columns[i]
	if isNull(raw) {
		return
	}
	var value any
	var ok bool
	switch c.Type {
	case incident.ColumnInteger:
		var n int64
		ok = d.decode(c.Name, raw, &n, "a whole number or null")
		value = n
	case incident.ColumnNumber:
		var n float64
		ok = d.decode(c.Name, raw, &n, "a number or null")
		value = n
	case incident.ColumnBoolean:
		var b bool
		ok = d.decode(c.Name, raw, &b, "true, false or null")
		value = b
	default:
		var s string
		ok = d.decode(c.Name, raw, &s, "a text or null")
		if c.Type == incident.ColumnDate && ok {
			if _, err := geo.ParseDay(s); err != nil {
				d.problem(c.Name, nil, "%.40q is no day, YYYY-MM-DD", s)
				return
			}
		}
		value = s
	}
	if ok {
		d.inc.Extra[i] = value
	}
}

// reasonOf is why a text is no date, without the text.
func reasonOf(err error) string {
	var wrong *edtf.Error
	if errors.As(err, &wrong) {
		return wrong.Reason
	}
	return err.Error()
}
