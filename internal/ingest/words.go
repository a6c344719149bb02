package ingest

import (
	"fmt"
	"strconv"
	"strings"

	"incidentmap/internal/dates"
	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// The words of rows that say nothing of their kind or type.
const (
	DefaultKind      = "incident"
	DefaultEventType = "other"
)

// readWords reads what is plain text.
func (b *builder) readWords(r *Row, inc *incident.Incident) error {
	m := b.memo
	inc.Summary = m.texts.Keep(b.cell(r, roleSummary))
	inc.Group = m.word(b.cell(r, roleGroup))
	b.readTime(r, inc)
	inc.Actors, inc.Targets = b.parties(r, roleActor), b.parties(r, roleTarget)
	inc.Kind = b.kinds.id(m, orElse(b.cell(r, roleKind), DefaultKind))
	inc.EventType = b.types.id(m, orElse(b.eventType(r), DefaultEventType))
	if v := b.cell(r, roleRevision); v != "" { // most tables have none, and an error costs time
		if n, err := strconv.Atoi(v); err == nil && n > 0 {
			inc.Revision = n
		} else {
			b.once.add(foreignNote(b.name(roleRevision), "whole numbers from 1"), r.Number)
		}
	}
	inc.PlaceReview, inc.RecordReview = b.review(r, rolePlaceReview), b.review(r, roleRecordReview)
	b.readSource(r, inc)
	title := b.cell(r, roleTitle)
	if b.titleList { // one headline a source
		title, _, _ = strings.Cut(title, ";")
	}
	inc.Title = m.texts.Keep(strings.TrimSpace(title)) // one is made where it is empty, when all words are known
	return nil
}

// maxNames bounds the names that are read of a cell.
const maxNames = 1_000

// parties reads the names in a cell, and tells of those that are too many.
func (b *builder) parties(r *Row, ro role) []incident.Party {
	cell := b.cell(r, ro)
	if mark := b.listMarks[ro]; mark != "" && mark != ";" {
		cell = strings.ReplaceAll(cell, mark, ";")
	}
	found := b.memo.partiesOf(cell)
	if len(found) == maxNames {
		if n := strings.Count(cell, ";") + 1; n > maxNames {
			b.note(r, report.RuleNames, b.name(ro), "it has %d names; the first %d are read", n, maxNames)
		}
	}
	return found
}

// readTime takes the time of day from its own column, if the table has one. What is no
// time stays as it is written: night, morning.
func (b *builder) readTime(r *Row, inc *incident.Incident) {
	v := b.timeText(r)
	if v == "" {
		return
	}
	if inc.Time != "" && !strings.HasPrefix(inc.Time, v) && !strings.HasPrefix(v, inc.Time) {
		b.note(r, report.RuleDateRest, b.name(roleTime),
			"it is %.40q, and the time beside the date %s; the former is kept", v, inc.Time)
	}
	inc.Time = b.memo.word(v)
}

// timeText is the time in its column as ISO 8601 writes it, if it is one.
func (b *builder) timeText(r *Row) string {
	v := b.cell(r, roleTime)
	if v == "" {
		return ""
	}
	if c, ok := dates.ISOTime(v); ok && c.Zone == "" {
		return orElse(c.Time, v)
	}
	switch digits := strings.TrimSuffix(v, ".0"); {
	case b.hours && isWhole(v, 0, lastHour):
		v = fmt.Sprintf("%02s:00", digits)
	case b.clockDigits && !b.hours && isClock(v):
		v = fmt.Sprintf("%04s", digits)
		v = v[:2] + ":" + v[2:]
	}
	read := dates.TimeSpan
	if b.clocks {
		read = dates.Clock
	}
	if at, zone, ok := read(v); ok {
		if v = at; zone != "" {
			b.once.add(onceZone, r.Number)
		}
		if says := b.says[roleTimeZone]; len(v) == len("15:04") || len(v) == len("15:04:05") {
			v += says
		}
	}
	return v
}

// ucdpTypeColumn is a column of UCDP GED, and ucdpTypes are its codes (UCDP GED Codebook).
const ucdpTypeColumn = "type_of_violence"

var ucdpTypes = map[string]string{"1": "State-based violence", "2": "Non-state violence", "3": "One-sided violence"}

func (b *builder) eventType(r *Row) string {
	v := b.cell(r, roleEventType)
	if label, ok := ucdpTypes[v]; ok && b.typeCodes {
		return label
	}
	return b.firstOf(v)
}

// makeTitle names an incident that has no title after who, what and where; one of which
// nothing is known but a text, after its beginning.
func (b *builder) makeTitle(inc *incident.Incident) string {
	what := incident.Label(b.types.terms, inc.EventType)
	switch {
	case len(inc.Actors) > 0 && len(inc.Targets) > 0:
		what = inc.Actors[0].Name + " – " + inc.Targets[0].Name
	case inc.EventType != DefaultEventType:
	case inc.Summary != "":
		return beginning(inc.Summary)
	case b.textOf(inc) != "":
		return beginning(b.textOf(inc))
	case len(inc.Actors) > 0:
		what = inc.Actors[0].Name
	default:
		what = incident.Label(b.kinds.terms, inc.Kind)
	}
	where := orElse(inc.Place.Text, orElse(inc.Place.Admin1, inc.Place.CountryName))
	where, _, _ = strings.Cut(where, "\n") // what follows an address in a cell of several lines is mostly coordinates
	where = strings.TrimSpace(where)
	return strings.TrimSuffix(what+", "+where, ", ")
}

// titleLength is how many characters of a text make a title.
const titleLength = 80

// beginning is the first sentence of a text, or as many of its first words as a title has.
func beginning(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
	if sentence, _, ok := strings.Cut(line, ". "); ok {
		line = sentence
	}
	runes := []rune(line)
	if len(runes) <= titleLength {
		return strings.TrimSuffix(line, ".")
	}
	short := string(runes[:titleLength])
	if i := strings.LastIndexByte(short, ' '); i > titleLength/2 {
		short = short[:i]
	}
	return short + "…"
}

func orElse(v, fallback string) string {
	if v == "" {
		return fallback
	}
	return v
}

func (b *builder) review(r *Row, ro role) incident.Review {
	switch state := incident.ReviewState(b.cell(r, ro)); state {
	case incident.Reviewed:
		return incident.Review{State: state}
	case "", incident.Unreviewed:
	default:
		b.once.add(foreignNote(b.name(ro), string(incident.Reviewed+" and "+incident.Unreviewed)), r.Number)
	}
	return incident.Review{State: incident.Unreviewed}
}

// vocabulary gathers words in the order of first sight.
type vocabulary struct {
	terms  []incident.Term
	ids    map[string]bool
	labels map[string]string // the IDs of labels
}

// id returns the ID of a word, adding it when it is new.
func (v *vocabulary) id(m *memo, label string) string {
	if id, ok := v.labels[label]; ok {
		return id
	}
	id := m.word(orElse(WordID(label), DefaultEventType))
	if v.labels == nil {
		v.labels = map[string]string{}
	}
	v.labels[label] = id
	v.add(incident.Term{ID: id, Label: readable(label)})
	return id
}

// WordID is the ID of a word of a vocabulary: in small letters, with _ between its parts; empty
// where there is no letter and no digit in it.
func WordID(label string) string { return strings.ReplaceAll(fold.Text(label), " ", "_") }

// add adds a term unless its ID is there.
func (v *vocabulary) add(t incident.Term) {
	if v.ids[t.ID] {
		return
	}
	if v.ids == nil {
		v.ids = map[string]bool{}
	}
	v.ids[t.ID] = true
	v.terms = append(v.terms, t)
}

// readable makes a label of a word that may be an ID such as drone_strike.
func readable(label string) string {
	words := strings.TrimSpace(strings.ReplaceAll(label, "_", " "))
	if words == "" {
		return "Other"
	}
	first := []rune(words)
	return strings.ToUpper(string(first[0])) + string(first[1:])
}
