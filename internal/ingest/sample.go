package ingest

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"incidentmap/internal/country"
	"incidentmap/internal/counts"
	"incidentmap/internal/dates"
	"incidentmap/internal/incident"
)

// Limits of what is looked at to tell what a column holds: all of a small table, rows
// from several places of a large one.
const (
	sampleRows   = 1000
	samplePlaces = 5
	// A table of many columns has fewer rows looked at, so that all cells are no more.
	sampleCells  = 200_000
	fewestSample = 50
)

// enough is the share of a column's cells that must be what its role is for, in percent.
const enough = 90

// sample is the rows that tell what columns hold.
type sample struct {
	rows  []Row
	trial *dates.Reader // reads dates, of any order
	known map[heldKey]held
}

type heldKey struct {
	column int
	test   *cellTest
}

// held is how many of a column's cells are something.
type held struct {
	cells, fit int
	// bad is the first cell that does not fit, of the row with a number.
	bad string
	row int
}

// mostly reports whether a column holds values of the kind and next to nothing else.
func (h held) mostly() bool { return h.fit > 0 && 100*h.fit >= enough*h.cells }

// butOne reports whether a column holds values of the kind and one other: in a small table
// that is more than next to nothing, and a mistake all the same.
func (h held) butOne() bool { return h.cells-h.fit == 1 && h.fit >= 2 }

func newSample(t *Table) *sample {
	s := &sample{known: map[heldKey]held{}, trial: dates.NewReader(dates.Forms{AnyOrder: true}, strings.Clone)}
	all := t.chunks(chunkRows)
	most := max(fewestSample, min(sampleRows, sampleCells/max(1, len(t.Header))))
	n, places := all.Len(), min(all.Len(), samplePlaces)
	if all.Total() <= most {
		places = min(n, 1)
	}
	for i := range places {
		want := len(s.rows) + (most-len(s.rows))/(places-i)
		for c := i * n / places; c < (i+1)*n/places && len(s.rows) < want; c++ {
			rows := all.Chunk(c, nil)
			s.rows = append(s.rows, rows[:min(len(rows), want-len(s.rows))]...)
		}
	}
	return s
}

// cellTest tells whether a text is a value of some kind.
type cellTest struct {
	name string // of the values, for messages
	is   func(s *sample, v string) bool
}

// Kinds of values that roles ask for.
var (
	testDate     = &cellTest{"dates", (*sample).isDate}
	testEnd      = &cellTest{"dates", func(s *sample, v string) bool { return dates.IsOpenEnd(v) || s.isDate(v) }}
	testFullDate = &cellTest{"dates", (*sample).isFullDate}
	testYear     = &cellTest{"years", func(_ *sample, v string) bool { return isWhole(v, 1, 9999) }}
	testMonth    = &cellTest{"months", func(_ *sample, v string) bool {
		_, named := dates.Month(v)
		return named || isWhole(v, 0, 12)
	}}
	testDay  = &cellTest{"days of a month", func(_ *sample, v string) bool { return isWhole(v, 0, 31) }}
	testTime = &cellTest{"times of day", func(_ *sample, v string) bool {
		_, _, ok := dates.Clock(v)
		return ok || isClock(v)
	}}
	testHour        = &cellTest{"hours", func(_ *sample, v string) bool { return isWhole(v, 0, lastHour) }}
	testClockDigits = &cellTest{"times of day", func(_ *sample, v string) bool { return isClock(v) }}
	testCount       = &cellTest{"counts", func(_ *sample, v string) bool {
		for _, m := range measures {
			if _, ok := counts.Parse(v, m.measure, counts.Marks{}); ok {
				return true
			}
		}
		return counts.PointThousands(v)
	}}
	testLatitude  = &cellTest{"latitudes", func(_ *sample, v string) bool { return isDegrees(v, 90) }}
	testLongitude = &cellTest{"longitudes", func(_ *sample, v string) bool { return isDegrees(v, 180) }}
	testInDegrees = &cellTest{"degrees", func(_ *sample, v string) bool { return inDegrees(v) }}
	testPair      = &cellTest{"pairs of coordinates", func(_ *sample, v string) bool { return isPair(v) }}
	testNamedPair = &cellTest{testPair.name, func(_ *sample, v string) bool { return isNamedPair(v) }}
	testGeometry  = &cellTest{"geometries", func(_ *sample, v string) bool { return isGeometry(v) }}
	testCountry   = &cellTest{"countries", func(_ *sample, v string) bool {
		_, several, ok := country.Parse(v)
		return ok || len(several) > 0
	}}
	testURL    = &cellTest{"addresses", func(_ *sample, v string) bool { return incident.WebURL(addressesIn(v)[0]) }}
	testText   = &cellTest{"texts", (*sample).isText}
	testNumber = &cellTest{"numbers", func(_ *sample, v string) bool { return isNumber(v) }}
)

// testOf is what the cells of a role's column must be; nil for any text.
func testOf(ro role) *cellTest {
	switch ro {
	case roleDate, roleStart:
		return testDate
	case roleEnd:
		return testEnd
	case roleYear, roleStartYear, roleEndYear:
		return testYear
	case roleMonth, roleStartMonth, roleEndMonth:
		return testMonth
	case roleDay, roleStartDay, roleEndDay:
		return testDay
	case roleTime:
		return testTime
	case roleFatalitiesLow, roleFatalitiesBest, roleFatalitiesHigh, roleInjuriesLow, roleInjuriesBest,
		roleInjuriesHigh:
		return testCount
	case roleLat:
		return testLatitude
	case roleLon:
		return testLongitude
	case roleLatlon:
		return testNamedPair
	case roleWKT:
		return testGeometry
	case roleCountry, roleCountryCode:
		return testCountry
	case roleURL:
		return testURL
	case roleTitle, roleSummary, roleEventType, rolePlace, roleActor, roleTarget, roleAdmin1, roleAdmin2, roleSource:
		return testText
	case roleRadius:
		return testNumber
	}
	return nil
}

// Early on, a column that holds something else is told from one that has it.
const earlyCells, earlyPercent = 40, 50

// holds counts the cells of a column that pass a test.
func (s *sample) holds(column int, test *cellTest) held {
	key := heldKey{column, test}
	if h, ok := s.known[key]; ok {
		return h
	}
	var h held
	for i := range s.rows {
		v := s.rows[i].at(column)
		if v == "" {
			continue
		}
		if h.cells++; test.is(s, v) {
			h.fit++
		} else if h.row == 0 {
			h.bad, h.row = strings.Clone(v), s.rows[i].Number
		}
		if h.cells == earlyCells && 100*h.fit < earlyPercent*h.cells {
			break
		}
	}
	s.known[key] = h
	return h
}

// empty reports whether a column has no value at all.
func (s *sample) empty(column int) bool { return s.holds(column, testText).cells == 0 }

// isDate reports whether a text is a date, in whatever order.
func (s *sample) isDate(v string) bool {
	if !strings.ContainsFunc(v, unicode.IsDigit) {
		return false
	}
	c, err := s.trial.Read(v)
	return err == nil && c.Rest == ""
}

// isFullDate reports whether a text is a date and nothing else that only looks like one: no
// plain number, and no mark such as DE1000 and MAR2000.
func (s *sample) isFullDate(v string) bool { return !isNumber(v) && !isReference(v) && s.isDate(v) }

// isReference reports whether a text is letters and digits with nothing between.
func isReference(v string) bool {
	letters := strings.TrimRight(v, "0123456789")
	return letters != "" && len(letters) < len(v) && len(letters) <= 4 &&
		!strings.ContainsFunc(letters, func(r rune) bool { return r < 'A' || r > 'z' || r > 'Z' && r < 'a' })
}

// isText reports whether a text is none that columns of other kinds have.
func (s *sample) isText(v string) bool { return !isNumber(v) && !isPair(v) && !s.isFullDate(v) }

func isNumber(v string) bool {
	_, err := strconv.ParseFloat(strings.Replace(v, ",", ".", 1), 64)
	return err == nil
}

// lastHour is the last of a day.
const lastHour = 23

// isClock reports whether a text is hours and minutes without a colon: 930.
func isClock(v string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(v, ".0"))
	return err == nil && n >= 0 && n <= 2359 && n%100 < 60
}

// isWhole reports whether a text is a whole number within bounds.
func isWhole(v string, from, to int) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(v, ".0"))
	return err == nil && from <= n && n <= to
}

// numbersRows reports whether the cells of a column count the rows.
func (s *sample) numbersRows(column int) bool {
	last, next, n := 0, 0, 0
	for i := range s.rows {
		v, err := strconv.Atoi(strings.TrimSuffix(s.rows[i].at(column), ".0"))
		if err != nil {
			return false
		}
		if n++; i > 0 && v == last+1 {
			next++
		}
		last = v
	}
	return n < 2 || 10*next >= 8*(n-1)
}

// distinct reports whether hardly any two cells of a column are alike, as those of an ID.
func (s *sample) distinct(column int) bool {
	var all []string
	for i := range s.rows {
		if v := s.rows[i].at(column); v != "" {
			all = append(all, v)
		}
	}
	n := len(all)
	slices.Sort(all)
	return n > 0 && 100*len(slices.Compact(all)) >= enough*n
}
