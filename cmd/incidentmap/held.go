package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"incidentmap/internal/access"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/logsocket"
	"incidentmap/internal/memstore"
	"incidentmap/internal/sqlitestore"
)

// held is a database that the server holds as long as it runs: the map follows it, and
// other processes use it by way of a socket.
type held struct {
	path   string
	file   *sqlitestore.Log
	socket *logsocket.Server
	keeps  func(dataset string) bool // reports whether a dataset is of the database
	book   *access.Book
	images *load.Images
	// stop ends the writing of images, which running waits for.
	stop    context.CancelFunc
	running sync.WaitGroup
}

// hold takes a database for this process alone, before anything is loaded.
func hold(ctx context.Context, path string, told *slog.Logger) (*held, error) {
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
	book, err := access.Open(ctx, file, func(err error) {
		told.Error("the last use of a token was not kept", "err",
			err)
	})
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &held{path: path, file: file, book: book}, nil
}

// imagesOf are the images beside a database.
func imagesOf(ctx context.Context, path string, file *sqlitestore.Log, of *memstore.Store,
	told *slog.Logger) (*load.Images, error) {
	identity, err := file.Identity(ctx)
	if err != nil {
		return nil, err
	}
	return load.NewImages(path+".images", program(), identity, file, of, told), nil
}

// followed is the log that the map follows, with what is done to its file.
type followed struct {
	*keep.Followed
	*access.Book
	file   *sqlitestore.Log
	images *load.Images
}

// Backup implements logsocket.Log.
func (f followed) Backup(ctx context.Context, path string) error { return f.file.Backup(ctx, path) }

// Check implements logsocket.Log.
func (f followed) Check(ctx context.Context) ([]string, error) {
	var all []string
	for _, check := range []func(context.Context) ([]string, error){f.file.Check, f.CheckIndex, f.images.Check} {
		problems, err := check(ctx)
		if all = append(all, problems...); err != nil {
			return all, err
		}
	}
	return all, nil
}

// show brings the database into the map, has the map follow it, and lets others use it.
// Images are written as long as the context lives.
func (h *held) show(ctx context.Context, l *load.Loader, told *slog.Logger) (err error) {
	if h.images, err = imagesOf(ctx, h.path, h.file, l.Store, told); err != nil {
		return err
	}
	log, err := keep.Follow(ctx, h.file, load.Index{Loader: l, Images: h.images}, told)
	if err != nil {
		return err
	}
	l.Catalog.Follows(log)
	h.keeps = log.Keeps
	if err := h.images.Tidy(ctx); err != nil {
		told.Warn("old images stay", "why", err)
	}
	var running context.Context
	running, h.stop = context.WithCancel(ctx)
	h.running.Go(func() { h.images.Run(running) })
	h.socket, err = logsocket.Listen(h.path, followed{log, h.book, h.file, h.images}, told)
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
	return errors.Join(err, h.file.Close())
}
