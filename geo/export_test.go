package geo

import "github.com/paulmach/orb"

// Covers reports whether a point is in the tile or its buffer.
func (t Tile) Covers(p orb.Point) bool {
	return t.box(tileBuffer).has(fixed(p[0]), fixed(p[1]))
}
