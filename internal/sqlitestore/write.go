package sqlitestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

// maxGathered is how many change sets are written in one transaction at most.
const maxGathered = 256

// request is something that is to be written.
type request struct {
	ctx  context.Context
	do   func(*sqlite.Conn) error
	done chan error
}

// errClosed is the answer of a log that was closed.
var errClosed = incident.Errorf(incident.Unavailable, "the log is closed")

// submit has something written and waits until it is flushed.
func (l *Log) submit(ctx context.Context, do func(*sqlite.Conn) error) error {
	r := &request{ctx, do, make(chan error, 1)}
	select {
	case <-l.closing:
		return errClosed
	default:
	}
	select {
	case l.waiting <- r:
	case <-l.closing:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	// What has begun is told to its end: whoever gives up could not know what became of it.
	select {
	case err := <-r.done:
		return err
	case <-l.ended:
		select {
		case err := <-r.done:
			return err
		default:
			return errClosed
		}
	}
}

// write writes what waits until the log is closed.
func (l *Log) write() {
	defer close(l.ended)
	for {
		select {
		case r := <-l.waiting:
			l.commit(l.gather(r))
		case <-l.closing:
			for {
				select {
				case r := <-l.waiting:
					l.commit(l.gather(r))
				default:
					return
				}
			}
		}
	}
}

// gather takes all that wait beside the first.
func (l *Log) gather(first *request) []*request {
	all := []*request{first}
	for len(all) < maxGathered {
		select {
		case r := <-l.waiting:
			all = append(all, r)
		default:
			return all
		}
	}
	return all
}

// commit writes requests in one transaction. One that fails leaves no trace, and the
// others are written all the same; where the commit fails, all have failed.
func (l *Log) commit(all []*request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	errs := make([]error, len(all))
	err := l.broken
	if err == nil {
		err = l.writeAll(all, errs)
	}
	blanked := err == nil && l.unsettled.blanked
	l.settle(err == nil)
	if sqlite.ErrCode(err) == sqlite.ResultIOErrFsync && l.broken == nil {
		l.broken = err
	}
	for i := range all {
		if err != nil {
			errs[i] = fmt.Errorf("nothing was written: %w", err)
		}
	}
	if blanked {
		l.clean(errs)
	}
	for i, r := range all {
		r.done <- explained(l.path, errs[i])
	}
}

// clean takes what was blanked out of the file beside the database, where it would lie until
// the log is closed. Where that fails, all who wait are told: one of them has blanked it.
func (l *Log) clean(errs []error) {
	busy := 0
	err := sqlitex.ExecuteTransient(l.conn, "PRAGMA wal_checkpoint(TRUNCATE)", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			busy = s.ColumnInt(0)
			return nil
		}})
	if err == nil && busy == 0 {
		return
	}
	for i := range errs {
		if errs[i] == nil {
			errs[i] = fmt.Errorf("the change was made, but what was blanked or deleted may be left in %s-wal until the "+
				"program that holds the database ends: %w", l.path, cmp.Or(err, errBusy))
		}
	}
}

var errBusy = errors.New("somebody else reads the file")

// writeAll writes requests in one transaction and reports an error of all, or in errs
// those of some.
func (l *Log) writeAll(all []*request, errs []error) error {
	return inTransaction(l.conn, func() error {
		for i, r := range all {
			before := len(l.unsettled.sets)
			if errs[i] = r.ctx.Err(); errs[i] == nil {
				errs[i] = savepoint(l.conn, r.do)
			}
			if errs[i] != nil {
				l.unsettled.sets = l.unsettled.sets[:before]
			}
			// Where the disk is full, SQLite takes the whole transaction back: what comes now
			// would be one of its own.
			if errs[i] != nil && l.conn.AutocommitEnabled() {
				return errs[i]
			}
		}
		return nil
	})
}

func inTransaction(conn *sqlite.Conn, do func() error) (err error) {
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return do()
}

func savepoint(conn *sqlite.Conn, do func(*sqlite.Conn) error) (err error) {
	defer sqlitex.Save(conn)(&err)
	return do(conn)
}

// Apply implements store.Log.
func (l *Log) Apply(ctx context.Context, set store.ChangeSet) (store.Applied, error) {
	var applied store.Applied
	err := l.submit(ctx, func(conn *sqlite.Conn) (err error) {
		d, version, err := l.datasetOf(conn, set.Dataset)
		if err != nil {
			return err
		}
		tx, err := l.begin(ctx, conn, d)
		if err != nil {
			return err
		}
		applied, err = revise.Apply(ctx, tx, d, version, &set, tx.at)
		if err == nil {
			l.unsettled.sets = append(l.unsettled.sets, tx)
		}
		return err
	})
	if err != nil {
		return store.Applied{}, err
	}
	return applied, nil
}

// MakeDataset implements store.Log.
func (l *Log) MakeDataset(ctx context.Context, d *incident.Dataset, once *store.Once) (id string, err error) {
	err = l.submit(ctx, func(conn *sqlite.Conn) error {
		there, _, err := l.datasetOf(conn, d.ID)
		var e *incident.Error
		if err != nil && (!errors.As(err, &e) || e.Code != incident.NotFound) {
			return err
		}
		tx, err := l.begin(ctx, conn, d)
		if err != nil {
			return err
		}
		if id, err = revise.Make(tx, there, d, once, tx.at); err != nil || id != "" {
			return err
		}
		id = d.ID
		l.unsettled.changed = true
		return l.made(ctx, conn, d)
	})
	return id, err
}

// made adds a dataset within a transaction.
func (l *Log) made(ctx context.Context, conn *sqlite.Conn, d *incident.Dataset) error {
	if err := insertDataset(conn, d); err != nil {
		return err
	}
	return l.audit(ctx, conn, store.AuditEntry{Action: "dataset", Dataset: d.ID, Detail: "made: " + d.Title})
}

// PutDataset implements store.Log.
func (l *Log) PutDataset(ctx context.Context, d *incident.Dataset) error {
	return l.submit(ctx, func(conn *sqlite.Conn) error {
		l.unsettled.changed = true
		before, _, err := l.datasetOf(conn, d.ID)
		var e *incident.Error
		if errors.As(err, &e) && e.Code == incident.NotFound {
			return l.made(ctx, conn, d)
		}
		if err != nil {
			return err
		}
		merged, err := incident.Merge(before, d)
		if err != nil || reflect.DeepEqual(before, merged) {
			return err
		}
		if err := updateDataset(conn, merged); err != nil {
			return err
		}
		return l.audit(ctx, conn, store.AuditEntry{Action: "dataset", Dataset: d.ID, Detail: revise.Described(before, merged)})
	})
}
