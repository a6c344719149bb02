package printable_test

import (
	"strings"
	"testing"
	"unicode"

	"incidentmap/internal/printable"
)

func TestText(t *testing.T) {
	for s, want := range map[string]string{
		"plain": "plain", "": "", "Jalālābād, می\u200cخواهم": "Jalālābād, می\u200cخواهم",
		"\x1b]0;OWNED\x07\x1b[31mtitle": `\x1b]0;OWNED\x07\x1b[31mtitle`, "a\nb\r\tc": `a\nb\r\tc`,
		"\x9b1m\xff": `\x9b1m\xff`,
		"\u009b1m":   `\u009b1m`, "a\u202eb": `a\u202eb`, "a\u2028b": `a\u2028b`,
	} {
		if got := printable.Text(s); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

// FuzzText: nothing that a terminal would obey is left.
func FuzzText(f *testing.F) {
	f.Add("\x1b[31m\xff\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		got := printable.Text(s)
		if i := strings.IndexFunc(got, unicode.IsControl); i >= 0 || printable.Text(got) != got {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}
