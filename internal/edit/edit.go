// Package edit turns features that people write over HTTP (OGC API – Features – Part 4)
// into incidents: what may be written is read strictly, what follows from it is compared,
// and places without coordinates are looked up. What was read from the API and is sent
// back as it is changes nothing.
package edit

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Editor makes incidents of features for one dataset. It is safe for concurrent use.
type Editor struct {
	Dataset *incident.Dataset
	// Resolve finds a place by its text, in a country (alpha-2) if that is not empty; false
	// where none is known, or several alike.
	Resolve func(text, country string) (incident.Place, bool)
	// Check tells what is amiss with an incident; nil checks nothing.
	Check func(*incident.Incident, *incident.Dataset) []report.Finding
	// Author is who writes.
	Author string
	// Today is the day of reviews, YYYY-MM-DD.
	Today string
	// In is what coordinates are written in; nil for longitude and latitude.
	In *CRS
}

// Problem is what is wrong with a part of a body.
type Problem struct {
	// Pointer says where, as a JSON pointer (RFC 6901).
	Pointer string   `json:"pointer"`
	Detail  string   `json:"detail"`
	Allowed []string `json:"allowed,omitempty"`
}

// Problems is an error: all that is wrong with a body.
type Problems []Problem

// Error implements error.
func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i := range p {
		texts[i] = p[i].Pointer + ": " + p[i].Detail
	}
	return strings.Join(texts, "; ")
}

// Under is the problems of a part that stands at a pointer.
func (p Problems) Under(pointer string) Problems {
	out := slices.Clone(p)
	for i := range out {
		out[i].Pointer = pointer + out[i].Pointer
	}
	return out
}

// Made is what came of a feature.
type Made struct {
	Incident *incident.Incident
	// Findings are what is amiss with it and does not keep it from being written.
	Findings []report.Finding
}

// Create makes a new incident of a feature. It has the feature's ID, or is given one.
// Problems: the feature cannot be taken as it is.
func (e *Editor) Create(ctx context.Context, raw json.RawMessage) (*Made, error) {
	f, err := parse(raw)
	if err != nil {
		return nil, err
	}
	return e.make(ctx, f, nil, f.names())
}

// Replace makes what an incident becomes by a feature that is put in its place. Nested
// lists (actors, claims, sources, …) that the feature does not have stay as they are: flat
// features, as pages of items have them, tell nothing of them.
func (e *Editor) Replace(ctx context.Context, before *incident.Incident, raw json.RawMessage) (*Made, error) {
	f, err := parse(raw)
	if err != nil {
		return nil, err
	}
	return e.make(ctx, f, before, f.names())
}

// Patch makes what an incident becomes by a merge patch (RFC 7396) of its feature with all
// its detail. Lists are replaced whole.
func (e *Editor) Patch(ctx context.Context, before *incident.Incident, patch json.RawMessage) (*Made, error) {
	given, err := parsePatch(patch)
	if err != nil {
		return nil, err
	}
	if given.nulled {
		return nil, Problems{{"/properties", "it is null, which would take all of them away", []string{"an object"}}}
	}
	whole, err := parse(e.Feature(before))
	if err != nil {
		return nil, err
	}
	if id, ok := given.id(); ok {
		whole.ID, _ = json.Marshal(id)
	}
	if given.Geometry != nil {
		whole.Geometry, whole.CRS = given.Geometry, given.CRS
	}
	whole.pinned, whole.patched, whole.foreign = !isNull(given.Geometry), true, given.foreign
	for name, value := range given.Properties {
		whole.Properties[name] = merged(whole.Properties[name], value)
	}
	return e.make(ctx, whole, before, given.names())
}

// Feature is an incident as the API answers it with all detail, without links.
func (e *Editor) Feature(inc *incident.Incident) json.RawMessage {
	w := geojson.Writer{Columns: incident.PropertiesOf(e.Dataset), Detail: true}
	record := incident.NewRecord(incident.Profile{}, *inc, e.Dataset)
	if e.In != nil && e.In.Project != nil {
		w.Project, record = e.In.Project, e.In.Fit(record)
	}
	return w.AppendFeature(nil, record)
}

// make makes an incident of a whole feature. given are the properties that were sent.
func (e *Editor) make(_ context.Context, f *feature, before *incident.Incident, given map[string]bool) (*Made, error) {
	d := &draft{Editor: e, feature: f, before: before, given: given}
	d.start()
	for _, name := range slices.Sorted(maps.Keys(f.Properties)) {
		if raw := f.Properties[name]; !d.unclean(name, raw) {
			d.property(name, raw)
		}
	}
	d.words()
	d.figures()
	d.place()
	if len(d.problems) == 0 {
		d.compare()
		d.reviews()
	}
	if len(d.problems) > 0 {
		d.missing()
		return nil, d.problems
	}
	made := &Made{Incident: &d.inc, Findings: d.findings}
	if e.Check == nil {
		return made, nil
	}
	for _, found := range e.Check(&d.inc, e.Dataset) {
		// A source is asked for, and not demanded: it may come later.
		if found.Severity == report.Error && found.Rule != report.RuleSources.Name {
			d.problems = append(d.problems, d.problemOf(&found))
			continue
		}
		made.Findings = append(made.Findings, found)
	}
	if len(d.problems) > 0 {
		return nil, d.problems
	}
	return made, nil
}

// missing tells what is not there either, where something is wrong: of parts that were told
// of already nothing more is to be told.
func (d *draft) missing() {
	if d.Check == nil {
		return
	}
	told := map[string]bool{}
	for _, p := range d.problems {
		told[p.Pointer] = true
	}
	for _, found := range d.Check(&d.inc, d.Dataset) {
		if found.Rule != report.RuleMissing.Name || told[found.Column] {
			continue
		}
		d.problems = append(d.problems, d.problemOf(&found))
	}
}

// problemOf is a finding that keeps a feature from being written.
func (d *draft) problemOf(found *report.Finding) Problem {
	p := Problem{Pointer: found.Column, Detail: found.Message}
	switch {
	case found.Column == "/properties/kind", found.Column == "/properties/event_type":
		p.Allowed = d.termIDs(strings.TrimPrefix(found.Column, "/properties/"))
	case found.Allowed != "":
		p.Allowed = []string{found.Allowed}
	}
	return p
}

// draft is an incident that is being made.
type draft struct {
	*Editor
	feature  *feature
	before   *incident.Incident // nil for a new one
	given    map[string]bool
	inc      incident.Incident
	problems Problems
	findings []report.Finding
	marked   []*incident.Review // that the request has set
	// derived are the properties that follow from others, to be compared.
	derived map[string]json.RawMessage
	// flat are the figures as flat properties.
	flat map[string]json.RawMessage
	// was are the properties of before's feature, and shape its geometry.
	was   map[string]json.RawMessage
	shape json.RawMessage
}

// problem tells what is wrong with a property.
func (d *draft) problem(name string, allowed []string, format string, args ...any) {
	d.problems = append(d.problems, Problem{"/properties/" + escaped(name), fmt.Sprintf(format, args...), allowed})
}

// escaped is a name as a part of a JSON pointer.
func escaped(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

// start begins with what a feature does not tell: of a new incident nothing, of another
// one its nested parts.
func (d *draft) start() {
	d.derived, d.flat = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if b := d.before; b != nil {
		d.inc = incident.Incident{ID: b.ID, SourceID: b.SourceID, Origin: b.Origin, Actors: b.Actors,
			Targets:    b.Targets,
			Statements: b.Statements, Claims: b.Claims, Sources: b.Sources, PlaceReview: b.PlaceReview,
			RecordReview: b.RecordReview, Revision: b.Revision}
		if f, err := parse(d.Feature(b)); err == nil {
			d.was, d.shape = f.Properties, f.Geometry
		}
	}
	d.inc.Dataset = d.Dataset.ID
	if n := len(d.Dataset.Columns); n > 0 {
		d.inc.Extra = make([]any, n)
	}
	d.members()
	id, ok := d.feature.id()
	switch {
	case d.before != nil && ok && id != d.before.ID:
		d.problems = append(d.problems, Problem{"/id", fmt.Sprintf("it is %.100q, and the address names %q", id,
			d.before.ID), []string{d.before.ID}})
	case d.before == nil && ok && !ingest.IsID(id):
		d.problems = append(d.problems, Problem{"/id", fmt.Sprintf("%.120q cannot be an ID", id),
			[]string{"1 to 100 of A-Z, a-z, 0-9 and . _ ~ -, not beginning or ending in . or -"}})
	case d.before == nil && ok:
		d.inc.ID = id
	case d.before == nil:
		d.inc.ID = "i" + strings.ToLower(rand.Text()[:12]) // 60 random bits
	}
	if _, has := d.feature.Properties["date"]; !has {
		d.problem("date", []string{"2024-03-21", "2024-03", "2024-03-21/2024-03-24"}, "it has no date")
	}
}

// merged is a value with a merge patch applied to it (RFC 7396).
func merged(value, patch json.RawMessage) json.RawMessage {
	var to, from map[string]json.RawMessage
	if json.Unmarshal(patch, &from) != nil || from == nil {
		return patch
	}
	if json.Unmarshal(value, &to) != nil || to == nil {
		to = map[string]json.RawMessage{}
	}
	for name, part := range from {
		if isNull(part) {
			delete(to, name)
			continue
		}
		to[name] = merged(to[name], part)
	}
	out, err := json.Marshal(to)
	if err != nil {
		return patch
	}
	return out
}

func isNull(raw json.RawMessage) bool {
	text := bytes.TrimSpace(raw)
	return len(text) == 0 || bytes.Equal(text, []byte("null"))
}
