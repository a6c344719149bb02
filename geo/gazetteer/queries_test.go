package gazetteer_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// The table was checked by hand, row by row: which place is meant, how precisely it
// can be known from the text, and that the point is there, to the distance allowed.
// A row without a place is a text that must find none.
func TestQueriesCheckedByHand(t *testing.T) {
	g := load(t)
	rows := readQueries(t)
	if len(rows) < 150 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		query, place, class, also, dropped := row[0], row[1], row[2], row[6], row[7]
		r := g.Lookup(query, gazetteer.Options{})
		if r.Best == nil || place == "" {
			if (r.Best == nil) != (place == "") {
				t.Errorf("%q: got %+v, want %q", query, r.Best, place)
			}
			continue
		}
		if m := r.Best; m.Name != place || string(m.Class) != class || strings.Join(m.Dropped, "; ") != dropped ||
			names(r.Also) != also {
			t.Errorf("%q: got %s %s, dropped %q, also %q; want %s", query, m.Class, m.Name, m.Dropped, names(r.Also),
				row)
		}
		want := orb.Point{number(t, row[3]), number(t, row[4])}
		if d := geo.DistanceHaversine(r.Best.Point, want); d > 1000*number(t, row[5]) {
			t.Errorf("%q: %.0f km from %v", query, d/1000, want)
		}
	}
}

func readQueries(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("testdata/queries.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// names joins the names of matches.
func names(matches []gazetteer.Match) string {
	var s []string
	for _, m := range matches {
		s = append(s, m.Name)
	}
	return strings.Join(s, "; ")
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
