package sqlitestore

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

var _ store.Access = (*Log)(nil)

// Grants implements store.Access.
func (l *Log) Grants(ctx context.Context) (out []store.Grant, err error) {
	err = l.rows(ctx, "SELECT id, hash, name, role, dataset, created, expires, used, revoked FROM token "+
		"ORDER BY created, id", nil, func(s *sqlite.Stmt) error {
		g := store.Grant{ID: s.ColumnText(0), Name: s.ColumnText(2), Role: store.Role(s.ColumnText(3)),
			Dataset: s.ColumnText(4)}
		if n := s.ColumnBytes(1, g.Hash[:]); n != len(g.Hash) {
			return fmt.Errorf("the hash of the token %s has %d bytes", g.ID, n)
		}
		for i, into := range []*time.Time{&g.Created, &g.Expires, &g.Used, &g.Revoked} {
			if *into, err = parseTime(s.ColumnText(5 + i)); err != nil {
				return err
			}
		}
		out = append(out, g)
		return nil
	})
	return out, err
}

// PutGrant implements store.Access.
func (l *Log) PutGrant(ctx context.Context, g store.Grant) error {
	return l.submit(ctx, func(conn *sqlite.Conn) error {
		if err := putGrant(conn, g); err != nil {
			return err
		}
		what := "given"
		if !g.Revoked.IsZero() {
			what = "revoked"
		}
		return l.audit(ctx, conn, store.AuditEntry{Action: "token", Dataset: g.Dataset,
			Detail: fmt.Sprintf("%s %s: %s for %s", what, g.ID, g.Role, g.Name)})
	})
}

func putGrant(conn *sqlite.Conn, g store.Grant) error {
	return sqlitex.Execute(conn, "INSERT INTO token (id, hash, name, role, dataset, created, expires, used, revoked) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, "+
		"dataset = excluded.dataset, expires = excluded.expires, revoked = excluded.revoked",
		&sqlitex.ExecOptions{Args: []any{g.ID, g.Hash[:], g.Name, string(g.Role), g.Dataset, timeText(g.Created),
			timeText(g.Expires), timeText(g.Used), timeText(g.Revoked)}})
}

// GrantUsed implements store.Access.
func (l *Log) GrantUsed(ctx context.Context, id string, at time.Time) error {
	return l.submit(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "UPDATE token SET used = ? WHERE id = ?",
			&sqlitex.ExecOptions{Args: []any{timeText(at), id}})
	})
}

// Audit implements store.Access.
func (l *Log) Audit(ctx context.Context, limit int) ([]store.AuditEntry, error) {
	return l.auditRows(ctx, "ORDER BY seq DESC LIMIT ?", limit)
}

// auditRows reads entries of the audit by the rest of a query.
func (l *Log) auditRows(ctx context.Context, rest string, args ...any) (out []store.AuditEntry, err error) {
	err = l.rows(ctx, "SELECT seq, at, name, token, address, action, dataset, version, detail FROM audit "+
		rest, args, func(s *sqlite.Stmt) error {
		at, err := parseTime(s.ColumnText(1))
		out = append(out, store.AuditEntry{Seq: s.ColumnInt64(0), At: at, Actor: store.Actor{Name: s.ColumnText(2),
			Grant: s.ColumnText(3), Address: s.ColumnText(4)}, Action: s.ColumnText(5), Dataset: s.ColumnText(6),
			Version: s.ColumnInt64(7), Detail: s.ColumnText(8)})
		return err
	})
	return out, err
}

// audit writes who does what, in the transaction in which it is done.
func (l *Log) audit(ctx context.Context, conn *sqlite.Conn, e store.AuditEntry) error {
	who := store.ActorOf(ctx)
	who.Name = cmp.Or(e.Name, who.Name)
	return sqlitex.Execute(conn, "INSERT INTO audit (at, name, token, address, action, dataset, version, detail) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?)", &sqlitex.ExecOptions{Args: []any{timeText(l.now()), who.Name, who.Grant,
		who.Address, e.Action, e.Dataset, e.Version, e.Detail}})
}

// rows asks a query and takes each of its rows, while the connection is held.
func (l *Log) rows(ctx context.Context, query string, args []any, take func(*sqlite.Stmt) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := l.hold(); err != nil {
		return err
	}
	defer l.mu.Unlock()
	return explained(l.path, sqlitex.Execute(l.conn, query, &sqlitex.ExecOptions{Args: args, ResultFunc: take}))
}

// timeText is a time as it is kept; empty for none.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

// DropDataset implements store.Log.
func (l *Log) DropDataset(ctx context.Context, dataset string) error {
	return l.submit(ctx, func(conn *sqlite.Conn) error {
		l.unsettled.changed, l.unsettled.blanked = true, true
		d, version, err := l.datasetOf(conn, dataset)
		if err != nil {
			return err
		}
		for _, query := range []string{"DELETE FROM revision WHERE dataset = ?",
			"DELETE FROM incident WHERE dataset = ?",
			"DELETE FROM answered WHERE dataset = ?",
			"UPDATE token SET revoked = strftime('%Y-%m-%dT%H:%M:%SZ') WHERE dataset = ? AND revoked = ''",
			"UPDATE dataset SET dropped = 1, about = '{}', version = version + 1, base = version + 1 WHERE id = ?"} {
			if err := sqlitex.Execute(conn, query, &sqlitex.ExecOptions{Args: []any{dataset}}); err != nil {
				return err
			}
		}
		return l.audit(ctx, conn, store.AuditEntry{Action: "drop", Dataset: d.ID, Version: version + 1,
			Detail: "the dataset " + d.Title + " was deleted with its history"})
	})
}

// Answered implements store.Log.
func (l *Log) Answered(ctx context.Context, dataset string, once store.Once) (*store.Applied, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.hold(); err != nil {
		return nil, err
	}
	defer l.mu.Unlock()
	d := &incident.Dataset{}
	if dataset != "" {
		var err error
		if d, _, err = l.datasetOf(l.conn, dataset); err != nil {
			return nil, explained(l.path, err)
		}
	}
	before, err := revise.Again(&tx{log: l, conn: l.conn, dataset: d}, &once, l.now())
	return before, explained(l.path, err)
}
