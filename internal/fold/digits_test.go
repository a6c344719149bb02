package fold_test

import (
	"testing"

	"incidentmap/internal/fold"
)

func TestDigits(t *testing.T) {
	for text, want := range map[string]string{"": "", "12 a": "12 a", "٣٣٫٥١": "33٫51", "۲۱/۰۳": "21/03",
		"०१२९": "0129",
		"½ ²":  "½ ²"} {
		if got := fold.Digits(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
