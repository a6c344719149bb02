package country

import "testing"

// TestFromFIPS: every code is that of a country, and those that ISO gives to another
// country are not mixed up.
func TestFromFIPS(t *testing.T) {
	for old, code := range fips() {
		if Name(code) == "" || len(old) != 2 {
			t.Errorf("%s is %s, which is none", old, code)
		}
	}
	for old, want := range map[string]string{"AS": "AU", "GM": "DE", "IZ": "IQ", "ni": "NG", "UP": "UA", "XX": ""} {
		if got := FromFIPS(old); got != want {
			t.Errorf("%s: %q, want %q", old, got, want)
		}
	}
	if len(fips()) < 240 {
		t.Errorf("%d codes", len(fips()))
	}
}
