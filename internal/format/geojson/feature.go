package geojson

import (
	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// Writer appends features with a given choice of columns, which must not
// change once it has written. It is not for several goroutines at once.
type Writer struct {
	// Columns are the flat properties to write, in order.
	Columns []incident.Property
	// Detail adds the nested properties: actors, targets, claims,
	// statements, sources, geocoding, origin.
	Detail bool
	// Group, if not nil, is added to the nested properties.
	Group *GroupDetail
	// Project, if not nil, turns a longitude and latitude into the
	// coordinates to write.
	Project func(orb.Point) orb.Point
	// keys are the columns' names as they stand before their values.
	keys [][]byte
}

// key is what stands before the value of a column.
func (w *Writer) key(i int) []byte {
	for n := len(w.keys); n < len(w.Columns); n++ {
		var key []byte
		if n > 0 {
			key = append(key, ',')
		}
		w.keys = append(w.keys, append(AppendString(key, w.Columns[n].Name), ':'))
	}
	return w.keys[i]
}

// AppendFeature appends the record as a Feature object.
func (w *Writer) AppendFeature(dst []byte, r *incident.Record) []byte {
	return append(w.AppendOpen(dst, r), '}')
}

// AppendOpen appends the record as a Feature without its closing brace, so
// that a caller can add members such as links.
func (w *Writer) AppendOpen(dst []byte, r *incident.Record) []byte {
	dst = append(dst, `{"type":"Feature","id":`...)
	dst = AppendString(dst, r.ID)
	dst = append(dst, `,"geometry":`...)
	dst = AppendGeometry(dst, format.Projected(r.Place.Points, w.Project))
	dst = append(dst, `,"properties":{`...)
	for i := range w.Columns {
		c := &w.Columns[i]
		dst = append(dst, w.key(i)...)
		switch {
		case c.Day != nil:
			dst = appendDay(dst, c.Day(r))
		case c.Text != nil:
			dst = appendText(dst, c.Text(r))
		default:
			dst = AppendValue(dst, c.Value(r))
		}
	}
	if w.Detail {
		dst = w.appendDetail(dst, r)
	}
	return append(dst, '}')
}

// appendDay appends a day, null where there is none.
func appendDay(dst []byte, d geo.Day) []byte {
	if d == geo.OpenEnd {
		return append(dst, "null"...)
	}
	return append(d.Append(append(dst, '"')), '"')
}

// appendText appends a text, null where there is none.
func appendText(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, "null"...)
	}
	return AppendString(dst, s)
}

func (w *Writer) appendDetail(dst []byte, r *incident.Record) []byte {
	members := detailOf(r)
	if w.Group != nil {
		members = append(members, member{"group_detail", w.Group})
	}
	for i, m := range members {
		if i > 0 || len(w.Columns) > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), m.name...), `":`...)
		dst = appendJSON(dst, m.value)
	}
	return dst
}

// member is a nested property.
type member struct {
	name  string
	value any
}

// origin is where something was fired from, as a nested property.
type origin struct {
	Place     string                  `json:"place"`
	Geometry  *geometry               `json:"geometry"`
	Country   string                  `json:"country,omitempty"`
	Precision incident.PlacePrecision `json:"place_precision"`
	RadiusM   float64                 `json:"place_radius_m,omitempty"`
}

// geometry marshals points as AppendGeometry does.
type geometry struct{ points orb.MultiPoint }

// MarshalJSON implements json.Marshaler.
func (g geometry) MarshalJSON() ([]byte, error) { return AppendGeometry(nil, g.points), nil }

func detailOf(r *incident.Record) []member {
	geocoding := r.Place.Geocoding
	if r.Origin != nil {
		geocoding = append(geocoding[:len(geocoding):len(geocoding)], r.Origin.Geocoding...)
	}
	out := []member{
		{"actors", list(r.Actors)}, {"targets", list(r.Targets)},
		{"claims", list(r.Claims)}, {"statements", list(r.Statements)},
		{"sources", list(r.Sources)}, {"geocoding", list(geocoding)},
	}
	if o := r.Origin; o != nil {
		out = append(out, member{"origin", origin{Place: o.Text, Geometry: &geometry{o.Points}, Country: o.Country,
			Precision: o.Precision, RadiusM: o.RadiusM}})
	}
	for _, review := range []struct {
		name string
		r    incident.Review
	}{{"place_reviewed", r.PlaceReview}, {"record_reviewed", r.RecordReview}} {
		if review.r.By != "" {
			out = append(out, member{review.name, review.r})
		}
	}
	return out
}

// list makes an empty list [] and not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
