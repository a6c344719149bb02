package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"github.com/paulmach/orb/maptile"

	"incidentmap/data/build/internal/source"
)

const (
	reliefZoom       = 5 // of the world
	reliefRegionZoom = 6 // a pixel is 2 km at 35° N, that of the elevation 3.7 km
	reliefTile       = 256
	// reliefMargin is what a tile shows of its neighbours on each side, so that
	// it can be enlarged without a seam.
	reliefMargin = 2
	reliefSide   = reliefTile + 2*reliefMargin
)

// shades is how many steps there are from the darkest slope to level ground,
// and from there to the brightest.
const shades = 7

// fullShade is the opacity of the strongest shade; the page draws it fainter.
const fullShade = 240

// reliefPalette are the pixels of a relief tile: black that covers more or
// less, nothing at all for level ground and the sea, and white. Laid over the
// land it shades any colour, light or dark.
var reliefPalette = func() color.Palette {
	p := color.Palette{color.NRGBA{}}
	for _, ink := range []uint8{0, 255} {
		for i := 1; i <= shades; i++ {
			p = append(p, color.NRGBA{ink, ink, ink, uint8(i * fullShade / shades)})
		}
	}
	return p
}()

// readRelief makes the tiles of the shaded relief, named relief/z/x/y.png;
// those without any slope are left out.
func readRelief(l *source.Ledger) ([]entry, error) {
	t, err := readTerrain(l)
	if err != nil {
		return nil, err
	}
	var out []entry
	for z := maptile.Zoom(0); z <= reliefRegionZoom; z++ {
		for x := range uint32(1) << z {
			for y := range uint32(1) << z {
				tile := maptile.New(x, y, z)
				if z > reliefZoom && !tile.Bound().Intersects(region) {
					continue
				}
				data, err := t.shadeTile(tile)
				if err != nil {
					return nil, err
				}
				if data != nil {
					out = append(out, entry{fmt.Sprintf("relief/%d/%d/%d.png", z, x, y), data})
				}
			}
		}
	}
	return out, nil
}

// shadeTile draws one tile; nil when it is level.
func (t terrain) shadeTile(tile maptile.Tile) ([]byte, error) {
	if t.isSea(tile) {
		return nil, nil
	}
	img := image.NewPaletted(image.Rect(0, 0, reliefSide, reliefSide), reliefPalette)
	heights := t.sample(tile)
	metres := 40_075_016.686 / float64(uint32(reliefTile)<<tile.Z) // of a pixel at the equator
	level := true
	for y := range reliefSide {
		scale := metres * math.Cos(latitudeOf(tile, float64(y-reliefMargin)+0.5)*math.Pi/180)
		for x := range reliefSide {
			i := (y+1)*(reliefSide+2) + x + 1
			east := (heights[i+1] - heights[i-1]) / (2 * scale)
			south := (heights[i+reliefSide+2] - heights[i-reliefSide-2]) / (2 * scale)
			shade := shadeOf(east, south, scale)
			img.Pix[y*img.Stride+x] = shade
			level = level && shade == 0
		}
	}
	if level {
		return nil, nil
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&b, img)
	return b.Bytes(), err
}

// isSea reports whether all heights around the pixels of a tile are 0, as they are of
// two thirds of the world: those tiles need no drawing.
func (t terrain) isSea(tile maptile.Tile) bool {
	const beside = reliefMargin + 1
	first, last := rowOf(latitudeOf(tile, -beside)), rowOf(latitudeOf(tile, reliefTile+beside))
	west := (float64(tile.X) - beside/float64(reliefTile)) * gridWidth / float64(uint32(1)<<tile.Z)
	wide := min(int((1+2*beside/float64(reliefTile))*gridWidth/float64(uint32(1)<<tile.Z))+2*splineReach, gridWidth)
	for row := first - splineReach; row <= last+splineReach; row++ {
		line := t[min(max(row, 0), gridHeight-1)*gridWidth:][:gridWidth]
		for i := range wide {
			if line[(int(west)-splineReach+i+gridWidth)%gridWidth] != 0 {
				return false
			}
		}
	}
	return true
}

// sample takes the heights of a tile's pixels and of one more around.
func (t terrain) sample(tile maptile.Tile) []float64 {
	out := make([]float64, 0, (reliefSide+2)*(reliefSide+2))
	// At low zooms a pixel stands for several of the elevation's.
	n := max(1, 1<<(4-min(tile.Z, 4)))
	for y := range reliefSide + 2 {
		for x := range reliefSide + 2 {
			var sum float64
			for j := range n {
				lat := latitudeOf(tile, float64(y-reliefMargin-1)+(float64(j)+0.5)/float64(n))
				for i := range n {
					sum += t.height(longitudeOf(tile, float64(x-reliefMargin-1)+(float64(i)+0.5)/float64(n)), lat)
				}
			}
			out = append(out, sum/float64(n*n))
		}
	}
	return out
}

// longitudeOf is the longitude of a column of pixels of a tile, around the world.
func longitudeOf(tile maptile.Tile, column float64) float64 {
	x := (float64(tile.X) + column/reliefTile) / float64(uint32(1)<<tile.Z)
	return (x-math.Floor(x))*360 - 180
}

// latitudeOf is the latitude of a row of pixels of a tile.
func latitudeOf(tile maptile.Tile, row float64) float64 {
	y := (float64(tile.Y) + row/reliefTile) / float64(uint32(1)<<tile.Z)
	return math.Atan(math.Sinh(math.Pi*(1-2*y))) * 180 / math.Pi
}

// sun is where the light comes from: the north-west, 45° high.
var sun = [3]float64{-0.5, -0.5, math.Sqrt2 / 2}

// shadeOf is the shade of a slope as an index of the palette. Slopes are drawn
// steeper than they are, the more so the larger the pixel, which evens them out.
func shadeOf(east, south, metres float64) uint8 {
	steep := 3 + 2.5*math.Sqrt(metres/1000)
	east, south = east*steep, south*steep
	lit := (-east*sun[0] - south*sun[1] + sun[2]) / math.Sqrt(1+east*east+south*south)
	// From -1, away from the light, over 0, level ground, to 1.
	v := (lit - sun[2]) / (1 - sun[2])
	if v < 0 {
		v = (lit - sun[2]) / (sun[2] + 0.2)
	}
	n := int(math.Round(math.Abs(min(max(v, -1), 1)) * shades))
	if n > 0 && v > 0 {
		n += shades
	}
	return uint8(n)
}
