package outline_test

import (
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/data"
	"incidentmap/internal/outline"
)

func open(t testing.TB) *outline.Countries {
	t.Helper()
	c, err := outline.Open(data.Files(), data.BasemapFile)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAway: capitals far from their country's middle are in it, and what lies
// elsewhere is as far away as a map shows, in kilometres.
func TestAway(t *testing.T) {
	c := open(t)
	for _, place := range []struct {
		name, country string
		at            orb.Point
		least, most   float64
	}{
		{"Kuala Lumpur", "MY", orb.Point{101.69, 3.14}, 0, 0},
		{"Honolulu", "US", orb.Point{-157.8, 21.3}, 0, 3},
		{"Banda Aceh", "ID", orb.Point{95.32, 5.55}, 0, 3},
		{"Kabul", "AF", orb.Point{69.17, 34.53}, 0, 0},
		{"Islamabad", "AF", orb.Point{73.05, 33.69}, 180, 280},
		{"Paris", "DE", orb.Point{2.35, 48.86}, 230, 330},
		{"Lesotho", "ZA", orb.Point{28.2, -29.6}, 40, 120},
		{"Suva", "FJ", orb.Point{178.44, -18.14}, 0, 3},
		{"across the antimeridian", "RU", orb.Point{-179.9, 50}, 500, 2000},
	} {
		metres, ok := c.Away(place.country, place.at)
		if km := metres / 1000; !ok || km < place.least || km > place.most {
			t.Errorf("%s is %.1f km outside of %s, %v", place.name, km, place.country, ok)
		}
	}
	if _, ok := c.Away("../x", orb.Point{}); ok {
		t.Error("there is an outline of no country")
	}
}

// BenchmarkAway asks for points inside of and far from a large country.
func BenchmarkAway(b *testing.B) {
	c := open(b)
	for name, p := range map[string]orb.Point{"inside": {100, 60}, "outside": {20, -30}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Away("RU", p)
			}
		})
	}
}

// TestAt: points of capitals lie in their countries, and the sea in none.
func TestAt(t *testing.T) {
	c := open(t)
	for code, p := range map[string]orb.Point{"AF": {69.17, 34.53}, "MY": {101.69, 3.14}, "US": {-157.85, 21.31},
		"CD": {15.31, -4.33}, "CG": {15.24, -4.21},
		"RU": {-170.5, 66.2}, "": {-30, 30}} {
		if got, ok := c.At(p); got != code || ok != (code != "") {
			t.Errorf("%v is in %q, want %q", p, got, code)
		}
	}
}
