package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"incidentmap/internal/format"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Publisher keeps a copy of each public dataset of a log in a directory, for programs that
// read files. A copy is replaced whole, by rename: whoever has the old one open goes on
// reading it. It has what the map shows and nothing of the log.
type Publisher struct {
	Dir    string
	Format format.Format
	Reader store.Reader
	// Keeps reports whether a dataset is one of those to publish.
	Keeps func(dataset string) bool
	Log   *slog.Logger

	published map[string]string // versions by dataset
}

// How often the copies are compared with the data, and how much longer than a copy has
// taken the next one waits.
const (
	publishEvery = time.Second
	publishRest  = 4
)

// Run publishes until the context ends.
func (p *Publisher) Run(ctx context.Context) {
	p.published = map[string]string{}
	for {
		start := time.Now()
		if err := p.publish(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("publishing; it is tried again", "dir", p.Dir, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(publishEvery, publishRest*time.Since(start))):
		}
	}
}

// publish brings all copies up to date.
func (p *Publisher) publish(ctx context.Context) error {
	all, err := p.Reader.Datasets(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, d := range all {
		switch {
		case !p.Keeps(d.ID):
		case d.Visibility == incident.Private:
			failed = errors.Join(failed, p.withdraw(d))
		default:
			failed = errors.Join(failed, p.copy(ctx, d.ID))
		}
	}
	return failed
}

func (p *Publisher) path(dataset string) string {
	return filepath.Join(p.Dir, dataset+p.Format.Endings[0])
}

// withdraw takes away the copy of a dataset that is private.
func (p *Publisher) withdraw(d *incident.Dataset) error {
	delete(p.published, d.ID)
	err := os.Remove(p.path(d.ID))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		p.Log.Info("withdrawn, because the dataset is private", "file", p.path(d.ID))
	}
	return err
}

// copy writes a dataset unless its copy is of the version that is shown.
func (p *Publisher) copy(ctx context.Context, dataset string) error {
	view, err := p.Reader.View(ctx, dataset)
	if err != nil {
		return err
	}
	version := view.Stats().Version
	if p.published[dataset] == version {
		return nil
	}
	start, n := time.Now(), 0
	err = WriteWhole(p.path(dataset), func(w io.Writer) (err error) {
		n, err = writeView(ctx, view, p.Format, nil, w)
		return err
	})
	if err != nil {
		return err
	}
	p.published[dataset] = version
	p.Log.Info("published", "file", p.path(dataset), "incidents", n, "version", version,
		"took", time.Since(start).Round(time.Millisecond))
	return nil
}

// WriteWhole writes a file under another name and gives it its own when it is whole, so
// that one that is there stays until then.
func WriteWhole(path string, write func(io.Writer) error) (err error) {
	unfinished := path + ".unfinished"
	f, err := os.Create(unfinished) //nolint:gosec // the user's own file
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = write(w)
	if err == nil {
		err = errors.Join(w.Flush(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(unfinished, path)
	}
	if err != nil {
		_ = os.Remove(unfinished)
		return fmt.Errorf("%s was not written: %w", path, err)
	}
	return nil
}
