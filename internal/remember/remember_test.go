package remember

import "testing"

// What was worked out is worked out once, while there is room.
func TestCache(t *testing.T) {
	var c Cache[int, int]
	worked := 0
	square := func(n int) int { return c.Of(n, func() int { worked++; return n * n }) }
	for range 2 {
		for n := range most {
			if got := square(n); got != n*n {
				t.Fatalf("%d came to %d", n, got)
			}
		}
	}
	if worked != most {
		t.Errorf("worked %d times for %d values", worked, most)
	}
	if square(most); square(most) != most*most || worked != most+2 || len(c) != most {
		t.Errorf("beyond the bound it worked %d times, and remembers %d values", worked-most, len(c))
	}
}
