package incident

import "incidentmap/geo"

// Aggregation says what to count beside the number of matches.
type Aggregation struct {
	// Facets are names of facets of the dataset (Dataset.Facet). Each counts
	// as if the filter asked nothing of that property.
	Facets []string
	// FacetSums asks for the fatalities of each value of the facets.
	FacetSums bool
	// Bin, if not empty, asks for a histogram.
	Bin Bin
	// Sums asks for tallies of fatalities and injuries.
	Sums bool
	// Extent asks where and when the matches are.
	Extent bool
}

// Aggregates is the answer to an Aggregation.
type Aggregates struct {
	Matched int
	// Unplaced counts the matches without a place.
	Unplaced   int
	Facets     map[string][]FacetValue
	Histogram  []HistogramBin
	Fatalities Tally
	Injuries   Tally
	// Extent is set if it was asked for.
	Extent Extent
}

// Extent is where and when incidents are.
type Extent struct {
	// Box holds the points of all, not across the antimeridian; it is nil if
	// none has a place.
	Box *geo.Box
	// Start and End are the first and the last day; Dated is false where
	// there are no incidents.
	Start, End geo.Day
	Dated      bool
}

// FacetValue is one value of a facet and how many matches have it. An
// incident with several actors counts once for each.
type FacetValue struct {
	Value string
	// Label names the value for people, or is empty.
	Label string
	Count int
	// Fatalities is the sum of those that have the value, if it was asked
	// for. A group's figure is in the sum of each value that a member has.
	Fatalities Tally
}

// HistogramBin counts the incidents of the days From to To (inclusive).
type HistogramBin struct {
	From, To geo.Day
	// Certain incidents were going on or happened in these days for sure;
	// Possible ones may have. Nobody is in both.
	Certain, Possible int
}

// Bin is the width of a histogram's bins.
type Bin string

// The widths: calendar units, weeks starting on Monday (ISO 8601).
const (
	BinDay   Bin = "day"
	BinWeek  Bin = "week"
	BinMonth Bin = "month"
	BinYear  Bin = "year"
)

// Bins lists them, the finest first.
var Bins = []Bin{BinDay, BinWeek, BinMonth, BinYear}

// Start returns the first day of the bin that holds a day.
func (b Bin) Start(d geo.Day) geo.Day {
	y, m, _ := d.Date()
	switch b {
	case BinWeek:
		return d - ((d+3)%7+7)%7 // 1970-01-01 was a Thursday
	case BinMonth:
		return geo.NewDay(y, m, 1)
	case BinYear:
		return geo.NewDay(y, 1, 1)
	}
	return d
}

// Next returns the first day of the bin after the one that starts on d.
func (b Bin) Next(d geo.Day) geo.Day {
	y, m, _ := d.Date()
	switch b {
	case BinWeek:
		return d + 7
	case BinMonth:
		return geo.NewDay(y, m+1, 1)
	case BinYear:
		return geo.NewDay(y+1, 1, 1)
	}
	return d + 1
}

// FitBin returns the finest bin that cuts the days from first to last into no
// more than most bins, or years.
func FitBin(first, last geo.Day, most int) Bin {
	days := int(last - first + 1)
	switch {
	case days <= most:
		return BinDay
	case days <= most*7:
		return BinWeek
	case days <= most*30:
		return BinMonth
	}
	return BinYear
}
