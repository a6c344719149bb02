package pgstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

// Grants implements store.Access.
func (l *Log) Grants(ctx context.Context) (out []store.Grant, err error) {
	err = l.again(ctx, func() error {
		out, err = grants(ctx, l.pool)
		return err
	})
	return out, err
}

func grants(ctx context.Context, q querier) (out []store.Grant, err error) {
	rows, err := q.Query(ctx, "SELECT id, hash, name, role, dataset, created, expires, used, revoked "+
		"FROM incidentmap_log.token ORDER BY created, id")
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var g store.Grant
		var hash []byte
		var expires, used, revoked *time.Time
		err := rows.Scan(&g.ID, &hash, &g.Name, &g.Role, &g.Dataset, &g.Created, &expires, &used, &revoked)
		if err == nil && copy(g.Hash[:], hash) != len(g.Hash) {
			err = fmt.Errorf("the hash of the token %s has %d bytes", g.ID, len(hash))
		}
		g.Created = g.Created.UTC()
		g.Expires, g.Used, g.Revoked = timeOf(expires), timeOf(used), timeOf(revoked)
		out = append(out, g)
		return err
	})
	return out, err
}

// timeOf is a time as it is kept; zero for none.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// kept is a time for the database, which has none for zero.
func kept(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Microsecond)
	return &t
}

// PutGrant implements store.Access.
func (l *Log) PutGrant(ctx context.Context, g store.Grant) error {
	what := "given"
	if !g.Revoked.IsZero() {
		what = "revoked"
	}
	return l.writeOnce(ctx, func(b *pgx.Batch) {
		queueGrant(b, &g)
		b.Queue("UPDATE incidentmap_log.log SET grants = grants + 1")
		queueAudit(ctx, b, l.now(), store.AuditEntry{Action: "token", Dataset: g.Dataset,
			Detail: fmt.Sprintf("%s %s: %s for %s", what, g.ID, g.Role, g.Name)})
	})
}

func queueGrant(b *pgx.Batch, g *store.Grant) {
	b.Queue("INSERT INTO incidentmap_log.token (id, hash, name, role, dataset, created, expires, used, revoked) "+
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "+
		"role = excluded.role, dataset = excluded.dataset, expires = excluded.expires, revoked = excluded.revoked",
		g.ID, g.Hash[:], clean(g.Name), string(g.Role), g.Dataset, kept(g.Created), kept(g.Expires), kept(g.Used),
		kept(g.Revoked))
}

// GrantUsed implements store.Access.
func (l *Log) GrantUsed(ctx context.Context, id string, at time.Time) error {
	return l.writeOnce(ctx, func(b *pgx.Batch) {
		b.Queue("UPDATE incidentmap_log.token SET used = $2 WHERE id = $1", id, kept(at))
	})
}

// writeOnce does something in a transaction of its own that may be done twice.
func (l *Log) writeOnce(ctx context.Context, queue func(*pgx.Batch)) error {
	err := l.again(ctx, func() error {
		tx, err := l.pool.Begin(ctx)
		if err != nil {
			return err
		}
		defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it was committed, or the connection is gone
		b := &pgx.Batch{}
		queue(b)
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		return commitConn(ctx, tx, l.waits.commit)
	})
	if err == nil {
		l.doorbell.ring()
	}
	return err
}

// Audit implements store.Access.
func (l *Log) Audit(ctx context.Context, limit int) (out []store.AuditEntry, err error) {
	err = l.again(ctx, func() error {
		out = nil
		rows, err := l.pool.Query(ctx, "SELECT seq, at, name, token, address, action, dataset, version, detail "+
			"FROM incidentmap_log.audit ORDER BY seq DESC LIMIT $1", limit)
		if err != nil {
			return err
		}
		return each(rows, func() error {
			e, err := scanAudit(rows)
			out = append(out, e)
			return err
		})
	})
	return out, err
}

func scanAudit(rows pgx.Rows) (e store.AuditEntry, err error) {
	err = rows.Scan(&e.Seq, &e.At, &e.Name, &e.Grant, &e.Address, &e.Action, &e.Dataset, &e.Version, &e.Detail)
	e.At = e.At.UTC()
	return e, err
}

// queueAudit writes who does what, in the transaction in which it is done.
func queueAudit(ctx context.Context, b *pgx.Batch, at time.Time, e store.AuditEntry) {
	who := store.ActorOf(ctx)
	b.Queue("INSERT INTO incidentmap_log.audit (at, name, token, address, action, dataset, version, detail) "+
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", kept(at), clean(cmp.Or(e.Name, who.Name)), who.Grant, clean(who.Address),
		e.Action, e.Dataset, e.Version, clean(e.Detail))
}

// Answered implements store.Log.
func (l *Log) Answered(ctx context.Context, dataset string, once store.Once) (out *store.Applied, err error) {
	err = l.again(ctx, func() error {
		d := &incident.Dataset{}
		var err error
		if dataset != "" {
			d, _, err = datasetOf(ctx, l.pool, dataset)
		}
		if err == nil {
			out, err = revise.Again(answers{ctx: ctx, q: l.pool, dataset: d}, &once, l.now())
		}
		return err
	})
	return out, err
}

// answers are what became of change sets of a dataset.
type answers struct {
	revise.Tx
	ctx     context.Context
	q       querier
	dataset *incident.Dataset
}

// Answer implements revise.Tx.
func (a answers) Answer(key string, after time.Time) (*revise.Answer, error) {
	return answerOf(a.ctx, a.q, a.dataset, key, after)
}

// answerOf is what became of the change set that was remembered under a key.
func answerOf(ctx context.Context, q querier, d *incident.Dataset, key string, after time.Time) (*revise.Answer,
	error) {
	out := &revise.Answer{}
	var seqs []int64
	var text string
	err := q.QueryRow(ctx, "SELECT body, version, dataset, seqs, answer FROM incidentmap_log.answered "+
		"WHERE key = $1 AND at >= $2", key, after).Scan(&out.Body, &out.Version, &out.Dataset, &seqs, &text)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if text != "" {
		out.Text = []byte(text)
	}
	rows, err := q.Query(ctx, "SELECT "+revisionFields+"FROM incidentmap_log.revision r WHERE r.seq = ANY($1) ORDER BY r.seq",
		seqs)
	if err != nil {
		return nil, err
	}
	return out, each(rows, func() error {
		read, err := scanRow(rows, d.ID)
		if err != nil {
			return err
		}
		r, err := read.revision(d)
		out.Revisions = append(out.Revisions, r)
		return err
	})
}
