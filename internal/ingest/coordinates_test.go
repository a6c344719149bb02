package ingest_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"incidentmap/internal/ingest"
)

// table is one of rows whose cells stand with bars between.
func table(header string, rows ...string) *ingest.Table {
	t := &ingest.Table{File: "x", Unit: "row", Header: strings.Split(header, "|")}
	for i, r := range rows {
		t.Rows = append(t.Rows, ingest.Row{Number: i + 2, Cells: strings.Split(r, "|")})
	}
	return t
}

// checkPoint reads a table and checks where its first incident is, in longitude and latitude.
func checkPoint(t *testing.T, what string, in *ingest.Table, lon, lat float64) *ingest.Result {
	t.Helper()
	res, err := ingest.Read(in, ingest.Options{})
	if err != nil || len(res.Incidents) == 0 {
		t.Errorf("%s: %v, %+v", what, err, res)
		return nil
	}
	p := res.Incidents[0].Place.Points
	if len(p) != 1 || math.Abs(p[0][0]-lon) > 1e-3 || math.Abs(p[0][1]-lat) > 1e-3 {
		t.Errorf("%s: at %v, want %v, %v; %v", what, p, lon, lat, res.Findings)
	}
	return res
}

// TestOrderOfPairs: the name of a column says which coordinate comes first in its cells.
func TestOrderOfPairs(t *testing.T) {
	for _, name := range []string{"lon_lat", "lonlat", "Longitude/Latitude", "Longitud, Latitud", "XY",
		"coordinates (lon/lat)", "Координаты (долгота, широта)", "lng,lat", "X, Y"} {
		checkPoint(t, name, table("date|"+name, "2020-01-02|37.8029, 48.0159"), 37.8029, 48.0159)
	}
	for _, name := range []string{"lat_lon", "Latitude/Longitude", "coordinates", "Координаты (широта, долгота)"} {
		checkPoint(t, name, table("date|"+name, "2020-01-02|48.0159, 37.8029"), 37.8029, 48.0159)
	}
}

// TestArraysOfCoordinates: an array of JSON has the longitude first, as GeoJSON does, unless
// its name says otherwise, and that is told where both orders would do.
func TestArraysOfCoordinates(t *testing.T) {
	for name, array := range map[string]string{"coordinates": "[36.8,-1.28]", "lat_lng": "[-1.28,36.8]"} {
		in := &ingest.Table{File: "x", Unit: "record", Header: []string{"date", name}, Rows: []ingest.Row{{Number: 1,
			Cells: []string{"2020-01-02", array}, Kinds: []ingest.Kind{ingest.KindText, ingest.KindList}}}}
		res := checkPoint(t, name, in, 36.8, -1.28)
		if told := len(res.Findings) == 1; told != (name == "coordinates") {
			t.Errorf("%s: %v", name, res.Findings)
		}
	}
}

// TestPartsOfCoordinates: letters of hemispheres, in columns or names of columns, and minutes
// and seconds are parts of the coordinates.
func TestPartsOfCoordinates(t *testing.T) {
	for _, c := range []struct {
		header, row string
		lon, lat    float64
	}{
		{"Lat|Lat dir|Lon|Lon dir", "12.05|S|77.04|W", -77.04, -12.05}, {"lat|NS|lon|EW", "12.05|S|77.04|E", 77.04, -12.05},
		{"lat|lat_hemisphere|lon|lon_hemisphere", "12.05|South|77.04|West", -77.04, -12.05},
		{"GPSLatitude|GPSLatitudeRef|GPSLongitude|GPSLongitudeRef", "12.05|S|77.04|W", -77.04, -12.05},
		{"Latitude (S)|Longitude (W)", "12.05|77.04", -77.04, -12.05}, {"Latitude (S)|Longitude (W)", "-12.05|-77.04", -77.04, -12.05},
		{"Latitude °N|Longitude °E", "12.05|77.04", 77.04, 12.05}, {"Latitude South|Longitude West", "12.05|77.04", -77.04, -12.05},
		{"lat_deg|lat_min|lat_sec|lon_deg|lon_min|lon_sec", "48|0|57|37|48|10", 37.80278, 48.01583},
		{"lat_deg|lat_min|lon_deg|lon_min", "48|30.0|37|48.0", 37.8, 48.5},
		{"Latitude degrees|Latitude minutes|Latitude seconds|N/S|Longitude degrees|Longitude minutes|Longitude seconds|E/W",
			"12|3|0|S|77|2|24|W", -77.04, -12.05},
		{"LatD|LatM|LatS|LonD|LonM|LonS", "48|0|57|37|48|10", 37.80278, 48.01583},
		{"lat|lat_min|lat_max|lon", "48.5|48|49|37.5", 37.5, 48.5},
		{"Loc_x|Loc_y", "44.4|33.3", 44.4, 33.3}, {"utm_x|utm_y|huso", "720000|1700000|15N", -90.95047, 15.36735},
		{"utm_x|utm_y|huso", "720000|1700000|15", -90.95047, 15.36735}, {"UTM", "37U 410000 5318000", 37.79327, 48.00895},
		{"coordonnées", "16,27 N 0,05 O", -0.05, 16.27}, {"Koordinaten", "48,1° N, 11,5° O", 11.5, 48.1},
		{"lat|lon", "345312N|0691042E", 69.17833, 34.88667}, {"gps", "48.01,37.80,0,0", 37.8, 48.01},
	} {
		checkPoint(t, c.header, table("date|"+c.header, "2020-01-02|"+c.row, "2020-01-02|"+c.row), c.lon, c.lat)
	}
	res, err := ingest.Read(table("date|lat|lon", "2020-01-02|345312|691042"), ingest.Options{})
	if err != nil || len(res.Findings) != 1 || !strings.Contains(res.Findings[0].Message,
		"minutes and seconds without marks") {
		t.Errorf("%+v, %v", res, err)
	}
}

// A geometry that cannot be read costs nothing where other columns have the coordinates.
func TestGeometryBesideDegrees(t *testing.T) {
	for _, wkt := range []string{"[object Object]", "POINT EMPTY"} {
		res, err := one(t, ingest.Options{}, "date: 2021-01-01", "wkt: "+wkt, "lat: 4", "lon: 3")
		if err != nil || len(res.Incidents[0].Place.Points) != 1 || len(res.Findings) == 0 {
			t.Errorf("%s: %+v, %v", wkt, res, err)
		}
	}
	res, err := one(t, ingest.Options{}, "date: 2021-01-01", "wkt: MULTIPOINT (3 4, 5 6)")
	if err != nil || len(res.Incidents[0].Place.Points) != 2 {
		t.Errorf("%+v, %v", res, err)
	}
}

// A table without a column of places says so, and one whose coordinates cannot be used too.
func TestNowhere(t *testing.T) {
	for _, c := range []struct{ column, cell, want string }{
		{"gridref", "NK 1234", "no column says where"}, {"latitud", "3.416.700", "it looks like a latitude"},
		{"place", "Kabul", ""}, {"lat", "34.5", ""},
	} {
		var rows []string
		for i := range 12 {
			rows = append(rows, fmt.Sprintf("2021-01-01|%d|%s", i, c.cell))
		}
		res, err := ingest.Read(tableOf("date|killed|"+c.column, rows...), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var told strings.Builder
		for _, f := range res.Findings {
			told.WriteString(f.Message)
		}
		if !strings.Contains(told.String(), c.want) ||
			c.want == "" && strings.Contains(told.String(), "no column says where") {
			t.Errorf("%s: %v", c.column, res.Findings)
		}
	}
}
