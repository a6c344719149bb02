package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

// builder makes incidents of a table's rows.
type builder struct {
	table  *Table
	opt    Options
	roles  map[role]int
	extras []extra
	dates  dateReader
	ids    map[string]int
	result *Result
}

func newBuilder(t *Table, opt Options) (*builder, error) {
	b := &builder{table: t, opt: opt, ids: map[string]int{}, result: &Result{}}
	var spare []int
	b.roles, spare = assignRoles(t.Header)
	var err error
	if b.dates, err = b.newDateReader(); err != nil {
		return nil, err
	}
	b.extras = b.inferExtras(spare)
	for _, e := range b.extras {
		b.result.Columns = append(b.result.Columns, e.column)
	}
	return b, nil
}

// cell returns the text of a role's column in a row, empty where the table
// has no such column or the cell says that its value is missing.
func (b *builder) cell(r *Row, ro role) string {
	i, ok := b.roles[ro]
	if !ok {
		return ""
	}
	return b.at(r, i)
}

func (b *builder) at(r *Row, column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	if v := strings.TrimSpace(r.Cells[column]); !missing(v) {
		return v
	}
	return ""
}

// missing tells how tables write "no value".
func missing(v string) bool {
	switch strings.ToLower(v) {
	case "", "-", "--", "na", "n/a", "#n/a", "null", "none", "nan", "unknown":
		return true
	}
	return false
}

// name is the header's own name of a role's column, for findings.
func (b *builder) name(ro role) string {
	if i, ok := b.roles[ro]; ok {
		return b.table.Header[i]
	}
	return string(ro)
}

func (b *builder) note(r *Row, column, format string, args ...any) {
	b.result.Findings = append(b.result.Findings, Finding{File: b.table.File, Unit: b.table.Unit, Row: r.Number,
		Column: column, Message: fmt.Sprintf(format, args...)})
}

// drop notes that a row was left out.
func (b *builder) drop(r *Row, column, format string, args ...any) {
	b.note(r, column, format, args...)
	b.result.Findings[len(b.result.Findings)-1].Dropped = true
}

// columnError is an error of one cell: it costs the row.
type columnError struct{ column, message string }

func (e *columnError) Error() string { return e.column + ": " + e.message }

func (b *builder) add(r *Row) {
	inc := incident.Incident{Revision: 1}
	for _, read := range []func(*Row, *incident.Incident) error{
		b.readDate, b.readPlace, b.readWords, b.readGrades, b.readFigures, b.readExtras, b.readDetail, b.readID,
	} {
		if err := read(r, &inc); err != nil {
			column := ""
			message := err.Error()
			var e *columnError
			if errors.As(err, &e) {
				column, message = e.column, e.message
			}
			b.drop(r, column, "%s", message)
			return
		}
	}
	b.result.Incidents = append(b.result.Incidents, inc)
}

func (b *builder) readDetail(r *Row, inc *incident.Incident) error {
	if r.Detail == nil {
		return nil
	}
	return r.Detail(inc)
}

// readWords reads what is plain text.
func (b *builder) readWords(r *Row, inc *incident.Incident) error {
	inc.Summary = b.cell(r, "summary")
	inc.Time = b.cell(r, "time")
	inc.Group = b.cell(r, "group")
	inc.Actors = parties(b.cell(r, "actor"))
	inc.Targets = parties(b.cell(r, "target"))
	inc.Kind = term(&b.result.Kinds, orElse(b.cell(r, "kind"), "incident"))
	inc.EventType = term(&b.result.EventTypes, orElse(b.eventType(r), "other"))
	if n, err := strconv.Atoi(b.cell(r, "revision")); err == nil && n > 0 {
		inc.Revision = n
	}
	inc.PlaceReview = review(b.cell(r, "place_review"))
	inc.RecordReview = review(b.cell(r, "record_review"))
	b.readSource(r, inc)
	inc.Title = orElse(b.cell(r, "title"), b.makeTitle(inc))
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
func term(terms *[]incident.Term, label string) string {
	id := strings.ReplaceAll(fold.Text(label), " ", "_")
	if id == "" {
		id = "other"
	}
	for _, t := range *terms {
		if t.ID == id {
			return id
		}
	}
	*terms = append(*terms, incident.Term{ID: id, Label: readable(label)})
	return id
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

// readID takes the row's ID over, or makes one of its content that stays the
// same as long as the row does.
func (b *builder) readID(r *Row, inc *incident.Incident) error {
	given := b.cell(r, "id")
	id := Slug(given)
	if id == "" {
		sum := sha256.Sum256([]byte(strings.Join(r.Cells, "\x00") + fmt.Sprint(r.Points)))
		id = "r-" + hex.EncodeToString(sum[:6])
	}
	if first, taken := b.ids[id]; taken {
		b.note(r, b.name("id"), "the ID %q is that of %s %d too; this one is now %s-%d", id, b.table.Unit, first, id, r.Number)
		id = fmt.Sprintf("%s-%d", id, r.Number)
		if _, taken := b.ids[id]; taken {
			return &columnError{b.name("id"), fmt.Sprintf("no ID is free for it: %q is taken", id)}
		}
	}
	b.ids[id] = r.Number
	inc.ID = id
	return nil
}

// Slug turns a name of the user's into an ID, made of the characters that IDs
// may have; it is empty for a name that has none of them.
func Slug(s string) string {
	var out []byte
	for _, c := range []byte(strings.ToLower(s)) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', strings.IndexByte("._~-", c) >= 0:
			out = append(out, c)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	return strings.Trim(string(out[:min(len(out), 100)]), "-.")
}
