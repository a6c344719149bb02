package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"incidentmap/internal/access"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/logsocket"
	"incidentmap/internal/memstore"
	"incidentmap/internal/pgstore"
	"incidentmap/internal/sqlitestore"
)

// identified is a database that knows itself from its copies.
type identified interface {
	database
	Identity(ctx context.Context) (string, error)
}

// held is a database that the server has open as long as it runs: the map follows it. A file
// is its alone, and other processes use it by way of a socket; one in PostgreSQL is others'
// too.
type held struct {
	path   string
	log    identified
	shared *pgstore.Log // the same where it is in PostgreSQL, else nil
	follow atomic.Pointer[keep.Followed]
	socket *logsocket.Server
	keeps  func(dataset string) bool // reports whether a dataset is of the database
	book   *access.Book
	images *load.Images
	// stop ends what is done beside: the writing of images, and the following of what others
	// change.
	stop    context.CancelFunc
	running sync.WaitGroup
}

// hold opens a database before anything is loaded; a file for this process alone.
func hold(ctx context.Context, path string, told *slog.Logger) (*held, error) {
	h := &held{path: path}
	var err error
	if pgstore.IsAddress(path) {
		if h.shared, err = pgstore.Open(ctx, path, true, told); err != nil {
			return nil, err
		}
		h.log = inPostgres{h.shared}
	} else if h.log, err = holdFile(path); err != nil {
		return nil, err
	}
	h.book, err = access.Open(ctx, h.log, func(err error) {
		told.Error("the last use of a token was not kept", "err",
			err)
	})
	if err != nil {
		return nil, errors.Join(err, h.log.Close())
	}
	return h, nil
}

func holdFile(path string) (identified, error) {
	if err := mustBeThere("serve", path); err != nil {
		return nil, err
	}
	file, err := openFile("serve", path)
	var inUse *sqlitestore.InUseError
	if errors.As(err, &inUse) {
		return nil, fmt.Errorf("%w: stop it first", inUse)
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// imagesOf are the images of a database: in a directory beside a file, else in the cache
// that is given; nil without one.
func imagesOf(ctx context.Context, path, cache string, log identified, of *memstore.Store,
	told *slog.Logger) (*load.Images, error) {
	identity, err := log.Identity(ctx)
	if err != nil {
		return nil, err
	}
	dir := path + ".images"
	if pgstore.IsAddress(path) {
		if cache == "" {
			return nil, nil
		}
		dir = cacheOf(cache, identity)
	}
	return load.NewImages(dir, program(), identity, log, of, told), nil
}

// followed is the log that the map follows, with what is done to its file.
type followed struct {
	*keep.Followed
	*access.Book
	log    database
	images *load.Images
}

// DropDataset implements store.Log.
func (f followed) DropDataset(ctx context.Context, dataset string) error {
	err := f.Followed.DropDataset(ctx, dataset)
	if err == nil {
		f.Dropped(dataset)
	}
	return err
}

// Backup implements logsocket.Log.
func (f followed) Backup(ctx context.Context, path string) error { return f.log.Backup(ctx, path) }

// Check implements logsocket.Log.
func (f followed) Check(ctx context.Context) ([]string, error) {
	var all []string
	for _, check := range []func(context.Context) ([]string, error){f.log.Check, f.CheckIndex, f.images.Check} {
		problems, err := check(ctx)
		if all = append(all, problems...); err != nil {
			return all, err
		}
	}
	return all, nil
}

// show brings the database into the map, has the map follow it, and lets others use a file.
// Images are written as long as the context lives.
func (h *held) show(ctx context.Context, l *load.Loader, cache string, told *slog.Logger) (err error) {
	if h.images, err = imagesOf(ctx, h.path, cache, h.log, l.Store, told); err != nil {
		return err
	}
	log, err := keep.Follow(ctx, h.logOf(), load.Index{Loader: l, Images: h.images}, told)
	if err != nil {
		return err
	}
	h.follow.Store(log)
	l.Catalog.Follows(log)
	h.keeps = log.Keeps
	if err := h.images.Tidy(ctx); err != nil {
		told.Warn("old images stay", "why", err)
	}
	var running context.Context
	running, h.stop = context.WithCancel(ctx)
	h.running.Go(func() { h.images.Run(running) })
	if h.shared != nil {
		h.followOthers(running, log)
		return nil
	}
	h.socket, err = logsocket.Listen(h.path, followed{log, h.book, h.log, h.images}, told)
	return err
}

// Close ends what others have asked for, writes the images as far as the context lasts,
// and closes the log.
func (h *held) Close(ctx context.Context) error {
	if h == nil {
		return nil
	}
	var err error
	if h.socket != nil {
		err = h.socket.Close()
	}
	h.book.Settle()
	if h.stop != nil {
		h.stop()
		h.running.Wait()
		h.images.Finish(ctx)
	}
	return errors.Join(err, h.log.Close())
}
