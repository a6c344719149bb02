// Package country knows the countries of ISO 3166-1 by their codes and by the
// names that data files write: those of the Unicode CLDR in some forty
// languages, short, full and inverted forms, and the spellings of the UN, the
// World Bank, the GTD, ACLED, EM-DAT and the Correlates of War. It is for
// texts that are known to name a country, such as the cells of a column of
// countries: in running text, Georgia and Jordan may be something else.
package country

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"incidentmap/internal/fold"
)

// Country is a country or territory with a code of its own.
type Country struct {
	// Code is the ISO 3166-1 alpha-2 code; XK is Kosovo's, which users assign.
	Code string
	// Name is the English name of the CLDR.
	Name string
}

// Parse finds the country that a text names: a name, or a code of two or three
// letters (ISO 3166-1 alpha-2, alpha-3) or of three digits (numeric). Of a name
// that several countries share, such as Congo, ok is false and candidates
// lists them.
func Parse(text string) (c Country, candidates []Country, ok bool) {
	text = strings.TrimSpace(text)
	known := codes()
	if code, ok := parseCode(text, known); ok {
		return known.country(code), nil, true
	}
	v := vocabulary()
	for _, form := range forms(text) {
		switch found := v[form]; len(found) {
		case 0:
		case 1:
			return known.country(found[0]), nil, true
		default:
			for _, code := range found {
				candidates = append(candidates, known.country(code))
			}
			return Country{}, candidates, false
		}
	}
	return Country{}, nil, false
}

// Code is the alpha-2 code of the country that a text names, as Parse finds it.
// The error quotes the text and says which countries it may be, or what is allowed.
func Code(text string) (string, error) {
	c, candidates, ok := Parse(text)
	if ok {
		return c.Code, nil
	}
	if len(candidates) == 0 {
		return "", fmt.Errorf("%.60q, which is no country that is known; a name such as Iraq or an ISO 3166-1 code such as IQ is allowed", text)
	}
	var names []string
	for _, candidate := range candidates {
		names = append(names, candidate.Name+" ("+candidate.Code+")")
	}
	return "", fmt.Errorf("%.60q, which may be %s", text, strings.Join(names, " or "))
}

// Name is the English name of a country's alpha-2 code, empty for one that
// there is not.
func Name(code string) string { return codes().names[code] }

// parseCode reads an ISO code. Abbreviations that are in use for a country and
// are no code, or another's, are names: UK, CAR.
func parseCode(text string, v *coded) (string, bool) {
	if len(text) < 2 || len(text) > 3 || v.short[fold.Text(text)] {
		return "", false
	}
	digits := strings.Trim(text, "0123456789") == ""
	if digits && len(text) != 3 {
		return "", false
	}
	region, err := language.ParseRegion(strings.ToUpper(text))
	if err != nil {
		return "", false
	}
	code := region.String()
	_, known := v.names[code]
	return code, known
}

// forms are the forms of a name to look up: as it stands; folded; turned
// around at its comma; without what only describes the state; and without a
// remark in brackets.
func forms(text string) []string {
	out := []string{exact(text), folded(text)}
	if before, after, ok := strings.Cut(text, ","); ok {
		out = append(out, folded(after+" "+before))
	}
	before, remark, bracket := strings.Cut(text, "(")
	if bracket = bracket && strings.TrimSpace(before) != ""; bracket {
		out = append(out, folded(strings.TrimSuffix(remark, ")")+" "+before))
	}
	for _, f := range out[:len(out):len(out)] {
		out = append(out, undescribed(f)...)
	}
	if bracket {
		out = append(out, folded(before))
	}
	return out
}

// undescribed is a name without what only describes the state, with and without
// the article.
func undescribed(name string) []string {
	var out []string
	bare := strings.TrimPrefix(name, "the ")
	if bare != name {
		out = append(out, bare)
	}
	for _, prefix := range describing {
		if rest, ok := strings.CutPrefix(bare, prefix); ok {
			out = append(out, rest, strings.TrimPrefix(rest, "the "))
		}
	}
	return out
}

// describing begin the full names of states.
var describing = []string{"republic of ", "kingdom of ", "state of ", "sultanate of ",
	"federal republic of ", "federative republic of ", "islamic republic of ", "democratic republic of ",
	"peoples democratic republic of ", "peoples republic of ",
	"socialist republic of ", "democratic socialist republic of ", "federal democratic republic of ",
	"commonwealth of the ", "commonwealth of ", "principality of ",
	"grand duchy of ", "hashemite kingdom of ", "co operative republic of ", "cooperative republic of ",
	"united republic of ", "union of ", "oriental republic of ",
	"bolivarian republic of ", "plurinational state of ", "independent state of ", "swiss "}

// exact is a name in lower case with its marks: where these are vowels, as in
// Hindi, names of two countries would fold alike.
func exact(text string) string { return "=" + strings.ToLower(norm.NFKC.String(text)) }

// folded folds a name with its usual abbreviations written out.
func folded(text string) string {
	words := strings.Fields(fold.Text(strings.ReplaceAll(text, "&", " and ")))
	for i, w := range words {
		switch w {
		case "rep":
			words[i] = "republic"
		case "dem":
			words[i] = "democratic"
		case "st":
			words[i] = "saint"
		case "is":
			words[i] = "islands"
		}
	}
	return strings.Join(words, " ")
}
