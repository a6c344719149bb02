package load

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	for _, c := range []struct {
		done, total int
		took        time.Duration
		rate        int
		left        time.Duration
	}{
		{1000, 4000, 2 * time.Second, 500, 6 * time.Second}, {4000, 4000, 8 * time.Second, 500, 0},
		{0, 4000, time.Second, 0, 0},
		{10, 10_000_000, 4 * time.Second, 2, 1111*time.Hour + 6*time.Minute + 36*time.Second},
	} {
		if rate, left := pace(c.done, c.total, c.took); rate != c.rate || left != c.left {
			t.Errorf("%d of %d in %s: %d a second, %s left", c.done, c.total, c.took, rate, left)
		}
	}
}
