package sqlitestore

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// benchRow is an incident as tables have them, some 0.7 kB as JSON.
func benchRow(i int) *incident.Incident {
	return &incident.Incident{ID: fmt.Sprintf("row-%08x", uint32(i)*2654435761), Kind: "attack", EventType: "bombing",
		Title: "A bombing at a checkpoint near the town", Date: edtf.MustParse("2020-05-12"),
		Summary: "What has happened there, as the sources tell it, in a sentence or two of some length.",
		Place: incident.Place{Text: "Jalalabad", Points: orb.MultiPoint{{70.1234567, 34.2345678}}, Country: "AF",
			Admin1: "Nangarhar", Precision: "locality", RadiusM: 2_000},
		Sources: []incident.Source{{Title: "A paper", URL: "https://example.org/article"}}, Extra: []any{int64(i)}}
}

func rows(from, n int) iter.Seq2[store.Edit, error] {
	return func(yield func(store.Edit, error) bool) {
		for i := from; i < from+n; i++ {
			if !yield(store.Edit{Op: store.OpPut, Incident: benchRow(i)}, nil) {
				return
			}
		}
	}
}

// Single changes of 16 writers, each of which waits until its change is flushed.
func BenchmarkSingleChanges(b *testing.B) {
	l := testLog(b)
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range 16 {
		wg.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{{Op: store.OpPut, Incident: benchRow(int(i))}}}
				if _, err := l.Apply(context.Background(), set); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
}

const benchRows = 100_000

// One change set of 100,000 incidents into an empty dataset, and into one that has as many.
func BenchmarkManyRows(b *testing.B) {
	for name, before := range map[string]int{"empty": 0, "beside": benchRows} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				l := testLog(b)
				if before > 0 {
					benchApply(b, l, 0, before)
				}
				b.StartTimer()
				benchApply(b, l, before, benchRows)
			}
			b.ReportMetric(float64(b.N*benchRows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func benchApply(b *testing.B, l *Log, from, n int) {
	b.Helper()
	set := store.ChangeSet{Dataset: "d", Batch: "b", Brief: true, Stream: rows(from, n)}
	if _, err := l.Apply(context.Background(), set); err != nil {
		b.Fatal(err)
	}
}

// Opening a log of 100,000 revisions, and reading all of them.
func BenchmarkOpenAndRead(b *testing.B) {
	l := testLog(b)
	benchApply(b, l, 0, benchRows)
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Clean(l.path)
	b.Run("open", func(b *testing.B) {
		for range b.N {
			if err := open(b, path).Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		l := open(b, path)
		for range b.N {
			for _, err := range l.Current(context.Background(), "d") {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(b.N*benchRows)/b.Elapsed().Seconds(), "rows/s")
	})
}
