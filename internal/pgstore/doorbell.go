package pgstore

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is what is notified when something was kept.
const channel = "incidentmap_log"

// ringTime bounds a notification: who does not hear it looks each second.
const ringTime = 2 * time.Second

// doorbell tells other servers that something was kept. PostgreSQL lets one transaction at
// a time commit a notification, and has it wait for the disk and for standbys like any
// other: so none is a part of what it tells of. It comes after that, waits for nothing, and
// one is for all that was kept while the one before was under way.
type doorbell struct {
	log *Log

	mu      sync.Mutex
	ringing bool
	again   bool
	running sync.WaitGroup
}

func (d *doorbell) wait() { d.running.Wait() }

// ring notifies soon.
func (d *doorbell) ring() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ringing {
		d.again = true
		return
	}
	d.ringing = true
	d.running.Go(d.notify)
}

func (d *doorbell) notify() {
	for {
		d.send()
		d.mu.Lock()
		if !d.again {
			d.ringing = false
			d.mu.Unlock()
			return
		}
		d.again = false
		d.mu.Unlock()
	}
}

func (d *doorbell) send() {
	ctx, cancel := context.WithTimeout(context.Background(), ringTime)
	defer cancel()
	err := pgx.BeginFunc(ctx, d.log.pool, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue("SET LOCAL synchronous_commit = off")
		b.Queue("SELECT pg_notify('" + channel + "', '')")
		return tx.SendBatch(ctx, b).Close()
	})
	if err != nil {
		d.log.told.Debug("no notification was sent; other servers look each second", "err", err)
	}
}
