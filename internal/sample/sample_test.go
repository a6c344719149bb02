package sample_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"testing"

	"incidentmap/geo"
	"incidentmap/internal/sample"
)

func TestMakeIsSeeded(t *testing.T) {
	a, b, other := sample.Make(5000, 1), sample.Make(5000, 1), sample.Make(5000, 2)
	if !slices.Equal(a, b) || slices.Equal(a, other) {
		t.Fatal("the same seed must make the same sample, another one another")
	}
	months, stacks := 0, map[[2]float64]int{}
	for i := range a {
		inc := &a[i]
		if inc.Start > inc.End || inc.Lon < -180 || inc.Lon > 180 || inc.Lat < -90 || inc.Lat > 90 ||
			inc.Low > inc.Best || inc.Best > inc.High {
			t.Fatalf("%+v", inc)
		}
		if !inc.Certain {
			months++
		}
		stacks[[2]float64{inc.Lon, inc.Lat}]++
	}
	if months < 150 || months > 350 {
		t.Errorf("%d of 5,000 are known to the month, want about 5 %%", months)
	}
	if stacks[[2]float64{69.2075, 34.5553}] < 10 {
		t.Errorf("there is no stack: %d", stacks[[2]float64{69.2075, 34.5553}])
	}
}

func TestWriteCSV(t *testing.T) {
	all := sample.Make(100, 1)
	var b bytes.Buffer
	if err := sample.WriteCSV(&b, all); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 101 || rows[1][0] != all[0].ID() || rows[1][2] != all[0].Date() {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
}

// count counts by looking at every incident.
func count(all []sample.Incident) func(*geo.Query) int {
	return func(q *geo.Query) int {
		n := 0
		for i := range all {
			inc := &all[i]
			if inc.Lon >= q.Box.West && inc.Lon <= q.Box.East && inc.Lat >= q.Box.South && inc.Lat <= q.Box.North &&
				inc.Start <= q.Window.To && inc.End >= q.Window.From {
				n++
			}
		}
		return n
	}
}

// Queries match about as many incidents as they are to, in a window of the days asked
// for, and the same seed makes the same.
func TestQueries(t *testing.T) {
	all := sample.Make(20_000, 1)
	matching := count(all)
	for _, days := range []int{0, 365} {
		got := sample.Queries(all, 5, 100, days, 7, matching)
		if len(got) != 5 {
			t.Fatalf("%d queries of %d days", len(got), days)
		}
		for _, q := range got {
			if n := matching(&geo.Query{Box: &q.Box, Window: &q.Window}); n < 80 || n > 120 {
				t.Errorf("%+v matches %d, want about 100", q, n)
			}
			if days > 0 && q.Window.To-q.Window.From != geo.Day(days/2*2) || days == 0 && q.Window != geo.All {
				t.Errorf("the window %+v has not %d days", q.Window, days)
			}
		}
		if again := sample.Queries(all, 5, 100, days, 7, matching); !slices.Equal(got, again) {
			t.Error("the same seed makes other queries")
		}
	}
	if got := sample.Queries(all, 3, 1_000_000, 0, 7, matching); len(got) != 0 {
		t.Errorf("%d queries match more than there is", len(got))
	}
}

// failing fails after so many bytes.
type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("the disk is full")
	}
	return len(b), nil
}

// A table that cannot be written whole is an error.
func TestWriteCSVFails(t *testing.T) {
	all := sample.Make(30_000, 1) // more than is written at once
	for _, room := range []int{0, 1 << 20} {
		if err := sample.WriteCSV(&failing{room}, all); err == nil {
			t.Errorf("a table was written into %d bytes", room)
		}
	}
}

// What lasted is written as an interval, what is known to the month as a month.
func TestDate(t *testing.T) {
	day := geo.NewDay(2020, 2, 1)
	for want, inc := range map[string]sample.Incident{"2020-02-01": {Start: day, End: day, Certain: true},
		"2020-02": {Start: day, End: day + 28}, "2020-02-01/2020-02-03": {Start: day, End: day + 2, Certain: true}} {
		if got := inc.Date(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
