package crs_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"pgregory.net/rapid"

	"incidentmap/internal/crs"
)

func TestCode(t *testing.T) {
	for name, want := range map[string]int{"EPSG:32637": 32637, "urn:ogc:def:crs:EPSG::3857": 3857,
		"http://www.opengis.net/def/crs/EPSG/0/4326": 4326, "urn:ogc:def:crs:OGC:1.3:CRS84": 4326, "32633": 32633,
		"epsg:4979": 4979, "urn:ogc:def:crs:EPSG:6.9:3857": 3857} {
		if code, ok := crs.Code(name); !ok || code != want {
			t.Errorf("%q: %d, %v", name, code, ok)
		}
	}
	for _, name := range []string{"", "WGS 84", "37N", "EPSG:", "EPSG:1234567"} {
		if code, ok := crs.Code(name); ok {
			t.Errorf("%q is %d", name, code)
		}
	}
}

func TestZone(t *testing.T) {
	for name, want := range map[string]int{"37N": 32637, "UTM zone 33S": 32733, "37 n": 32637, "35K": 32735,
		"31U": 32631} {
		if code, ok := crs.Zone(name); !ok || code != want {
			t.Errorf("%q: %d, %v", name, code, ok)
		}
	}
	for _, name := range []string{"", "37", "61N", "0N", "north"} {
		if code, ok := crs.Zone(name); ok {
			t.Errorf("%q is %d", name, code)
		}
	}
}

// TestToDegrees: landmarks whose coordinates are published in both forms.
func TestToDegrees(t *testing.T) {
	for _, c := range []struct {
		code     int
		at, want orb.Point
	}{
		{32617, orb.Point{630084, 4833438}, orb.Point{-79.387139, 43.642567}},  // CN Tower
		{32631, orb.Point{448251.8, 5411932.68}, orb.Point{2.2945, 48.858222}}, // Eiffel Tower
		{25831, orb.Point{448251.8, 5411932.68}, orb.Point{2.2945, 48.858222}},
		{32737, orb.Point{500000, 10000000}, orb.Point{39, 0}},
		{3857, orb.Point{4039784, 3963195}, orb.Point{36.29, 33.51}},
	} {
		project, err := crs.ToDegrees(c.code)
		if err != nil {
			t.Fatal(err)
		}
		if got := project(c.at); geo.DistanceHaversine(got, c.want) > 3 {
			t.Errorf("EPSG:%d %v: %v, want %v", c.code, c.at, got, c.want)
		}
	}
	if project, err := crs.ToDegrees(4326); err != nil || project != nil {
		t.Errorf("degrees: %v", err)
	}
	if _, err := crs.ToDegrees(31467); err == nil || !strings.Contains(err.Error(), "EPSG:31467") {
		t.Errorf("an unknown system: %v", err)
	}
}

// toUTM is the formula the other way round, by the plain series of the meridian's length.
func toUTM(zone int, p orb.Point) orb.Point {
	const a, f, k0 = 6378137.0, 1 / 298.257223563, 0.9996
	e2 := f * (2 - f)
	lat, dl := p[1]*math.Pi/180, (p[0]-float64(6*zone-183))*math.Pi/180
	sin, cos, tan := math.Sin(lat), math.Cos(lat), math.Tan(lat)
	ep := e2 / (1 - e2)
	nu := a / math.Sqrt(1-e2*sin*sin)
	T, C, A := tan*tan, ep*cos*cos, dl*cos
	m := a * ((1-e2/4-3*e2*e2/64-5*e2*e2*e2/256)*lat - (3*e2/8+3*e2*e2/32+45*e2*e2*e2/1024)*math.Sin(2*lat) +
		(15*e2*e2/256+45*e2*e2*e2/1024)*math.Sin(4*lat) - 35*e2*e2*e2/3072*math.Sin(6*lat))
	x := k0*nu*(A+(1-T+C)*A*A*A/6+(5-18*T+T*T+72*C-58*ep)*math.Pow(A, 5)/120) + 500000
	y := k0 * (m + nu*tan*(A*A/2+(5-T+9*C+4*C*C)*math.Pow(A, 4)/24+
		(61-58*T+T*T+600*C-330*ep)*math.Pow(A, 6)/720))
	if p[1] < 0 {
		y += 10_000_000
	}
	return orb.Point{x, y}
}

// TestUTMIsTheInverse: within a zone, what is projected by another formula comes back to
// the metre.
func TestUTMIsTheInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.IntRange(1, 60).Draw(t, "zone")
		at := orb.Point{float64(6*zone-183) + rapid.Float64Range(-3, 3).Draw(t, "lon"),
			rapid.Float64Range(-80, 84).Draw(t, "lat")}
		code := 32600 + zone
		if at[1] < 0 {
			code += 100
		}
		project, err := crs.ToDegrees(code)
		if err != nil {
			t.Fatal(err)
		}
		if got := project(toUTM(zone, at)); geo.DistanceHaversine(got, at) > 1 {
			t.Fatalf("%v came back as %v", at, got)
		}
	})
}
