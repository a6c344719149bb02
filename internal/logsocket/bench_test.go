package logsocket

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Single changes of 16 writers, in the process of the log and beside it.
func BenchmarkSingleChanges(b *testing.B) {
	for _, beside := range []bool{false, true} {
		b.Run(fmt.Sprintf("beside=%v", beside), func(b *testing.B) {
			direct, client := pair(b, b.TempDir())
			var log store.Log = direct
			if beside {
				log = client
			}
			var next atomic.Int64
			var writers sync.WaitGroup
			b.ResetTimer()
			for range 16 {
				writers.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						inc := &incident.Incident{ID: fmt.Sprint(n), Title: "A", Date: edtf.MustParse("2020")}
						set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{{Op: store.OpPut, Incident: inc}}}
						if _, err := log.Apply(context.Background(), set); err != nil {
							b.Error(err)
						}
					}
				})
			}
			writers.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
		})
	}
}
