package sqlitestore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// applier makes a change set within a savepoint.
type applier struct {
	ctx     context.Context
	log     *Log
	conn    *sqlite.Conn
	set     *store.ChangeSet
	at      string
	dataset *incident.Dataset
	version int64 // that the set leads to
	seq     int64 // of the newest revision of the log
	out     store.Applied
}

// state is what an incident is before a change.
type state struct {
	number  int // 0 where it never was
	content string
	deleted bool
}

func (a *applier) apply() (store.Applied, error) {
	d, version, err := datasetOf(a.conn, a.set.Dataset)
	if err != nil {
		return store.Applied{}, err
	}
	a.dataset, a.version, a.out.Version = d, version+1, version
	if before, err := a.again(); err != nil || before != nil {
		if err != nil {
			return store.Applied{}, err
		}
		return *before, nil
	}
	if b := a.set.Base; b != nil && *b != version {
		return store.Applied{}, incident.Errorf(incident.Conflict,
			"the changes are based on version %d of %s, which has version %d now", *b, d.ID, version)
	}
	if a.seq, err = newestSeq(a.conn); err != nil {
		return store.Applied{}, err
	}
	for e, err := range writtenAhead(a.set, d.Columns) {
		if err == nil {
			err = a.ctx.Err()
		}
		if err == nil {
			err = a.change(e)
		}
		if err != nil {
			return store.Applied{}, err
		}
	}
	if err := a.describe(); err != nil {
		return store.Applied{}, err
	}
	err = a.conclude()
	return a.out, err
}

// conclude gives the dataset its new version, if anything has changed, and writes down who
// has done it.
func (a *applier) conclude() error {
	if a.out.Count > 0 {
		a.out.Version = a.version
		err := sqlitex.Execute(a.conn, "UPDATE dataset SET version = ? WHERE id = ?",
			&sqlitex.ExecOptions{Args: []any{a.version, a.dataset.ID}})
		if err != nil {
			return err
		}
		detail := fmt.Sprintf("revisions: %d", a.out.Count)
		if a.set.Batch != "" {
			detail += ", batch " + a.set.Batch
		}
		err = a.log.audit(a.ctx, a.conn, store.AuditEntry{Actor: store.Actor{Name: a.set.Author}, Action: "change",
			Dataset: a.dataset.ID, Version: a.version, Detail: detail})
		if err != nil {
			return err
		}
	}
	return a.remember()
}

// describe has the dataset know the words that came with the set.
func (a *applier) describe() error {
	if a.set.Words == nil {
		return nil
	}
	words, now := a.set.Words(), *a.dataset
	now.Kinds, now.EventTypes = withTerms(now.Kinds, words.Kinds), withTerms(now.EventTypes, words.EventTypes)
	if len(now.Kinds) == len(a.dataset.Kinds) && len(now.EventTypes) == len(a.dataset.EventTypes) {
		return nil
	}
	a.out.Described = true
	return updateDataset(a.conn, &now)
}

func (a *applier) change(e *prepared) error {
	id := e.ID
	if e.Op == store.OpPut {
		id = e.Incident.ID
	}
	before, err := a.before(e.Op, id)
	if err != nil {
		return err
	}
	if e.Base != nil && *e.Base != before.number {
		return incident.Errorf(incident.Conflict, "the change of %q is based on revision %d, and it has revision %d now",
			id, *e.Base, before.number)
	}
	if e.Op != store.OpPut && before.number == 0 {
		return incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, a.dataset.ID)
	}
	switch e.Op {
	case store.OpPut:
		return a.put(e, before)
	case store.OpDelete:
		return a.delete(id, before)
	case store.OpRestore:
		return a.restore(id, e.Revision, before)
	case store.OpRedact:
		return a.redact(id, e.Revision, before)
	}
	return incident.Errorf(incident.Invalid, "the change of %q is %q; put, delete, redact and restore are allowed", id,
		e.Op)
}

// before reads what an incident is. One that is put for the first time, as most of many
// are, is noted at once: to look first would take as long as to write it.
func (a *applier) before(op store.Operation, id string) (state, error) {
	if op == store.OpPut {
		if err := sqlitex.Execute(a.conn, "INSERT INTO incident (dataset, id, number, seq) VALUES (?, ?, 1, ?) "+
			"ON CONFLICT DO NOTHING", &sqlitex.ExecOptions{Args: []any{a.dataset.ID, id, a.seq + 1}}); err != nil {
			return state{}, err
		}
		if a.conn.Changes() == 1 {
			return state{}, nil
		}
	}
	return stateOf(a.conn, a.dataset.ID, id)
}

// put makes the given content the incident's. What changes nothing is no revision. A
// change of the content resets what was reviewed; a review alone is kept.
func (a *applier) put(e *prepared, before state) error {
	inc := e.Incident
	if before.deleted && !e.Revive {
		return incident.Errorf(incident.Gone, "the incident %q was deleted; its ID is not used again", inc.ID)
	}
	next := *inc
	if before.number > 0 && !before.deleted {
		old, err := whole.Unmarshal([]byte(before.content), a.dataset.ID, a.dataset.Columns)
		if err != nil {
			return err
		}
		same, err := a.sameFacts(&old, &next)
		switch {
		case err != nil:
			return err
		case same && sameReview(old.PlaceReview, next.PlaceReview) && sameReview(old.RecordReview, next.RecordReview):
			return nil
		case !same:
			next.PlaceReview, next.RecordReview = incident.Review{}, incident.Review{}
		}
	}
	next.Revision = before.number + 1
	content := e.content
	if next.Revision > 1 || content == nil {
		var err error
		if content, err = whole.Marshal(&next, a.dataset.Columns); err != nil {
			return err
		}
	}
	next.Dataset = a.dataset.ID
	return a.insert(store.Revision{ID: inc.ID, Number: next.Revision, Op: store.OpPut, Incident: &next},
		string(content), 0)
}

// sameReview compares reviews, of which an unreviewed one may not say so.
func sameReview(a, b incident.Review) bool {
	a.State, b.State = cmp.Or(a.State, incident.Unreviewed), cmp.Or(b.State, incident.Unreviewed)
	return a == b
}

// sameFacts compares all but revision and reviews.
func (a *applier) sameFacts(old, now *incident.Incident) (bool, error) {
	var texts [2]string
	for i, inc := range []*incident.Incident{old, now} {
		bare := *inc
		bare.Revision, bare.PlaceReview, bare.RecordReview = 0, incident.Review{}, incident.Review{}
		raw, err := whole.Marshal(&bare, a.dataset.Columns)
		if err != nil {
			return false, err
		}
		texts[i] = string(raw)
	}
	return texts[0] == texts[1], nil
}

func (a *applier) delete(id string, before state) error {
	if before.deleted {
		return nil
	}
	return a.insert(store.Revision{ID: id, Number: before.number + 1, Op: store.OpDelete}, "", 0)
}

func (a *applier) restore(id string, number int, before state) error {
	content, blanked, err := contentOf(a.conn, a.dataset.ID, id, number)
	switch {
	case err != nil:
		return err
	case blanked:
		return incident.Errorf(incident.Gone, "revision %d of %q was redacted", number, id)
	case content == "":
		return incident.Errorf(incident.Invalid, "revision %d of %q has no content: it is a deletion", number, id)
	}
	inc, err := whole.Unmarshal([]byte(content), a.dataset.ID, a.dataset.Columns)
	if err != nil {
		return err
	}
	inc.Revision = before.number + 1
	inc.PlaceReview, inc.RecordReview = incident.Review{}, incident.Review{}
	raw, err := whole.Marshal(&inc, a.dataset.Columns)
	if err != nil {
		return err
	}
	return a.insert(store.Revision{ID: id, Number: inc.Revision, Op: store.OpRestore, Incident: &inc}, string(raw),
		number)
}

// redact blanks an earlier revision, and with it all others that say the same, such as
// one that restored it. What the incident is now stays.
func (a *applier) redact(id string, number int, before state) error {
	content, blanked, err := contentOf(a.conn, a.dataset.ID, id, number)
	if err != nil || blanked {
		return err
	}
	numbers := []int{number}
	if content != "" {
		if numbers, err = a.sameAs(id, content); err != nil {
			return err
		}
	}
	if before.content != "" && slices.Contains(numbers, before.number) {
		return incident.Errorf(incident.Conflict, "revision %d of %q is what it is now; put another content first, "+
			"or delete it", number, id)
	}
	for _, n := range numbers {
		err := sqlitex.Execute(a.conn, "UPDATE revision SET content = NULL, blanked = 1 "+
			"WHERE dataset = ? AND id = ? AND number = ?", &sqlitex.ExecOptions{Args: []any{a.dataset.ID, id, n}})
		if err != nil {
			return err
		}
	}
	r := store.Revision{ID: id, Number: before.number + 1, Op: store.OpRedact}
	if before.content == "" {
		return a.insert(r, "", number)
	}
	inc, err := whole.Unmarshal([]byte(before.content), a.dataset.ID, a.dataset.Columns)
	if err != nil {
		return err
	}
	inc.Revision = r.Number
	r.Incident = &inc
	raw, err := whole.Marshal(&inc, a.dataset.Columns)
	if err != nil {
		return err
	}
	return a.insert(r, string(raw), number)
}

// sameAs are the numbers of an incident's revisions whose facts are those of a content.
func (a *applier) sameAs(id, content string) (numbers []int, err error) {
	facts, err := a.unmarshal(content)
	if err != nil {
		return nil, err
	}
	err = sqlitex.Execute(a.conn, "SELECT number, content FROM revision "+
		"WHERE dataset = ? AND id = ? AND content IS NOT NULL ORDER BY number", &sqlitex.ExecOptions{
		Args: []any{a.dataset.ID, id}, ResultFunc: func(s *sqlite.Stmt) error {
			other, err := a.unmarshal(s.ColumnText(1))
			if err != nil {
				return err
			}
			same, err := a.sameFacts(facts, other)
			if same {
				numbers = append(numbers, s.ColumnInt(0))
			}
			return err
		}})
	return numbers, err
}

func (a *applier) unmarshal(content string) (*incident.Incident, error) {
	inc, err := whole.Unmarshal([]byte(content), a.dataset.ID, a.dataset.Columns)
	return &inc, err
}

// insert appends a revision to the log.
func (a *applier) insert(r store.Revision, content string, target int) error {
	r.Dataset, r.Version, r.Author, r.Reason, r.Batch = a.dataset.ID, a.version, a.set.Author, a.set.Reason, a.set.Batch
	r.At, _ = time.Parse(time.RFC3339Nano, a.at)
	var kept any
	if content != "" {
		kept = content
	}
	r.Seq = a.seq + 1
	err := sqlitex.Execute(a.conn, "INSERT INTO revision (seq, dataset, id, number, version, at, author, reason, batch, "+
		"op, target, blanked, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
		&sqlitex.ExecOptions{Args: []any{r.Seq, r.Dataset, r.ID, r.Number, r.Version, a.at, r.Author, r.Reason, r.Batch,
			string(r.Op), target, kept}})
	if err != nil {
		return err
	}
	a.seq = r.Seq
	a.out.Count++
	if !a.set.Brief {
		a.out.Revisions = append(a.out.Revisions, r)
	}
	if r.Number == 1 {
		return nil // before has noted it
	}
	return sqlitex.Execute(a.conn, "UPDATE incident SET number = ?, seq = ? WHERE dataset = ? AND id = ?",
		&sqlitex.ExecOptions{Args: []any{r.Number, r.Seq, r.Dataset, r.ID}})
}

// newestSeq is the number of the newest revision of a log.
func newestSeq(conn *sqlite.Conn) (seq int64, err error) {
	err = sqlitex.Execute(conn, "SELECT coalesce(max(seq), 0) FROM revision", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			seq = s.ColumnInt64(0)
			return nil
		}})
	return seq, err
}

// stateOf reads what an incident is now. Two questions and not a join of both tables:
// SQLite would plan the join anew for every ID, because one of the indexes is partial.
func stateOf(conn *sqlite.Conn, dataset, id string) (st state, err error) {
	var seq int64
	err = sqlitex.Execute(conn, "SELECT number, seq FROM incident WHERE dataset = ? AND id = ?",
		&sqlitex.ExecOptions{Args: []any{dataset, id}, ResultFunc: func(s *sqlite.Stmt) error {
			st.number, seq = s.ColumnInt(0), s.ColumnInt64(1)
			return nil
		}})
	if err != nil || seq == 0 {
		return st, err
	}
	err = sqlitex.Execute(conn, "SELECT content IS NULL, content FROM revision WHERE seq = ?",
		&sqlitex.ExecOptions{Args: []any{seq}, ResultFunc: func(s *sqlite.Stmt) error {
			st.deleted, st.content = s.ColumnBool(0), s.ColumnText(1)
			return nil
		}})
	return st, err
}

// contentOf reads the content of a revision; empty where it has none.
func contentOf(conn *sqlite.Conn, dataset, id string, number int) (content string, blanked bool, err error) {
	found := false
	err = sqlitex.Execute(conn, "SELECT content, blanked FROM revision WHERE dataset = ? AND id = ? AND number = ?",
		&sqlitex.ExecOptions{Args: []any{dataset, id, number}, ResultFunc: func(s *sqlite.Stmt) error {
			content, blanked, found = s.ColumnText(0), s.ColumnBool(1), true
			return nil
		}})
	if err == nil && !found {
		err = incident.Errorf(incident.NotFound, "%q has no revision %d", id, number)
	}
	return content, blanked, err
}
