package pgstore

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

var _ store.Shared = (*Log)(nil)

// markOf is SQL for the mark of a version of the dataset d: the transaction and the first
// revision that led to it. It is found by the order of an index whatever statistics there
// are: of an equal version, PostgreSQL may expect so many that it looks at all by seq.
func markOf(version string) string {
	return "coalesce((SELECT m.mark FROM (SELECT r.version, concat_ws(' ', r.xid, r.seq, extract(epoch FROM r.at)) AS mark " +
		"FROM incidentmap_log.revision r WHERE r.dataset = d.id AND (r.version, r.seq) >= (" + version + ", 0) " +
		"ORDER BY r.version, r.seq LIMIT 1) m WHERE m.version = " + version + "), '')"
}

// Heads implements store.Shared.
func (l *Log) Heads(ctx context.Context) (out store.Heads, err error) {
	err = l.again(ctx, func() error {
		out = store.Heads{Datasets: map[string]store.Head{}}
		b := &pgx.Batch{}
		b.Queue("SELECT d.id, d.version, d.described, " + markOf("d.version") +
			" FROM incidentmap_log.dataset d WHERE NOT d.dropped").Query(func(rows pgx.Rows) error {
			return each(rows, func() error {
				var id string
				var h store.Head
				err := rows.Scan(&id, &h.Version, &h.Described, &h.Mark)
				out.Datasets[id] = h
				return err
			})
		})
		b.Queue("SELECT grants FROM incidentmap_log.log").QueryRow(func(row pgx.Row) error {
			return row.Scan(&out.Grants)
		})
		return l.pool.SendBatch(ctx, b).Close()
	})
	return out, err
}

// At implements store.Shared.
func (l *Log) At(ctx context.Context, dataset string, version int64) (h store.Head, err error) {
	err = l.again(ctx, func() error {
		err := l.pool.QueryRow(ctx, "SELECT d.version, d.described, "+markOf("$2")+" FROM incidentmap_log.dataset d "+
			"WHERE d.id = $1 AND NOT d.dropped", dataset, version).Scan(&h.Version, &h.Described, &h.Mark)
		if errors.Is(err, pgx.ErrNoRows) {
			err = incident.Errorf(incident.NotFound, "there is no dataset %q in the log", dataset)
		}
		return err
	})
	return h, err
}

// Snapshot implements store.Shared.
func (l *Log) Snapshot(ctx context.Context) (store.Snapshot, error) { return l.snapshotAgain(ctx) }

// Dataset implements store.Snapshot.
func (s *Snapshot) Dataset(ctx context.Context, id string) (d *incident.Dataset, h store.Head, err error) {
	var about string
	var base int64
	err = s.tx.QueryRow(ctx, "SELECT d.about, d.base, d.version, d.described, "+markOf("d.version")+
		" FROM incidentmap_log.dataset d WHERE d.id = $1 AND NOT d.dropped", id).
		Scan(&about, &base, &h.Version, &h.Described, &h.Mark)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, h, incident.Errorf(incident.NotFound, "there is no dataset %q in the log", id)
	}
	if err == nil {
		d, err = revise.ParseDataset(id, about, base)
	}
	return d, h, s.log.explained(err)
}

// listenAgain is how long after a lost connection another one listens.
const listenAgain = time.Second

// Listen calls ring whenever another server may have kept something, until the context
// ends. Rings may be lost, as while the connection is: who must know looks each second, too.
func (l *Log) Listen(ctx context.Context, ring func()) {
	for ctx.Err() == nil {
		err := l.listen(ctx, ring)
		if ctx.Err() != nil {
			return
		}
		l.told.Debug("notifications of the database are missed for a moment", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

func (l *Log) listen(ctx context.Context, ring func()) error {
	conn, err := pgx.ConnectConfig(ctx, l.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it only listened
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		ring() // once before the first: what came while nobody listened
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
