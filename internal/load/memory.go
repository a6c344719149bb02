package load

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// garbageBytes is how much garbage the program lets come together. There is little to
// look through in large data, which are packed: to collect often costs less there than
// the memory would.
const garbageBytes = 48 << 20

// The least and the largest target of the garbage collector, in percent of what is in
// use. Little is in use when loading begins, and all of it stays.
const (
	minGCPercent  = 10
	loadGCPercent = 800
)

// CollectSteadily has the garbage collector's target follow what is in use while data
// are loaded, and returns what sets it for serving. It leaves alone what the
// environment says (GOGC); a limit that it sets (GOMEMLIMIT) holds all the same.
func CollectSteadily() (serve func()) {
	if os.Getenv("GOGC") != "" {
		return debug.FreeOSMemory
	}
	before := debug.SetGCPercent(loadGCPercent)
	var mu sync.Mutex
	loading := true
	afterGC(func() bool {
		mu.Lock()
		defer mu.Unlock()
		if loading {
			debug.SetGCPercent(gcPercent(inUse(), loadGCPercent))
		}
		return loading
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		loading = false
		debug.FreeOSMemory() // loading takes more memory than what is loaded
		debug.SetGCPercent(gcPercent(inUse(), before))
	}
}

// manyIncidents is from how many on a file's text takes so much memory that it should go
// before the index takes more.
const manyIncidents = 1 << 17

// collectLarge collects what is left of a file whose incidents were read.
func collectLarge(incidents int) {
	if incidents >= manyIncidents {
		runtime.GC()
	}
}

// inUse is how many bytes of the heap are in use.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// afterGC calls something after each garbage collection until it reports false.
func afterGC(do func() bool) {
	nobodys := new([64]byte)
	runtime.AddCleanup(nobodys, func(call func() bool) {
		if call() {
			afterGC(call)
		}
	}, do)
}

// gcPercent is the target that lets garbageBytes come together beside what is in use,
// at most most.
func gcPercent(inUse uint64, most int) int {
	return min(most, max(minGCPercent, int(garbageBytes*100/max(inUse, 1))))
}
