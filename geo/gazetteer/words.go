package gazetteer

import (
	"strings"
)

// kindWords say what sort of place a name belongs to, as it is written in
// English, in romanised local languages and in their scripts. The empty class
// says nothing about the kind.
var kindWords = map[string]Class{
	"province": Admin1, "state": Admin1, "oblast": Admin1, "wilayat": Admin1, "wilaya": Admin1, "velayat": Admin1,
	"vilayat": Admin1, "viloyat": Admin1, "viloyati": Admin1, "governorate": Admin1, "krai": Admin1, "ostan": Admin1,
	"prefecture": Admin1, "division": Admin1, "ولایت": Admin1, "استان": Admin1, "محافظه": Admin1, "صوبه": Admin1, "область": Admin1,
	"district": Admin2, "agency": Admin2, "tehsil": Admin2, "taluka": Admin2, "county": Admin2, "woluswali": Admin2,
	"wuleswali": Admin2, "rayon": Admin2, "raion": Admin2, "subdivision": Admin2, "township": Admin2,
	"upazila": Admin2, "thana": Admin2, "ولسوالی": Admin2, "ضلع": Admin2,
	"ضلعه": Admin2, "район": Admin2,
	"city": Locality, "town": Locality, "village": Locality, "municipality": Locality, "شهر": Locality, "город": Locality,
	"valley": "", "area": "", "region": "", "republic": "", "territory": "", "vicinity": "", "outskirts": "", "bypass": "",
	"sub": "", "bazaar": "", "bazar": "", "road": "", "the": "",
}

// Bare splits a folded name from the words that say what sort of place it is:
// "achin district" is "achin", a district. The class is empty when no word, or
// none that decides, was there. A name made of such words only stays whole.
func Bare(key string) (string, Class) {
	var class Class
	name := key
	for {
		rest, kind, ok := strip(name)
		if !ok {
			break
		}
		if kind != "" {
			class = kind
		}
		name = rest
	}
	if _, ok := kindWords[name]; ok {
		return key, ""
	}
	return name, class
}

// strip takes one word of kindWords off the end of a folded name, else off its
// beginning together with "of". It reports whether there was one.
func strip(key string) (rest string, kind Class, ok bool) {
	if i := strings.LastIndexByte(key, ' '); i > 0 {
		if kind, ok = kindWords[key[i+1:]]; ok {
			return key[:i], kind, true
		}
	}
	first, rest, ok := strings.Cut(key, " ")
	if kind, known := kindWords[first]; ok && known {
		return strings.TrimPrefix(rest, "of "), kind, true
	}
	return key, "", false
}

// directions name a part of a larger place. The values are the endings of the
// IDs of such parts.
var directions = map[string]string{
	"north": "n", "northern": "n", "south": "s", "southern": "s", "east": "e", "eastern": "e", "west": "w", "western": "w",
	"northeast": "ne", "northeastern": "ne", "northwest": "nw", "northwestern": "nw",
	"southeast": "se", "southeastern": "se", "southwest": "sw", "southwestern": "sw", "central": "c",
}

// Direction splits "northern X", "north east of X" and the like into the ending
// of the ID of that part ("n", "ne", … "c" for the centre) and the folded X. The
// ending is empty when key does not start with a direction.
func Direction(key string) (part, rest string) {
	first, rest, ok := strings.Cut(key, " ")
	part = directions[first]
	if !ok || part == "" {
		return "", key
	}
	if second, after, ok := strings.Cut(rest, " "); ok && len(part) == 1 && directions[part2(first, second)] != "" {
		part, rest = directions[part2(first, second)], after
	}
	return part, strings.TrimPrefix(rest, "of ")
}

// part2 joins "north" and "eastern" into one word.
func part2(first, second string) string { return strings.TrimSuffix(first, "ern") + second }

// prepositions divide a phrase from the place it is in.
var prepositions = map[string]bool{
	"in": true, "at": true, "near": true, "of": true, "outside": true, "inside": true, "from": true, "on": true,
	"around": true, "within": true, "towards": true, "в": true, "در": true, "في": true,
}

// common are nouns and articles that are never taken for a place's name when
// they are only a part of what was written.
var common = map[string]bool{
	"a": true, "an": true, "the": true, "and": true, "market": true, "mosque": true, "school": true, "hospital": true,
	"university": true, "college": true, "camp": true, "base": true, "center": true, "centre": true, "church": true,
	"hotel": true, "police": true, "station": true, "border": true, "bridge": true, "airport": true, "embassy": true,
	"street": true, "square": true, "house": true, "office": true, "factory": true, "park": true, "hall": true,
	"ward": true, "wedding": true, "funeral": true, "downtown": true, "greater": true, "cave": true, "complex": true,
	"frontier": true, "checkpoint": true, "military": true, "army": true, "highway": true, "gate": true, "shrine": true, "court": true,
}

// idle reports whether a folded text holds no name at all.
func idle(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if _, kind := kindWords[w]; !kind && !common[w] {
			return false
		}
	}
	return true
}

// directional reports whether a folded text holds no name but directions.
func directional(key string) bool {
	for w := range strings.FieldsSeq(key) {
		if directions[w] == "" && !idle(w) {
			return false
		}
	}
	return true
}
