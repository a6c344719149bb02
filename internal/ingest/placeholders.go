package ingest

import (
	"fmt"
	"math"
)

// placeholder reports whether a pair of coordinates stands for a place that is
// not known, and how it is written: 0, 0 is in the sea off Africa, and a pair
// of nines is beyond all degrees.
func placeholder(lat, lon string) (name string, ok bool) {
	y, errLat := plainDegrees(lat)
	x, errLon := plainDegrees(lon)
	if errLat != nil || errLon != nil {
		return "", false
	}
	if (x != 0 || y != 0) && (!nines(x) || !nines(y)) {
		return "", false
	}
	return fmt.Sprintf("%v, %v", y+0, x+0), true
}

// nines reports whether a number is 99, 999 and so on, or one of these below
// zero.
func nines(v float64) bool {
	switch math.Abs(v) {
	case 99, 999, 9999, 99999, 999999:
		return true
	}
	return false
}
