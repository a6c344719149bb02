// Package spell is how names are written: the folded form that is the same for all
// spellings of one name, the sounds that spellings by ear agree on, and how far two
// spellings are apart. It knows no places.
package spell

import (
	"strings"

	"incidentmap/internal/fold"
)

// Key is the form in which a name of the gazetteer is compared: folded, without the s
// of possession, so that "Kabul's airport" names what "Kabul airport" does. A Key of a
// Key is the same.
func Key(name string) string { return fold.Text(withoutPossessives(name)) }

// Literal is the folded form of a name that is not its Key, as it keeps an s of possession;
// empty where there is none. King's Lynn is not the Lynn of a King.
func Literal(name string) string {
	if !apostrophe(name) {
		return ""
	}
	if literal := fold.Text(name); literal != Key(name) {
		return literal
	}
	return ""
}

// withoutPossessives drops each 's at the end of a word.
func withoutPossessives(s string) string {
	if !apostrophe(s) {
		return s
	}
	var b strings.Builder
	at := strings.IndexAny(s, apostrophes)
	for ; at >= 0; at = strings.IndexAny(s, apostrophes) {
		rest := strings.TrimLeft(s[at:], apostrophes)
		b.WriteString(s[:at])
		s = rest
		if at > 0 && rest != "" && rest[0]|0x20 == 's' && (len(rest) == 1 || rest[1] == ' ' || rest[1] == ',') {
			s = rest[1:]
		}
	}
	b.WriteString(s)
	return b.String()
}

const apostrophes = "'’"

// apostrophe reports whether there may be one. Few names have any, and to look for
// two bytes takes a tenth of looking for two runes.
func apostrophe(s string) bool {
	return strings.IndexByte(s, '\'') >= 0 || strings.IndexByte(s, "’"[0]) >= 0
}
