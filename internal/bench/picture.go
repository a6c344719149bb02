package main

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"

	"incidentmap/geo"
)

// side is a panel's width in pixels, gap what is between two.
const side, gap = 512, 16

// drawThinning draws a tile with all its points and, beside it, thinned, as a
// map draws them: the picture of the documentation.
func drawThinning(path string, snap *snapshot, tile geo.Tile) error {
	img := image.NewRGBA(image.Rect(0, 0, 2*side+gap, side))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	full := snap.Points(&geo.Query{}, tile)
	thinned := snap.Thinned(&geo.Query{}, tile, 512)
	for len(thinned.Points) > 5000 { // about what fits into a tile
		thinned = thinned.Coarser()
	}
	for i := range full {
		dot(img, 0, full[i].X, full[i].Y)
	}
	for i := range thinned.Points {
		dot(img, side+gap, thinned.Points[i].X, thinned.Points[i].Y)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return png.Encode(f, img)
}

// dot draws a point of a tile three pixels wide.
func dot(img *image.RGBA, left int, x, y int32) {
	px, py := int(x)*side/geo.TileExtent, int(y)*side/geo.TileExtent
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			if at := px + dx; at >= 0 && at < side && py+dy >= 0 && py+dy < side {
				img.SetRGBA(left+at, py+dy, color.RGBA{R: 0xb0, G: 0x20, B: 0x20, A: 0xff})
			}
		}
	}
}
