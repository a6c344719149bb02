package keep

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// lookEvery is how often a shared log is looked at, whether its bell has rung or not.
const lookEvery = time.Second

// others is what is known of a log that others change too.
type others struct {
	mu      sync.Mutex
	heads   map[string]store.Head    // what the index has; versions are Followed's
	foreign map[string]bool          // datasets that cannot be shown, which was told
	seen    atomic.Int64             // when the log was looked at last, in Unix nanoseconds
	lost    bool                     // the log does not answer, which was told
	loading map[string]chan struct{} // datasets that are loaded beside, and what is closed then
	running sync.WaitGroup           // of those
}

func (o *others) head(dataset string) store.Head {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.heads[dataset]
}

func (o *others) set(dataset string, h store.Head) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.heads == nil {
		o.heads = map[string]store.Head{}
	}
	o.heads[dataset] = h
}

func (o *others) mark(dataset, mark string) {
	h := o.head(dataset)
	h.Mark = mark
	o.set(dataset, h)
}

func (o *others) forget(dataset string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.heads, dataset)
	delete(o.foreign, dataset)
}

// Age is how long ago the index had all that the log had; 0 where nobody else changes it.
func (f *Followed) Age() time.Duration {
	if f.shared == nil {
		return 0
	}
	return time.Since(time.Unix(0, f.others.seen.Load()))
}

// beginShared notes where a shared log stands before its datasets are read.
func (f *Followed) beginShared(ctx context.Context) error {
	if f.shared == nil {
		return nil
	}
	now := time.Now()
	heads, err := f.shared.Heads(ctx)
	for id, h := range heads.Datasets {
		f.others.set(id, h)
	}
	f.others.seen.Store(now.UnixNano())
	return err
}

// restored notes what led to the version of a dataset that the index had kept.
func (f *Followed) restored(ctx context.Context, dataset string, version int64) error {
	if f.shared == nil {
		return nil
	}
	at, err := f.shared.At(ctx, dataset, version)
	f.others.mark(dataset, at.Mark)
	return err
}

// unbroken reports whether a shared log still has the version that the index has, and
// describes the dataset as it did then.
func (f *Followed) unbroken(ctx context.Context, dataset string, version int64) (bool, error) {
	if f.shared == nil {
		return true, nil
	}
	at, err := f.shared.At(ctx, dataset, version)
	if err != nil {
		return false, err
	}
	ours := f.others.head(dataset)
	if at.Mark != ours.Mark || at.Version < version {
		f.told.Warn("the log of a dataset was cut, and goes on another way: changes that were shown are lost; it is loaded anew",
			"dataset", dataset, "shown", version, "now", at.Version)
		return false, nil
	}
	return at.Described == ours.Described, nil
}

// markOf is what led to a version that was read from a shared log. It does not fit if the
// dataset was described otherwise meanwhile: revisions may have columns that the index does
// not know.
func (f *Followed) markOf(ctx context.Context, dataset string, version int64) (mark string, fits bool, err error) {
	if f.shared == nil {
		return "", true, nil
	}
	at, err := f.shared.At(ctx, dataset, version)
	return at.Mark, at.Described == f.others.head(dataset).Described, err
}

// loadShared loads a dataset of a shared log as it is at one moment; the caller holds
// describing alone.
func (f *Followed) loadShared(ctx context.Context, dataset string) error {
	s, err := f.shared.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.Release()
	d, head, err := s.Dataset(ctx, dataset)
	if err == nil && f.has(dataset, head) {
		return nil // another one has loaded it meanwhile
	}
	if err == nil {
		err = f.index.Load(ctx, s, d, head.Version)
	}
	if err == nil {
		f.versions.set(dataset, head.Version)
		f.others.set(dataset, head)
		f.known.Store(dataset, true)
		f.changed.tell()
	}
	return err
}

// has reports whether the index has what a head says; the caller holds indexing, or
// describing alone.
func (f *Followed) has(dataset string, h store.Head) bool {
	version, known := f.versions.get(dataset)
	ours := f.others.head(dataset)
	return known && version == h.Version && ours.Described == h.Described && ours.Mark == h.Mark
}

// Seen is told what a log says of itself, and when it was asked.
type Seen func(ctx context.Context, heads store.Heads, at time.Time) error

// Run brings what others change in a shared log, until the context ends: whenever something
// comes from rings, and each second. seen, if not nil, is told each time that the log answers,
// before its changes are brought.
func (f *Followed) Run(ctx context.Context, rings <-chan struct{}, seen Seen) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	defer f.others.running.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-rings:
		}
		err := f.look(ctx, seen)
		if ctx.Err() != nil {
			return
		}
		switch {
		case err != nil && !f.others.lost:
			f.told.Error("the database does not answer; reads go on with what was there, and nothing can be written", "err", err)
		case err == nil && f.others.lost:
			f.told.Info("the database answers again, and all of its changes are here")
		}
		f.others.lost = err != nil
	}
}

// look brings all that the log has and the index has not.
func (f *Followed) look(ctx context.Context, seen Seen) error {
	start := time.Now()
	heads, err := f.shared.Heads(ctx)
	if err == nil && seen != nil {
		err = seen(ctx, heads, start)
	}
	if err != nil {
		return err
	}
	for id, h := range heads.Datasets {
		err = errors.Join(err, f.bring(ctx, id, h))
	}
	err = errors.Join(err, f.dropMissing(ctx, heads))
	if err == nil && !f.others.anyLoading() {
		f.others.seen.Store(start.UnixNano())
	}
	return err
}

// bring brings a dataset to where the log stands, or begins to load it beside, so that
// others need not wait.
func (f *Followed) bring(ctx context.Context, dataset string, h store.Head) error {
	fits, err := f.follow(ctx, dataset, h)
	if isCode(err, incident.Unavailable) || fits {
		return err
	}
	if err != nil {
		f.told.Error("the map could not follow a change, and loads the dataset anew", "dataset", dataset, "err", err)
	}
	f.describing.Lock() // nobody else loads it
	defer f.describing.Unlock()
	if _, known := f.known.Load(dataset); !known {
		if err := f.index.Free(ctx, dataset); err != nil {
			return f.cannotShow(dataset, err)
		}
	}
	f.loadBeside(ctx, dataset)
	return nil
}

// follow brings a dataset that the index knows, if it is little enough.
func (f *Followed) follow(ctx context.Context, dataset string, h store.Head) (fits bool, err error) {
	f.describing.RLock()
	defer f.describing.RUnlock()
	f.indexing.Lock()
	defer f.indexing.Unlock()
	if f.has(dataset, h) || f.others.isLoading(dataset) != nil {
		return true, nil
	}
	if _, known := f.versions.get(dataset); !known {
		return false, nil
	}
	fits, err = f.catchUp(ctx, dataset)
	if isNotFound(err) {
		return true, nil // dropped meanwhile
	}
	return fits, err
}

// cannotShow tells once that a dataset of the log cannot be shown.
func (f *Followed) cannotShow(dataset string, why error) error {
	f.others.mu.Lock()
	defer f.others.mu.Unlock()
	if f.others.foreign == nil {
		f.others.foreign = map[string]bool{}
	}
	if !f.others.foreign[dataset] {
		f.told.Error("a dataset that another server has made cannot be shown here", "dataset", dataset, "err", why)
	}
	f.others.foreign[dataset] = true
	return nil
}

// dropMissing takes datasets out of the index that another server has deleted.
func (f *Followed) dropMissing(ctx context.Context, heads store.Heads) (err error) {
	f.known.Range(func(key, _ any) bool {
		id, _ := key.(string)
		if _, there := heads.Datasets[id]; !there {
			err = errors.Join(err, f.dropIfMissing(ctx, id))
		}
		return true
	})
	return err
}

func (f *Followed) dropIfMissing(ctx context.Context, dataset string) error {
	f.describe(dataset)
	defer f.describing.Unlock()
	if _, err := f.shared.At(ctx, dataset, 0); !isNotFound(err) {
		return err // it may have been made since the heads were read
	}
	f.dropped(dataset)
	return nil
}

func isNotFound(err error) bool { return isCode(err, incident.NotFound) }

func isCode(err error, code incident.Code) bool {
	var e *incident.Error
	return errors.As(err, &e) && e.Code == code
}
