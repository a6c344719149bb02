package country

import (
	_ "embed" // the aliases
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// aliases are names that the CLDR does not have, by code: those of the UN, the
// World Bank, the GTD, ACLED, EM-DAT and the Correlates of War, abbreviations,
// and former names of countries that go on under another one. A line is a code
// and its names, with semicolons between them.
//
//go:embed aliases.txt
var aliases string

// languages are those whose names of countries are known (CLDR).
var languages = []string{"en", "fr", "es", "de", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "fa", "ur", "hi", "bn", "zh", "ja", "ko", "id", "vi", "sw",
	"ro", "cs", "el", "he", "sv", "ps", "uz", "tg", "ky", "kk", "am", "so", "ha", "my", "th", "sr", "hr", "bg", "hu"}

// shared are names that several countries have. English CLDR gives Congo to
// neither.
var shared = map[string][]string{"congo": {"CD", "CG"}, "korea": {"KP", "KR"}, "virgin islands": {"VG", "VI"}, "saint martin": {"MF", "SX"}}

// names is the vocabulary.
type names struct {
	codes map[string][]string // by folded name
	names map[string]string   // English, by code
	short map[string]bool     // folded aliases that could be read as codes
}

func (n *names) country(code string) Country { return Country{code, n.names[code]} }

// vocabulary is made at first use, in some 30 ms.
var vocabulary = sync.OnceValue(newNames)

func newNames() *names {
	n := &names{codes: map[string][]string{}, names: map[string]string{}, short: map[string]bool{}}
	english := display.English.Regions()
	for _, region := range regions() {
		n.names[region.String()] = english.Name(region)
	}
	for _, tag := range languages {
		regional := display.Regions(language.MustParse(tag))
		for _, region := range regions() {
			n.add(regional.Name(region), region.String())
		}
	}
	// What is set down by hand wins over what a language happens to have.
	for name, codes := range shared {
		n.codes[name] = codes
	}
	for line := range strings.Lines(aliases) {
		code, list, _ := strings.Cut(line, " ")
		if n.names[code] == "" {
			panic(fmt.Sprintf("country: aliases of %q, which is no country", code)) // they are embedded, and tested
		}
		for _, alias := range strings.Split(list, ";") {
			f := folded(alias)
			n.codes[f] = []string{code}
			n.short[f] = len(f) <= 3
		}
	}
	return n
}

// add adds a name. Where two languages name two countries alike, both have it. A
// short name keeps its marks: Austria is Áo in Vietnamese, and AO is Angola.
func (n *names) add(name, code string) {
	forms := []string{exact(name), folded(name)}
	if len(forms[1]) <= 3 && forms[0] != "="+forms[1] {
		forms = forms[:1]
	}
	for _, form := range forms {
		if form != "" && !slices.Contains(n.codes[form], code) {
			n.codes[form] = append(n.codes[form], code)
		}
	}
}

// regions are the countries and territories with a code of their own.
func regions() []language.Region {
	var out []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string([]rune{a, b}))
			if err == nil && region.IsCountry() && region.M49() > 0 && region.Canonicalize() == region && display.English.Regions().Name(region) != "" {
				out = append(out, region)
			}
		}
	}
	return out
}
