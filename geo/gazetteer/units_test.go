package gazetteer_test

import "testing"

func TestCountryOfUnits(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"Florida", "Georgia", "Maryland", "Ohio", "Illinois"}, "US"},
		{[]string{"Bayern", "Hessen"}, "DE"},
		{[]string{"Nangarhar", "Kunar", "Kabul"}, "AF"},
		{[]string{"Georgia"}, ""},
		{[]string{"Florida", "Nangarhar", "Hessen"}, ""},
		{[]string{"Atlantis", "Ohio"}, ""},
		{nil, ""},
		{[]string{"", "!"}, ""},
	} {
		if got, ok := g.CountryOfUnits(c.names); got != c.want || ok != (c.want != "") {
			t.Errorf("%v: %q, %v, want %q", c.names, got, ok, c.want)
		}
	}
}
