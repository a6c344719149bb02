package intake

import (
	"strconv"
	"strings"

	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

// readWords reads what is plain text.
func (b *builder) readWords(r *Row, inc *incident.Incident) error {
	inc.Summary = b.cell(r, "summary")
	inc.Time = b.cell(r, "time")
	inc.Group = b.cell(r, "group")
	inc.Actors = parties(b.cell(r, "actor"))
	inc.Targets = parties(b.cell(r, "target"))
	inc.Kind = b.term(&b.result.Kinds, orElse(b.cell(r, "kind"), "incident"))
	inc.EventType = b.term(&b.result.EventTypes, orElse(b.eventType(r), "other"))
	if v := b.cell(r, "revision"); v != "" { // most tables have none, and an error costs time
		if n, err := strconv.Atoi(v); err == nil && n > 0 {
			inc.Revision = n
		}
	}
	inc.PlaceReview = review(b.cell(r, "place_review"))
	inc.RecordReview = review(b.cell(r, "record_review"))
	b.readSource(r, inc)
	title := b.cell(r, "title")
	if columnKey(b.name("title")) == "source_headline" { // a list, one headline a source
		title, _, _ = strings.Cut(title, ";")
	}
	inc.Title = strings.TrimSpace(title) // one is made where it is empty, when all words are known
	return nil
}

// ucdpTypes are the codes of UCDP GED's type_of_violence (UCDP GED Codebook).
var ucdpTypes = map[string]string{"1": "State-based violence", "2": "Non-state violence", "3": "One-sided violence"}

func (b *builder) eventType(r *Row) string {
	v := b.cell(r, "event_type")
	if label, ok := ucdpTypes[v]; ok && columnKey(b.name("event_type")) == "type_of_violence" {
		return label
	}
	return v
}

// makeTitle names an incident that has no title after who, what and where.
func (b *builder) makeTitle(inc *incident.Incident) string {
	what := incident.Label(b.result.EventTypes, inc.EventType)
	if len(inc.Actors) > 0 && len(inc.Targets) > 0 {
		what = inc.Actors[0].Name + " – " + inc.Targets[0].Name
	}
	where := orElse(inc.Place.Text, orElse(inc.Place.Admin1, inc.Place.CountryName))
	return strings.TrimSuffix(what+", "+where, ", ")
}

func orElse(v, fallback string) string {
	if v == "" {
		return fallback
	}
	return v
}

func parties(v string) []incident.Party {
	var out []incident.Party
	for _, name := range strings.Split(v, ";") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, incident.Party{Name: name})
		}
	}
	return out
}

func review(v string) incident.Review {
	if incident.ReviewState(v) == incident.Reviewed {
		return incident.Review{State: incident.Reviewed}
	}
	return incident.Review{State: incident.Unreviewed}
}

// term returns the ID of a word of a vocabulary, adding it when it is new.
func (b *builder) term(terms *[]incident.Term, label string) string {
	id := strings.ReplaceAll(fold.Text(label), " ", "_")
	if id == "" {
		id = "other"
	}
	if key := (termKey{terms, id}); !b.terms[key] {
		b.terms[key] = true
		*terms = append(*terms, incident.Term{ID: id, Label: readable(label)})
	}
	return id
}

// termKey is a word of one of the vocabularies.
type termKey struct {
	terms *[]incident.Term
	id    string
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
