package degrees

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Numbers that follow a pair, as programs for surveys write a height and how exact it is:
// 33.51,36.29,0,0 and 33.51 36.29 700 5.
var (
	furtherByComma = regexp.MustCompile(`^([-+]?\d+\.\d+),\s*([-+]?\d+\.\d+)(?:,\s*[-+]?\d+(?:\.\d+)?){1,2}$`)
	furtherByBlank = regexp.MustCompile(`^([-+]?\d+[.,]\d+)\s+([-+]?\d+[.,]\d+)(?:\s+[-+]?\d+(?:[.,]\d+)?){1,2}$`)
	// decimalCommas are two numbers with nothing but commas: 48,0159,37,8029.
	decimalCommas = regexp.MustCompile(`^([-+]?\d{1,3},\d{2,}),\s*([-+]?\d{1,3},\d{2,})$`)
)

// withoutFurther writes a pair without the numbers that follow it.
func withoutFurther(text string) (pair string, further bool) {
	for _, form := range []*regexp.Regexp{furtherByComma, furtherByBlank} {
		if m := form.FindStringSubmatch(text); m != nil {
			return m[1] + "; " + m[2], true
		}
	}
	if m := decimalCommas.FindStringSubmatch(text); m != nil {
		return m[1] + "; " + m[2], false
	}
	return text, false
}

// utm is a place in a zone of UTM: 37U 410000 5318000, UTM 37N 410000mE 5318000mN.
var utm = regexp.MustCompile(`(?i)^(?:utm:?\s*)?(?:zone\s*)?(\d{1,2})\s*([c-hj-np-x])[\s,;]+(\d{6}(?:\.\d+)?)\s*(?:m?E)?[\s,;]+` +
	`(\d{5,8}(?:\.\d+)?)\s*(?:m?N)?$`)

// IsUTM reports whether a text is a place in a zone of UTM.
func IsUTM(text string) bool { return utm.MatchString(text) }

// The codes of the EPSG for zones of UTM on WGS 84 are these and the number of the zone.
const (
	utmNorth = 32600
	utmSouth = 32700
	maxZone  = 60
)

// gridReference reads a place in a zone of UTM. The letter is that of the band, of which
// those from N on are north of the equator.
func gridReference(text string) (p Place, ok bool) {
	m := utm.FindStringSubmatch(text)
	if m == nil {
		return p, false
	}
	zone, err := strconv.Atoi(m[1])
	east, errEast := strconv.ParseFloat(m[3], 64)
	north, errNorth := strconv.ParseFloat(m[4], 64)
	if err != nil || errEast != nil || errNorth != nil || zone < 1 || zone > maxZone {
		return p, false
	}
	p = Place{Points: orb.MultiPoint{{east, north}}, SRID: utmSouth + zone, Ordered: true}
	if isNorthern(strings.ToUpper(m[2]), north) {
		p.SRID = utmNorth + zone
	}
	return p, true
}

// The northings of band S, from 32 to 40 degrees north. South of the equator they are those
// of latitudes beyond 50, where hardly any land is.
const bandSFrom, bandSTo = 3_500_000, 4_500_000

// isNorthern tells the hemisphere of a zone's letter. S is the south for those who write no
// bands, and a band in the north for the others.
func isNorthern(letter string, northing float64) bool {
	if letter == "S" {
		return northing >= bandSFrom && northing <= bandSTo
	}
	return letter >= "N"
}
