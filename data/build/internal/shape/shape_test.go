package shape_test

import (
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
	strip := orb.Polygon{{{170, 0}, {-170, 0}, {-170, 9}, {170, 9}, {170, 0}}, {{-178, 4}, {-178, 5}, {-174, 5}, {-174, 4}, {-178, 4}}}
	got := shape.CutMeridian(orb.MultiPolygon{strip})
	for _, c := range []struct {
		p    orb.Point
		want bool
	}{{orb.Point{175, 4.5}, true}, {orb.Point{-172, 4.5}, true}, {orb.Point{-176, 4.5}, false}, {orb.Point{0, 4.5}, false}} {
		if planar.MultiPolygonContains(got, c.p) != c.want {
			t.Errorf("%v inside is not %v", c.p, c.want)
		}
	}
}

func TestCutMeridianClosesOverThePole(t *testing.T) {
	cap := orb.Polygon{{{-120, -70}, {0, -65}, {120, -70}, {-120, -70}}}
	got := shape.CutMeridian(orb.MultiPolygon{cap})
	for p, want := range map[orb.Point]bool{{0, -80}: true, {179, -80}: true, {-179, -80}: true, {60, -89}: true, {0, -60}: false} {
		if planar.MultiPolygonContains(got, p) != want {
			t.Errorf("%v inside is not %v", p, want)
		}
	}
}
