package geonames

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain drops the marks and apostrophes of a romanised name: "Achin" of "Āchīn".
func Plain(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		if !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("‘’ʻʼ`'", r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Readable reports whether all letters are Latin, Arabic or Cyrillic.
func Readable(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Arabic, unicode.Cyrillic, unicode.Lm)
	}) < 0
}

// machine matches what GeoNames lists among the names without being one: codes,
// phonetic spellings, and transliterations made by machine, which alone are all
// in lower case.
var machine = regexp.MustCompile(`^([A-Z]{2,4}|[a-z '\x60-]+|\[.*)$`)

// IsMachine reports whether a name is a code or made by a machine.
func IsMachine(name string) bool { return machine.MatchString(name) }

// AlternateNames are the names in the field of the table of places.
func AlternateNames(field string) []string {
	var names []string
	for name := range strings.SplitSeq(field, ",") {
		if !IsMachine(name) {
			names = append(names, name)
		}
	}
	return names
}

// TownRadius estimates how far a town reaches, in metres: the circle that its
// inhabitants fill at 2,000 per km², which is sparse for a city, so that the
// circle is too wide rather than too narrow; 3 km at least, 40 km at most.
func TownRadius(population int) float64 {
	km := math.Sqrt(float64(population) / (2000 * math.Pi))
	return math.Round(1000 * min(max(km, 3), 40))
}
