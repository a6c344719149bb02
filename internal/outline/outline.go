// Package outline knows the outlines of countries, as the archive of the
// background map has them: Natural Earth 1:10m, off by up to 0.02 degrees. They
// show who holds what, and imply no opinion.
package outline

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"incidentmap/geo"
)

// Countries are the outlines of countries. Each is read when it is first asked
// for. They are for several goroutines at once.
type Countries struct {
	archive *zip.Reader
	codes   []string
	mu      sync.Mutex
	read    map[string]*country
}

// country is one outline; nil where there is none.
type country struct {
	shape *geo.Polygon
	rings []orb.Ring
	bound []orb.Bound // of each ring
	box   orb.Bound   // of all
}

// Open opens the outlines in an archive.
func Open(files fs.FS, name string) (*Countries, error) {
	f, err := files.Open(name) // it stays open, as outlines are read from it
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	at, ok := f.(io.ReaderAt)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("outline: %s cannot be read in parts", name)
	}
	archive, err := zip.NewReader(at, info.Size())
	if err != nil {
		return nil, fmt.Errorf("outline: %s: %w", name, err)
	}
	return &Countries{archive: archive, codes: codesIn(archive), read: map[string]*country{}}, nil
}

// Away is how many metres a point lies outside of a country, given by its ISO
// 3166-1 alpha-2 code; 0 inside. ok is false for a country without an outline.
func (c *Countries) Away(code string, p orb.Point) (metres float64, ok bool) {
	outline := c.country(code)
	if outline == nil {
		return 0, false
	}
	if outline.shape.Contains(p) {
		return 0, true
	}
	return outline.distance(p), true
}

// At is the ISO 3166-1 alpha-2 code of the country that a point lies in; ok is
// false for one at sea. The first call reads all outlines.
func (c *Countries) At(p orb.Point) (code string, ok bool) {
	for _, code := range c.codes {
		if outline := c.country(code); outline != nil && outline.contains(p) {
			return code, true
		}
	}
	return "", false
}

func (c *country) contains(p orb.Point) bool {
	return c.box.Contains(p) && c.shape.Contains(p)
}

// codesIn lists the countries that an archive has an outline of, in order.
func codesIn(archive *zip.Reader) []string {
	var out []string
	for _, f := range archive.File {
		if name, ok := strings.CutPrefix(f.Name, outlineFolder); ok && strings.HasSuffix(name, outlineEnding) {
			out = append(out, strings.TrimSuffix(name, outlineEnding))
		}
	}
	slices.Sort(out)
	return out
}

// Where an outline is in the archive: its folder, the country's code, and the
// ending.
const (
	outlineFolder = "countries/"
	outlineEnding = ".json"
)

func (c *Countries) country(code string) *country {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.read[code]
	if !ok {
		found, _ = c.load(code) // one that cannot be read is as one that is not there
		c.read[code] = found
	}
	return found
}

func (c *Countries) load(code string) (*country, error) {
	f, err := c.archive.Open(outlineFolder + code + outlineEnding)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	g, err := geo.ReadGeometry(text)
	if err != nil {
		return nil, err
	}
	return newCountry(g)
}

func newCountry(g orb.Geometry) (*country, error) {
	var mp orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		mp = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		mp = g
	default:
		return nil, errors.New("outline: it is no area")
	}
	out := &country{shape: geo.NewPolygon(mp), box: mp.Bound()}
	for _, polygon := range mp {
		for _, ring := range polygon {
			out.rings, out.bound = append(out.rings, ring), append(out.bound, ring.Bound())
		}
	}
	return out, nil
}

// metresPerDegree is a degree of latitude on the sphere of the mean radius,
// 6,371,009 m.
const metresPerDegree = 6371009 * math.Pi / 180

// distance is from a point to the nearest edge. Near the point, a degree of
// longitude is taken as long as at its latitude: the error is below 1 % up to
// 100 km from it, at latitudes up to 60 degrees.
func (c *country) distance(p orb.Point) float64 {
	best := math.Inf(1)
	for _, shift := range [...]float64{0, 360, -360} { // across the antimeridian
		at := orb.Point{p[0] + shift, p[1]}
		wide := math.Max(0.01, math.Cos(p[1]*math.Pi/180))
		for i, ring := range c.rings {
			if toBound(at, c.bound[i], wide) >= best {
				continue
			}
			for j := range len(ring) - 1 {
				best = min(best, toEdge(at, ring[j], ring[j+1], wide))
			}
		}
	}
	return best * metresPerDegree
}

// toBound is the distance to a box in degrees of latitude.
func toBound(p orb.Point, b orb.Bound, wide float64) float64 {
	dx := max(b.Min[0]-p[0], p[0]-b.Max[0], 0) * wide
	dy := max(b.Min[1]-p[1], p[1]-b.Max[1], 0)
	return math.Hypot(dx, dy)
}

// toEdge is the distance to an edge in degrees of latitude.
func toEdge(p, a, b orb.Point, wide float64) float64 {
	ax, ay := (a[0]-p[0])*wide, a[1]-p[1]
	dx, dy := (b[0]-a[0])*wide, b[1]-a[1]
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = min(max(-(ax*dx+ay*dy)/length, 0), 1)
	}
	return math.Hypot(ax+along*dx, ay+along*dy)
}
