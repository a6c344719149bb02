package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"incidentmap/data/build/internal/shape"
)

// box is a rectangle.
func box(w, s, e, n float64) orb.Polygon {
	return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}}.ToPolygon()
}

func TestMainLeavesOutWhatIsFarAway(t *testing.T) {
	mainland, island, overseas := box(0, 40, 8, 50), box(9, 41, 10, 43), box(-54, 2, -51, 6)
	got := shape.Main(orb.MultiPolygon{overseas, island, mainland})
	if len(got) != 2 || !got[0].Equal(mainland) || !got[1].Equal(island) {
		t.Errorf("got %v", got)
	}
}

// The centroid of a U lies outside of it; its label must not.
//
//	█   █
//	█   █
//	█████
func TestLabelIsInside(t *testing.T) {
	u := orb.Polygon{{{0, 0}, {5, 0}, {5, 9}, {4, 9}, {4, 1}, {1, 1}, {1, 9}, {0, 9}, {0, 0}}}
	p := shape.Label(orb.MultiPolygon{u})
	if !planar.PolygonContains(u, p) {
		t.Errorf("label at %v", p)
	}
}

func TestReach(t *testing.T) {
	got := shape.Reach(orb.Point{0, 0}, orb.MultiPolygon{box(0, 0, 0.001, 1)})
	if got < 111_000 || got > 111_500 { // one degree of latitude
		t.Errorf("got %v m", got)
	}
}

func TestPart(t *testing.T) {
	whole := orb.MultiPolygon{box(0, 0, 10, 10)}
	for ending, want := range map[string]orb.Bound{
		"n":  {Min: orb.Point{0, 6}, Max: orb.Point{10, 10}},
		"w":  {Min: orb.Point{0, 0}, Max: orb.Point{4, 10}},
		"se": {Min: orb.Point{5, 0}, Max: orb.Point{10, 5}},
		"c":  {Min: orb.Point{2.5, 2.5}, Max: orb.Point{7.5, 7.5}},
	} {
		if got := shape.Part(whole, ending).Bound(); !got.Equal(want) {
			t.Errorf("%s: got %v, want %v", ending, got, want)
		}
	}
}

// A strip from 170 east to 170 west, with a hole on its eastern side, becomes
// two strips that end at the antimeridian.
func TestCutMeridian(t *testing.T) {
	strip := orb.Polygon{{{170, 0}, {-170, 0}, {-170, 9}, {170, 9}, {170, 0}},
		{{-178, 4}, {-178, 5}, {-174, 5}, {-174, 4}, {-178, 4}}}
	got := shape.CutMeridian(orb.MultiPolygon{strip})
	for _, c := range []struct {
		p    orb.Point
		want bool
	}{{orb.Point{175, 4.5}, true}, {orb.Point{-172, 4.5}, true}, {orb.Point{-176, 4.5}, false}, {orb.Point{0, 4.5},
		false}} {
		if planar.MultiPolygonContains(got, c.p) != c.want {
			t.Errorf("%v inside is not %v", c.p, c.want)
		}
	}
}

func TestCutMeridianClosesOverThePole(t *testing.T) {
	cap := orb.Polygon{{{-120, -70}, {0, -65}, {120, -70}, {-120, -70}}}
	got := shape.CutMeridian(orb.MultiPolygon{cap})
	for p, want := range map[orb.Point]bool{{0, -80}: true, {179, -80}: true, {-179, -80}: true, {60, -89}: true,
		{0, -60}: false} {
		if planar.MultiPolygonContains(got, p) != want {
			t.Errorf("%v inside is not %v", p, want)
		}
	}
}

// Spots cover as much of one part as of another of equal area, holes left out.
//
//	████████
//	██    ██
//	████████
func TestSpread(t *testing.T) {
	ring := box(10, 60, 18, 63)
	hole := box(12, 61, 16, 62)[0]
	mp := orb.MultiPolygon{append(ring, hole)}
	spots := shape.Spread(mp, 2000)
	east, whole := 0.0, 0.0
	for _, s := range spots {
		if !planar.MultiPolygonContains(mp, s.Point) {
			t.Fatalf("%v lies outside", s.Point)
		}
		if whole += s.Weight; s.Point[0] > 14 {
			east += s.Weight
		}
	}
	if len(spots) < 1500 || len(spots) > 2200 || math.Abs(east/whole-0.5) > 0.01 {
		t.Errorf("%d spots, %.3f of the weight in the eastern half", len(spots), east/whole)
	}
	if c := shape.Centre(mp, spots); !planar.MultiPolygonContains(mp, c) {
		t.Errorf("the centre %v lies in the hole", c)
	}
}

// A sliver must not be covered by millions of spots.
func TestSpreadOfASliver(t *testing.T) {
	for _, mp := range []orb.MultiPolygon{{box(0, 0, 20, 1e-9)}, {box(0, 0, 1e-9, 20)}, nil} {
		if n := len(shape.Spread(mp, 1000)); n > 2000 {
			t.Errorf("%v: %d spots", mp.Bound(), n)
		}
	}
}

// From the middle of a square half of the area lies within 0.4 of its side.
func TestHolding(t *testing.T) {
	mp := orb.MultiPolygon{box(0, 0, 1, 1)}
	spots := shape.Spread(mp, 10_000)
	got := shape.Holding(shape.Centre(mp, spots), spots, 0.5) / 111_200
	if math.Abs(got-0.399) > 0.01 { // √(1/2π)
		t.Errorf("got %v degrees", got)
	}
	if shape.Holding(orb.Point{}, nil, 0.9) != 0 {
		t.Error("nothing is held without spots")
	}
}

// The islands of an archipelago are one place, across the antimeridian too.
func TestMainKeepsArchipelagos(t *testing.T) {
	if got := shape.Main(orb.MultiPolygon{box(179, 0, 179.5, 0.5), box(-179, 0, -178.8, 0.2)}); len(got) != 2 ||
		got[1][0][0][0] < 180 {
		t.Errorf("got %v", got)
	}
}
