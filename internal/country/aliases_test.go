package country

import "testing"

// TestAliases: every alias is one of a country that there is.
func TestAliases(t *testing.T) {
	n := 0
	for alias, code := range aliasesOf {
		if n++; Name(code) == "" || alias == "" {
			t.Errorf("%q is an alias of %q, which is no country", alias, code)
		}
	}
	if n < 300 {
		t.Errorf("only %d aliases", n)
	}
}
