package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"incidentmap/internal/access"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/logsocket"
	"incidentmap/internal/sqlitestore"
)

// held is a database that the server holds as long as it runs: the map follows it, and
// other processes use it by way of a socket.
type held struct {
	path   string
	file   database
	socket *logsocket.Server
	keeps  func(dataset string) bool // reports whether a dataset is of the database
	book   *access.Book
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
	book, err := access.Open(ctx, file, func(err error) { told.Error("the last use of a token was not kept", "err", err) })
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &held{path: path, file: file, book: book}, nil
}

// followed is the log that the map follows, with what is done to its file.
type followed struct {
	*keep.Followed
	*access.Book
	file database
}

// Backup implements logsocket.Log.
func (f followed) Backup(ctx context.Context, path string) error { return f.file.Backup(ctx, path) }

// Check implements logsocket.Log.
func (f followed) Check(ctx context.Context) ([]string, error) { return f.file.Check(ctx) }

// show loads the database into the map, has the map follow it, and lets others use it.
func (h *held) show(ctx context.Context, l *load.Loader, told *slog.Logger) error {
	log, err := keep.Follow(ctx, h.file, load.Index{Loader: l}, told)
	if err != nil {
		return err
	}
	l.Catalog.Follows(log)
	h.keeps = log.Keeps
	h.socket, err = logsocket.Listen(h.path, followed{log, h.book, h.file}, told)
	return err
}

// Close ends what others have asked for, then the log.
func (h *held) Close() error {
	if h == nil {
		return nil
	}
	var err error
	if h.socket != nil {
		err = h.socket.Close()
	}
	h.book.Settle()
	return errors.Join(err, h.file.Close())
}
