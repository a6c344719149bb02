package geojson

import (
	"encoding/json"
	"errors"
	"fmt"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// detailReader returns what fills in the nested properties that our own files
// have, or nil where there are none.
func detailReader(values map[string]json.RawMessage) func(*incident.Incident) error {
	if len(values) == 0 {
		return nil
	}
	return func(inc *incident.Incident) error {
		var o *origin
		var geocoding []incident.Geocoding
		err := errors.Join(
			nestedList(values, "actors", &inc.Actors), nestedList(values, "targets", &inc.Targets),
			nestedList(values, "claims", &inc.Claims), nestedList(values, "statements", &inc.Statements),
			readSources(values["sources"], &inc.Sources), nestedList(values, "geocoding", &geocoding),
			nested(values, "origin", &o),
			nested(values, "place_reviewed", &inc.PlaceReview), nested(values, "record_reviewed", &inc.RecordReview))
		if err != nil {
			return err
		}
		setGeocoding(inc, o, geocoding)
		return checkDetail(inc)
	}
}

// nestedList reads a list; an empty one leaves what the columns gave.
func nestedList[T any](values map[string]json.RawMessage, name string, into *[]T) error {
	var fresh []T
	if err := nested(values, name, &fresh); err != nil || len(fresh) == 0 {
		return err
	}
	*into = fresh
	return nil
}

func nested[T any](values map[string]json.RawMessage, name string, into *T) error {
	raw := values[name]
	if !isNested(raw) {
		return nil
	}
	var fresh T
	if err := json.Unmarshal(raw, &fresh); err != nil {
		return ingest.CellError(name, plainly(err))
	}
	*into = fresh
	return nil
}

// plainly says what is wrong with nested parts without the words of Go's decoder.
func plainly(err error) error {
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return errors.New(mistypedWords(wrong))
	}
	return err
}

func setGeocoding(inc *incident.Incident, o *origin, geocoding []incident.Geocoding) {
	if o != nil {
		inc.Origin = &incident.Place{Text: o.Place, Country: o.Country, Precision: o.Precision, RadiusM: o.RadiusM}
		if o.Geometry != nil {
			inc.Origin.Points = o.Geometry.points
		}
	}
	for _, g := range geocoding {
		if g.Role == "origin" && inc.Origin != nil {
			inc.Origin.Geocoding = append(inc.Origin.Geocoding, g)
		} else {
			inc.Place.Geocoding = append(inc.Place.Geocoding, g)
		}
	}
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *geometry) UnmarshalJSON(data []byte) error {
	g.points = locate(data, nil).points
	return nil
}

// checkDetail refuses words that the domain does not have.
func checkDetail(inc *incident.Incident) error {
	for i, c := range inc.Claims {
		if err := c.Check(); err != nil {
			return ingest.CellError(fmt.Sprintf("claims[%d]", i+1), err)
		}
		inc.Claims[i] = c.WithBound()
	}
	for i, s := range inc.Statements {
		if err := s.Check(); err != nil {
			return ingest.CellError(fmt.Sprintf("statements[%d]", i+1), err)
		}
	}
	return nil
}
