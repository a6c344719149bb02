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
		{"345312N", 34.88666667, degrees.Latitude}, {"0691042E", 69.17833333, degrees.Longitude},
		{"691042 E", 69.17833333, degrees.Longitude}, {"N3453", 34.88333333, degrees.Latitude},
		{"0035930.5W", -3.99180556, degrees.Longitude}, {"999N", 999, degrees.Latitude},
		{"99.16 O", -99.16, degrees.Longitude}, {"0° 3' O", -0.05, degrees.Longitude}, {"70,5 Oeste", -70.5, degrees.Longitude},
		{"4.6 Norte", 4.6, degrees.Latitude}, {"33.45 Sur", -33.45, degrees.Latitude}, {"2.35 Est", 2.35, degrees.Longitude},
	} {
		got, axis, ok := degrees.Parse(c.text)
		if !ok || math.Abs(got-c.want) > 1e-6 || axis != c.axis {
			t.Errorf("%q: %v, %v, %v", c.text, got, axis, ok)
		}
	}
	for _, text := range []string{"", "NaN", "Inf", "0x10", "1_0", "north", "N", "33-30", "16.27, -0.05", "33 61 00",
		"1,234.5", "12,", "33°30.5'10\"N", "#REF!", "346112N", "34531N", "34531299N"} {
		if got, _, ok := degrees.Parse(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestPair(t *testing.T) {
	for _, text := range []string{"33.51, 36.29", "33.51,36.29", "(33.51, 36.29)", "[33.51, 36.29]", "33.51 36.29",
		"33.51; 36.29", "33,51; 36,29", "33,51, 36,29", "33.51/36.29", "33.51N 36.29E", "33.51N036.29E", "36.29 E, 33.51 N", "N33.51 E36.29",
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

// TestPairOrder: the order of a pair is that which is said, unless the text or the size of
// its numbers tells otherwise.
func TestPairOrder(t *testing.T) {
	for text, want := range map[string][2]float64{"36.29, 33.51": {36.29, 33.51}, "[36.8,-1.28]": {36.8, -1.28},
		"33.51 N 36.29 E": {36.29, 33.51}, "lat: 33.51 lon: 36.29": {36.29, 33.51}, "33.51, 136.29": {136.29, 33.51},
		"POINT (36.29 33.51)": {36.29, 33.51}, "36,29 33,51": {36.29, 33.51}} {
		p, ok := degrees.LongitudeFirst(text)
		if !ok || len(p.Points) != 1 || math.Abs(p.Points[0][0]-want[0])+math.Abs(p.Points[0][1]-want[1]) > 1e-6 {
			t.Errorf("%q: %+v, %v", text, p, ok)
		}
	}
}

// TestFurtherForms: pairs with numbers after them, with nothing but commas, and in UTM.
func TestFurtherForms(t *testing.T) {
	for text, further := range map[string]bool{"33.51,36.29,0,0": true, "33.51 36.29 700 5": true,
		"33.51, 36.29, 700": true,
		"33,51,36,29":       false, "33,51, 36,29": false} {
		p, ok := degrees.Pair(text)
		if !ok || p.Further != further || math.Abs(p.Points[0][0]-36.29)+math.Abs(p.Points[0][1]-33.51) > 1e-6 {
			t.Errorf("%q: %+v, %v", text, p, ok)
		}
	}
	for text, srid := range map[string]int{"UTM 37U 410000 5318000": 32637, "37U 410000 5318000": 32637,
		"zone 19S, 345000 6298000": 32719, "37S 410000 3718000": 32637, "utm 30N 410000mE 5318000mN": 32630} {
		p, ok := degrees.Pair(text)
		if !ok || p.SRID != srid {
			t.Errorf("%q: %+v, %v", text, p, ok)
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
