package main

import (
	"context"
	"path/filepath"
	"time"

	"incidentmap/internal/keep"
	"incidentmap/internal/store"
)

// cacheOf is where the images of a database in PostgreSQL are: in the directory of
// --snapshots, apart from those of other databases.
func cacheOf(dir, identity string) string { return filepath.Join(dir, "database-"+identity) }

// logOf is the log that the map follows.
func (h *held) logOf() store.Log {
	if h.shared != nil {
		return h.shared
	}
	return h.log
}

// followOthers brings what other servers change, and what they give and take by tokens,
// until the context ends.
func (h *held) followOthers(ctx context.Context, log *keep.Followed) {
	rings := make(chan struct{}, 1)
	h.running.Go(func() {
		h.shared.Listen(ctx, func() {
			select {
			case rings <- struct{}{}:
			default: // one ring is for all that has come until it is heard
			}
		})
	})
	grants := int64(-1)
	h.running.Go(func() {
		log.Run(ctx, rings, func(ctx context.Context, heads store.Heads, at time.Time) error {
			err := h.book.Follow(ctx, heads.Grants != grants, at)
			if err == nil {
				grants = heads.Grants
			}
			return err
		})
	})
}

// age is how long ago the map had all that a database in PostgreSQL had; 0 while it loads.
func (h *held) age() time.Duration {
	if log := h.follow.Load(); log != nil {
		return log.Age()
	}
	return 0
}
