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

// tx is a dataset of the log within a savepoint, which one change set is made in. What it
// writes is sent when there is much of it, when it must be read again, and in the end.
type tx struct {
	ctx   context.Context // of the transaction
	asked context.Context // of whoever asks
	log   *Log
	conn  pgx.Tx
	id    string // of the dataset
	at    time.Time

	dataset *incident.Dataset // nil where there is none
	version int64
	shown   bool // there is a table called as the dataset's is
	bare    bool // the table has no indexes now, and gets them in the end

	states  map[string]revise.State // of the incidents that are expected
	seqs    []int64                 // taken from the sequence for revisions to come
	rows    []revise.Row            // not sent yet
	pending map[string]bool         // the IDs of rows
	batch   pgx.Batch               // statements that were not sent yet
}

var _ revise.Tx = (*tx)(nil)

// begin sets the savepoint and reads the dataset.
func (t *tx) begin() error {
	t.batch.Queue("SAVEPOINT one")
	t.batch.Queue("SELECT about, base, version, to_regclass($2) IS NOT NULL FROM incidentmap_log.dataset "+
		"WHERE id = $1 AND NOT dropped", t.id, t.table()).QueryRow(func(row pgx.Row) error {
		var about string
		var base int64
		err := row.Scan(&about, &base, &t.version, &t.shown)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err == nil {
			t.dataset, err = revise.ParseDataset(t.id, about, base)
		}
		return err
	})
	return t.send()
}

// must fails where the dataset is not there.
func (t *tx) must() error {
	if t.dataset == nil {
		return incident.Errorf(incident.NotFound, "there is no dataset %q in the log", t.id)
	}
	return nil
}

// send sends the statements that wait.
func (t *tx) send() error {
	if t.batch.Len() == 0 {
		return nil
	}
	err := t.conn.SendBatch(t.ctx, &t.batch).Close()
	t.batch = pgx.Batch{}
	return err
}

// finish sends all that was not sent.
func (t *tx) finish() error {
	if err := t.flush(); err != nil {
		return err
	}
	if t.bare {
		t.queueIndexes()
	}
	t.batch.Queue("RELEASE SAVEPOINT one")
	return t.send()
}

// Expect implements revise.Tx.
func (t *tx) Expect(ids []string) error {
	if len(t.rows) >= flushRows {
		if err := t.flush(); err != nil {
			return err
		}
	}
	before, ask := t.states, make([]string, 0, len(ids))
	t.states = make(map[string]revise.State, len(ids))
	for id := range t.pending { // of these the tables have not the newest
		t.states[id] = before[id]
	}
	for _, id := range ids {
		if !t.pending[id] {
			ask = append(ask, clean(id))
		}
	}
	t.batch.Queue("SELECT i.id, i.number, r.content FROM incidentmap_log.incident i "+
		"JOIN incidentmap_log.revision r ON r.seq = i.seq WHERE i.dataset = $1 AND i.id = ANY($2)", t.id, ask).
		Query(func(rows pgx.Rows) error {
			return each(rows, func() error {
				var id string
				var content *string
				var st revise.State
				err := rows.Scan(&id, &st.Number, &content)
				if st.Deleted = content == nil; content != nil {
					st.Content = *content
				}
				t.states[id] = st
				return err
			})
		})
	if lack := len(ids) - len(t.seqs); lack > 0 {
		t.batch.Queue("SELECT nextval('incidentmap_log.revision_seq') FROM generate_series(1, $1)", lack).
			Query(func(rows pgx.Rows) error {
				return each(rows, func() error {
					var seq int64
					err := rows.Scan(&seq)
					t.seqs = append(t.seqs, seq)
					return err
				})
			})
	}
	return t.send()
}

// each takes each of some rows.
func each(rows pgx.Rows, take func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := take(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Before implements revise.Tx.
func (t *tx) Before(_ store.Operation, id string) (revise.State, error) { return t.states[id], nil }

// Content implements revise.Tx.
func (t *tx) Content(id string, number int) (content string, blanked bool, err error) {
	if err := t.flush(); err != nil {
		return "", false, err
	}
	var text *string
	err = t.conn.QueryRow(t.ctx, "SELECT content, blanked FROM incidentmap_log.revision "+
		"WHERE dataset = $1 AND id = $2 AND number = $3", t.id, id, number).Scan(&text, &blanked)
	if errors.Is(err, pgx.ErrNoRows) {
		err = incident.Errorf(incident.NotFound, "%q has no revision %d", id, number)
	}
	if text != nil {
		content = *text
	}
	return content, blanked, err
}

// Contents implements revise.Tx.
func (t *tx) Contents(id string) (map[int]string, error) {
	if err := t.flush(); err != nil {
		return nil, err
	}
	rows, err := t.conn.Query(t.ctx, "SELECT number, content FROM incidentmap_log.revision "+
		"WHERE dataset = $1 AND id = $2 AND content IS NOT NULL", t.id, id)
	if err != nil {
		return nil, err
	}
	all := map[int]string{}
	return all, each(rows, func() error {
		var number int
		var content string
		err := rows.Scan(&number, &content)
		all[number] = content
		return err
	})
}

// Blank implements revise.Tx. What senders were told may quote the content, too.
func (t *tx) Blank(id string, number int) error {
	t.batch.Queue("UPDATE incidentmap_log.answered SET answer = '' WHERE dataset = $1", t.id)
	t.batch.Queue("UPDATE incidentmap_log.revision SET content = NULL, blanked = true "+
		"WHERE dataset = $1 AND id = $2 AND number = $3", t.id, id, number)
	return nil
}

// Append implements revise.Tx.
func (t *tx) Append(r *revise.Row) error {
	r.Seq, t.seqs = t.seqs[0], t.seqs[1:]
	r.At = t.at
	t.rows = append(t.rows, *r)
	if t.pending == nil {
		t.pending = map[string]bool{}
	}
	t.pending[r.ID] = true
	t.states[r.ID] = revise.State{Number: r.Number, Content: r.Content, Deleted: r.Content == ""}
	return nil
}

// SetVersion implements revise.Tx.
func (t *tx) SetVersion(version int64) error {
	t.batch.Queue("UPDATE incidentmap_log.dataset SET version = $2 WHERE id = $1", t.id, version)
	return nil
}

// Audit implements revise.Tx.
func (t *tx) Audit(e store.AuditEntry) error {
	queueAudit(t.asked, &t.batch, t.at, e)
	return nil
}

// Answer implements revise.Tx.
func (t *tx) Answer(key string, after time.Time) (*revise.Answer, error) {
	return answerOf(t.ctx, t.conn, t.dataset, key, after)
}

// Remember implements revise.Tx.
func (t *tx) Remember(key string, a *revise.Answer, before time.Time) error {
	seqs := make([]int64, len(a.Revisions))
	for i, r := range a.Revisions {
		seqs[i] = r.Seq
	}
	t.batch.Queue("DELETE FROM incidentmap_log.answered WHERE at < $1", before)
	t.batch.Queue("INSERT INTO incidentmap_log.answered (key, body, at, dataset, version, seqs, answer) "+
		"VALUES ($1, $2, $3, $4, $5, $6, $7)", key, a.Body, t.at, t.id, a.Version, seqs, clean(string(a.Text)))
	return nil
}
