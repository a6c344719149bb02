package pgstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"incidentmap/internal/incident"
)

const (
	// maxGathered is how many change sets are written in one transaction at most.
	maxGathered = 128
	// againAfter is how long after a lost connection the same is tried once more.
	againAfter = 250 * time.Millisecond
)

// request is something that is to be written to a dataset.
type request struct {
	ctx context.Context
	do  func(*tx) error
	// alone says that it may take long, and has a transaction of its own; stream, that it
	// is read once, and not tried again, and ends when whoever asks has gone.
	alone, stream bool
	done          chan error
}

// writers gather what is to be written to each dataset: there is one at a time, and others
// wait in memory instead of each holding a connection that waits for the lock.
type writers struct {
	log *Log

	mu      sync.Mutex
	waiting map[string][]*request // by dataset; there while somebody writes to it
	running sync.WaitGroup
}

func (w *writers) wait() { w.running.Wait() }

// submit has something written to a dataset and waits until it is kept: who gave up could
// not know what became of it.
func (w *writers) submit(r *request, dataset string) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.done = make(chan error, 1)
	w.mu.Lock()
	if err := w.log.open(); err != nil {
		w.mu.Unlock()
		return err
	}
	if w.waiting == nil {
		w.waiting = map[string][]*request{}
	}
	queue, busy := w.waiting[dataset]
	w.waiting[dataset] = append(queue, r)
	if !busy {
		w.running.Go(func() { w.write(dataset) })
	}
	w.mu.Unlock()
	return <-r.done
}

// write writes what waits for a dataset until nothing does.
func (w *writers) write(dataset string) {
	for {
		w.mu.Lock()
		all := gather(w.waiting[dataset])
		if len(all) == 0 {
			delete(w.waiting, dataset)
			w.mu.Unlock()
			return
		}
		w.waiting[dataset] = w.waiting[dataset][len(all):]
		w.mu.Unlock()
		w.log.commit(dataset, all)
	}
}

// gather takes what is written together from the front of a queue.
func gather(queue []*request) []*request {
	for i, r := range queue {
		if i == maxGathered || i > 0 && r.alone {
			return queue[:i]
		}
		if r.alone {
			return queue[:1]
		}
	}
	return queue
}

// commit writes requests in one transaction. One that fails leaves no trace, and the others
// are written all the same; where the transaction fails, all have failed. One that was lost
// before its commit is made once more.
func (l *Log) commit(dataset string, all []*request) {
	errs := make([]error, len(all))
	err := l.transact(dataset, all, errs)
	if errors.Is(err, errUnanswered) {
		l.pool.Reset()
	}
	if isBroken(err) {
		l.pool.Reset()
		if !all[0].stream && !errors.Is(err, context.DeadlineExceeded) {
			time.Sleep(againAfter)
			clear(errs)
			err = l.transact(dataset, all, errs)
		}
	}
	if errors.Is(err, context.DeadlineExceeded) && !all[0].stream {
		err = fmt.Errorf("%w: %w", errSlow, err)
	}
	written := false
	for i, r := range all {
		if err != nil {
			errs[i] = err
		}
		written = written || errs[i] == nil
		r.done <- l.explained(errs[i])
	}
	if written {
		l.doorbell.ring()
	}
}

// transact writes requests in one transaction and reports an error of all, or in errs those
// of some.
func (l *Log) transact(dataset string, all []*request, errs []error) error {
	ctx, within, wait, commit := context.Background(), l.waits.write, l.waits.lock, l.waits.commit
	if all[0].alone {
		within, wait, commit = l.waits.long, l.waits.stream, l.waits.streamCommit
	}
	if all[0].stream {
		ctx = all[0].ctx
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	conn, err := l.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer conn.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it was committed, or the connection is gone
	if err := lockDataset(ctx, conn, dataset, wait); err != nil {
		return err
	}
	for i, r := range all {
		if errs[i] = r.ctx.Err(); errs[i] != nil {
			continue
		}
		errs[i] = l.inSavepoint(ctx, conn, r, dataset)
		if isBroken(errs[i]) || ctx.Err() != nil {
			return errs[i]
		}
	}
	return commitConn(ctx, conn, commit)
}

// lockDataset waits until no other server writes to a dataset. The lock is held until the
// transaction has ended and what it did can be seen.
func lockDataset(ctx context.Context, conn pgx.Tx, dataset string, wait time.Duration) error {
	b := &pgx.Batch{}
	b.Queue(fmt.Sprintf("SET LOCAL lock_timeout = %d", wait.Milliseconds()))
	b.Queue("SELECT pg_advisory_xact_lock(hashtextextended('incidentmap dataset ' || $1, 0))", dataset)
	return conn.SendBatch(ctx, b).Close()
}

// inSavepoint has a request done, and undone where it fails.
func (l *Log) inSavepoint(ctx context.Context, conn pgx.Tx, r *request, dataset string) error {
	t := &tx{ctx: ctx, asked: r.ctx, log: l, conn: conn, id: dataset, at: l.now().UTC().Truncate(time.Microsecond)}
	err := t.begin()
	if err == nil {
		err = r.do(t)
	}
	if err == nil {
		err = t.finish()
	}
	if err == nil || isBroken(err) || ctx.Err() != nil {
		return err
	}
	_, undone := conn.Exec(ctx, "ROLLBACK TO SAVEPOINT one")
	if isBroken(undone) {
		return undone
	}
	return errors.Join(err, undone)
}

// errSlow says that nothing was kept, because the database did not get on with it.
var errSlow = incident.Errorf(incident.Unavailable, "the database takes too long; nothing was changed, try again in a moment")

// Errors of commits after which nobody knows whether the change will stay.
var (
	errUnanswered = incident.Errorf(incident.Unavailable, "the database was lost while it kept the change, "+
		"and whether it has is not known: look before you send it again, or send it with the same Idempotency-Key")
	errUnreplicated = incident.Errorf(incident.Unavailable, "the database has kept the change, but no standby has confirmed it, "+
		"and it may be lost if the database fails: look before you send it again, or send it with the same Idempotency-Key")
)

// warning is the key of the last warning that a connection was sent.
const warning = "incidentmap.warning"

// noticed keeps the warnings of a connection. PostgreSQL sends one, and commits all the
// same, where the wait for a synchronous standby was cancelled.
func noticed(conn *pgconn.PgConn, n *pgconn.Notice) {
	if n.SeverityUnlocalized == "WARNING" {
		conn.CustomData()[warning] = n.Message
	}
}

// commitConn commits a transaction, and is acknowledged by whoever must confirm it or not
// at all. It is not given up with whoever asks: nobody would know what became of it.
func commitConn(ctx context.Context, conn pgx.Tx, within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer cancel()
	seen := conn.Conn().PgConn().CustomData()
	delete(seen, warning)
	err := conn.Commit(ctx)
	switch {
	case err == nil && seen[warning] != nil:
		return fmt.Errorf("%w: %v", errUnreplicated, seen[warning])
	case isBroken(err) || ctx.Err() != nil:
		return fmt.Errorf("%w: %s", errUnanswered, plain(err))
	}
	return err
}
