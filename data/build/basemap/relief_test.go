package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"testing"
)

// reliefOf decodes a tile of the relief; nil where the ground is level.
func reliefOf(t *testing.T, name string) *image.Paletted {
	t.Helper()
	f, err := open(t).Open(name)
	if err != nil {
		return nil
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.Paletted)
}

// The Hindu Kush has slopes, the Arabian Sea and open ocean none.
func TestRelief(t *testing.T) {
	mountains := reliefOf(t, "relief/6/44/25.png")
	if mountains == nil || mountains.Rect.Dx() != reliefSide || len(mountains.Palette) != 2*shades+1 {
		t.Fatalf("no relief by Kabul: %v", mountains)
	}
	dark, bright := 0, 0
	for _, p := range mountains.Pix {
		if p > shades {
			bright++
		} else if p > 0 {
			dark++
		}
	}
	if n := len(mountains.Pix); dark < n/10 || bright < n/10 {
		t.Errorf("%d dark and %d bright of %d pixels", dark, bright, n)
	}
	if sea := reliefOf(t, "relief/5/2/20.png"); sea != nil {
		t.Error("slopes in the Pacific")
	}
}

// Tiles show the same ground where they overlap: enlarged, they have no seam.
func TestReliefTilesMeet(t *testing.T) {
	left, right := reliefOf(t, "relief/6/44/25.png"), reliefOf(t, "relief/6/45/25.png")
	for y := range reliefSide {
		for x := range 2 * reliefMargin {
			if a, b := left.ColorIndexAt(reliefTile+x, y), right.ColorIndexAt(x, y); a != b {
				t.Fatalf("pixel %d,%d: %d and %d", x, y, a, b)
			}
		}
	}
}

// Slopes that face the light, from the north-west, are bright.
func TestShadeOf(t *testing.T) {
	const metres = 1000
	for _, c := range []struct {
		name        string
		east, south float64 // rise per metre
		from, to    uint8
	}{
		{"level", 0, 0, 0, 0},
		{"rising to the south-east", 0.1, 0.1, shades + 1, 2 * shades},
		{"rising to the north-west", -0.1, -0.1, 1, shades},
		{"a cliff away from the light", -9, -9, shades, shades},
	} {
		if got := shadeOf(c.east, c.south, metres); got < c.from || got > c.to {
			t.Errorf("%s: %d, want %d to %d", c.name, got, c.from, c.to)
		}
	}
}

func TestSplineGoesThroughItsPoints(t *testing.T) {
	for f, want := range map[float64][4]float64{0: {0, 1, 0, 0}, 1: {0, 0, 1, 0},
		0.5: {-0.0625, 0.5625, 0.5625, -0.0625}} {
		for i, w := range spline(f) {
			if math.Abs(w-want[i]) > 1e-12 {
				t.Errorf("%v: %v", f, spline(f))
			}
		}
	}
}

// The format as Marble writes it: a ring of an absolute point and two that
// follow it, within a head of one record.
func TestParsePN2(t *testing.T) {
	ring := []byte{pn2Outer, 0, 0, 0, 1, 0, 0, 0, 1, 0x10, 0x68, 0xE0, 0xC0, 0, 2, 60, 0, 0, 120}
	file := append([]byte{2, 0, 0, 0, 1, 0, pn2Multi, 0, 0, 0, 1, 1}, ring...)
	mp, err := parsePN2(file)
	if err != nil || fmt.Sprint(mp) != "[[[[-66.66666666666667 35] [-66.66666666666667 35.5] [-65.66666666666667 35] [-66.66666666666667 35]]]]" {
		t.Errorf("got %v, %v", mp, err)
	}
	for cut := range file {
		if _, err := parsePN2(file[:cut]); err == nil {
			t.Errorf("a file cut at %d is read", cut)
		}
	}
}

// However the file is broken, it is refused or gives closed rings on the globe.
func FuzzParsePN2(f *testing.F) {
	f.Add([]byte{2, 0, 0, 0, 1, 0, pn2Outer, 0, 0, 0, 1, 0, 0, 0, 1, 0x10, 0x68, 0xE0, 0xC0, 0, 2, 60, 0, 0, 120})
	f.Fuzz(func(t *testing.T, b []byte) {
		mp, err := parsePN2(b)
		if err != nil {
			return
		}
		for _, polygon := range mp {
			for _, ring := range polygon {
				if ring[0] != ring[len(ring)-1] {
					t.Errorf("an open ring: %v", ring)
				}
			}
		}
	})
}
