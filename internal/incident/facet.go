package incident

import "slices"

// Facet is a property whose values can be counted and chosen.
type Facet struct {
	Name string
	// Values are the values that a record counts for: several actors, or
	// none where the property is unknown.
	Values func(*Record) []string
	// Choice is the filter's list of chosen values.
	Choice func(*Filter) *[]string
	// Allowed lists the values of a closed vocabulary that every dataset
	// shares; nil where values are the dataset's or free.
	Allowed []string
}

// Facets lists all of them.
var Facets = []Facet{
	{"kind", one(func(r *Record) string { return r.Kind }), func(f *Filter) *[]string { return &f.Kinds }, nil},
	{"event_type", one(func(r *Record) string { return r.EventType }), func(f *Filter) *[]string { return &f.EventTypes }, nil},
	{"actor", func(r *Record) []string { return partyNames(r.Actors) }, func(f *Filter) *[]string { return &f.Actors }, nil},
	{"target", func(r *Record) []string { return partyNames(r.Targets) }, func(f *Filter) *[]string { return &f.Targets }, nil},
	{"country", one(func(r *Record) string { return r.Place.Country }), func(f *Filter) *[]string { return &f.Countries }, nil},
	{"admin1", one(func(r *Record) string { return r.Place.Admin1 }), func(f *Filter) *[]string { return &f.Admin1 }, nil},
	{"admin2", one(func(r *Record) string { return r.Place.Admin2 }), func(f *Filter) *[]string { return &f.Admin2 }, nil},
	{"occurrence", one(func(r *Record) string { return r.Occurrence }), func(f *Filter) *[]string { return &f.Occurrence }, OccurrenceGrades},
	{"attribution", one(func(r *Record) string { return r.Attribution }), func(f *Filter) *[]string { return &f.Attribution }, AttributionGrades},
	{"place_precision", one(func(r *Record) string { return string(r.Place.Precision) }), func(f *Filter) *[]string { return &f.PlacePrecision }, words(PlacePrecisions)},
	{"date_precision", one(func(r *Record) string { return string(r.Date.Precision) }), func(f *Filter) *[]string { return &f.DatePrecision }, DatePrecisions},
	{"place_review", one(func(r *Record) string { return string(r.PlaceReview.State) }), func(f *Filter) *[]string { return &f.PlaceReview }, words(ReviewStates)},
	{"record_review", one(func(r *Record) string { return string(r.RecordReview.State) }), func(f *Filter) *[]string { return &f.RecordReview }, words(ReviewStates)},
}

// FacetByName finds a facet.
func FacetByName(name string) (Facet, bool) {
	i := slices.IndexFunc(Facets, func(f Facet) bool { return f.Name == name })
	if i < 0 {
		return Facet{}, false
	}
	return Facets[i], true
}

// Without returns the filter as if it asked nothing of the facet.
func (f Filter) Without(facet Facet) Filter {
	*facet.Choice(&f) = nil
	return f
}

// one counts a record for its single value, or for none where it is unknown.
func one(get func(*Record) string) func(*Record) []string {
	return func(r *Record) []string {
		if v := get(r); v != "" {
			return []string{v}
		}
		return nil
	}
}

func partyNames(parties []Party) []string {
	names := make([]string, 0, len(parties))
	for _, p := range parties {
		if !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}
