package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math"

	"incidentmap/data/build/internal/source"
)

// The elevation is a picture of the whole world in plate carrée, cut into
// tiles: row 0 is the northernmost, column 0 begins at 180° W.
const (
	elevationPath = "data/build/basemap/sources/elevation.tar"
	gridTile      = 675 // pixels
	gridWidth     = 16 * gridTile
	gridHeight    = 8 * gridTile
	gridDegree    = gridWidth / 360.0 // pixels of a degree
)

// seaLevel is the grey of the coast. The greys above it grow with the root of
// the height: Lahore (217 m) has 133, Kabul (1,790 m) 192, Tibet (4,700 m) 229.
const (
	seaLevel       = 103
	metresPerGrey2 = 0.25
)

// terrain is the height of the land in metres, smoothed; the sea is at 0.
type terrain []float32

// readTerrain decodes the elevation.
func readTerrain(l *source.Ledger) (terrain, error) {
	b, err := l.Input(elevationPath)
	if err != nil {
		return nil, err
	}
	t := make(terrain, gridWidth*gridHeight)
	tiles := 0
	for r := tar.NewReader(bytes.NewReader(b)); ; tiles++ {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := t.place(header.Name, r); err != nil {
			return nil, fmt.Errorf("%s: %w", header.Name, err)
		}
	}
	if tiles != gridWidth*gridHeight/gridTile/gridTile {
		return nil, fmt.Errorf("%s: %d tiles", elevationPath, tiles)
	}
	return t.smooth(), nil
}

// place decodes one tile, named "000002/000002_000011.jpg" by row and column.
func (t terrain) place(name string, r io.Reader) error {
	var folder, row, column int
	if _, err := fmt.Sscanf(name, "%06d/%06d_%06d.jpg", &folder, &row, &column); err != nil {
		return err
	}
	decoded, err := jpeg.Decode(r)
	if err != nil {
		return err
	}
	grey, ok := decoded.(*image.Gray)
	if !ok || grey.Bounds().Dx() != gridTile || grey.Bounds().Dy() != gridTile || row < 0 || row > 7 || column < 0 ||
		column > 15 {
		return errors.New("not a grey tile of the elevation")
	}
	for y := range gridTile {
		for x, v := range grey.Pix[y*grey.Stride : y*grey.Stride+gridTile] {
			above := max(float32(v)-seaLevel, 0)
			t[(row*gridTile+y)*gridWidth+column*gridTile+x] = above * above * metresPerGrey2
		}
	}
	return nil
}

// smooth blurs away the steps of the greys and the noise of their compression.
func (t terrain) smooth() terrain {
	kernel := []float32{0.06136, 0.24477, 0.38774, 0.24477, 0.06136} // Gauss, σ = 1 pixel
	pass := func(in terrain, index func(along, across, step int) int, along, across int) terrain {
		out := make(terrain, len(in))
		for a := range along {
			for c := range across {
				var sum float32
				for i, k := range kernel {
					sum += k * in[index(a, c, i-2)]
				}
				out[index(a, c, 0)] = sum
			}
		}
		return out
	}
	t = pass(t, func(y, x, d int) int { return y*gridWidth + (x+d+gridWidth)%gridWidth }, gridHeight, gridWidth)
	return pass(t, func(y, x, d int) int { return min(max(y+d, 0), gridHeight-1)*gridWidth + x }, gridHeight, gridWidth)
}

// splineReach is how many pixels around a position its height hangs on, and one more.
const splineReach = 3

// rowOf is the row of pixels that a latitude lies in.
func rowOf(lat float64) int { return int((90 - lat) * gridDegree) }

// height is the height at a position in degrees, in metres: between the
// pixels' centres a Catmull-Rom spline, so that slopes have no steps.
func (t terrain) height(lon, lat float64) float64 {
	x, y := (lon+180)*gridDegree-0.5, (90-lat)*gridDegree-0.5
	column, row := math.Floor(x), math.Floor(y)
	wx, wy := spline(x-column), spline(y-row)
	var sum float64
	for j := range 4 {
		r := min(max(int(row)+j-1, 0), gridHeight-1) * gridWidth
		var line float64
		for i := range 4 {
			line += wx[i] * float64(t[r+(int(column)+i-1+gridWidth)%gridWidth])
		}
		sum += wy[j] * line
	}
	return sum
}

// spline are the weights of the four pixels around a position f within 0..1
// between the second and the third.
func spline(f float64) [4]float64 {
	return [4]float64{
		f * (-0.5 + f*(1-0.5*f)),
		1 + f*f*(1.5*f-2.5),
		f * (0.5 + f*(2-1.5*f)),
		f * f * (0.5*f - 0.5),
	}
}
