package counts_test

import (
	"testing"

	"incidentmap/internal/counts"
	"incidentmap/internal/incident"
)

func TestParse(t *testing.T) {
	n := func(low, best, high int) [3]int { return [3]int{low, best, high} } // -1 is not known
	for text, want := range map[string]struct {
		figure [3]int
		bound  incident.Bound
		words  string
	}{
		"5": {n(5, 5, 5), incident.BoundExact, ""}, "1,024": {n(1024, 1024, 1024), incident.BoundExact, ""},
		"At least 5": {n(5, 5, -1), incident.BoundLeast, ""}, "more than 5": {n(6, 6, -1), incident.BoundOver, "more than 5"},
		"up to 20": {n(-1, -1, 20), "", "up to 20"}, "<5": {n(-1, -1, 4), "", "<5"}, "~30": {n(-1, 30, -1), "", "~30"},
		"3 or 4": {n(3, -1, 4), "", ""}, "dozens": {n(24, 24, -1), incident.BoundLeast, "dozens"},
		"a dozen": {n(-1, 12, -1), "", "a dozen"}, "several": {n(-1, -1, -1), "", "several"}, "n.d.": {n(-1, -1, -1), "", ""},
		"-99": {n(-1, -1, -1), "", ""}, "3 killed": {n(3, 3, 3), incident.BoundExact, ""},
		"5 (3 men)": {n(5, 5, 5), incident.BoundExact, "5 (3 men)"}, "1.204": {n(1204, 1204, 1204), incident.BoundExact, ""},
	} {
		c, ok := counts.Parse(text, incident.Killed, counts.Marks{Points: true})
		if !ok || c.Bound() != want.bound || c.Words != want.words {
			t.Errorf("%q: %+v, %v", text, c, ok)
		}
		for i, got := range []*int{c.Low, c.Best, c.High} {
			if (got == nil) != (want.figure[i] < 0) || got != nil && *got != want.figure[i] {
				t.Errorf("%q: part %d is wrong", text, i)
			}
		}
	}
	for _, text := range []string{"1,5", "3 injured", "5 or 3", "about", "#REF!", "3 dogs", "9999999999"} {
		if c, ok := counts.Parse(text, incident.Killed, counts.Marks{}); ok {
			t.Errorf("%q is %+v", text, c)
		}
	}
}

// A comma stands between thousands or before decimals, as the table has it.
func TestCommas(t *testing.T) {
	for _, c := range []struct {
		text   string
		commas bool
		want   int // -1 for no count
	}{
		{"14,0", false, 14}, {"14,00", false, 14}, {"8,000", false, 8000}, {"8,000", true, 8}, {"1,024", true, -1},
		{"14,5", false, -1}, {"1,024,000", true, 1_024_000},
	} {
		got, ok := counts.Parse(c.text, incident.Killed, counts.Marks{Commas: c.commas})
		if ok != (c.want >= 0) || ok && *got.Best != c.want {
			t.Errorf("%s, %t: %+v, %t", c.text, c.commas, got, ok)
		}
	}
}

func TestPointThousands(t *testing.T) {
	for text, want := range map[string]bool{"1.204": true, "1.000.000": true, "1.000": false, "1.5": false, "": false,
		"about 1.204": false, "12345.678": false} {
		if got := counts.PointThousands(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// FuzzParse holds: figures are in order, none is below zero, and words are bounded.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"5", "at least 5", "3 or 4", "~4", "1.204", "two", "n.d.", "<5", "twenty-one (men)"} {
		f.Add(text, true, false)
	}
	f.Fuzz(func(t *testing.T, text string, points, commas bool) {
		c, _ := counts.Parse(text, incident.Injured, counts.Marks{Points: points, Commas: commas})
		last := 0
		for _, n := range []*int{c.Low, c.Best, c.High} {
			if n != nil && *n < last {
				t.Fatalf("%q: %+v", text, c)
			}
			if n != nil {
				last = *n
			}
		}
	})
}
