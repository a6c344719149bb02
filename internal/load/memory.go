package load

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"incidentmap/internal/memstore"
)

// The garbage collector while data are loaded: next to nothing becomes garbage
// then, so it first looks for any when firstGCBytes are in use, and from then
// on when loadGCPercent more are. That takes a tenth off the time; a limit
// that the environment sets (GOMEMLIMIT) holds all the same.
const (
	firstGCBytes  = 2 << 30
	loadGCPercent = 400
)

// garbageBytes is how much garbage the program lets come together while it
// serves. There is little to look through in large data, which are packed: to
// collect often costs less there than the memory would.
const garbageBytes = 64 << 20

// minGCPercent is the least target of the garbage collector.
const minGCPercent = 10

// CollectLater sets the garbage collector for loading, and returns what sets
// it for serving. It leaves alone what the environment says (GOGC).
func CollectLater() (serve func()) {
	if os.Getenv("GOGC") != "" {
		return debug.FreeOSMemory
	}
	before := debug.SetGCPercent(loadGCPercent)
	var mu sync.Mutex
	loading := true
	afterFirstGC(func() {
		mu.Lock()
		defer mu.Unlock()
		if loading {
			debug.SetGCPercent(loadGCPercent)
		}
	})
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	inUse := max(m.NextGC/(1+loadGCPercent/100), 1) // at the last collection
	debug.SetGCPercent(int(max(firstGCBytes/inUse*100, loadGCPercent)))
	return func() {
		mu.Lock()
		defer mu.Unlock()
		loading = false
		debug.SetGCPercent(before)
		debug.FreeOSMemory() // loading takes more memory than what is loaded
		runtime.ReadMemStats(&m)
		debug.SetGCPercent(gcPercent(m.HeapAlloc, before))
	}
}

// afterFirstGC has the next garbage collection call something once.
func afterFirstGC(do func()) {
	nobodys := new([64]byte)
	runtime.AddCleanup(nobodys, func(call func()) { call() }, do)
}

// gcPercent is the target that lets garbageBytes come together beside what is
// in use, at most most.
func gcPercent(inUse uint64, most int) int {
	return min(most, max(minGCPercent, int(garbageBytes*100/max(inUse, 1))))
}

// packAll packs what is large and is not read from a snapshot.
func packAll(ctx context.Context, store *memstore.Store, log *slog.Logger) {
	datasets, err := store.Datasets(ctx)
	if err != nil {
		return // the program ends
	}
	for _, d := range datasets {
		v, err := store.View(ctx, d.ID)
		if err != nil || v.Stats().Incidents < minSaved {
			continue
		}
		start := time.Now()
		switch packed, err := store.Pack(ctx, d.ID); {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Warn("not packed: it takes four times the memory", "dataset", d.ID, "why", err)
		case packed:
			log.Info("packed", "dataset", d.ID, "took", time.Since(start).Round(time.Millisecond))
		}
	}
}
