package sqlitestore

import (
	"context"
	"errors"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
)

func insertDataset(conn *sqlite.Conn, d *incident.Dataset) error {
	text, err := revise.DatasetText(d)
	if err != nil {
		return err
	}
	return sqlitex.Execute(conn, "INSERT INTO dataset (id, version, about) VALUES (?, 0, ?) "+
		"ON CONFLICT (id) DO UPDATE SET about = excluded.about, dropped = 0",
		&sqlitex.ExecOptions{Args: []any{d.ID, text}})
}

func updateDataset(conn *sqlite.Conn, d *incident.Dataset) error {
	text, err := revise.DatasetText(d)
	if err != nil {
		return err
	}
	return sqlitex.Execute(conn, "UPDATE dataset SET about = ? WHERE id = ?",
		&sqlitex.ExecOptions{Args: []any{text, d.ID}})
}

// parsed is a dataset and the text that it was read from.
type parsed struct {
	text string
	d    *incident.Dataset
}

// datasetOf reads a dataset and its version; the caller holds mu. NotFound: there is none.
func (l *Log) datasetOf(conn *sqlite.Conn, id string) (d *incident.Dataset, version int64, err error) {
	err = sqlitex.Execute(conn, "SELECT about, version, base FROM dataset WHERE id = ? AND dropped = 0",
		&sqlitex.ExecOptions{Args: []any{id}, ResultFunc: func(s *sqlite.Stmt) (err error) {
			version = s.ColumnInt64(1)
			d, err = l.parse(id, s.ColumnText(0), s.ColumnInt64(2))
			return err
		}})
	if err == nil && d == nil {
		err = incident.Errorf(incident.NotFound, "there is no dataset %q in the log", id)
	}
	return d, version, err
}

// parse reads a dataset's text, which is the same from change to change as a rule.
func (l *Log) parse(id, text string, base int64) (*incident.Dataset, error) {
	if p := l.parsed[id]; p.d != nil && p.text == text && p.d.Base == base {
		return copyOf(p.d), nil
	}
	d, err := revise.ParseDataset(id, text, base)
	if err != nil {
		return nil, err
	}
	if l.parsed == nil {
		l.parsed = map[string]parsed{}
	}
	l.parsed[id] = parsed{text, copyOf(d)}
	return d, nil
}

// Datasets implements store.Log.
func (l *Log) Datasets(ctx context.Context) ([]*incident.Dataset, error) {
	if err := l.usable(ctx); err != nil {
		return nil, err
	}
	if known := l.recent.list(); known != nil {
		return known, nil
	}
	if err := l.hold(); err != nil {
		return nil, err
	}
	defer l.mu.Unlock()
	out := []*incident.Dataset{}
	err := sqlitex.Execute(l.conn, "SELECT id, about, base FROM dataset WHERE dropped = 0", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			d, err := revise.ParseDataset(s.ColumnText(0), s.ColumnText(1), s.ColumnInt64(2))
			out = append(out, d)
			return err
		}})
	slices.SortFunc(out, func(a, b *incident.Dataset) int {
		return strings.Compare(a.Title+"\x00"+a.ID, b.Title+"\x00"+b.ID)
	})
	if err != nil {
		return nil, explained(l.path, err)
	}
	l.recent.setList(out)
	return out, nil
}

// Version implements store.Log.
func (l *Log) Version(ctx context.Context, dataset string) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := l.hold(); err != nil {
		return 0, err
	}
	defer l.mu.Unlock()
	_, version, err := l.datasetOf(l.conn, dataset)
	return version, explained(l.path, err)
}

// Identity is random and the log's own: a backup of it has another one.
func (l *Log) Identity(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := l.hold(); err != nil {
		return "", err
	}
	defer l.mu.Unlock()
	identity := ""
	err := sqlitex.Execute(l.conn, "SELECT identity FROM log", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		identity = s.ColumnText(0)
		return nil
	}})
	if err == nil && identity == "" {
		err = errors.New("the database has lost its identity; restore-backup makes a new one of a backup")
	}
	return identity, explained(l.path, err)
}
