package fold

import (
	"testing"

	"pgregory.net/rapid"
)

// TestASCII: the short way folds as the long one does.
func TestASCII(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringMatching(`[\x00-\x7f]{0,12}`), 1, 4).Draw(t, "parts")
		short, long := writer{}, writer{}
		for _, p := range parts {
			short.ascii(p)
			long.any(p)
			short.space, long.space = true, true
		}
		if string(short.dst) != string(long.dst) {
			t.Fatalf("%q: %q, and the long way %q", parts, short.dst, long.dst)
		}
	})
}
