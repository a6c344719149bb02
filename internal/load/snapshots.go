package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/memstore"
	"incidentmap/internal/memstore/packed"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// minSaved is from how many incidents a file is worth a snapshot: fewer are
// read in a tenth of a second.
const minSaved = 20_000

// settledFor is how long before it was read a file must have been left alone
// for its size and time to identify it: some file systems tell times in steps
// of two seconds, and a change within one of them would not show.
const settledFor = 2 * time.Second

// Snapshots are the large files of users as they were loaded, kept in a
// directory so that the next start takes a moment. Nil keeps none.
type Snapshots struct {
	dir     string
	program string
	options string // what else than the file decides on what is loaded
	// services says that places are asked of services, which may be out of
	// order today.
	services bool
	log      *slog.Logger
	pending  []pendingSnapshot
}

// pendingSnapshot is one that is to be written.
type pendingSnapshot struct {
	path, dataset string
	note          snapshotNote
}

// snapshotNote says what a snapshot was made of, and what was told then.
type snapshotNote struct {
	Program, Options string
	Source           sourceFile
	Report           *report.Report
	Geocoded         int
	Given            []bool
	LeftOut          *report.LeftOut
}

// sourceFile identifies the content of a file.
type sourceFile struct {
	Size     int64
	Modified time.Time // zero where it does not identify the content
	SHA256   string
	Beside   string // of what files beside it say of it
}

// NewSnapshots keeps snapshots in a directory; nil without one. program identifies
// this very build, as another may read files in another way.
func NewSnapshots(dir, program string, r *Reader, places *place.Options) *Snapshots {
	if dir == "" {
		return nil
	}
	if err := packed.Sweep(dir); err != nil {
		r.Log.Warn("unfinished snapshots stay", "dir", dir, "why", err)
	}
	return &Snapshots{dir: dir, program: program, options: r.stamp() + " " + places.Stamp(),
		services: places.AskServices(), log: r.Log}
}

// stamp is a file as it is before it is read.
func stamp(path string) (sourceFile, error) {
	st, err := os.Stat(path)
	if err != nil {
		return sourceFile{}, err
	}
	s := sourceFile{Size: st.Size(), Beside: stampBeside(path)}
	if time.Since(st.ModTime()) > settledFor {
		s.Modified = st.ModTime().UTC()
	}
	return s, nil
}

// file is where the snapshot of a file is.
func (s *Snapshots) file(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		whole = path
	}
	sum := sha256.Sum256([]byte(whole))
	return filepath.Join(s.dir, ingest.Slug(input.Stem(path))+"-"+hex.EncodeToString(sum[:6])+".snapshot")
}

// restore puts a file's dataset into the store as its snapshot has it, if
// there is one that is not stale.
func (s *Snapshots) restore(store *memstore.Store, path, id string) (*memstore.Saved, *snapshotNote) {
	if s == nil {
		return nil, nil
	}
	saved, err := memstore.OpenSaved(s.file(path))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	note := &snapshotNote{}
	if err == nil {
		err = saved.Note(note)
	}
	if err == nil {
		err = s.fits(saved, note, path, id)
	}
	if err == nil {
		err = store.PutSaved(saved)
	}
	if err == nil {
		note.Report.Originals = note.LeftOut
	}
	if err != nil {
		s.log.Warn("the snapshot is made anew", "file", path, "snapshot", s.file(path), "why", err)
		return nil, nil
	}
	return saved, note
}

// fits tells why a snapshot is stale.
func (s *Snapshots) fits(saved *memstore.Saved, note *snapshotNote, path, id string) error {
	switch {
	case note.Program != s.program:
		return errors.New("another build of the program wrote it")
	case note.Options != s.options || saved.Dataset().ID != id || note.Report == nil:
		return errors.New("it was loaded with other options")
	}
	return note.fitsSource(path)
}

// fitsSource tells how a file, or what is said beside it, has changed.
func (note *snapshotNote) fitsSource(path string) error {
	now, err := stamp(path)
	if err != nil {
		return err
	}
	switch {
	case note.Source.Beside != now.Beside:
		return errors.New("what the file beside it says has changed since")
	case note.Source.Size != now.Size:
		return errors.New("the file has changed since")
	case !now.Modified.IsZero() && now.Modified.Equal(note.Source.Modified):
		return nil
	}
	sum, err := sumOf(path)
	if err == nil && sum != note.Source.SHA256 {
		err = errors.New("the file has changed since")
	}
	return err
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// plan notes that a file that was loaded is to be kept.
func (s *Snapshots) plan(path, dataset string, res *ingest.Result, source sourceFile, told *report.Report) {
	if s == nil || res.Count < minSaved {
		return
	}
	if s.services {
		s.log.Info("no snapshot is kept: services were asked for places, and may answer better another time", "file",
			path)
		return
	}
	s.pending = append(s.pending, pendingSnapshot{s.file(path), dataset,
		snapshotNote{s.program, s.options, source, told, res.Geocoded, res.Given, told.Originals}})
}

// write writes what is planned. That it fails costs the next start its
// moment, and is no more than told.
func (s *Snapshots) write(ctx context.Context, store *memstore.Store) {
	if s == nil {
		return
	}
	for _, p := range s.pending {
		start := time.Now()
		if err := store.Save(ctx, p.dataset, p.path, func(string) (any, error) { return p.note, nil }); err != nil {
			if ctx.Err() == nil {
				s.log.Warn("no snapshot was written", "dataset", p.dataset, "why", err)
			}
			continue
		}
		s.log.Info("snapshot written", "dataset", p.dataset, "file", p.path, "took",
			time.Since(start).Round(time.Millisecond))
	}
	s.pending = nil
}
