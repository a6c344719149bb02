package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/fold"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{"Sar-e  Pol": "sar e pol", "Jalālābād!": "jalalabad", "ISIS–K": "isis k",
		"ﬁn": "fin", "Кабул": "кабул", " ,; ": "", "İ": "i", "١٢": "١٢"} {
		if got := fold.Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := fold.Text("a", "", "b"); got != "a b" {
		t.Errorf("parts are words apart: %q", got)
	}
}

// TestFoldedStaysFolded: folding twice changes nothing.
func TestFoldedStaysFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := fold.Text(rapid.String().Draw(t, "s"))
		if twice := fold.Text(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}
