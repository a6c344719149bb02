package pgstore

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

// querier is a connection, a transaction or the pool.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Apply implements store.Log.
func (l *Log) Apply(ctx context.Context, set store.ChangeSet) (store.Applied, error) {
	var applied store.Applied
	streams := set.Stream != nil
	err := l.writers.submit(&request{ctx: ctx, alone: streams, stream: streams, do: func(t *tx) error {
		err := t.must()
		if err == nil {
			err = t.restoreTable()
		}
		if err == nil && streams {
			t.bare, err = t.dropIndexes()
		}
		if err == nil {
			applied, err = revise.Apply(ctx, t, t.dataset, t.version, &set, t.at)
		}
		return err
	}}, set.Dataset)
	if err != nil {
		return store.Applied{}, err
	}
	return applied, nil
}

// MakeDataset implements store.Log.
func (l *Log) MakeDataset(ctx context.Context, d *incident.Dataset, once *store.Once) (id string, err error) {
	err = l.writers.submit(&request{ctx: ctx, alone: true, do: func(t *tx) (err error) {
		there := t.dataset
		if there == nil {
			t.dataset = d // what came before is read as one of it
		}
		if id, err = revise.Make(t, there, d, once, t.at); err != nil || id != "" {
			return err
		}
		id = d.ID
		return t.make(d)
	}}, d.ID)
	return id, err
}

// PutDataset implements store.Log.
func (l *Log) PutDataset(ctx context.Context, d *incident.Dataset) error {
	return l.writers.submit(&request{ctx: ctx, alone: true, do: func(t *tx) error {
		if t.dataset == nil {
			return t.make(d)
		}
		merged, err := incident.Merge(t.dataset, d)
		if err != nil || reflect.DeepEqual(t.dataset, merged) {
			return err
		}
		if err := t.Describe(merged); err != nil {
			return err
		}
		return t.Audit(store.AuditEntry{Action: "dataset", Dataset: d.ID, Detail: revise.Described(t.dataset, merged)})
	}}, d.ID)
}

// make adds the dataset. One that was dropped goes on from its version.
func (t *tx) make(d *incident.Dataset) error {
	text, err := revise.DatasetText(d)
	if err != nil {
		return err
	}
	t.batch.Queue("INSERT INTO incidentmap_log.dataset (id, about) VALUES ($1, $2) "+
		"ON CONFLICT (id) DO UPDATE SET about = excluded.about, dropped = false, described = dataset.described + 1", d.ID,
		text)
	if err := t.describeTable(nil, d); err != nil {
		return err
	}
	return t.Audit(store.AuditEntry{Action: "dataset", Dataset: d.ID, Detail: "made: " + d.Title})
}

// Describe implements revise.Tx.
func (t *tx) Describe(d *incident.Dataset) error {
	text, err := revise.DatasetText(d)
	if err != nil {
		return err
	}
	t.batch.Queue("UPDATE incidentmap_log.dataset SET about = $2, described = described + 1 WHERE id = $1", t.id, text)
	return t.describeTable(t.dataset, d)
}

// DropDataset implements store.Log.
func (l *Log) DropDataset(ctx context.Context, dataset string) error {
	return l.writers.submit(&request{ctx: ctx, alone: true, do: func(t *tx) error {
		if err := t.must(); err != nil {
			return err
		}
		for _, query := range []string{"DELETE FROM incidentmap_log.revision WHERE dataset = $1",
			"DELETE FROM incidentmap_log.incident WHERE dataset = $1",
			"DELETE FROM incidentmap_log.answered WHERE dataset = $1",
			"UPDATE incidentmap_log.token SET revoked = now() WHERE dataset = $1 AND revoked IS NULL",
			"UPDATE incidentmap_log.dataset SET dropped = true, about = '{}', version = version + 1, base = version + 1, " +
				"described = described + 1 WHERE id = $1"} {
			t.batch.Queue(query, t.id)
		}
		t.batch.Queue("UPDATE incidentmap_log.log SET grants = grants + 1")
		if t.hurry(); t.dataset.Visibility != incident.Private {
			t.dropTable()
		}
		return t.Audit(store.AuditEntry{Action: "drop", Dataset: t.id, Version: t.version + 1,
			Detail: "the dataset " + t.dataset.Title + " was deleted with its history"})
	}}, dataset)
}

// datasetOf reads a dataset and its version. NotFound: there is none.
func datasetOf(ctx context.Context, q querier, id string) (d *incident.Dataset, version int64, err error) {
	var about string
	var base int64
	err = q.QueryRow(ctx, "SELECT about, version, base FROM incidentmap_log.dataset WHERE id = $1 AND NOT dropped", id).
		Scan(&about, &version, &base)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, 0, incident.Errorf(incident.NotFound, "there is no dataset %q in the log", id)
	}
	if err == nil {
		d, err = revise.ParseDataset(id, about, base)
	}
	return d, version, err
}

// Datasets implements store.Log.
func (l *Log) Datasets(ctx context.Context) (out []*incident.Dataset, err error) {
	err = l.again(ctx, func() error {
		out, err = datasets(ctx, l.pool)
		return err
	})
	return out, err
}

func datasets(ctx context.Context, q querier) (out []*incident.Dataset, err error) {
	rows, err := q.Query(ctx, "SELECT id, about, base FROM incidentmap_log.dataset WHERE NOT dropped")
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var id, about string
		var base int64
		if err := rows.Scan(&id, &about, &base); err != nil {
			return err
		}
		d, err := revise.ParseDataset(id, about, base)
		out = append(out, d)
		return err
	})
	slices.SortFunc(out, func(a, b *incident.Dataset) int {
		return strings.Compare(a.Title+"\x00"+a.ID, b.Title+"\x00"+b.ID)
	})
	return out, err
}

// Version implements store.Log.
func (l *Log) Version(ctx context.Context, dataset string) (version int64, err error) {
	err = l.again(ctx, func() error {
		_, version, err = datasetOf(ctx, l.pool, dataset)
		return err
	})
	return version, err
}

// Identity is random and the database's own. A copy that pg_dump has made has the same.
func (l *Log) Identity(ctx context.Context) (identity string, err error) {
	err = l.again(ctx, func() error {
		return l.pool.QueryRow(ctx, "SELECT identity FROM incidentmap_log.log").Scan(&identity)
	})
	return identity, err
}
