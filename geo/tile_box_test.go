package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb/maptile"
)

// A tile's box is the library's, to a hundredth of a tile unit.
func TestTileBox(t *testing.T) {
	for z := range uint32(7) {
		for x := range uint32(1) << z {
			for y := range uint32(1) << z {
				tile, err := NewTile(z, x, y)
				if err != nil {
					t.Fatal(err)
				}
				want := maptile.New(x, y, maptile.Zoom(z)).Bound(float64(tileBuffer) / TileExtent)
				got := tile.box(tileBuffer)
				if math.Abs(float64(got.west)-max(want.Min[0], -180)*e7) > 2 ||
					math.Abs(float64(got.east)-min(want.Max[0], 180)*e7) > 2 ||
					y > 0 && math.Abs(float64(got.north)-want.Max[1]*e7) > 2 || y < 1<<z-1 &&
					math.Abs(float64(got.south)-want.Min[1]*e7) > 2 {
					t.Fatalf("%d/%d/%d: %+v, want %v", z, x, y, got, want)
				}
			}
		}
	}
}
