package incident

import (
	"slices"
	"strings"
)

// Facet is a property whose values can be counted and chosen.
type Facet struct {
	Name string
	// Key is equal for records that have the same values.
	Key func(*Record) string
	// Values are the values that a record counts for: several actors, or
	// none where the property is unknown.
	Values func(*Record) []string
	// Label names a record's value for people where the record knows a name
	// for it; nil where it does not.
	Label func(*Record) string
	// Choice is the filter's list of chosen values.
	Choice func(*Filter) *[]string
	// Allowed lists the values of a closed vocabulary that every dataset
	// shares; nil where values are the dataset's or free.
	Allowed []string
}

// Facets lists all of them.
var Facets = []Facet{
	one("kind", func(r *Record) string { return r.Kind }, func(f *Filter) *[]string { return &f.Kinds }, nil),
	one("event_type", func(r *Record) string { return r.EventType }, func(f *Filter) *[]string { return &f.EventTypes },
		nil),
	parties("actor", func(r *Record) []Party { return r.Actors }, func(f *Filter) *[]string { return &f.Actors }),
	parties("target", func(r *Record) []Party { return r.Targets }, func(f *Filter) *[]string { return &f.Targets }),
	one("country", func(r *Record) string { return r.Place.Country }, func(f *Filter) *[]string { return &f.Countries },
		nil).
		labelled(func(r *Record) string { return r.Place.CountryName }),
	one("admin1", func(r *Record) string { return r.Place.Admin1 }, func(f *Filter) *[]string { return &f.Admin1 },
		nil),
	one("admin2", func(r *Record) string { return r.Place.Admin2 }, func(f *Filter) *[]string { return &f.Admin2 },
		nil),
	one("occurrence", func(r *Record) string { return r.Occurrence },
		func(f *Filter) *[]string { return &f.Occurrence }, OccurrenceGrades),
	one("attribution", func(r *Record) string { return r.Attribution },
		func(f *Filter) *[]string { return &f.Attribution }, AttributionGrades),
	one("place_precision", func(r *Record) string { return string(r.Place.Precision) },
		func(f *Filter) *[]string { return &f.PlacePrecision }, words(PlacePrecisions)),
	one("date_precision", func(r *Record) string { return string(r.Date.Precision) },
		func(f *Filter) *[]string { return &f.DatePrecision }, DatePrecisions),
	one("place_review", func(r *Record) string { return string(r.PlaceReview.State) },
		func(f *Filter) *[]string { return &f.PlaceReview }, words(ReviewStates)),
	one("record_review", func(r *Record) string { return string(r.RecordReview.State) },
		func(f *Filter) *[]string { return &f.RecordReview }, words(ReviewStates)),
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

// one is a facet of a single value; a record counts for none where it is
// unknown.
func one(name string, get func(*Record) string, choice func(*Filter) *[]string, allowed []string) Facet {
	values := func(r *Record) []string {
		if v := get(r); v != "" {
			return []string{v}
		}
		return nil
	}
	return Facet{Name: name, Key: get, Values: values, Choice: choice, Allowed: allowed}
}

func (f Facet) labelled(label func(*Record) string) Facet {
	f.Label = label
	return f
}

// parties is a facet of names.
func parties(name string, get func(*Record) []Party, choice func(*Filter) *[]string) Facet {
	key := func(r *Record) string { return partyKey(get(r)) }
	return Facet{Name: name, Key: key, Values: func(r *Record) []string { return partyNames(get(r)) }, Choice: choice}
}

func partyKey(parties []Party) string {
	switch len(parties) {
	case 0:
		return ""
	case 1:
		return parties[0].Name
	}
	return strings.Join(partyNames(parties), "\x00")
}

// fewNames is up to how many names comparing all of them is faster than a map.
const fewNames = 16

// partyNames lists each name once.
func partyNames(parties []Party) []string {
	names := make([]string, 0, len(parties))
	if len(parties) <= fewNames {
		for _, p := range parties {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
		return names
	}
	seen := make(map[string]bool, len(parties))
	for _, p := range parties {
		if !seen[p.Name] {
			seen[p.Name] = true
			names = append(names, p.Name)
		}
	}
	return names
}
