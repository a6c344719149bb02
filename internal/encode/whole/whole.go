// Package whole writes an incident as JSON with everything that is known of it, and
// reads it back: the form in which stores keep revisions. Names are the API's where it
// has the property; a member that a later version added is passed over, one that is
// missing is unknown. The dataset's own columns are members of "extra" by name, so that
// a column may come or go without touching what was kept before.
package whole

import (
	"bytes"
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

// record is an incident as it is written. Derived properties are left out.
type record struct {
	ID           string                     `json:"id"`
	SourceID     string                     `json:"source_id,omitempty"`
	Revision     int                        `json:"revision"`
	Title        string                     `json:"title"`
	Summary      string                     `json:"summary,omitempty"`
	Kind         string                     `json:"kind,omitempty"`
	EventType    string                     `json:"event_type,omitempty"`
	Date         string                     `json:"date"` // EDTF
	Time         string                     `json:"time,omitempty"`
	Place        placeDoc                   `json:"place"`
	Origin       *placeDoc                  `json:"origin,omitempty"`
	Actors       []incident.Party           `json:"actors,omitempty"`
	Targets      []incident.Party           `json:"targets,omitempty"`
	Statements   []incident.Statement       `json:"statements,omitempty"`
	Claims       []incident.Claim           `json:"claims,omitempty"`
	Sources      []incident.Source          `json:"sources,omitempty"`
	Group        string                     `json:"group,omitempty"`
	PlaceReview  *incident.Review           `json:"place_review,omitempty"`
	RecordReview *incident.Review           `json:"record_review,omitempty"`
	Extra        map[string]json.RawMessage `json:"extra,omitempty"`
}

type placeDoc struct {
	Text        string               `json:"text,omitempty"`
	Points      orb.MultiPoint       `json:"points,omitempty"` // longitude, latitude
	Country     string               `json:"country,omitempty"`
	CountryName string               `json:"country_name,omitempty"`
	Admin1      string               `json:"admin1,omitempty"`
	Admin2      string               `json:"admin2,omitempty"`
	Precision   string               `json:"precision,omitempty"`
	RadiusM     float64              `json:"radius_m,omitempty"`
	Geocoding   []incident.Geocoding `json:"geocoding,omitempty"`
}

// Marshal writes an incident whose own columns are those of its dataset.
func Marshal(inc *incident.Incident, columns []incident.Column) ([]byte, error) {
	r := record{ID: inc.ID, SourceID: inc.SourceID, Revision: inc.Revision, Title: inc.Title, Summary: inc.Summary,
		Kind: inc.Kind, EventType: inc.EventType, Date: inc.Date.Text, Time: inc.Time, Place: placeOf(&inc.Place),
		Actors: inc.Actors, Targets: inc.Targets, Statements: inc.Statements, Claims: inc.Claims,
		Sources: inc.Sources, Group: inc.Group, PlaceReview: review(inc.PlaceReview),
		RecordReview: review(inc.RecordReview)}
	if inc.Origin != nil {
		origin := placeOf(inc.Origin)
		r.Origin = &origin
	}
	for i, c := range columns {
		if i >= len(inc.Extra) || inc.Extra[i] == nil {
			continue
		}
		value, err := json.Marshal(inc.Extra[i])
		if err != nil {
			return nil, fmt.Errorf("column %s of %s: %w", c.Name, inc.ID, err)
		}
		if r.Extra == nil {
			r.Extra = map[string]json.RawMessage{}
		}
		r.Extra[c.Name] = value
	}
	return json.Marshal(r)
}

// lenient reads as encoding/json does what it has written. The other reader takes half of
// the time, which is most of what it takes to read a log.
var lenient = jsonv2.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// Unmarshal reads what Marshal has written. A value of a column that the dataset has no
// more, or that is not of the column's type, is left out.
func Unmarshal(raw []byte, dataset string, columns []incident.Column) (incident.Incident, error) {
	var r record
	if err := jsonv2.Unmarshal(raw, &r, lenient); err != nil {
		return incident.Incident{}, fmt.Errorf("an incident that was kept cannot be read (incidentmap fsck tells which): %s", err.Error())
	}
	date, err := edtf.Parse(r.Date)
	if err != nil {
		return incident.Incident{}, fmt.Errorf("the incident %q that was kept: %w", r.ID, err)
	}
	inc := incident.Incident{ID: r.ID, SourceID: r.SourceID, Dataset: dataset, Revision: r.Revision, Title: r.Title,
		Summary: r.Summary, Kind: r.Kind, EventType: r.EventType, Date: date, Time: r.Time, Place: r.Place.place(),
		Actors: r.Actors, Targets: r.Targets, Statements: r.Statements, Claims: r.Claims, Sources: r.Sources,
		Group: r.Group}
	if r.Origin != nil {
		origin := r.Origin.place()
		inc.Origin = &origin
	}
	if r.PlaceReview != nil {
		inc.PlaceReview = *r.PlaceReview
	}
	if r.RecordReview != nil {
		inc.RecordReview = *r.RecordReview
	}
	if len(columns) > 0 {
		inc.Extra = make([]any, len(columns))
		for i, c := range columns {
			inc.Extra[i] = valueOf(c.Type, r.Extra[c.Name])
		}
	}
	return inc, nil
}

// review is what a review says; nil where there is none, in either of its two forms.
func review(r incident.Review) *incident.Review {
	if r == (incident.Review{}) || r == (incident.Review{State: incident.Unreviewed}) {
		return nil
	}
	return &r
}

func placeOf(p *incident.Place) placeDoc {
	return placeDoc{Text: p.Text, Points: p.Points, Country: p.Country, CountryName: p.CountryName, Admin1: p.Admin1,
		Admin2: p.Admin2, Precision: string(p.Precision), RadiusM: p.RadiusM, Geocoding: p.Geocoding}
}

func (p *placeDoc) place() incident.Place {
	return incident.Place{Text: p.Text, Points: p.Points, Country: p.Country, CountryName: p.CountryName,
		Admin1: p.Admin1, Admin2: p.Admin2, Precision: incident.PlacePrecision(p.Precision), RadiusM: p.RadiusM,
		Geocoding: p.Geocoding}
}

// valueOf reads a value of a column; nil for a missing one. A number that became a text
// when its column was widened is its text.
func valueOf(t incident.ColumnType, raw json.RawMessage) any {
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return nil
	}
	switch t {
	case incident.ColumnInteger:
		return decoded[int64](raw)
	case incident.ColumnNumber:
		return decoded[float64](raw)
	case incident.ColumnBoolean:
		return decoded[bool](raw)
	}
	if s := decoded[string](raw); s != nil {
		return s
	}
	return string(raw)
}

func decoded[T any](raw json.RawMessage) any {
	var v T
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return v
}
