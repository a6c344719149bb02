package ingest

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/report"
)

// checkPaired tells where the columns of latitude and longitude say another point than the
// geometry beside them, as one that was edited does: the geometry counts.
func (b *builder) checkPaired(r *Row, points orb.MultiPoint) {
	lat, lon := b.cell(r, roleLat), b.cell(r, roleLon)
	if len(points) != 1 || lat == "" || lon == "" || rounds(lat, points[0][1]) && rounds(lon, points[0][0]) {
		return
	}
	b.note(r, report.RuleCoordinates, b.name(roleLat), "%s and %s are %.40q and %.40q, and %s is another point, which is "+
		"taken; change both, or leave one of them out", b.name(roleLat), b.name(roleLon), lat, lon, b.name(roleWKT))
}

// rounds reports whether a text may be degrees, to as many decimals as it has. What is no plain
// number is not compared.
func rounds(text string, degrees float64) bool {
	n, err := strconv.ParseFloat(text, 64)
	_, decimals, _ := strings.Cut(text, ".")
	return err != nil || math.Abs(n-degrees) <= 0.5*math.Pow10(-len(decimals))+1e-9
}
