package ingest_test

import (
	"fmt"
	"testing"

	"incidentmap/internal/ingest"
)

// In a file whose coordinates have commas before their decimals, counts have them too.
func TestDecimalCommas(t *testing.T) {
	for _, c := range []struct {
		lat, lon string
		want     int
	}{{"54,1067", "12,1227", 8}, {"54.1067", "12.1227", 8000}} {
		res, err := one(t, ingest.Options{}, "date: 2020-01-01", "lat: "+c.lat, "lon: "+c.lon, "killed: 8,000")
		if err != nil {
			t.Fatal(err)
		}
		if got := res.Incidents[0].Claims[0].Best; got == nil || *got != c.want {
			t.Errorf("%s: %v killed, want %d", c.lat, got, c.want)
		}
	}
}

// A column of hours has hours, one of digits hours and minutes, and what is neither stays
// as it is.
func TestHours(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  []string
	}{
		{[]string{"0", "9", "23"}, []string{"00:00", "09:00", "23:00"}},
		{[]string{"13.0", "7.0"}, []string{"13:00", "07:00"}},
		{[]string{"930", "1745", "5"}, []string{"09:30", "17:45", "00:05"}},
	} {
		var rows []string
		for i, cell := range c.cells {
			rows = append(rows, "2020-01-0"+string(rune('1'+i))+"|"+cell)
		}
		res, err := ingest.Read(tableOf("date|time", rows...), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range c.want {
			if got := res.Incidents[i].Time; got != want {
				t.Errorf("%s: %q, want %q", c.cells[i], got, want)
			}
		}
	}
	var hours []string
	for i := range 12 {
		hours = append(hours, fmt.Sprintf("2020-01-01|%d", i))
	}
	day, err := ingest.Read(tableOf("date|time", append(hours, "2020-01-01|24")...), ingest.Options{})
	if err != nil || day.Incidents[11].Time != "11:00" || day.Incidents[12].Time != "24" {
		t.Errorf("%+v, %v", day, err)
	}
	minutes := []string{"2020-01-01|685", "2020-01-02|137", "2020-01-03|1399"}
	res, err := ingest.Read(tableOf("date|time", minutes...), ingest.Options{})
	if err != nil || len(res.Incidents) != 3 || res.Incidents[0].Time == "06:85" {
		t.Errorf("%+v, %v", res, err)
	}
}

// Metres with their zone and its hemisphere in columns of their own are points.
func TestZoneAndHemisphere(t *testing.T) {
	for _, columns := range [][]string{
		{"Zone: 18", "Hemisphere: N", "Easting: 322399.8", "Northing: 271713.3"},
		{"UTM Zone: 18", "Hemisphere: North", "UTM Easting: 322399.8", "UTM Northing: 271713.3"},
		{"UTM Zone: 18N", "UTM Easting: 322399.8", "UTM Northing: 271713.3"},
	} {
		res, err := one(t, ingest.Options{}, append([]string{"date: 2020-01-01"}, columns...)...)
		if err != nil {
			t.Fatal(err)
		}
		points := res.Incidents[0].Place.Points
		if len(points) != 1 || points[0][0] > -76.59 || points[0][0] < -76.61 || points[0][1] < 2.45 || points[0][1] > 2.46 {
			t.Errorf("%q: %v", columns, points)
		}
	}
}
