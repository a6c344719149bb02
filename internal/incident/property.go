package incident

import (
	"slices"

	"incidentmap/geo"
)

// Property is one flat column of every dataset: what GIS programs see, what is
// selected by `properties=`, sorted by, filtered by, counted and described in the
// schema.
type Property struct {
	Name        string
	Type        ColumnType
	Title       string
	Description string
	// Allowed lists the values of a closed vocabulary.
	Allowed []string
	// Always says that every record has a value.
	Always bool
	// Value reads the column of a record.
	Value func(*Record) Value
	// Day reads a column that is a day, geo.OpenEnd where there is none; nil for
	// others. It
	// spares the text that Value makes of it.
	Day func(*Record) geo.Day
	// Text reads a column of texts, empty where there is none; nil for others.
	// It spares what Value wraps them in.
	Text func(*Record) string
	// Facet says how its values are counted and chosen; nil where they are not.
	Facet *Facet
}

// Value is one cell. Only the field of its type is meaningful.
type Value struct {
	Type ColumnType
	Null bool
	Str  string // string and date
	Int  int64
	Num  float64
	Bool bool
}

// Null is a missing value of a type.
func Null(t ColumnType) Value { return Value{Type: t, Null: true} }

func str(s string) Value {
	return Value{Type: ColumnString, Str: s, Null: s == ""}
}

func integer(n *int) Value {
	if n == nil {
		return Null(ColumnInteger)
	}
	return Value{Type: ColumnInteger, Int: int64(*n)}
}

func text(name, title, description string, get func(*Record) string, allowed ...string) Property {
	return Property{Name: name, Type: ColumnString, Title: title, Description: description, Allowed: allowed,
		Value: func(r *Record) Value { return str(get(r)) }, Text: get}
}

// always marks a property that every record has a value of.
func (p Property) always() Property {
	p.Always = true
	return p
}

func count(name, title, description string, get func(*Record) *int) Property {
	return Property{Name: name, Type: ColumnInteger, Title: title, Description: description,
		Value: func(r *Record) Value { return integer(get(r)) }}
}

func day(name, title, description string, get func(*Record) geo.Day) Property {
	return Property{Name: name, Type: ColumnDate, Title: title, Description: description, Day: get,
		Value: func(r *Record) Value {
			d := get(r)
			if d == geo.OpenEnd {
				return Value{Null: true, Type: ColumnDate}
			}
			return Value{Type: ColumnDate, Str: d.String()}
		}}
}

// Properties are the flat columns in their order; a dataset's own columns
// follow them.
var Properties = slices.Concat(whatProperties(), whereProperties(), whoProperties(), figureProperties(),
	recordProperties())

func whatProperties() []Property {
	return []Property{
		text("title", "Title", "What happened, in a line", func(r *Record) string { return r.Title }),
		text("summary", "Summary", "What happened, in the editors' own words",
			func(r *Record) string { return r.Summary }),
		text("kind", "Kind", "Kind of incident, from the dataset's vocabulary",
			func(r *Record) string { return r.Kind }).
			chosen("Kinds of the dataset's vocabulary.", oneOf),
		text("event_type", "Event type", "Type of event, from the dataset's vocabulary",
			func(r *Record) string { return r.EventType }).
			chosen("Event types of the dataset's vocabulary.", oneOf),
		text("date", "Date", "Date in EDTF (ISO 8601-2), local to the place",
			func(r *Record) string { return r.Date.Text }).always(),
		day("start", "Start", "First day that it lasted or may have happened on",
			func(r *Record) geo.Day { return r.Date.Start }).always(),
		day("end", "End", "Last day that it lasted or may have happened on",
			func(r *Record) geo.Day { return r.Date.End }),
		text("time", "Time", "Time of day, local to the place, with its offset from UTC where that is known",
			func(r *Record) string { return r.Time }),
		text("date_precision", "Date precision", "How closely the date is known",
			func(r *Record) string { return string(r.Date.Precision) }, DatePrecisions...).always().
			chosen(oneOrMore, oneOf),
		{Name: "date_certain", Type: ColumnBoolean, Title: "Date certain", Always: true,
			Description: "True if it happened on or lasted through all days from start to end, false if it was on some unknown day between them, or on a day that is doubted",
			Value:       func(r *Record) Value { return Value{Type: ColumnBoolean, Bool: r.Date.Certain} }},
		{Name: "date_uncertain", Type: ColumnBoolean, Title: "Date uncertain",
			Description: "True if the date is doubted, inferred or approximate (? ~ %)",
			Value:       func(r *Record) Value { return Value{Type: ColumnBoolean, Bool: r.Date.Uncertain} }},
		text("source_id", "ID of the source", "ID that the source gave, where it could not be taken over as it was",
			func(r *Record) string { return r.SourceID }),
	}
}

func whereProperties() []Property {
	return []Property{
		text("place", "Place", "Place as the source writes it", func(r *Record) string { return r.Place.Text }),
		text("country", "Country code", "ISO 3166-1 alpha-2", func(r *Record) string { return r.Place.Country }).
			chosen("Countries, by ISO 3166-1 code or name.", oneOf).
			labelled(func(r *Record) string { return r.Place.CountryName }),
		text("country_name", "Country", "Name of the country", func(r *Record) string { return r.Place.CountryName }),
		text("admin1", "Province", "First-level administrative unit",
			func(r *Record) string { return r.Place.Admin1 }).chosen("Names of provinces.", oneOfFolded),
		text("admin2", "District", "Second-level administrative unit",
			func(r *Record) string { return r.Place.Admin2 }).chosen("Names of districts.", oneOfFolded),
		text("place_precision", "Place precision", "What the point stands for",
			func(r *Record) string { return string(r.Place.Precision) }, words(PlacePrecisions)...).
			chosen(oneOrMore, oneOf),
		{Name: "place_radius_m", Type: ColumnInteger, Title: "Place radius",
			Description: "Metres around the point that are believed to hold the true place", Value: radius},
	}
}

func radius(r *Record) Value {
	if r.Place.RadiusM <= 0 {
		return Null(ColumnInteger)
	}
	return Value{Type: ColumnInteger, Int: int64(r.Place.RadiusM + 0.5)}
}

func whoProperties() []Property {
	return []Property{
		text("actor", "Actor", "Who did it, several joined with \"; \"", func(r *Record) string { return r.Actor }).
			parties("Names of who did it.", func(r *Record) []Party { return r.Actors }),
		text("target", "Target", "Whom or what it was aimed at, several joined with \"; \"",
			func(r *Record) string { return r.Target }).
			parties("Names of whom or what it was aimed at.", func(r *Record) []Party { return r.Targets }),
		text("occurrence", "Occurrence", "Whether it happened", func(r *Record) string { return r.Occurrence },
			OccurrenceGrades...).chosen(oneOrMore, oneOf),
		text("attribution", "Attribution", "Whether it is known who did it",
			func(r *Record) string { return r.Attribution }, AttributionGrades...).chosen(oneOrMore, oneOf),
	}
}

func figureProperties() []Property {
	const unknown = "; null when not reported, which is not zero"
	return []Property{
		count("fatalities_low", "Killed, low", "Lowest number of people killed"+unknown,
			func(r *Record) *int { return r.Fatalities.Low }),
		count("fatalities_best", "Killed, best", "Number killed in the most specific account"+unknown,
			func(r *Record) *int { return r.Fatalities.Best }),
		count("fatalities_high", "Killed, high", "Highest number killed; null when no account gives an upper bound",
			func(r *Record) *int { return r.Fatalities.High }),
		count("injuries_low", "Injured, low", "Lowest number of people injured"+unknown,
			func(r *Record) *int { return r.Injuries.Low }),
		count("injuries_best", "Injured, best", "Number injured in the most specific account"+unknown,
			func(r *Record) *int { return r.Injuries.Best }),
		count("injuries_high", "Injured, high", "Highest number injured; null when no account gives an upper bound",
			func(r *Record) *int { return r.Injuries.High }),
	}
}

func recordProperties() []Property {
	return []Property{
		text("group", "Group", "ID of the group that owns figures shared with other incidents",
			func(r *Record) string { return r.Group }),
		text("place_review", "Place review", "Whether a person has checked the place",
			func(r *Record) string { return string(r.PlaceReview.State) }, words(ReviewStates)...).always().
			chosen(oneOrMore, oneOf),
		text("record_review", "Record review", "Whether a person has checked the record",
			func(r *Record) string { return string(r.RecordReview.State) }, words(ReviewStates)...).always().
			chosen(oneOrMore, oneOf),
		text("dataset", "Dataset", "ID of the dataset", func(r *Record) string { return r.Dataset }).always(),
		{Name: "revision", Type: ColumnInteger, Title: "Revision",
			Description: "Number of the record's revision, from 1", Always: true,
			Value: func(r *Record) Value { return Value{Type: ColumnInteger, Int: int64(r.Revision)} }},
	}
}

// words turns a closed vocabulary into plain strings.
func words[T ~string](terms []T) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = string(t)
	}
	return out
}

// ExtraValue reads a dataset's own column of a record.
func ExtraValue(r *Record, column int, t ColumnType) Value {
	if column >= len(r.Extra) {
		return Null(t)
	}
	switch v := r.Extra[column].(type) {
	case string:
		return Value{Type: t, Str: v}
	case int64:
		return Value{Type: t, Int: v}
	case float64:
		return Value{Type: t, Num: v}
	case bool:
		return Value{Type: t, Bool: v}
	}
	return Null(t)
}

// contextProperties are the flat columns of a context layer, which has no
// actors, grades and figures.
var contextProperties = slices.Concat(whatProperties(), whereProperties(), slices.DeleteFunc(recordProperties(),
	func(p Property) bool { return p.Name == "group" }))

// PropertiesOf lists all columns of a dataset, its own ones last.
func PropertiesOf(d *Dataset) []Property {
	out := slices.Clone(Properties)
	if d.ContextOf != "" {
		out = slices.Clone(contextProperties)
	}
	for i, c := range d.Columns {
		description := c.Description
		if description == "" {
			description = "Column of this dataset"
		}
		out = append(out, Property{Name: c.Name, Type: c.Type, Title: c.Title, Description: description,
			Value: func(r *Record) Value { return ExtraValue(r, i, c.Type) }})
	}
	return out
}
