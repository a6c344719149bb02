package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"incidentmap/internal/ingest"
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

// Forget removes the image of a dataset, which may have what is to be blanked in the log.
func (x *Images) Forget(dataset string) error { return x.drop(dataset) }

// Tidy removes what is of no dataset of the log, and what a program that was killed has
// left unfinished.
func (x *Images) Tidy(ctx context.Context) error {
	if x == nil {
		return nil
	}
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
