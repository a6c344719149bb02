package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"incidentmap/internal/catalog"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/memstore"
	"incidentmap/internal/pgstore"
	"incidentmap/internal/sample"
	"incidentmap/internal/store"
)

// The changes that others follow: so many a second, of so many writers together.
const (
	followedASecond = 500
	followedSpan    = 20 * time.Second
)

// replica is another server's index, and when it had which version.
type replica struct {
	log   *pgstore.Log
	index *memstore.Store
	keep  *keep.Followed
	seen  map[int64]time.Time
}

// lags measures how long after it was acknowledged a change can be read on two other
// servers, one of which hears no notification.
func lags(t *table, url string, log *pgstore.Log, all []sample.Incident) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	hearing, deaf := newReplica(ctx, url), newReplica(ctx, url)
	for _, r := range []*replica{hearing, deaf} {
		rings := make(chan struct{}, 1)
		if r == hearing {
			running.Go(func() {
				r.log.Listen(ctx, func() {
					select {
					case rings <- struct{}{}:
					default:
					}
				})
			})
		}
		running.Go(func() { r.keep.Run(ctx, rings, nil) })
		running.Go(func() { r.watch(ctx) })
	}
	kept := writeShared(log, all)
	time.Sleep(2 * time.Second)
	cancel()
	running.Wait()
	for name, r := range map[string]*replica{"": hearing, ", whose notifications are lost": deaf} {
		times := r.lag(kept)
		t.note(fmt.Sprintf("lag of another server%s at %d acknowledged changes a second of %d writers (%d changes): p50 %s, "+
			"p99 %s, largest %s", name, int(float64(len(kept))/followedSpan.Seconds()), writers, len(times),
			short(percentile(times, 50)), short(percentile(times, besidePercent)), short(times[len(times)-1])))
		must(r.log.Close())
	}
}

func newReplica(ctx context.Context, url string) *replica {
	log, err := pgstore.Open(ctx, url, false, quiet)
	must(err)
	r := &replica{log: log, index: &memstore.Store{}, seen: map[int64]time.Time{}}
	loader := &load.Loader{Reader: load.Reader{Log: quiet}, Store: r.index, Catalog: catalog.New(r.index)}
	r.keep, err = keep.Follow(ctx, log, load.Index{Loader: loader}, quiet)
	must(err)
	return r
}

// watch notes when which versions are there.
func (r *replica) watch(ctx context.Context) {
	last := int64(0)
	for {
		changed := r.keep.Changed()
		v, err := r.index.View(ctx, "sample")
		must(err)
		version, err := strconv.ParseInt(v.Stats().Version, 10, 64)
		must(err)
		for now := time.Now(); last < version; last++ {
			r.seen[last+1] = now
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// lag is how long after their acknowledgement changes were there, sorted; none is missed.
func (r *replica) lag(kept map[int64]time.Time) []time.Duration {
	var all []time.Duration
	for version, at := range kept {
		seen, ok := r.seen[version]
		if !ok {
			panic(fmt.Sprintf("version %d was never seen", version))
		}
		all = append(all, max(0, seen.Sub(at)))
	}
	slices.Sort(all)
	return all
}

// writeShared has writers change incidents one by one, and tells when which version was
// acknowledged.
func writeShared(log store.Log, all []sample.Incident) map[int64]time.Time {
	kept := map[int64]time.Time{}
	var mu sync.Mutex
	var running sync.WaitGroup
	var next atomic.Int64
	start := time.Now()
	errs := make([]error, writers)
	for w := range writers {
		running.Go(func() {
			for {
				n := next.Add(1)
				due := start.Add(time.Duration(n) * time.Second / followedASecond)
				if due.Sub(start) > followedSpan {
					return
				}
				time.Sleep(time.Until(due))
				inc := sampled(&all[int(n)*7919%len(all)])
				inc.Title += fmt.Sprintf(", corrected at %d", n)
				got, err := log.Apply(context.Background(), store.ChangeSet{Dataset: "sample", Author: "w",
					Changes: []store.Edit{{Op: store.OpPut, Incident: inc}}})
				errs[w] = errors.Join(errs[w], err)
				mu.Lock()
				kept[got.Version] = time.Now()
				mu.Unlock()
			}
		})
	}
	running.Wait()
	must(errors.Join(errs...))
	return kept
}
