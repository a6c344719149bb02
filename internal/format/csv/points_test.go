package csv_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// byName places what is told by name at a point of its own.
func byName(q ingest.Question) (incident.Place, bool) {
	return incident.Place{Points: orb.MultiPoint{{1, float64(len(q.Text))}}, Precision: incident.PlaceLocality}, true
}

func readCase(t *testing.T, name string, opt ingest.Options) *ingest.Result {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.Read(name, string(text))
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestZeroZero: 0, 0 is no place; it is told once with the count, and the rows
// are placed by name.
func TestZeroZero(t *testing.T) {
	res := readCase(t, "zero-zero.csv", ingest.Options{Geocode: byName})
	if len(res.Incidents) != 3 || res.Geocoded != 2 || len(res.Findings) != 1 ||
		!strings.Contains(res.Findings[0].Message, "2 rows with 0, 0") {
		t.Errorf("%d placed by name, %v", res.Geocoded, res.Findings)
	}
	for _, pair := range []string{"0,0", "-99,-99", "999,999", "-9999,-9999"} {
		res := read(t, "date,lat,lon\n2020,"+pair+"\n2021,"+pair+"\n2022,1,2\n2023,-9,-9\n")
		if len(res.Incidents) != 4 || len(res.Findings) != 1 || res.Findings[0].Row != 0 ||
			len(res.Incidents[2].Place.Points) != 1 || len(res.Incidents[3].Place.Points) != 1 {
			t.Errorf("%s: %v", pair, res.Findings)
		}
	}
}

// TestHalfAPair: a coordinate that cannot be used costs the row neither its
// date nor its place.
func TestHalfAPair(t *testing.T) {
	res := readCase(t, "half-a-pair.csv", ingest.Options{Geocode: byName})
	if len(res.Incidents) != 5 || res.Geocoded != 3 || len(res.Findings) != 4 {
		t.Fatalf("%d incidents, %d placed by name, %v", len(res.Incidents), res.Geocoded, res.Findings)
	}
	for _, i := range []int{2, 4} {
		if p := res.Incidents[i].Place.Points; !orb.Equal(p, orb.MultiPoint{{-0.05, 16.27}}) {
			t.Errorf("row %d is at %v", res.Rows[i], p)
		}
	}
	for i, f := range res.Findings {
		if f.Dropped || f.Row != i+2 {
			t.Errorf("%s", f)
		}
	}
}
