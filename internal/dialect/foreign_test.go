package dialect

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzForeign holds: the cells with characters beyond ASCII are those that a naive reader of
// cells finds.
func FuzzForeign(f *testing.F) {
	for _, text := range []string{"id,caf\xe9,x\n\"\xe4\",\xff\xfe|a\tЖ", "\xe9", ",", "a\xe9", "\r\n\xc3\xa9;", "\x81|\x81"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want strings.Builder
		for cell := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(cellEnds, r) }) {
			if want.Len() <= maxForeign && strings.ContainsFunc(cell, func(r rune) bool { return r >= utf8.RuneSelf }) {
				want.WriteString(cell + "\n")
			}
		}
		if got := foreign(text); got != want.String() {
			t.Errorf("%q: %q, want %q", text, got, want.String())
		}
	})
}
