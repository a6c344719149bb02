package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/geojson"
	"incidentmap/internal/incident"
)

// build writes the dataset as GeoJSON with all detail.
func build(src *source, lock lockFile) ([]byte, error) {
	d := &incident.Dataset{ID: "khorasan", Title: src.Title, Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes}
	b := builder{source: src, lock: lock, dataset: d}
	if err := b.groups(); err != nil {
		return nil, err
	}
	var records []*incident.Record
	for _, e := range src.incidents {
		inc, err := b.incident(e)
		if err != nil {
			return nil, fmt.Errorf("%s/%s.yaml: %w", incidentsPath, e.id, err)
		}
		records = append(records, incident.NewRecord(incident.Profile{}, inc, d))
	}
	slices.SortFunc(records, incident.CompareDefault)
	head := geojson.Head{"title": src.Title, "description": src.Description, "license": src.Licence, "attribution": src.Attribution,
		"dataset": d.ID, "groups": geojson.Groups(d)}
	var out bytes.Buffer
	w := &geojson.Writer{Columns: incident.Properties, Detail: true}
	err := geojson.WriteCollection(&out, head, w, slices.Values(records))
	return out.Bytes(), err
}

type builder struct {
	source  *source
	lock    lockFile
	dataset *incident.Dataset
}

func (b *builder) groups() error {
	for _, g := range b.source.Groups {
		sources, err := b.sources(g.Sources)
		if err != nil {
			return fmt.Errorf("group %s: %w", g.ID, err)
		}
		claims, err := claims(g.Claims, sources)
		if err != nil {
			return fmt.Errorf("group %s: %w", g.ID, err)
		}
		b.dataset.Groups = append(b.dataset.Groups, incident.Group{ID: g.ID, Dataset: b.dataset.ID, Title: g.Title, Claims: claims, Sources: sources})
	}
	return nil
}

func (b *builder) sources(keys []string) ([]incident.Source, error) {
	var out []incident.Source
	for _, key := range keys {
		i := slices.IndexFunc(b.source.Sources, func(s sourceEntry) bool { return s.Key == key })
		if i < 0 {
			return nil, fmt.Errorf("there is no source %q", key)
		}
		s := b.source.Sources[i]
		out = append(out, incident.Source{Key: s.Key, Title: s.Title, Publisher: s.Publisher, URL: s.URL, Date: s.Date, Locator: s.Locator})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("it has no source")
	}
	return out, nil
}

func claims(entries []claimEntry, sources []incident.Source) ([]incident.Claim, error) {
	var out []incident.Claim
	for _, e := range entries {
		c, err := e.claim()
		if err != nil {
			return nil, err
		}
		if !hasKey(sources, c.Source) {
			return nil, fmt.Errorf("claim %q: %q is none of the sources", c.Words, c.Source)
		}
		out = append(out, c)
	}
	return out, nil
}

func hasKey(sources []incident.Source, key string) bool {
	return slices.ContainsFunc(sources, func(s incident.Source) bool { return s.Key == key })
}

func (b *builder) incident(e incidentEntry) (incident.Incident, error) {
	inc := incident.Incident{ID: e.id, Dataset: b.dataset.ID, Revision: 1, Title: e.Title, Summary: strings.TrimSpace(e.Summary),
		Kind: e.Kind, EventType: e.EventType, Group: e.Group,
		RecordReview: incident.Review{State: incident.Reviewed, By: "incidentmap maintainers", At: "2026-11-23", Revision: 1}}
	var err error
	if inc.Date, err = edtf.Parse(e.Date); err != nil {
		return inc, err
	}
	if err := b.checkWords(&inc); err != nil {
		return inc, err
	}
	if inc.Sources, err = b.sources(e.Sources); err != nil {
		return inc, err
	}
	if inc.Claims, err = claims(e.Claims, inc.Sources); err != nil {
		return inc, err
	}
	for _, s := range e.Statements {
		st := incident.Statement{About: incident.About(s.About), Grade: s.Grade, By: s.By, Words: s.Words, Source: s.Source}
		if err := st.Check(); err != nil || !hasKey(inc.Sources, st.Source) {
			return inc, fmt.Errorf("statement by %s: %w (source %q)", s.By, err, st.Source)
		}
		inc.Statements = append(inc.Statements, st)
	}
	inc.Actors, inc.Targets = parties(e.Actors), parties(e.Targets)
	return inc, b.place(&inc, e)
}

func (b *builder) checkWords(inc *incident.Incident) error {
	known := func(terms []incident.Term, id string) bool {
		return slices.ContainsFunc(terms, func(t incident.Term) bool { return t.ID == id })
	}
	switch {
	case !known(b.dataset.Kinds, inc.Kind):
		return fmt.Errorf("kind %q is not in the vocabulary", inc.Kind)
	case !known(b.dataset.EventTypes, inc.EventType):
		return fmt.Errorf("event_type %q is not in the vocabulary", inc.EventType)
	case inc.Group != "" && b.dataset.Group(inc.Group) == nil:
		return fmt.Errorf("there is no group %q", inc.Group)
	}
	return nil
}

func parties(entries []partyEntry) []incident.Party {
	var out []incident.Party
	for _, e := range entries {
		out = append(out, incident.Party{Name: e.Name, Role: e.Role})
	}
	return out
}

// place fills in the incident's place and origin from the lock.
func (b *builder) place(inc *incident.Incident, e incidentEntry) error {
	inc.Place.Precision = incident.PlaceUnknown
	if e.Place == nil {
		return nil
	}
	if err := b.locate(&inc.Place, e.Place, "place"); err != nil {
		return err
	}
	l := b.lock[e.Place.Find[0]]
	inc.PlaceReview = incident.Review{State: incident.Reviewed, By: l.Reviewer, At: l.ReviewedAt, Revision: inc.Revision}
	if e.Origin == nil {
		return nil
	}
	inc.Origin = &incident.Place{}
	return b.locate(inc.Origin, e.Origin, "origin")
}

// locate puts the points of all texts together: what they share of country
// and province stays, precision and radius are those of the vaguest.
func (b *builder) locate(p *incident.Place, e *placeEntry, role string) error {
	if e.Text == "" || len(e.Find) == 0 {
		return fmt.Errorf("%s needs a text and what to find for it", role)
	}
	p.Text = e.Text
	for i, text := range e.Find {
		l := b.lock[text]
		p.Points = append(p.Points, orb.Point{l.Lon, l.Lat})
		if i == 0 {
			p.Country, p.CountryName, p.Admin1, p.Admin2 = l.Country, l.CountryName, l.Admin1, l.Admin2
		}
		p.Country, p.CountryName = shared(p.Country, l.Country), shared(p.CountryName, l.CountryName)
		p.Admin1, p.Admin2 = shared(p.Admin1, l.Admin1), shared(p.Admin2, l.Admin2)
		if l.RadiusM > p.RadiusM {
			p.RadiusM, p.Precision = l.RadiusM, incident.PlacePrecision(l.Class)
		}
		p.Geocoding = append(p.Geocoding, incident.Geocoding{Query: text, Role: role, Matched: l.Matched, GazetteerID: l.GazetteerID,
			GazetteerVersion: l.Version, Score: l.Score, Alternatives: strings.Fields(l.Alternatives), Override: l.Override,
			Reviewer: l.Reviewer, CheckedAgainst: l.CheckedAgainst})
	}
	return nil
}

func shared(a, b string) string {
	if a == b {
		return a
	}
	return ""
}
