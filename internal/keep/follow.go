package keep

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"reflect"
	"strconv"
	"sync"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Index is where the datasets of a log are read from.
type Index interface {
	store.Writer
	// View is a dataset as the index has it. NotFound: it has none.
	View(ctx context.Context, dataset string) (store.View, error)
	// Load reads a dataset from the log as it is now, in place of what the index has of it.
	Load(ctx context.Context, log Source, d *incident.Dataset, version int64) error
	// Drop takes a dataset out of the index.
	Drop(ctx context.Context, dataset string) error
	// Restore brings a dataset as the index has kept it beside the log, and reports the
	// version of the log that it is of; false: there is nothing that the log agrees with.
	Restore(ctx context.Context, d *incident.Dataset) (version int64, restored bool)
	// Redacted is told that content of a dataset was blanked in the log. It returns when
	// nothing that the index has kept has it any more.
	Redacted(dataset string) error
	// Free fails where something that is not of the log has the dataset's ID.
	Free(ctx context.Context, dataset string) error
}

// Source is where a dataset is loaded from: a log, or one at one moment.
type Source interface {
	// Current yields the incidents of a dataset as they are.
	Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error]
}

// maxFollowed is how many revisions are put into the index one by one: to load a dataset
// anew takes less time and memory then.
const maxFollowed = 20_000

// Followed is a log whose datasets an index has as they are: whatever is changed is
// written to the log first, then to the index, in the order of the log's versions. Who was
// told of a change sees it, and nobody sees a version that the log has not.
type Followed struct {
	store.Log
	shared store.Shared // the same log, where others change it too; nil where nobody does
	index  Index
	told   *slog.Logger
	// life is as long as anybody reads the index: what a change does there is done to its
	// end, also when who made it has gone.
	life context.Context

	// describing is held alone while columns change or a dataset is loaded anew, and
	// shared by those who change incidents: a revision fits the index's columns.
	describing sync.RWMutex
	indexing   sync.Mutex // held by whoever changes the index
	versions   versions   // of the datasets that the index has
	known      sync.Map   // the IDs of the log's datasets that the index has
	hidden     sync.Map   // the IDs of those that it cannot have, see hide
	changed    bell       // rings when readers see something new
	others     others     // who change a shared log
}

var _ store.Log = (*Followed)(nil)

// Follow brings all datasets of a log into an index, from what that has kept of them and
// the log since, or from the log alone, and has it follow the log from then on. Those that
// have the ID of something else there are left out, and told. Others may change the log
// meanwhile if it is a store.Shared; what they do is brought by Run. Errors of the index
// after that are told to the logger: what the log has is done, and the dataset is loaded
// anew with the next change. When the context ends the index is left as it is.
func Follow(ctx context.Context, log store.Log, index Index, told *slog.Logger) (*Followed, error) {
	f := &Followed{Log: log, index: index, told: told, life: ctx}
	if shared, ok := log.(store.Shared); ok {
		f.shared = shared
	}
	if err := f.beginShared(ctx); err != nil {
		return nil, err
	}
	all, err := log.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if hidden, err := f.hide(ctx, d.ID); hidden || err != nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		if err := f.begin(ctx, d); err != nil {
			return nil, fmt.Errorf("the dataset %s of the database: %w", d.ID, err)
		}
	}
	return f, nil
}

// Keeps reports whether a dataset is one of the log's.
func (f *Followed) Keeps(dataset string) bool {
	_, ok := f.known.Load(dataset)
	return ok
}

// begin brings a dataset into the index.
func (f *Followed) begin(ctx context.Context, d *incident.Dataset) error {
	version, restored := f.index.Restore(ctx, d)
	if !restored {
		return f.load(ctx, d)
	}
	f.versions.set(d.ID, version)
	f.known.Store(d.ID, true)
	if err := f.restored(ctx, d.ID, version); err != nil {
		return err
	}
	fits, err := f.catchUp(ctx, d.ID)
	if fits && err == nil {
		return nil
	}
	f.told.Info("a dataset is loaded from the log: it has changed too much since it was kept", "dataset", d.ID, "err", err)
	return f.load(ctx, d)
}

// PutDataset implements store.Log. A dataset that is described in another way is loaded
// anew. Conflict: something that is not of the log has its ID.
func (f *Followed) PutDataset(ctx context.Context, d *incident.Dataset) error {
	return f.describeAs(ctx, d, func() error { return f.Log.PutDataset(ctx, d) })
}

// MakeDataset implements store.Log. Conflict: something that is not of the log has its ID.
func (f *Followed) MakeDataset(ctx context.Context, d *incident.Dataset, once *store.Once) (id string, err error) {
	err = f.describeAs(ctx, d, func() (err error) {
		id, err = f.Log.MakeDataset(ctx, d, once)
		return err
	})
	return id, err
}

// describeAs has a dataset described in the log, and the index follow.
func (f *Followed) describeAs(ctx context.Context, d *incident.Dataset, describe func() error) error {
	f.describe(d.ID)
	defer f.describing.Unlock()
	before, _, err := existing(ctx, f.Log, d.ID)
	if err == nil && before == nil {
		err = f.index.Free(ctx, d.ID)
	}
	if err != nil {
		return err
	}
	if err := describe(); err != nil {
		return err
	}
	after, _, err := existing(f.life, f.Log, d.ID)
	if err == nil && after != nil && !reflect.DeepEqual(before, after) {
		err = f.load(f.life, after)
	}
	f.failed(d.ID, err)
	return nil
}

// Apply implements store.Log.
func (f *Followed) Apply(ctx context.Context, set store.ChangeSet) (store.Applied, error) {
	applied, behind, err := f.apply(ctx, set)
	if err == nil && behind {
		f.loadAnew(f.life, set.Dataset)
	}
	if err == nil {
		f.awaitLoaded(set.Dataset)
	}
	return applied, err
}

// apply reports also whether the dataset must be loaded anew.
func (f *Followed) apply(ctx context.Context, set store.ChangeSet) (applied store.Applied, behind bool, err error) {
	f.describing.RLock()
	defer f.describing.RUnlock()
	applied, err = f.Log.Apply(ctx, set)
	if err != nil || f.isHidden(set.Dataset) {
		return applied, false, err
	}
	f.indexing.Lock()
	defer f.indexing.Unlock()
	shown, _ := f.versions.get(set.Dataset)
	switch {
	case f.others.isLoading(set.Dataset) != nil:
		return applied, false, nil // Apply waits for it
	case applied.Described:
		f.versions.set(set.Dataset, -1)
		return applied, true, nil
	case shown >= applied.Version:
		return applied, false, nil // another writer has brought it
	case applied.Count > maxFollowed:
		return applied, true, nil
	}
	fits, err := f.catchUp(f.life, set.Dataset)
	if err != nil && f.life.Err() == nil {
		f.told.Error("the map could not follow a change, and loads the dataset anew", "dataset", set.Dataset, "err", err)
	}
	if err != nil && f.shared != nil {
		return applied, false, nil // Run brings it
	}
	return applied, !fits || err != nil, nil
}

// catchUp brings what the log has and the index has not yet; of writers that were
// acknowledged together, the first brings all. It reports whether that was little enough.
func (f *Followed) catchUp(ctx context.Context, dataset string) (bool, error) {
	since, _ := f.versions.get(dataset)
	if since < 0 {
		return false, nil
	}
	if unbroken, err := f.unbroken(ctx, dataset, since); !unbroken || err != nil {
		return false, err
	}
	version, redacted, last := since, false, map[string]*store.Revision{}
	var order []string
	for r, err := range f.Since(ctx, dataset, since) {
		if err != nil {
			return false, err
		}
		if len(order) == maxFollowed {
			return false, nil
		}
		if last[r.ID] == nil {
			order = append(order, r.ID)
		}
		last[r.ID], version, redacted = &r, r.Version, redacted || r.Op == store.OpRedact
	}
	if version == since {
		return true, nil
	}
	mark, fits, err := f.markOf(ctx, dataset, version)
	if err != nil || !fits {
		return false, err
	}
	put, deleted, err := f.differences(ctx, dataset, order, last)
	if err != nil {
		return false, err
	}
	if err := f.index.Apply(ctx, dataset, VersionText(version), put, deleted); err != nil {
		return false, err
	}
	f.versions.set(dataset, version)
	f.others.mark(dataset, mark)
	f.changed.tell()
	if redacted {
		return true, f.index.Redacted(dataset)
	}
	return true, nil
}

// differences are what the newest revisions do to the index, which may never have had
// what is deleted now.
func (f *Followed) differences(ctx context.Context, dataset string, ids []string,
	last map[string]*store.Revision) (put []incident.Incident, deleted []string, err error) {
	view, err := f.index.View(ctx, dataset)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		if inc := last[id].Incident; inc != nil {
			put = append(put, *inc)
			continue
		}
		_, err := view.Get(ctx, id)
		var e *incident.Error
		switch {
		case err == nil:
			deleted = append(deleted, id)
		case !errors.As(err, &e) || e.Code != incident.NotFound:
			return nil, nil, err
		}
	}
	return put, deleted, nil
}

// loadAnew loads a dataset while nobody changes it.
func (f *Followed) loadAnew(ctx context.Context, dataset string) {
	f.describe(dataset)
	defer f.describing.Unlock()
	if f.shared != nil {
		f.failed(dataset, f.loadShared(ctx, dataset))
		return
	}
	d, version, err := existing(ctx, f.Log, dataset)
	if shown, _ := f.versions.get(dataset); err == nil && shown < version {
		err = f.load(ctx, d)
	}
	f.failed(dataset, err)
}

// load loads a dataset; the caller holds describing alone.
func (f *Followed) load(ctx context.Context, d *incident.Dataset) error {
	if f.isHidden(d.ID) {
		return nil
	}
	if f.shared != nil {
		return f.loadShared(ctx, d.ID)
	}
	version, err := f.Version(ctx, d.ID)
	if err == nil {
		err = f.index.Load(ctx, f.Log, d, version)
	}
	if err == nil {
		f.versions.set(d.ID, version)
		f.known.Store(d.ID, true)
		f.changed.tell()
	}
	return err
}

// failed tells an error of the index, whose dataset is to be loaded anew.
func (f *Followed) failed(dataset string, err error) {
	if err == nil {
		return
	}
	f.versions.set(dataset, -1)
	if f.life.Err() == nil {
		f.told.Error("the map shows a dataset as it was before a change; it is loaded anew with the next one",
			"dataset", dataset, "err", err)
	}
}

// VersionText is a version of a dataset as the index has it.
func VersionText(version int64) string { return strconv.FormatInt(version, 10) }

// Snapshot loads a dataset of a log into an index at one version, which it returns, while
// others may change the log.
func Snapshot(ctx context.Context, log store.Log, index Index, d *incident.Dataset) (int64, error) {
	f := &Followed{Log: log, index: index}
	for {
		if err := f.load(ctx, d); err != nil {
			return 0, err
		}
		// What was loaded may have parts of later versions, all of which are told now.
		if fits, err := f.catchUp(ctx, d.ID); fits || err != nil {
			version, _ := f.versions.get(d.ID)
			return version, err
		}
	}
}
