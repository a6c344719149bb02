package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/memstore"
	"incidentmap/internal/memstore/packed"
)

// restore puts a dataset into the store as its image has it.
func (x *Images) restore(ctx context.Context, d *incident.Dataset) (int64, bool) {
	if x == nil {
		return 0, false
	}
	saved, version, err := x.open(ctx, d)
	if err == nil {
		err = x.store.PutSaved(saved)
	}
	if err == nil {
		x.told.Info("loaded from its image", "dataset", d.ID, "incidents", saved.Stats().Incidents, "version", version)
		return version, true
	}
	if !errors.Is(err, fs.ErrNotExist) {
		x.told.Warn("the image of a dataset is made anew", "dataset", d.ID, "image", x.path(d.ID), "why", err)
	}
	return 0, false
}

// errStale is the cause of errors about an image that is whole and does not fit.
var errStale = errors.New("it is stale")

// open opens an image that fits the log.
func (x *Images) open(ctx context.Context, d *incident.Dataset) (*memstore.Saved, int64, error) {
	saved, err := memstore.OpenSaved(x.path(d.ID))
	if err != nil {
		return nil, 0, err
	}
	version, err := strconv.ParseInt(saved.Stats().Version, 10, 64)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: its version is %q", packed.ErrDamaged, saved.Stats().Version)
	}
	var note imageNote
	if err := saved.Note(&note); err != nil {
		return nil, 0, fmt.Errorf("%w: its note: %w", packed.ErrDamaged, err)
	}
	return saved, version, x.fits(ctx, saved, &note, version, d)
}

// fits tells why an image is stale.
func (x *Images) fits(ctx context.Context, saved *memstore.Saved, note *imageNote, version int64,
	d *incident.Dataset) error {
	now, err := x.log.Version(ctx, d.ID)
	if err != nil {
		return err
	}
	switch {
	case note.Program != x.program:
		return fmt.Errorf("%w: another build of the program wrote it", errStale)
	case note.Log != x.identity:
		return fmt.Errorf("%w: it is of another database", errStale)
	case version > now:
		return fmt.Errorf("%w: it is of version %d, and the database has %d", errStale, version, now)
	case !sameDataset(saved.Dataset(), d):
		return fmt.Errorf("%w: the dataset is described otherwise", errStale)
	}
	mark, err := x.mark(ctx, d.ID, version)
	if err == nil && mark != note.Mark {
		err = fmt.Errorf("%w: its version %d is another one than the database's", errStale, version)
	}
	return err
}

// sameDataset compares descriptions as they are written.
func sameDataset(a, b *incident.Dataset) bool {
	rawA, errA := json.Marshal(a)
	rawB, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(rawA) == string(rawB)
}

// mark identifies the revision that led to a version.
func (x *Images) mark(ctx context.Context, dataset string, version int64) (string, error) {
	for r, err := range x.log.Since(ctx, dataset, version-1) {
		return fmt.Sprintf("%d %d %s %s", r.Seq, r.Number, r.At.Format(time.RFC3339Nano), r.ID), err
	}
	return "", nil
}

// Check compares the images with the log, and returns what is amiss in sentences. One
// that is only stale is no fault.
func (x *Images) Check(ctx context.Context) ([]string, error) {
	if x == nil {
		return nil, nil
	}
	all, err := x.log.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, d := range all {
		more, err := x.check(ctx, d)
		if err != nil {
			return problems, err
		}
		problems = append(problems, more...)
	}
	return problems, nil
}

func (x *Images) check(ctx context.Context, d *incident.Dataset) ([]string, error) {
	saved, version, err := x.open(ctx, d)
	var of memstore.Store
	if err == nil {
		err = of.PutSaved(saved)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errStale):
		return nil, nil
	case errors.Is(err, packed.ErrDamaged):
		return []string{fmt.Sprintf("the image %s: %v; it may be deleted, and the next start of serve makes it anew",
			x.path(d.ID), err)}, nil
	case err != nil:
		return nil, err
	}
	view, err := of.View(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	return keep.Compare(ctx, x.log, view, "the image "+x.path(d.ID), version)
}
