package csv

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// BenchmarkLoad takes a file to incidents and on to records, and tells what a
// record keeps of the heap.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{200_000, 1_000_000} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			data := sampleCSV(b, n)
			b.SetBytes(int64(len(data)))
			b.ResetTimer()
			for range b.N {
				b.StopTimer()
				before := heap()
				b.StartTimer()
				incidents, d := loadIncidents(b, data)
				b.StopTimer()
				b.ReportMetric(float64(heap()-before)/float64(n), "B/incident")
				b.StartTimer()
				records := deriveAll(incidents, d)
				b.StopTimer()
				b.ReportMetric(float64(heap()-before)/float64(n), "B/record")
				runtime.KeepAlive(records)
				b.StartTimer()
			}
		})
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func loadIncidents(b *testing.B, data []byte) ([]incident.Incident, *incident.Dataset) {
	b.Helper()
	t, err := Read("x.csv", string(data))
	if err != nil {
		b.Fatal(err)
	}
	res, err := ingest.Read(t, ingest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return res.Incidents, &incident.Dataset{ID: "d", Kinds: res.Kinds, EventTypes: res.EventTypes}
}

// deriveAll makes records as the store does.
func deriveAll(incidents []incident.Incident, d *incident.Dataset) []incident.Record {
	records := make([]incident.Record, len(incidents))
	var wg sync.WaitGroup
	share := len(incidents)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(incidents); from += share {
		wg.Go(func() {
			for i := from; i < min(from+share, len(incidents)); i++ {
				records[i].Derive(incident.Profile{}, &incidents[i], d)
			}
		})
	}
	wg.Wait()
	return records
}
