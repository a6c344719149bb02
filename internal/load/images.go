package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/keep"
	"incidentmap/internal/memstore"
	"incidentmap/internal/memstore/packed"
	"incidentmap/internal/store"
)

// How many changes an image may lack: while the server runs it is written anew after
// maxBehind, which a start makes up for in a tenth of a second, and in the end after
// minBehind, so that to stop does not take seconds for the sake of one change.
const (
	maxBehind = 10_000
	minBehind = 1_000
)

// imageSuffix ends the names of images.
const imageSuffix = ".image"

// Images keep the datasets of a database as they lie in memory, each in a file beside it,
// so that a start reads them and what the log has since. They are derived: one that is
// missing or does not fit is made anew, and one that cannot be written is told and
// otherwise no fault. Nil keeps none. They are safe for concurrent use.
type Images struct {
	dir, program, identity string
	log                    store.Log
	store                  *memstore.Store
	told                   *slog.Logger
	wake                   chan struct{}

	mu   sync.Mutex
	sets map[string]*imaged
}

// imaged is what is known of a dataset's image.
type imaged struct {
	behind int // changes that the file lacks; those of a file that is not there are maxBehind
	drops  int // how often the file was removed
}

// imageNote says what an image was made of.
type imageNote struct {
	// Program is the very build: another one may derive other properties.
	Program string
	// Log is the identity of the log, and Mark the revision that led to the version: a copy
	// of the file that went another way has another one.
	Log, Mark string
}

// NewImages keeps images of a log's datasets in a directory. identity is the log's own,
// program this very build's.
func NewImages(dir, program, identity string, log store.Log, of *memstore.Store, told *slog.Logger) *Images {
	return &Images{dir: dir, program: program, identity: identity, log: log, store: of, told: told,
		wake: make(chan struct{}, 1), sets: map[string]*imaged{}}
}

// path is where the image of a dataset is.
func (x *Images) path(dataset string) string {
	sum := sha256.Sum256([]byte(dataset))
	slug := ingest.Slug(dataset)
	return filepath.Join(x.dir, slug[:min(len(slug), 60)]+"-"+hex.EncodeToString(sum[:6])+imageSuffix)
}

// set is what is known of a dataset; the caller holds mu.
func (x *Images) set(dataset string) *imaged {
	if x.sets[dataset] == nil {
		x.sets[dataset] = &imaged{}
	}
	return x.sets[dataset]
}

// changed notes changes that the image lacks.
func (x *Images) changed(dataset string, n int) {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	s := x.set(dataset)
	if s.behind += n; s.behind >= maxBehind {
		x.writeSoon()
	}
}

// writeSoon has Run look what is behind.
func (x *Images) writeSoon() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// drop removes an image that does not fit any more, also one that is being written.
func (x *Images) drop(dataset string) error {
	if x == nil {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.set(dataset).drops++
	if err := os.Remove(x.path(dataset)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

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

// Tidy removes what is of no dataset of the log, and what a program that was killed has
// left unfinished.
func (x *Images) Tidy(ctx context.Context) error {
	all, err := x.log.Datasets(ctx)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, d := range all {
		there[x.path(d.ID)] = true
	}
	files, err := os.ReadDir(x.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err = errors.Join(err, packed.Sweep(x.dir))
	for _, f := range files {
		path := filepath.Join(x.dir, f.Name())
		if strings.HasSuffix(path, imageSuffix) && !there[path] {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// Run writes images as they fall behind, until the context ends.
func (x *Images) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.wake:
			x.writeBehind(ctx, maxBehind)
		}
	}
}

// Finish writes the images that are behind enough for the next start to tell. Run must
// have ended.
func (x *Images) Finish(ctx context.Context) { x.writeBehind(ctx, minBehind) }

func (x *Images) writeBehind(ctx context.Context, least int) {
	x.mu.Lock()
	var ids []string
	for id, s := range x.sets {
		if s.behind >= least {
			ids = append(ids, id)
		}
	}
	x.mu.Unlock()
	for _, id := range ids {
		x.write(ctx, id)
	}
}

// write writes an image. One of which content was blanked meanwhile is removed again.
func (x *Images) write(ctx context.Context, dataset string) {
	x.mu.Lock()
	before := *x.set(dataset)
	x.mu.Unlock()
	start := time.Now()
	err := x.store.Save(ctx, dataset, x.path(dataset), func(version string) (any, error) {
		return x.note(ctx, dataset, version)
	})
	x.mu.Lock()
	defer x.mu.Unlock()
	s := x.set(dataset)
	switch {
	case s.drops != before.drops:
		_ = os.Remove(x.path(dataset))
		x.writeSoon() // where enough has changed: who drops it tells
		return
	case ctx.Err() != nil:
		return // the next start makes up for it
	case err != nil:
		s.behind = minBehind // tried again after as many changes as it may lack
		x.told.Warn("no image was written", "dataset", dataset, "why", err)
		return
	}
	s.behind -= before.behind
	x.told.Info("image written", "dataset", dataset, "took", time.Since(start).Round(time.Millisecond))
}

func (x *Images) note(ctx context.Context, dataset, version string) (any, error) {
	n, err := strconv.ParseInt(version, 10, 64)
	if err != nil {
		return nil, err
	}
	mark, err := x.mark(ctx, dataset, n)
	return imageNote{Program: x.program, Log: x.identity, Mark: mark}, err
}

// Check compares the images with the log, and returns what is amiss in sentences. One
// that is only stale is no fault.
func (x *Images) Check(ctx context.Context) ([]string, error) {
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
