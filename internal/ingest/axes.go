package ingest

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/crs"
	"incidentmap/internal/degrees"
)

// Coordinates in columns of x and y, and the zones of UTM beside them.

var (
	// testFraction is passed by degrees with decimals. Whole numbers may be the pixels of a
	// picture.
	testFraction = &cellTest{"degrees with decimals", func(_ *sample, v string) bool {
		return inDegrees(v) && strings.ContainsAny(v, ".,")
	}}
	testMetres = &cellTest{"metres", func(_ *sample, v string) bool {
		n, _, ok := degrees.Parse(v)
		return ok && n > farthestPixel
	}}
	testZone = &cellTest{"zones of UTM", func(_ *sample, v string) bool {
		_, ok := zoneOf(v)
		return ok
	}}
)

// farthestPixel is beyond the pixels of pictures: coordinates of UTM are larger.
const farthestPixel = 50_000

// applyAxes takes columns of x and y that share the rest of their names and hold degrees with
// decimals or metres: Loc_x and Loc_y, utm_x and utm_y.
func (a *assignment) applyAxes() {
	if a.columns[roleLat] >= 0 || a.columns[roleLon] >= 0 || a.columns[roleLatlon] >= 0 || a.preset != nil {
		return
	}
	for i := range a.header {
		rest, ok := a.besideAxis(i, eastWords)
		if !ok {
			continue
		}
		for j := range a.header {
			other, ok := a.besideAxis(j, northWords)
			if !ok || joinedKey(rest) != joinedKey(other) || !a.areCoordinates(i, j) {
				continue
			}
			a.take(roleLon, i)
			a.take(roleLat, j)
			return
		}
	}
}

// The words for what is measured to the east and to the north.
var (
	eastWords  = wordsOf("x easting eastings este rechtswert ostwert")
	northWords = wordsOf("y northing northings norte hochwert nordwert")
)

// besideAxis are the words of a free column's name beside that of an axis.
func (a *assignment) besideAxis(column int, axis wordSet) ([]string, bool) {
	words := a.split[column]
	rest := without(words, axis)
	return rest, !a.used[column] && !a.known[column] && len(rest) < len(words)
}

func (a *assignment) areCoordinates(x, y int) bool {
	holds := func(test *cellTest) bool { return a.sample.holds(x, test).mostly() && a.sample.holds(y, test).mostly() }
	return holds(testFraction) && a.sample.holds(y, testLatitude).mostly() || holds(testMetres)
}

// applyUnnamed takes the only two columns of degrees with decimals of a table without names
// for a latitude and a longitude, as most people write them in that order.
func (a *assignment) applyUnnamed() {
	if !a.unnamed || a.columns[roleLat] >= 0 {
		return
	}
	var found []int
	for i := range a.header {
		if !a.used[i] && a.sample.holds(i, testFraction).mostly() {
			found = append(found, i)
		}
	}
	if len(found) != 2 {
		return
	}
	lat, lon := found[0], found[1]
	if !a.sample.holds(lat, testLatitude).mostly() {
		lat, lon = lon, lat
	}
	a.take(roleLat, lat)
	a.take(roleLon, lon)
	a.why[roleLat], a.why[roleLon] = WhyContent, WhyContent
}

// zoneWords are the words of columns with zones of UTM.
var zoneWords = wordsOf("utm zone zona huso fuso fuseau zon зона")

// applyZone takes the columns of zones and of their hemispheres beside coordinates that are
// metres.
func (a *assignment) applyZone() {
	x, y := a.columns[roleLon], a.columns[roleLat]
	if x < 0 || y < 0 || a.system != "" || !a.inMetres(x) || !a.inMetres(y) {
		return
	}
	a.findZone()
	if a.columns[roleCRS] < 0 {
		return
	}
	for i := range a.header {
		if !a.used[i] && !a.known[i] && a.saysHemisphere(i, 0) && a.sample.holds(i, testNorthSouth).mostly() {
			a.plus[roleCRS], a.used[i] = append(a.plus[roleCRS], i), true
			return
		}
	}
}

// inMetres reports whether a column holds metres.
func (a *assignment) inMetres(column int) bool { return a.sample.holds(column, testMetres).mostly() }

// findZone takes the column of zones, if there is none yet.
func (a *assignment) findZone() {
	for i := range a.header {
		if a.free(roleCRS, i) && len(without(a.split[i], zoneWords)) < len(a.split[i]) &&
			a.sample.holds(i, testZone).mostly() {
			a.take(roleCRS, i)
			return
		}
	}
}

var zoneText = regexp.MustCompile(`(?i)^\s*(?:utm|huso|zona|zone|fuseau)*\s*(\d{1,2})\s*([a-z]|north|south)?\s*$`)

// zoneOf is a zone of UTM as crs.Zone reads it. One without a letter is a bare number.
func zoneOf(text string) (zone string, ok bool) {
	m := zoneText.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	n, err := strconv.Atoi(m[1])
	return m[1] + m[2][:min(1, len(m[2]))], err == nil && n >= 1 && n <= 60
}

// systemOf is the code of the system that a cell or a column's name names. A zone without a
// letter is north of the equator, as most of the land is, and told.
func (b *builder) systemOf(r *Row, name string) (code int, ok bool) {
	zone, isZone := zoneOf(name)
	if !isZone {
		return crs.Code(name)
	}
	if code, ok = crs.Zone(zone); ok {
		return code, true
	}
	b.once.add(onceZoneNorth, r.Number)
	return crs.Zone(zone + "N")
}

// turned are points with their coordinates swapped.
func turned(points orb.MultiPoint) orb.MultiPoint {
	out := make(orb.MultiPoint, len(points))
	for i, p := range points {
		out[i] = orb.Point{p[1], p[0]}
	}
	return out
}
