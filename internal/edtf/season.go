package edtf

import (
	"fmt"
	"strings"

	"incidentmap/geo"
)

// seasonSpan is a season's first month and its length in months.
type seasonSpan struct{ month, months int }

// seasons are the codes of ISO 8601-2 table 3. The standard leaves open which
// months a season has; these are the meteorological ones, and the seasons
// without a hemisphere (21–24) are taken as northern ones.
var seasons = map[int]seasonSpan{
	21: {3, 3}, 22: {6, 3}, 23: {9, 3}, 24: {12, 3}, // spring, summer, autumn, winter
	25: {3, 3}, 26: {6, 3}, 27: {9, 3}, 28: {12, 3}, // northern hemisphere
	29: {9, 3}, 30: {12, 3}, 31: {3, 3}, 32: {6, 3}, // southern hemisphere
	33: {1, 3}, 34: {4, 3}, 35: {7, 3}, 36: {10, 3}, // quarters
	37: {1, 4}, 38: {5, 4}, 39: {9, 4}, // quadrimesters
	40: {1, 6}, 41: {7, 6}, // semesters
}

// seasonCode reads a month component that is a season's code.
func seasonCode(s string) (int, bool) {
	if strings.Contains(s, "X") {
		return 0, false
	}
	n := mask(s).min()
	return n, n > 12
}

func season(year mask, code int) (span, error) {
	s, ok := seasons[code]
	if !ok {
		return span{}, fmt.Errorf("its month is none of 01–12 nor its season one of 21–41")
	}
	first, last := max(year.min(), 1), year.max()
	end := geo.NewDay(last, s.month+s.months, 1) - 1
	if last < 1 || end > geo.MaxDay {
		return span{}, fmt.Errorf("years from 0001 to 9999 are allowed")
	}
	return someDay(geo.NewDay(first, s.month, 1), end), nil
}
