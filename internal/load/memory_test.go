package load

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

func TestGCPercent(t *testing.T) {
	for _, c := range []struct {
		inUse uint64
		want  int
	}{{0, 100}, {10 << 20, 100}, {64 << 20, 100}, {128 << 20, 50}, {320 << 20, 20}, {4 << 30, minGCPercent}} {
		if got := gcPercent(c.inUse, 100); got != c.want {
			t.Errorf("%d bytes in use: %d %%, want %d", c.inUse, got, c.want)
		}
	}
}

// TestCollectLater: the first collection waits, and the target is set back
// after it, and for serving.
func TestCollectLater(t *testing.T) {
	t.Setenv("GOGC", "")
	before := targetOfGC()
	defer debug.SetGCPercent(before)
	serve := CollectLater()
	if got := targetOfGC(); got <= loadGCPercent {
		t.Errorf("the first target is %d %%, want more than %d", got, loadGCPercent)
	}
	runtime.GC()
	for range 500 { // it is set back soon after
		if targetOfGC() == loadGCPercent {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if got := targetOfGC(); got != loadGCPercent {
		t.Errorf("after a collection the target is %d %%, want %d", got, loadGCPercent)
	}
	serve()
	if got := targetOfGC(); got > before || got < minGCPercent {
		t.Errorf("for serving the target is %d %%", got)
	}
	t.Setenv("GOGC", "70")
	debug.SetGCPercent(70)
	serve = CollectLater()
	serve()
	if got := targetOfGC(); got != 70 {
		t.Errorf("GOGC=70 is overruled with %d", got)
	}
}

func targetOfGC() int {
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(percent)
	return percent
}

// TestPackAll: large datasets are packed, others are left; both answer.
func TestPackAll(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "rows.csv")
	writeRows(t, path, "a title", time.Now())
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	l := newLoader(t, logger)
	if err := l.Paths(ctx, []string{path}); err != nil {
		t.Fatal(err)
	}
	before := inUse()
	packAll(ctx, l.Store, logger)
	if after := inUse(); after > before-minSaved*300 {
		t.Errorf("%d bytes are in use, %d were before", after, before)
	}
	if got := log.String(); strings.Count(got, "msg=packed") != 1 || !strings.Contains(got, "dataset=rows") {
		t.Errorf("it said\n%.1000s", got)
	}
	res, err := viewOf(t, l, "rows").Query(ctx, incident.Filter{}, store.Page{Limit: 1})
	if err != nil || res.Matched != minSaved {
		t.Fatalf("%+v, %v: want %d incidents", res, err, minSaved)
	}
	for r := range res.Records {
		if r.ID != "e0" || r.Title != "a title" || r.Fatalities.Best == nil || *r.Fatalities.Best != 0 {
			t.Errorf("the first is %+v", r)
		}
	}
}

// inUse is how many bytes of memory are in use.
func inUse() int {
	runtime.GC()
	runtime.GC() // what pools held is gone after the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
