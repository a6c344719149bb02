package degrees

import (
	"regexp"
	"strings"
)

// hemisphereWords are the words of hemispheres in the languages that write them with other
// letters than English, with the English letter. O is west in French, Spanish, Italian and
// Portuguese; in German it is east, which a caller who knows the language says by writing E.
var hemisphereWords = map[string]byte{"n": 'n', "s": 's', "e": 'e', "w": 'w', "o": 'w',
	"north": 'n', "south": 's', "east": 'e', "west": 'w', "northern": 'n', "southern": 's',
	"eastern": 'e', "western": 'w',
	"nord": 'n', "norte": 'n', "sud": 's', "sur": 's', "sul": 's', "est": 'e', "este": 'e', "leste": 'e', "ost": 'e',
	"ouest": 'w', "oeste": 'w', "ovest": 'w'}

// Hemisphere is the English letter, in lower case, of a text that is a hemisphere and nothing
// else, 0 for any other text.
func Hemisphere(text string) byte {
	return hemisphereWords[strings.ToLower(strings.Trim(text, " .()°"))]
}

// hemispheres finds the letter or word of a hemisphere before or after a number.
var (
	hemisphereAfter  = regexp.MustCompile(`(?i)[\s,]*\b(` + longWords + `)$|(?i)\s*([nsewo])\.?$`)
	hemisphereBefore = regexp.MustCompile(`(?i)^(` + longWords + `|n|s|e|w|o)\b?[\s.:]*`)
	secondsMark      = regexp.MustCompile(`[m'′]\s*\d+(?:\.\d+)?\s*s$`)
)

const longWords = "northern|southern|eastern|western|north|south|east|west|nord|norte|sud|sur|sul|este|est|leste|ost|" +
	"ouest|oeste|ovest"

// cutHemisphere cuts the hemisphere off a text and tells its English letter in lower case,
// 0 if there is none.
func cutHemisphere(text string) (rest string, letter byte) {
	if secondsMark.MatchString(text) {
		return text, 0
	}
	if m := hemisphereAfter.FindStringIndex(text); m != nil {
		return strings.TrimSpace(text[:m[0]]), Hemisphere(strings.Trim(text[m[0]:], " ,."))
	}
	if m := hemisphereBefore.FindStringIndex(text); m != nil {
		return strings.TrimSpace(text[m[1]:]), Hemisphere(strings.Trim(text[:m[1]], " .:"))
	}
	return text, 0
}

// shortestCompact is how many digits degrees and minutes have at least where they are written
// without marks: 3453N. Fewer are degrees alone.
const shortestCompact = 4

// isCompact reports whether a number beside a hemisphere has its minutes and seconds in it.
func isCompact(text string) bool {
	whole, _, _ := strings.Cut(text, ".")
	return len(whole) >= shortestCompact && strings.Trim(whole, "0123456789") == "" &&
		strings.Trim(text, "0123456789.") == ""
}

// compact reads degrees, minutes and seconds without marks between, as aviation writes them:
// 345312N, 0691042E, and 3453.2N with minutes alone. Leading zeros of degrees may be missing.
func compact(text string, axis Axis) (float64, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	degreeDigits := 2 + len(whole)%2 // 34, and 069
	if axis == Latitude && degreeDigits == 3 {
		return 0, false
	}
	rest := whole[degreeDigits:]
	if len(rest) != 2 && len(rest) != 4 {
		return 0, false
	}
	text = whole[:degreeDigits] + " " + rest[:2]
	if len(rest) == 4 {
		text += " " + rest[2:]
	}
	if fraction != "" {
		text += "." + fraction
	}
	return sexagesimal(text, true)
}
