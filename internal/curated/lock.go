package curated

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/report"
)

// LockName is the name of the lock in a dataset's directory.
const LockName = "places.lock.csv"

// LockEntry is one line of the lock: a text of a place and where it is. All
// but the last four columns are the geocoder's answer.
type LockEntry struct {
	Line int

	Text, GazetteerID, Matched, Class, Alternatives string
	Country, CountryName, Admin1, Admin2            string
	// Lon and Lat are in degrees, WGS 84; Score is from 0 to 1.
	Lon, Lat, RadiusM, Score float64
	Version                  string // of the gazetteer

	// Override is the source of a point set by hand; empty for one that the
	// geocoder found.
	Override string
	// Reviewer checked the point on ReviewedAt against CheckedAgainst, a
	// source other than the gazetteer's own.
	Reviewer, ReviewedAt, CheckedAgainst string
}

// LockHeader names the columns of the lock.
var LockHeader = []string{"text", "gazetteer_id", "matched", "class", "lon", "lat", "radius_m", "score", "country", "country_name",
	"admin1", "admin2", "alternatives", "gazetteer_version", "override", "reviewer", "reviewed_at", "checked_against"}

// Lock holds the lines by text.
type Lock map[string]LockEntry

func parseLock(in io.Reader, name string) (Lock, []report.Finding) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = len(LockHeader)
	lock := Lock{}
	var problems []report.Finding
	for first := true; ; first = false {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lock, problems
		}
		if err != nil {
			return lock, append(problems, csvProblem(name, err))
		}
		line, _ := r.FieldPos(0)
		if first {
			if !slices.Equal(row, LockHeader) {
				return lock, append(problems, problem(name, line, "", "its header must be "+strings.Join(LockHeader, ",")))
			}
			continue
		}
		e, column, err := parseLockEntry(row)
		e.Line = line
		if err == nil && lock[e.Text].Text != "" {
			column, err = "text", fmt.Errorf("%q is in line %d too", e.Text, lock[e.Text].Line)
		}
		if err != nil {
			problems = append(problems, problem(name, line, column, err.Error()))
			continue
		}
		lock[e.Text] = e
	}
}

func csvProblem(name string, err error) report.Finding {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return problem(name, parse.Line, "", parse.Err.Error())
	}
	return problem(name, 0, "", err.Error())
}

// parseLockEntry reads a line; an error is about the column that is named.
func parseLockEntry(row []string) (e LockEntry, column string, err error) {
	e = LockEntry{Text: row[0], GazetteerID: row[1], Matched: row[2], Class: row[3], Country: row[8], CountryName: row[9],
		Admin1: row[10], Admin2: row[11], Alternatives: row[12], Version: row[13], Override: row[14], Reviewer: row[15],
		ReviewedAt: row[16], CheckedAgainst: row[17]}
	for i, c := range []struct {
		into      *float64
		low, high float64
	}{{&e.Lon, -180, 180}, {&e.Lat, -90, 90}, {&e.RadiusM, 0, 2.1e7}, {&e.Score, 0, 1}} {
		v, err := strconv.ParseFloat(row[4+i], 64)
		if err != nil || !(v >= c.low && v <= c.high) {
			return e, LockHeader[4+i], fmt.Errorf("%q is not a number from %v to %v", row[4+i], c.low, c.high)
		}
		*c.into = v
	}
	return e, "", nil
}

func (e LockEntry) row() []string {
	num := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return []string{e.Text, e.GazetteerID, e.Matched, e.Class, num(e.Lon), num(e.Lat), num(e.RadiusM), num(e.Score), e.Country,
		e.CountryName, e.Admin1, e.Admin2, e.Alternatives, e.Version, e.Override, e.Reviewer, e.ReviewedAt, e.CheckedAgainst}
}

// Write writes the lock, sorted by text.
func (l Lock) Write(w io.Writer) error {
	texts := make([]string, 0, len(l))
	for t := range l {
		texts = append(texts, t)
	}
	slices.Sort(texts)
	rows := [][]string{LockHeader}
	for _, t := range texts {
		rows = append(rows, l[t].row())
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// Merge takes fresh answers over. A line whose answer is the same keeps its
// review, one that was overridden stays as it is, a changed one must be
// reviewed again.
func (l Lock) Merge(fresh []LockEntry) Lock {
	out := Lock{}
	for _, e := range fresh {
		old, known := l[e.Text]
		switch {
		case known && old.Override != "":
			e = old
		case known && old.SameAnswer(e):
			e.Reviewer, e.ReviewedAt, e.CheckedAgainst = old.Reviewer, old.ReviewedAt, old.CheckedAgainst
		}
		out[e.Text] = e
	}
	return out
}

// SameAnswer reports whether two lines put their text at the same place.
func (e LockEntry) SameAnswer(o LockEntry) bool {
	return e.GazetteerID == o.GazetteerID && e.Class == o.Class && e.Lon == o.Lon && e.Lat == o.Lat && e.RadiusM == o.RadiusM &&
		e.Country == o.Country && e.Admin1 == o.Admin1 && e.Admin2 == o.Admin2
}

// Describe says in a line where an entry puts its text.
func (e LockEntry) Describe() string {
	return fmt.Sprintf("%s (%s, %s at %v, %v, radius %.0f m)", e.GazetteerID, e.Matched, e.Class, e.Lon, e.Lat, e.RadiusM)
}

// Locate asks the gazetteer for a text. ok is false when it knows no place.
func Locate(g *gazetteer.Gazetteer, text string) (e LockEntry, ok bool) {
	res := g.Lookup(text, gazetteer.Options{Limit: 4})
	if res.Best == nil {
		return LockEntry{Text: text}, false
	}
	m := res.Best
	admin1, admin2 := m.Units()
	var alternatives []string
	for _, a := range res.Alternatives {
		alternatives = append(alternatives, a.ID)
	}
	return LockEntry{Text: text, GazetteerID: m.ID, Matched: m.Matched, Class: string(m.Class), Lon: m.Point[0], Lat: m.Point[1],
		RadiusM: m.RadiusM, Score: m.Score, Country: m.Country, CountryName: m.CountryName, Admin1: admin1, Admin2: admin2,
		Alternatives: strings.Join(alternatives, " "), Version: g.Version()}, true
}
