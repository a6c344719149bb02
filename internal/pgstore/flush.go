package pgstore

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/revise"
)

// flushRows is how many revisions are sent together, and copyRows from how many on they are
// sent by COPY, which takes a turn more and much less for each.
const (
	flushRows = 4_096
	copyRows  = 64
)

// The columns that are written; all others have defaults.
var (
	revisionTable   = pgx.Identifier{"incidentmap_log", "revision"}
	revisionColumns = []string{"seq", "dataset", "id", "number", "version", "at", "author", "reason", "batch", "op",
		"target", "content"}
	incidentTable   = pgx.Identifier{"incidentmap_log", "incident"}
	incidentColumns = []string{"dataset", "id", "number", "seq"}
)

// flush sends the revisions that wait, with what is derived of them.
func (t *tx) flush() error {
	if len(t.rows) > 0 {
		if err := t.sendRows(); err != nil {
			return err
		}
		t.rows, t.pending = t.rows[:0], nil
	}
	return t.send()
}

func (t *tx) sendRows() error {
	fresh, changed := t.heads()
	all := fresh
	if len(t.rows) >= copyRows {
		if err := t.send(); err != nil { // what was blanked comes before
			return err
		}
		_, err := t.conn.CopyFrom(t.ctx, revisionTable, revisionColumns, pgx.CopyFromSlice(len(t.rows),
			func(i int) ([]any, error) { return t.revisionValues(&t.rows[i]), nil }))
		if err != nil {
			return err
		}
		_, err = t.conn.CopyFrom(t.ctx, incidentTable, incidentColumns, pgx.CopyFromSlice(len(fresh),
			func(i int) ([]any, error) { return t.headValues(fresh[i]), nil }))
		if err != nil {
			return err
		}
		fresh = nil
	} else {
		for i := range t.rows {
			t.batch.Queue("INSERT INTO incidentmap_log.revision (seq, dataset, id, number, version, at, author, reason, batch, "+
				"op, target, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
				t.revisionValues(&t.rows[i])...)
		}
	}
	for _, r := range fresh {
		t.batch.Queue("INSERT INTO incidentmap_log.incident (dataset, id, number, seq) VALUES ($1, $2, $3, $4)",
			t.headValues(r)...)
	}
	t.queueChanged(changed)
	return t.publish(all, changed)
}

// queueChanged has incidents that are there know their newest revisions.
func (t *tx) queueChanged(changed []*revise.Row) {
	if len(changed) == 0 {
		return
	}
	ids, numbers, seqs := make([]string, len(changed)), make([]int32, len(changed)), make([]int64, len(changed))
	for i, r := range changed {
		ids[i], numbers[i], seqs[i] = r.ID, int32(r.Number), r.Seq
	}
	t.batch.Queue("UPDATE incidentmap_log.incident i SET number = n.number, seq = n.seq "+
		"FROM unnest($2::text[], $3::int[], $4::bigint[]) AS n (id, number, seq) WHERE i.dataset = $1 AND i.id = n.id",
		t.id, ids, numbers, seqs)
}

// heads are the newest of the revisions that wait, by incident: of those that are not in
// the tables yet, and of others.
func (t *tx) heads() (fresh, changed []*revise.Row) {
	newest, isFresh := make(map[string]int, len(t.rows)), map[string]bool{}
	for i := range t.rows {
		r := &t.rows[i]
		newest[r.ID] = i
		if r.Number == 1 {
			isFresh[r.ID] = true
		}
	}
	for i := range t.rows {
		switch r := &t.rows[i]; {
		case newest[r.ID] != i:
		case isFresh[r.ID]:
			fresh = append(fresh, r)
		default:
			changed = append(changed, r)
		}
	}
	return fresh, changed
}

func (t *tx) revisionValues(r *revise.Row) []any {
	var content any
	if r.Content != "" {
		content = r.Content
	}
	return []any{r.Seq, t.id, r.ID, int32(r.Number), r.Version, t.at, clean(r.Author), clean(r.Reason), clean(r.Batch),
		string(r.Op), int32(r.Target), content}
}

func (t *tx) headValues(r *revise.Row) []any { return []any{t.id, r.ID, int32(r.Number), r.Seq} }

// clean is a text as PostgreSQL takes it: UTF-8 without NUL. What it does not take is
// replaced by U+FFFD.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
