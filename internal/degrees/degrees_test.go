package degrees_test

import (
	"math"
	"strconv"
	"testing"

	"incidentmap/geo"
	"incidentmap/internal/degrees"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
		axis degrees.Axis
	}{
		{"48.8566", 48.8566, degrees.Unknown}, {"48.8566 N", 48.8566, degrees.Latitude},
		{"N48.8566", 48.8566, degrees.Latitude}, {"2.35E", 2.35, degrees.Longitude}, {"70.66 W", -70.66, degrees.Longitude},
		{"33.45 south", -33.45, degrees.Latitude}, {"North 33.45", 33.45, degrees.Latitude},
		{"48° 51.4' N", 48.8566667, degrees.Latitude}, {"48-51-24N", 48.8566667, degrees.Latitude},
		{"036-17-24E", 36.29, degrees.Longitude}, {"−33.45", -33.45, degrees.Unknown}, {"–33.45", -33.45, degrees.Unknown},
		{"47,05", 47.05, degrees.Unknown}, {"~33.51", 33.51, degrees.Unknown}, {"ca. 33.51", 33.51, degrees.Unknown},
		{"_71.456944", -71.456944, degrees.Unknown}, {"35°36'58.51\"N", 35.616252778, degrees.Latitude},
		{"35°36′58.51″", 35.616252778, degrees.Unknown}, {"33d30m36s", 33.51, degrees.Unknown},
		{"33 30 36 S", -33.51, degrees.Latitude}, {"-33° 30' 36\"", -33.51, degrees.Unknown},
		{"33.51°", 33.51, degrees.Unknown}, {"٣٣٫٥١", 33.51, degrees.Unknown}, {"33,51°N", 33.51, degrees.Latitude},
		{"-33.5 S", -33.5, degrees.Latitude}, {"999", 999, degrees.Unknown},
	} {
		got, axis, ok := degrees.Parse(c.text)
		if !ok || math.Abs(got-c.want) > 1e-6 || axis != c.axis {
			t.Errorf("%q: %v, %v, %v", c.text, got, axis, ok)
		}
	}
	for _, text := range []string{"", "NaN", "Inf", "0x10", "1_0", "north", "N", "33-30", "16.27, -0.05", "33 61 00",
		"1,234.5", "12,", "33°30.5'10\"N", "#REF!"} {
		if got, _, ok := degrees.Parse(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestPair(t *testing.T) {
	for _, text := range []string{"33.51, 36.29", "33.51,36.29", "(33.51, 36.29)", "[33.51, 36.29]", "33.51 36.29",
		"33.51; 36.29", "33,51; 36,29", "33,51, 36,29", "33.51/36.29", "33.51N 36.29E", "36.29 E, 33.51 N", "N33.51 E36.29",
		"33°30'36\"N 36°17'24\"E", "POINT (36.29 33.51)", "POINT(36.29 33.51)", "SRID=4326;POINT(36.29 33.51)",
		`{"lat":33.51,"lon":36.29}`, `{"latitude":"33.51","longitude":"36.29"}`,
		`{"type":"Point","coordinates":[36.29,33.51]}`,
		"POINT Z (36.29 33.51 700)", "POINTZ(36.29 33.51 700)", "POINT ZM (36.29 33.51 7 0)", "SRID=4326;POINT Z(36.29 33.51 1e2)",
		"geo:33.51,36.29", "geo:33.51,36.29,700;crs=wgs84;u=35", "lat: 33.51 lon: 36.29", "Lat 33.51, Long 36.29",
		"latitude=33.51; longitude=36.29", "lng: 36.29, lat: 33.51", "x=36.29 y=33.51", "(lat: 33.51, lon: 36.29)",
		"0101000020E610000085EB51B81E254240E17A14AE47C14040", "010100000085EB51B81E254240E17A14AE47C14040"} {
		p, ok := degrees.Pair(text)
		if !ok || len(p.Points) != 1 || math.Abs(p.Points[0][0]-36.29) > 1e-6 || math.Abs(p.Points[0][1]-33.51) > 1e-6 {
			t.Errorf("%q: %+v, %v", text, p, ok)
		}
	}
	if p, ok := degrees.Pair("[151.2, -33.87]"); !ok || p.Points[0][0] != 151.2 {
		t.Errorf("a longitude beyond 90 is none of latitudes: %+v", p)
	}
	if p, ok := degrees.Pair("SRID=32637;POINT(248000 3710000)"); !ok || p.SRID != 32637 {
		t.Errorf("%+v", p)
	}
	for _, text := range []string{"", "12", "a, b", "1, 2, 3", "POINT EMPTY", "LINESTRING(0 0, 1 1)",
		"lat: 1 lat: 2", "geo:1", "geo:1,2;crs=utm", "POLYGON EMPTY", "33.51 N 36.29 N",
		`{"a":1}`, "0101", "SRID=x;POINT(1 2)"} {
		if p, ok := degrees.Pair(text); ok && len(p.Points) > 0 {
			t.Errorf("%q is %+v", text, p)
		}
	}
}

// FuzzPair holds: a point that is read is read again when it is written in decimal
// degrees, and half of it is no pair.
func FuzzPair(f *testing.F) {
	for _, text := range []string{"33.51, 36.29", "33°30'36\"N 36°17'24\"E", "POINT(1 2)", "47,05; 15,44",
		"0101000020E610000085EB51B81E254240E17A14AE47C14040", `{"lat":1,"lon":2}`, "[151.2, -33.87]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := degrees.Pair(text)
		if !ok || len(p.Points) != 1 || p.SRID != 0 || !geo.ValidPoint(p.Points[0]) {
			return
		}
		at := p.Points[0]
		lat, lon := strconv.FormatFloat(at[1], 'f', -1, 64), strconv.FormatFloat(at[0], 'f', -1, 64)
		if again, ok := degrees.Pair(lat + ", " + lon); len(lat)+len(lon) < 80 && (!ok || again.Points[0] != at) {
			t.Fatalf("%q is at %v, and then at %+v", text, at, again)
		}
		if half, ok := degrees.Pair(lat); ok {
			t.Fatalf("half of %q is %+v", text, half)
		}
	})
}
