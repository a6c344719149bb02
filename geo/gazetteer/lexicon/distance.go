package lexicon

import (
	"strconv"
	"strings"
	"unicode"

	"incidentmap/geo/gazetteer/spell"
)

// lengths of the units of distance, in metres.
var lengths = map[string]float64{
	"m": 1, "metre": 1, "metres": 1, "meter": 1, "meters": 1, "km": 1000, "kms": 1000, "kilometre": 1000,
	"kilometres": 1000,
	"kilometer":  1000, "kilometers": 1000, "nm": 1852, "nmi": 1852, "nautical": 1852, "mi": 1609.344, "mile": 1609.344,
	"miles":              1609.344,
	spell.Key("کیلومتر"): 1000, spell.Key("کیلومتری"): 1000, spell.Key("کلومیٹر"): 1000, spell.Key("کیلومتره"): 1000,
	spell.Key("км"):         1000,
	spell.Key("километрах"): 1000,
}

// Length reads a distance at the start of words: its metres, and of how many
// words it consists, 0 where there is none.
func Length(words []Word) (metres float64, n int) {
	number := strings.TrimLeft(words[0].Text, "~≈")
	digits := strings.TrimRightFunc(number, unicode.IsLetter)
	unit, n := spell.Key(strings.TrimPrefix(number, digits)), 1
	if unit == "" && len(words) > 1 {
		unit, n = words[1].Key, 2
	}
	if unit == "nautical" && len(words) > n {
		n++ // the word for miles
	}
	v, err := strconv.ParseFloat(latinDigits.Replace(digits), 64)
	if few, ok := numberWords[words[0].Key]; err != nil && ok && len(words) > 1 {
		v, unit, n, err = few, words[1].Key, 2, nil
	}
	if err != nil || lengths[unit] == 0 || !(v > 0 && v*lengths[unit] <= FarthestM) {
		return 0, 0
	}
	return v * lengths[unit], n
}

// numberWords are numbers in words; a few are at most so many.
var numberWords = map[string]float64{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
	"forty": 40, "fifty": 50,
	"sixty": 60, "hundred": 100, "half": 0.5, "several": 10, "few": 10, "couple": 3}

// Number reads a number in digits or words.
func Number(w Word) (float64, bool) {
	if v, ok := numberWords[w.Key]; ok {
		return v, true
	}
	v, err := strconv.ParseFloat(latinDigits.Replace(w.Text), 64)
	return v, err == nil && v > 0
}

// FarthestM is the largest distance, in metres, that a phrase may tell.
const FarthestM = 500_000

// latinDigits are those of the Arabic script, and the marks of decimals.
var latinDigits = strings.NewReplacer("۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7",
	"۸", "8", "۹", "9",
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9", "٫", ".", "'",
	"")

// Bearings in degrees from north, by the endings of directions and by the short
// forms of the sixteen winds.
var Bearings = map[string]float64{"n": 0, "nne": 22.5, "ne": 45, "ene": 67.5, "e": 90, "ese": 112.5, "se": 135,
	"sse": 157.5,
	"s":   180, "ssw": 202.5, "sw": 225, "wsw": 247.5, "w": 270, "wnw": 292.5, "nw": 315, "nnw": 337.5}

// Bearing reads a direction at the start of words, articles and the like before
// it skipped: its bearing, and of how many words it consists; -1 and 0 where there
// is none.
func Bearing(words []Word) (bearing float64, n int) {
	for n < len(words) && Fillers[words[n].Key] {
		n++
	}
	key := KeyOf(words[n:])
	if short := words[n:]; len(short) > 0 {
		if v, ok := Bearings[short[0].Key]; ok {
			return v, n + 1
		}
	}
	ending, rest := Direction(key)
	if ending == "" || ending == "c" {
		return -1, 0
	}
	taken := len(strings.Fields(strings.TrimSuffix(key, rest)))
	for i, w := range words[n:] {
		if taken -= len(strings.Fields(w.Key)); taken <= 0 {
			return Bearings[ending], n + i + 1
		}
	}
	return -1, 0
}

// Directions name a part of a larger place. The values are the endings of the
// IDs of such parts.
var Directions = func() map[string]string {
	m := map[string]string{
		"north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
		"southwest": "sw",
		"central":   "c", spell.Key("северо"): "n", spell.Key("юго"): "s",
	}
	for _, d := range []string{"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"} {
		m[d+"ern"] = m[d]
	}
	for ending, words := range map[string]string{
		"n":  "شمال شمالی север северный северная северное севернее северу",
		"s":  "جنوب جنوبی юг южный южная южное южнее югу",
		"e":  "شرق شرقی مشرقی восток восточный восточная восточное восточнее востоку",
		"w":  "غرب غربی مغربی запад западный западная западное западнее западу",
		"ne": "северо-восток северо-востоку северо-восточнее", "nw": "северо-запад северо-западу северо-западнее",
		"se": "юго-восток юго-востоку юго-восточнее", "sw": "юго-запад юго-западу юго-западнее",
	} {
		for w := range strings.FieldsSeq(words) {
			m[strings.ReplaceAll(spell.Key(w), " ", "")] = ending
		}
	}
	return m
}()

// Direction splits "northern X", "north east of X" and the like into the ending
// of the ID of that part ("n", "ne", … "c" for the centre) and the folded X. The
// ending is empty when key does not start with a direction.
func Direction(key string) (part, rest string) {
	first, rest, ok := strings.Cut(key, " ")
	part = Directions[first]
	if !ok || part == "" {
		return "", key
	}
	if second, after, ok := strings.Cut(rest, " "); ok && len(part) == 1 && Directions[part2(first, second)] != "" {
		part, rest = Directions[part2(first, second)], after
	}
	return part, strings.TrimPrefix(rest, "of ")
}

// part2 joins "north" and "eastern" into one word, and "северо" and "востоку".
func part2(first, second string) string {
	return strings.TrimSuffix(first, "ern") + second
}
