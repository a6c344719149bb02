package load

import (
	"context"
	"os"
	"strconv"
	"time"
)

// restShare is how many times as long as it has written Run rests: where much is changed all
// the time, a large dataset would be packed all the time. A server that is killed meanwhile
// may start from the log.
const restShare = 20

// Run writes images as they fall behind, until the context ends.
func (x *Images) Run(ctx context.Context) {
	if x == nil {
		return
	}
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
		}
		select {
		case <-ctx.Done():
			return
		case <-x.wake:
		}
		start := time.Now()
		x.writeBehind(ctx, maxBehind)
		rest.Reset(restShare * time.Since(start))
	}
}

// Finish writes the images that are behind enough for the next start to tell. Run must
// have ended.
func (x *Images) Finish(ctx context.Context) {
	if x != nil {
		x.writeBehind(ctx, minBehind)
	}
}

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
