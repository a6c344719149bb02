package incident

import (
	"maps"
	"slices"
	"strings"

	"incidentmap/geo"
)

// Filter selects incidents of one dataset. The zero value of every field but
// Dataset asks nothing. Values of one field are alternatives (OR), fields add
// up (AND). A non-nil empty list matches nothing.
type Filter struct {
	Dataset string
	// ViewKinds are the kinds of the dataset's view that is asked; unlike
	// Choices they stay when a facet's own choice is ignored.
	ViewKinds []string

	// BBox matches an incident with any of its points inside, and one without
	// a place, as OGC API – Features asks (17-069r4,
	// /req/core/fc-bbox-response).
	BBox *geo.Box
	// Within matches an incident with any of its points inside; one without
	// a place lies in no polygon.
	Within *geo.Polygon
	// Window, if not nil, is tested against the days from Start to End.
	Window *geo.Window

	// Choices are the values chosen of facets, by the facet's name.
	Choices Choices
	Groups  []string
	// Fatalities and Injuries test the best figure, or the low one where no
	// best is known. An unknown figure is in no range.
	Fatalities, Injuries Range
	// Extra selects by the dataset's own columns: column index → values as
	// text. A cell of several values has any of them, and the whole.
	Extra map[int][]string
	// Separators are those of the own columns among Extra whose cells hold several
	// values.
	Separators map[int]string
	// Where, if not nil, must be true.
	Where *Where
	// Text holds alternatives of folded words that must all occur (see
	// Record.Text).
	Text [][]string
}

// Choices are values by the name of a property.
type Choices map[string][]string

// Choose has the filter ask for values of a facet; nil asks nothing of it. Filters
// that it was copied from stay as they are.
func (f *Filter) Choose(facet string, values []string) {
	f.Choices = maps.Clone(f.Choices)
	if values == nil {
		delete(f.Choices, facet)
		return
	}
	if f.Choices == nil {
		f.Choices = Choices{}
	}
	f.Choices[facet] = values
}

// Without returns the filter as if it asked nothing of a facet.
func (f Filter) Without(facet string) Filter {
	f.Choose(facet, nil)
	return f
}

// Range is a range of counts, both ends included, nil for no limit.
type Range struct{ Min, Max *int }

// Set reports whether the range leaves anything out.
func (r Range) Set() bool { return r.Min != nil || r.Max != nil }

// Has reports whether a figure lies in the range.
func (r Range) Has(f Figure) bool {
	if !r.Set() {
		return true
	}
	n := f.Flat()
	return n != nil && (r.Min == nil || *n >= *r.Min) && (r.Max == nil || *n <= *r.Max)
}

// MatchUncoded tests what a store may have no codes for: extra columns, words
// and an expression.
func (f *Filter) MatchUncoded(r *Record) bool {
	return f.matchExtra(r) && f.MatchText(r.Text) && f.matchWhere(r)
}

// Uncoded reports whether MatchUncoded tests anything.
func (f *Filter) Uncoded() bool { return len(f.Extra) > 0 || f.Text != nil || f.Where != nil }

func (f *Filter) matchWhere(r *Record) bool { return f.Where == nil || f.Where.Match(r) }

// Match reports whether a record of the filter's dataset passes every test.
// It is the definition that indexes must agree with.
func (f *Filter) Match(r *Record) bool {
	return f.matchBBox(r) && f.matchTime(r) && f.MatchRest(r)
}

func (f *Filter) matchTime(r *Record) bool {
	return f.Window == nil || f.Window.Match(r.Date.Start, r.Date.End)
}

func (f *Filter) matchBBox(r *Record) bool {
	return f.BBox == nil || len(r.Place.Points) == 0 || slices.ContainsFunc(r.Place.Points, f.BBox.Contains)
}

func (f *Filter) matchWithin(r *Record) bool {
	return f.Within == nil || slices.ContainsFunc(r.Place.Points, f.Within.Contains)
}

// MatchRest tests everything but box and window, which an index answers.
func (f *Filter) MatchRest(r *Record) bool {
	return oneOf(f.ViewKinds, r.Kind) && oneOf(f.Groups, r.Group) &&
		f.Fatalities.Has(r.Fatalities) && f.Injuries.Has(r.Injuries) &&
		f.matchChoices(r) && f.matchExtra(r) && f.MatchText(r.Text) && f.matchWhere(r) && f.matchWithin(r)
}

func (f *Filter) matchChoices(r *Record) bool {
	return len(f.Choices) == 0 || !slices.ContainsFunc(Facets,
		func(facet Facet) bool { return !facet.Match(f.Choices[facet.Name], r) })
}

func (f *Filter) matchExtra(r *Record) bool {
	for column, values := range f.Extra {
		if column >= len(r.Extra) || r.Extra[column] == nil || !f.hasOwn(column, values, r.Extra[column]) {
			return false
		}
	}
	return true
}

func (f *Filter) hasOwn(column int, values []string, cell any) bool {
	if oneOf(values, FormatValue(cell)) {
		return true
	}
	c := Column{Separator: f.Separators[column]}
	return c.Separator != "" && slices.ContainsFunc(c.Values(cell), func(v string) bool { return oneOf(values, v) })
}

// MatchText tests a record's Text for the words of any alternative.
func (f *Filter) MatchText(text string) bool {
	return f.Text == nil || slices.ContainsFunc(f.Text, func(words []string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}
