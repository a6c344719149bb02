package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"incidentmap/geo/gazetteer"
)

// entry is one line of the lock: a text of a place and where it is. All but
// the last four columns are the geocoder's answer.
type entry struct {
	Text, GazetteerID, Matched, Class, Alternatives string
	Country, CountryName, Admin1, Admin2            string
	Lon, Lat, RadiusM, Score                        float64
	Version                                         string // of the gazetteer

	// Override is the source of a point set by hand; empty for one that the
	// geocoder found.
	Override string
	// Reviewer checked the point on ReviewedAt against CheckedAgainst, a
	// source other than the gazetteer's own.
	Reviewer, ReviewedAt, CheckedAgainst string
}

var lockHeader = []string{"text", "gazetteer_id", "matched", "class", "lon", "lat", "radius_m", "score", "country", "country_name",
	"admin1", "admin2", "alternatives", "gazetteer_version", "override", "reviewer", "reviewed_at", "checked_against"}

// lockFile holds the lines by text.
type lockFile map[string]entry

func readLock(path string) (lockFile, error) {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return lockFile{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	r := csv.NewReader(f)
	r.FieldsPerRecord = len(lockHeader)
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	lock := lockFile{}
	for i, row := range rows {
		if i == 0 {
			if !slices.Equal(row, lockHeader) {
				return nil, fmt.Errorf("%s: its header must be %s", path, strings.Join(lockHeader, ","))
			}
			continue
		}
		e, err := parseEntry(row)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, i+1, err)
		}
		lock[e.Text] = e
	}
	return lock, nil
}

func parseEntry(row []string) (entry, error) {
	e := entry{Text: row[0], GazetteerID: row[1], Matched: row[2], Class: row[3], Country: row[8], CountryName: row[9],
		Admin1: row[10], Admin2: row[11], Alternatives: row[12], Version: row[13], Override: row[14], Reviewer: row[15],
		ReviewedAt: row[16], CheckedAgainst: row[17]}
	for i, into := range []*float64{&e.Lon, &e.Lat, &e.RadiusM, &e.Score} {
		var err error
		if *into, err = strconv.ParseFloat(row[4+i], 64); err != nil {
			return e, fmt.Errorf("column %s: %q is not a number", lockHeader[4+i], row[4+i])
		}
	}
	return e, nil
}

func (e entry) row() []string {
	num := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return []string{e.Text, e.GazetteerID, e.Matched, e.Class, num(e.Lon), num(e.Lat), num(e.RadiusM), num(e.Score), e.Country,
		e.CountryName, e.Admin1, e.Admin2, e.Alternatives, e.Version, e.Override, e.Reviewer, e.ReviewedAt, e.CheckedAgainst}
}

func (l lockFile) write(path string) error {
	texts := make([]string, 0, len(l))
	for t := range l {
		texts = append(texts, t)
	}
	slices.Sort(texts)
	rows := [][]string{lockHeader}
	for _, t := range texts {
		rows = append(rows, l[t].row())
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		return err
	}
	return f.Close()
}

// merge takes fresh answers over. A line whose answer is the same keeps its
// review, one that was overridden stays as it is, a changed one must be
// reviewed again.
func (l lockFile) merge(fresh []entry) lockFile {
	out := lockFile{}
	for _, e := range fresh {
		old, known := l[e.Text]
		switch {
		case known && old.Override != "":
			e = old
		case known && old.sameAnswer(e):
			e.Reviewer, e.ReviewedAt, e.CheckedAgainst = old.Reviewer, old.ReviewedAt, old.CheckedAgainst
		}
		out[e.Text] = e
	}
	return out
}

func (e entry) sameAnswer(o entry) bool {
	return e.GazetteerID == o.GazetteerID && e.Class == o.Class && e.Lon == o.Lon && e.Lat == o.Lat && e.RadiusM == o.RadiusM &&
		e.Country == o.Country && e.Admin1 == o.Admin1 && e.Admin2 == o.Admin2
}

// drift tells every text whose answer is not the locked one, that is not in
// the lock, or that nobody reviewed, and every line that no incident needs.
func (l lockFile) drift(fresh []entry) []error {
	var errs []error
	needed := map[string]bool{}
	for _, e := range fresh {
		needed[e.Text] = true
		old, known := l[e.Text]
		switch {
		case !known:
			errs = append(errs, fmt.Errorf("%q is not in the lock; the geocoder finds %s at %v, %v", e.Text, e.GazetteerID, e.Lon, e.Lat))
		case old.Override == "" && !old.sameAnswer(e):
			errs = append(errs, fmt.Errorf("%q was %s (%s at %v, %v) and is now %s (%s at %v, %v)", e.Text,
				old.GazetteerID, old.Class, old.Lon, old.Lat, e.GazetteerID, e.Class, e.Lon, e.Lat))
		case old.Reviewer == "" || old.CheckedAgainst == "":
			errs = append(errs, fmt.Errorf("%q has not been reviewed against a second source", e.Text))
		}
	}
	for text := range l {
		if !needed[text] {
			errs = append(errs, fmt.Errorf("%q is in the lock, but no incident needs it", text))
		}
	}
	return errs
}

// locateAll asks the geocoder for every text.
func locateAll(src *source, path string) ([]entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	g, err := gazetteer.Load(f)
	if err != nil {
		return nil, err
	}
	var out []entry
	for _, text := range src.texts() {
		res := g.Lookup(text, gazetteer.Options{Limit: 4})
		if res.Best == nil {
			return nil, fmt.Errorf("no place is known for %q", text)
		}
		out = append(out, newEntry(text, g.Version(), res))
	}
	return out, nil
}

func newEntry(text, version string, res gazetteer.Result) entry {
	m := res.Best
	admin1, admin2 := m.Units()
	var alternatives []string
	for _, a := range res.Alternatives {
		alternatives = append(alternatives, a.ID)
	}
	return entry{Text: text, GazetteerID: m.ID, Matched: m.Matched, Class: string(m.Class), Lon: m.Point[0], Lat: m.Point[1],
		RadiusM: m.RadiusM, Score: m.Score, Country: m.Country, CountryName: m.CountryName, Admin1: admin1, Admin2: admin2,
		Alternatives: strings.Join(alternatives, " "), Version: version}
}
