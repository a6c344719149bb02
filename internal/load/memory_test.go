package load

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestGCPercent(t *testing.T) {
	for _, c := range []struct {
		inUse uint64
		want  int
	}{{0, 100}, {10 << 20, 100}, {48 << 20, 100}, {96 << 20, 50}, {240 << 20, 20}, {4 << 30, minGCPercent}} {
		if got := gcPercent(c.inUse, 100); got != c.want {
			t.Errorf("%d bytes in use: %d %%, want %d", c.inUse, got, c.want)
		}
	}
}

// TestCollectSteadily: while data are loaded the target follows what is in use, and
// serving sets it anew.
func TestCollectSteadily(t *testing.T) {
	t.Setenv("GOGC", "")
	before := targetOfGC()
	defer debug.SetGCPercent(before)
	serve := CollectSteadily()
	if got := targetOfGC(); got != loadGCPercent {
		t.Errorf("the first target is %d %%, want %d", got, loadGCPercent)
	}
	ballast := make([]byte, 4*garbageBytes)
	for range 500 { // it follows soon after a collection
		runtime.GC()
		if targetOfGC() <= 25 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if got := targetOfGC(); got > 25 || got < minGCPercent {
		t.Errorf("with %d bytes in use the target is %d %%", len(ballast), got)
	}
	runtime.KeepAlive(ballast)
	serve()
	if got := targetOfGC(); got > before || got < minGCPercent {
		t.Errorf("for serving the target is %d %%", got)
	}
}

// TestCollectSteadilyAsTold: what the environment says holds.
func TestCollectSteadilyAsTold(t *testing.T) {
	t.Setenv("GOGC", "70")
	before := debug.SetGCPercent(70)
	defer debug.SetGCPercent(before)
	serve := CollectSteadily()
	if got := targetOfGC(); got != 70 {
		t.Errorf("GOGC=70 is overruled with %d", got)
	}
	serve()
	if got := targetOfGC(); got != 70 {
		t.Errorf("GOGC=70 is overruled with %d for serving", got)
	}
}

func targetOfGC() int {
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(percent)
	return percent
}
