package sqlitestore

import (
	"context"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
	"incidentmap/internal/store"
)

// tx is the log within a savepoint, which one change set is made in.
type tx struct {
	ctx     context.Context
	log     *Log
	conn    *sqlite.Conn
	dataset *incident.Dataset
	at      time.Time
	atText  string
	seq     int64 // of the newest revision of the log
	rows    []row // of the revisions that were appended; none where these are many
	many    bool
}

var _ revise.Tx = (*tx)(nil)

// begin has a change set of a dataset made within the savepoint of a connection.
func (l *Log) begin(ctx context.Context, conn *sqlite.Conn, d *incident.Dataset) (*tx, error) {
	t := &tx{ctx: ctx, log: l, conn: conn, dataset: d, at: l.now().UTC()}
	t.atText = timeText(t.at)
	err := sqlitex.Execute(conn, "SELECT coalesce(max(seq), 0) FROM revision", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			t.seq = s.ColumnInt64(0)
			return nil
		}})
	return t, err
}

// Expect implements revise.Tx: one question at a time costs nothing here.
func (t *tx) Expect([]string) error { return nil }

// Before implements revise.Tx. One that is put for the first time, as most of many are, is
// noted at once: to look first would take as long as to write it.
func (t *tx) Before(op store.Operation, id string) (revise.State, error) {
	if op == store.OpPut {
		if err := sqlitex.Execute(t.conn, "INSERT INTO incident (dataset, id, number, seq) VALUES (?, ?, 1, ?) "+
			"ON CONFLICT DO NOTHING", &sqlitex.ExecOptions{Args: []any{t.dataset.ID, id, t.seq + 1}}); err != nil {
			return revise.State{}, err
		}
		if t.conn.Changes() == 1 {
			return revise.State{}, nil
		}
	}
	return t.state(id)
}

// state reads what an incident is now. Two questions and not a join of both tables:
// SQLite would plan the join anew for every ID, because one of the indexes is partial.
func (t *tx) state(id string) (st revise.State, err error) {
	var seq int64
	err = sqlitex.Execute(t.conn, "SELECT number, seq FROM incident WHERE dataset = ? AND id = ?",
		&sqlitex.ExecOptions{Args: []any{t.dataset.ID, id}, ResultFunc: func(s *sqlite.Stmt) error {
			st.Number, seq = s.ColumnInt(0), s.ColumnInt64(1)
			return nil
		}})
	if err != nil || seq == 0 {
		return st, err
	}
	err = sqlitex.Execute(t.conn, "SELECT content IS NULL, content FROM revision WHERE seq = ?",
		&sqlitex.ExecOptions{Args: []any{seq}, ResultFunc: func(s *sqlite.Stmt) error {
			st.Deleted, st.Content = s.ColumnBool(0), s.ColumnText(1)
			return nil
		}})
	return st, err
}

// Content implements revise.Tx.
func (t *tx) Content(id string, number int) (content string, blanked bool, err error) {
	found := false
	err = sqlitex.Execute(t.conn, "SELECT content, blanked FROM revision WHERE dataset = ? AND id = ? AND number = ?",
		&sqlitex.ExecOptions{Args: []any{t.dataset.ID, id, number}, ResultFunc: func(s *sqlite.Stmt) error {
			content, blanked, found = s.ColumnText(0), s.ColumnBool(1), true
			return nil
		}})
	if err == nil && !found {
		err = incident.Errorf(incident.NotFound, "%q has no revision %d", id, number)
	}
	return content, blanked, err
}

// Contents implements revise.Tx.
func (t *tx) Contents(id string) (map[int]string, error) {
	all := map[int]string{}
	err := sqlitex.Execute(t.conn, "SELECT number, content FROM revision WHERE dataset = ? AND id = ? "+
		"AND content IS NOT NULL", &sqlitex.ExecOptions{Args: []any{t.dataset.ID, id},
		ResultFunc: func(s *sqlite.Stmt) error {
			all[s.ColumnInt(0)] = s.ColumnText(1)
			return nil
		}})
	return all, err
}

// Blank implements revise.Tx. What senders were told may quote the content, too.
func (t *tx) Blank(id string, number int) error {
	t.log.unsettled.changed, t.log.unsettled.blanked = true, true
	err := sqlitex.Execute(t.conn, "UPDATE answered SET answer = '' WHERE dataset = ?",
		&sqlitex.ExecOptions{Args: []any{t.dataset.ID}})
	if err != nil {
		return err
	}
	return sqlitex.Execute(t.conn, "UPDATE revision SET content = NULL, blanked = 1 "+
		"WHERE dataset = ? AND id = ? AND number = ?", &sqlitex.ExecOptions{Args: []any{t.dataset.ID, id, number}})
}

// Append implements revise.Tx.
func (t *tx) Append(r *revise.Row) error {
	var kept any
	if r.Content != "" {
		kept = r.Content
	}
	r.Seq = t.seq + 1
	err := sqlitex.Execute(t.conn, "INSERT INTO revision (seq, dataset, id, number, version, at, author, reason, batch, "+
		"op, target, blanked, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
		&sqlitex.ExecOptions{Args: []any{r.Seq, r.Dataset, r.ID, r.Number, r.Version, t.atText, r.Author, r.Reason,
			r.Batch, string(r.Op), r.Target, kept}})
	if err != nil {
		return err
	}
	t.seq = r.Seq
	t.note(r)
	if r.Number == 1 {
		return nil // Before has noted it
	}
	return sqlitex.Execute(t.conn, "UPDATE incident SET number = ?, seq = ? WHERE dataset = ? AND id = ?",
		&sqlitex.ExecOptions{Args: []any{r.Number, r.Seq, r.Dataset, r.ID}})
}

// SetVersion implements revise.Tx.
func (t *tx) SetVersion(version int64) error {
	return sqlitex.Execute(t.conn, "UPDATE dataset SET version = ? WHERE id = ?",
		&sqlitex.ExecOptions{Args: []any{version, t.dataset.ID}})
}

// Describe implements revise.Tx.
func (t *tx) Describe(d *incident.Dataset) error {
	t.log.unsettled.changed = true
	return updateDataset(t.conn, d)
}

// Audit implements revise.Tx.
func (t *tx) Audit(e store.AuditEntry) error { return t.log.audit(t.ctx, t.conn, e) }

// Answer implements revise.Tx.
func (t *tx) Answer(key string, after time.Time) (out *revise.Answer, err error) {
	err = sqlitex.Execute(t.conn, "SELECT body, version, dataset, answer FROM answered WHERE key = ? AND at >= ?",
		&sqlitex.ExecOptions{Args: []any{key, timeText(after)}, ResultFunc: func(s *sqlite.Stmt) error {
			out = &revise.Answer{Body: s.ColumnText(0), Version: s.ColumnInt64(1), Dataset: s.ColumnText(2)}
			if text := s.ColumnText(3); text != "" {
				out.Text = []byte(text)
			}
			return nil
		}})
	if err != nil || out == nil {
		return nil, err
	}
	err = sqlitex.Execute(t.conn, "SELECT r.seq, r.id, r.number, r.version, r.at, r.author, r.reason, r.batch, r.op, "+
		"r.blanked, r.content FROM answered w, json_each(w.seqs) j JOIN revision r ON r.seq = j.value "+
		"WHERE w.key = ? ORDER BY r.seq", &sqlitex.ExecOptions{Args: []any{key}, ResultFunc: func(s *sqlite.Stmt) error {
		read := rowOf(s, t.dataset.ID)
		r, err := read.revision(t.dataset)
		out.Revisions = append(out.Revisions, r)
		return err
	}})
	return out, err
}

// Remember implements revise.Tx.
func (t *tx) Remember(key string, a *revise.Answer, before time.Time) error {
	err := sqlitex.Execute(t.conn, "DELETE FROM answered WHERE at < ?",
		&sqlitex.ExecOptions{Args: []any{timeText(before)}})
	if err != nil {
		return err
	}
	seqs := []byte{'['}
	for i, r := range a.Revisions {
		if i > 0 {
			seqs = append(seqs, ',')
		}
		seqs = fmt.Appendf(seqs, "%d", r.Seq)
	}
	return sqlitex.Execute(t.conn, "INSERT INTO answered (key, body, at, dataset, version, seqs, answer) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?)", &sqlitex.ExecOptions{Args: []any{key, a.Body, t.atText, t.dataset.ID, a.Version,
		string(append(seqs, ']')), string(a.Text)}})
}
