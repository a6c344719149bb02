package place

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/report"
)

// LockName is the name of the lock in a dataset's directory.
const LockName = "places.lock.csv"

// LockHeader names the columns of the lock.
var LockHeader = []string{"text", "gazetteer_id", "matched", "class", "lon", "lat", "radius_m", "score", "country",
	"country_name",
	"admin1", "admin2", "alternatives", "gazetteer_version", "override", "reviewer", "reviewed_at", "checked_against"}

// Lock holds the lines by text.
type Lock map[string]Entry

// ReadLock reads a lock; findings name the file so, and what is wrong with a
// line leaves it out.
func ReadLock(in io.Reader, name string) (Lock, []report.Finding) {
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
				return lock, append(problems, wrongLine(name, line, "",
					"its header must be "+strings.Join(LockHeader, ",")))
			}
			continue
		}
		e, column, err := parseEntry(row)
		e.Line = line
		if err == nil && lock[e.Text].Text != "" {
			column, err = "text", fmt.Errorf("%q is in line %d too", e.Text, lock[e.Text].Line)
		}
		if err != nil {
			problems = append(problems, wrongLine(name, line, column, err.Error()))
			continue
		}
		lock[e.Text] = e
	}
}

func csvProblem(name string, err error) report.Finding {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return wrongLine(name, parse.Line, "", parse.Err.Error())
	}
	return wrongLine(name, 0, "", err.Error())
}

// wrongLine is something in a line that keeps it from being read as it stands.
func wrongLine(name string, line int, column, message string) report.Finding {
	return report.RuleFile.At(report.Where{File: name, Unit: "line", Row: line, Column: column}, message)
}

// parseEntry reads a line; an error is about the column that is named.
func parseEntry(row []string) (e Entry, column string, err error) {
	e = Entry{Text: row[0], GazetteerID: row[1], Matched: row[2], Class: row[3], Country: row[8], CountryName: row[9],
		Admin1: row[10], Admin2: row[11], Alternatives: strings.Fields(row[12]), Version: row[13], Override: row[14],
		Reviewer:   row[15],
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

func (e *Entry) row() []string {
	num := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return []string{e.Text, e.GazetteerID, e.Matched, e.Class, num(e.Lon), num(e.Lat), num(e.RadiusM), num(e.Score),
		e.Country,
		e.CountryName, e.Admin1, e.Admin2, strings.Join(e.Alternatives,
			" "), e.Version, e.Override, e.Reviewer, e.ReviewedAt, e.CheckedAgainst}
}

// Write writes the lock, sorted by text.
func (l Lock) Write(w io.Writer) error {
	rows := [][]string{LockHeader}
	for _, t := range slices.Sorted(maps.Keys(l)) {
		e := l[t]
		rows = append(rows, e.row())
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// Merge takes fresh answers over. A line whose answer is the same keeps its
// review, one that was overridden stays as it is, a changed one must be
// reviewed again.
func (l Lock) Merge(fresh []Entry) Lock {
	out := Lock{}
	for _, e := range fresh {
		old, known := l[e.Text]
		switch {
		case known && old.Override != "":
			e = old
		case known && old.SameAnswer(&e):
			e.Reviewer, e.ReviewedAt, e.CheckedAgainst = old.Reviewer, old.ReviewedAt, old.CheckedAgainst
		}
		out[e.Text] = e
	}
	return out
}
