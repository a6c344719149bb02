package load

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/memstore"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

// placed is an incident at a place of its own.
func placed(i int, title string) store.Edit {
	e := titled(fmt.Sprint("i", i), title)
	e.Incident.Place.Points = orb.MultiPoint{{60 + float64(i%1000)/50, 25 + float64(i/1000)/50}}
	return e
}

// Single changes of 16 writers, each of which waits until its change is flushed and shown.
func BenchmarkFollowedChanges(b *testing.B) {
	const before = 100_000
	file, err := sqlitestore.Open(filepath.Join(b.TempDir(), "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	ctx, of := context.Background(), &memstore.Store{}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	l := &Loader{Reader: Reader{Log: quiet}, Store: of, Catalog: catalog.New(of)}
	log, err := keep.Follow(ctx, file, Index{Loader: l}, quiet)
	if err == nil {
		err = log.PutDataset(ctx, &incident.Dataset{ID: "d"})
	}
	if err == nil {
		_, err = log.Apply(ctx, store.ChangeSet{Dataset: "d", Brief: true, Stream: func(yield func(store.Edit, error) bool) {
			for i := range before {
				if !yield(placed(i, "First"), nil) {
					return
				}
			}
		}})
	}
	if err != nil {
		b.Fatal(err)
	}
	var next atomic.Int64
	var writers sync.WaitGroup
	b.ResetTimer()
	for range 16 {
		writers.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				e := placed(int(n*7919%before), fmt.Sprint(n))
				if _, err := log.Apply(ctx, store.ChangeSet{Dataset: "d", Changes: []store.Edit{e}}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	writers.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
}
