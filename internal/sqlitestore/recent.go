package sqlitestore

import (
	"slices"
	"sync"

	"incidentmap/internal/incident"
	"incidentmap/internal/revise"
)

// mostRecent is how many of a dataset's newest revisions lie in memory, and up to twice as
// many until they are cut.
const mostRecent = 400

// mostBytes is how long the contents of a dataset's newest revisions may be together.
const mostBytes = 8 << 20

// recent is what has last been committed, in memory: who follows the log, or asks which
// datasets there are, need not wait for the connection, which is held while the next
// change sets are flushed. It is safe for concurrent use.
type recent struct {
	most     int // as mostRecent
	mu       sync.Mutex
	datasets []*incident.Dataset // nil: to be read
	tails    map[string]tail     // by dataset
}

// tail are the newest revisions of a dataset: all those of versions after a certain one.
type tail struct {
	dataset *incident.Dataset // as it was when they were written
	after   int64
	rows    []row // are never changed
	bytes   int   // of their contents, and of those that were cut
}

// forget has everything read again.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.datasets, r.tails = nil, nil
}

// add takes the revisions of a change set that was committed; of one that had too many
// none are known.
func (r *recent) add(d *incident.Dataset, rows []row, many bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if many {
		delete(r.tails, d.ID)
	}
	if len(rows) == 0 {
		return
	}
	t, version := r.tails[d.ID], rows[0].Version
	if n := len(t.rows); n == 0 || t.rows[n-1].Version != version-1 {
		t = tail{after: version - 1}
	}
	for i := range rows {
		t.bytes += len(rows[i].content)
	}
	if t.bytes > mostBytes { // begun anew with the next
		delete(r.tails, d.ID)
		return
	}
	t.dataset, t.rows = d, append(t.rows, rows...)
	if len(t.rows) > 2*r.most {
		t.after = t.rows[len(t.rows)-r.most-1].Version // the rest of it goes, too
		i := slices.IndexFunc(t.rows, func(r row) bool { return r.Version > t.after })
		if i < 0 {
			i = len(t.rows)
		}
		t.rows = slices.Clone(t.rows[i:])
	}
	if r.tails == nil {
		r.tails = map[string]tail{}
	}
	r.tails[d.ID] = t
}

// since is a page of the revisions after a version; nil where they are not all here.
func (r *recent) since(dataset string, version int64) *page {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.tails[dataset]
	if !ok || version < t.after {
		return nil
	}
	i := slices.IndexFunc(t.rows, func(r row) bool { return r.Version > version })
	if i < 0 {
		i = len(t.rows)
	}
	return &page{dataset: t.dataset, rows: t.rows[i:len(t.rows):len(t.rows)]}
}

// list are the datasets; nil where they must be read.
func (r *recent) list() []*incident.Dataset {
	r.mu.Lock()
	defer r.mu.Unlock()
	return copies(r.datasets)
}

// setList takes the datasets as they were read.
func (r *recent) setList(all []*incident.Dataset) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.datasets = copies(all)
}

// copies are datasets that their readers may change.
func copies(all []*incident.Dataset) []*incident.Dataset {
	if all == nil {
		return nil
	}
	out := make([]*incident.Dataset, len(all))
	for i, d := range all {
		out[i] = copyOf(d)
	}
	return out
}

func copyOf(d *incident.Dataset) *incident.Dataset {
	out := *d
	out.Kinds, out.EventTypes = slices.Clone(d.Kinds), slices.Clone(d.EventTypes)
	out.Columns, out.Groups = slices.Clone(d.Columns), slices.Clone(d.Groups)
	return &out
}

// unsettled is what a transaction has changed so far. It belongs to whoever commits.
type unsettled struct {
	sets    []*tx // change sets whose revisions are to be told
	changed bool  // more than revisions that were appended
	blanked bool  // content that must not be left in the file
}

// settle tells what was committed. A transaction that failed has nothing to tell.
func (l *Log) settle(committed bool) {
	u := l.unsettled
	l.unsettled = unsettled{}
	if u.changed {
		l.recent.forget()
	}
	if !committed || u.changed {
		return
	}
	for _, t := range u.sets {
		l.recent.add(t.dataset, t.rows, t.many)
	}
}

// note has a revision told once it is committed. Those of a large change set are read
// from the file, like all before them.
func (t *tx) note(r *revise.Row) {
	if t.many = t.many || len(t.rows) == t.log.recent.most; t.many {
		t.rows = nil
		return
	}
	kept := r.Revision
	kept.Incident = nil // whoever made it may go on changing it
	t.rows = append(t.rows, row{Revision: kept, at: t.atText, content: r.Content})
}
