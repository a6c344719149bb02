package country

import (
	"cmp"
	_ "embed" // the aliases
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// aliases are names that the CLDR does not have, by code: those of the UN, the
// World Bank, the GTD, ACLED, EM-DAT and the Correlates of War, abbreviations,
// and former names of countries that go on under another one. A line is a code
// and its names, with semicolons between them; after | those of its parts, which
// stand for the country in a column of countries alone.
//
//go:embed aliases.txt
var aliases string

// languages are those whose names of countries are known (CLDR).
var languages = []string{"en", "fr", "es", "de", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "fa", "ur", "hi", "bn",
	"zh", "ja", "ko", "id", "vi", "sw",
	"ro", "cs", "el", "he", "sv", "ps", "uz", "tg", "ky", "kk", "am", "so", "ha", "my", "th", "sr", "hr", "bg", "hu",
	"fi", "da", "nb", "zh-Hant"}

// shared are names that several countries have. English CLDR gives Congo to
// neither.
var shared = map[string][]string{"congo": {"CD", "CG"}, "korea": {"KP", "KR"}, "virgin islands": {"VG", "VI"},
	"saint martin": {"MF", "SX"}}

// renamed are the English names of the CLDR's release 48 where the release in
// golang.org/x/text, which is older, has another one.
var renamed = map[string]string{"SZ": "Eswatini", "MK": "North Macedonia"}

// coded is what reading a code takes.
type coded struct {
	regions []language.Region
	names   map[string]string // English, by code
	short   map[string]bool   // folded aliases that could be read as codes
}

func (c *coded) country(code string) Country { return Country{code, c.names[code]} }

// codes are made at first use, in a millisecond: files with codes alone do not
// wait for the names.
var codes = sync.OnceValue(newCodes)

func newCodes() *coded {
	c := &coded{regions: regions(), names: map[string]string{}, short: map[string]bool{}}
	english := display.English.Regions()
	for _, region := range c.regions {
		c.names[region.String()] = cmp.Or(renamed[region.String()], english.Name(region))
	}
	for alias, code := range aliasesOf {
		alias = folded(alias)
		region, err := language.ParseRegion(strings.ToUpper(alias))
		c.short[alias] = len(alias) <= 3 && (err != nil || region.String() != code)
	}
	return c
}

// names are the codes of the countries that have a name, by its forms.
type names map[string][]string

// vocabulary is made at first use, in some 30 ms.
var vocabulary = sync.OnceValue(newNames)

func newNames() names {
	n := names{}
	for _, tag := range languages {
		regional := display.Regions(language.MustParse(tag))
		for _, region := range codes().regions {
			n.add(regional.Name(region), region.String())
		}
	}
	// What is set down by hand wins over what a language happens to have.
	maps.Copy(n, shared)
	for alias, code := range aliasesOf {
		n[folded(alias)] = []string{code}
	}
	return n
}

// aliasesOf yields the aliases with their codes, those of parts included.
func aliasesOf(yield func(alias, code string) bool) {
	for a := range allAliases {
		if !yield(a.name, a.code) {
			return
		}
	}
}

// alias is one name of a country, or of a part of it.
type alias struct {
	code, name string
	part       bool
}

func allAliases(yield func(alias) bool) {
	for line := range strings.Lines(aliases) {
		code, list, _ := strings.Cut(line, " ")
		whole, parts, _ := strings.Cut(list, "|")
		for i, names := range []string{whole, parts} {
			for name := range strings.SplitSeq(names, ";") {
				if name = strings.TrimSpace(name); name != "" && !yield(alias{code, name, i > 0}) {
					return
				}
			}
		}
	}
}

// Names are the names of a country in all languages and the aliases, as they are
// written, each once; those that it shares with another, or that are of a part of
// it, are not among them.
func Names(code string) []string {
	region, err := language.ParseRegion(code)
	if err != nil || Name(code) == "" {
		return nil
	}
	all := []string{Name(code)}
	for _, tag := range languages {
		all = append(all, display.Regions(language.MustParse(tag)).Name(region))
	}
	for a := range allAliases {
		if a.code == code && !a.part {
			all = append(all, a.name)
		}
	}
	var out []string
	for _, name := range all {
		if c, _, ok := Parse(name); ok && c.Code == code && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// add adds a name. Where two languages name two countries alike, both have it. A
// short name keeps its marks: Austria is Áo in Vietnamese, and AO is Angola.
func (n names) add(name, code string) {
	forms := []string{exact(name), folded(name)}
	if len(forms[1]) <= 3 && forms[0] != "="+forms[1] {
		forms = forms[:1]
	}
	for _, form := range forms {
		if form != "" && !slices.Contains(n[form], code) {
			n[form] = append(n[form], code)
		}
	}
}

// regions are the countries and territories with a code of their own.
func regions() []language.Region {
	var out []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string([]rune{a, b}))
			if err == nil && region.IsCountry() && region.M49() > 0 && region.Canonicalize() == region &&
				display.English.Regions().Name(region) != "" {
				out = append(out, region)
			}
		}
	}
	return out
}
