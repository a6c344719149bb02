package keep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Options say how incidents are brought into a log.
type Options struct {
	// Author, Reason and Batch are told by the history. Undo takes a batch back.
	Author, Reason, Batch string
	// Withdraw deletes the incidents of the dataset that are not among those brought, but
	// for those whose rows were left out.
	Withdraw bool
	// DryRun changes nothing.
	DryRun bool
	// Once, if not nil, has the import be made once, however often it comes. Answer makes
	// what is told of it then.
	Once   *store.Once
	Answer func(Outcome) ([]byte, error)
}

// Outcome says what an import has changed, or would change.
type Outcome struct {
	Added, Changed, Same, Withdrawn int
	// Returned are those that an import had withdrawn or an undo had taken back.
	Returned int
	// Unread are those that were not withdrawn because the file has their rows, which were
	// left out.
	Unread int
	// Gone are the IDs of incidents that somebody has deleted, and which stay so.
	Gone []string
	// ColumnsAdded are those that the dataset did not have, ColumnsWidened those that have
	// another type now.
	ColumnsAdded, ColumnsWidened []incident.ColumnChange
	// Version is the dataset's afterwards.
	Version int64
	// Batch names what Undo takes back; empty where nothing was changed.
	Batch string
	// Answer is what Options.Answer told of the same import when it came before; nothing
	// was done then.
	Answer []byte
}

// Chunk is a part of what is brought.
type Chunk struct {
	// Dataset describes what has come until now. Its columns are those of all chunks.
	Dataset   *incident.Dataset
	Incidents []incident.Incident
	// Untitled says that nobody gave the dataset its title: that of one that is there stays.
	Untitled bool
	// Unread are the rows of the file that were left out, told with the last chunk.
	Unread []Unread
	// Rows is the file whose rows of flat columns the incidents were made of, as their
	// sources call it; empty where the file has all of them. It is the same in all chunks.
	Rows string
}

// Import brings incidents into a dataset of a log, as one change set: all of them or
// none, so that a run that is interrupted is begun anew. They are written while they
// come, and nobody holds all of them. The dataset is made if it is not there, and gets
// the columns and words that it lacks; the incidents' own columns are put into its order,
// in place. The key is the incident's ID: one that is there with the same content is not
// touched. There must be one chunk at least.
func Import(ctx context.Context, log store.Log, chunks iter.Seq2[Chunk, error], opt Options) (Outcome, error) {
	next, stop := iter.Pull2(chunks)
	defer stop()
	first, err, ok := next()
	if err != nil || !ok {
		return Outcome{}, cmp.Or(err, errNothing)
	}
	before, version, err := existing(ctx, log, first.Dataset.ID)
	if err != nil {
		return Outcome{}, err
	}
	if before != nil && first.Untitled {
		first.Dataset.Title = before.Title
	}
	if before != nil && first.Dataset.Visibility == incident.Private && before.Visibility != incident.Private {
		return Outcome{}, incident.Errorf(incident.Conflict, "the dataset %s is there already and is public, and an import "+
			"does not change who sees it: import into another dataset, or have an admin make this one private first "+
			`(PATCH /api/collections/%s with {"visibility":"private"}) and leave --private out`, before.ID, before.ID)
	}
	columns, err := together(ctx, log, first.Dataset, before, opt.DryRun)
	if err != nil {
		return Outcome{}, err
	}
	p := plan{columns: columns, withdraws: opt.Withdraw, rows: first.Rows, described: first.Dataset,
		now: map[string]known{}, deleted: map[string]bool{},
		outcome: Outcome{Version: version}}
	if before != nil {
		p.outcome.ColumnsAdded, p.outcome.ColumnsWidened = incident.ColumnChanges(before.Columns, columns)
		err = p.read(ctx, log, first.Dataset.ID)
	} else {
		p.outcome.ColumnsAdded, _ = incident.ColumnChanges(nil, columns)
	}
	if err != nil {
		return Outcome{}, err
	}
	edits := p.edits(first, next)
	if opt.DryRun {
		err := p.run(ctx, edits)
		return p.outcome, err
	}
	return p.make(ctx, log, edits, store.ChangeSet{Dataset: first.Dataset.ID, Author: opt.Author, Reason: opt.Reason,
		Batch: opt.Batch, Brief: true, Once: p.once(&opt)})
}

// once is the name of the import, with what is to be told of it.
func (p *plan) once(opt *Options) *store.Once {
	if opt.Once == nil {
		return nil
	}
	once := *opt.Once
	if opt.Answer != nil {
		once.Answer = func(a store.Applied) ([]byte, error) { return opt.Answer(p.result(&a, opt.Batch)) }
	}
	return &once
}

// result is the outcome of what was applied.
func (p *plan) result(a *store.Applied, batch string) Outcome {
	out := p.outcome
	if out.Version = a.Version; a.Count > 0 {
		out.Batch = batch
	}
	return out
}

var errNothing = errors.New("there is nothing to import")

// make has the edits made, and the dataset know the words that came with them.
func (p *plan) make(ctx context.Context, log store.Log, edits iter.Seq2[store.Edit, error],
	set store.ChangeSet) (Outcome, error) {
	set.Stream = edits
	set.Words = func() store.Words { return store.Words{Kinds: p.described.Kinds, EventTypes: p.described.EventTypes} }
	applied, err := log.Apply(ctx, set)
	if err != nil {
		return Outcome{}, err
	}
	if applied.Again {
		return Outcome{Version: applied.Version, Answer: applied.Answer}, nil
	}
	return p.result(&applied, set.Batch), nil
}

// existing finds a dataset and its version; nil where there is none.
func existing(ctx context.Context, log store.Log, id string) (*incident.Dataset, int64, error) {
	all, err := log.Datasets(ctx)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(all, func(d *incident.Dataset) bool { return d.ID == id })
	if i < 0 {
		return nil, 0, nil
	}
	version, err := log.Version(ctx, id)
	return all[i], version, err
}

// together describes the dataset in the log and returns its columns then. A dry run takes
// those that are there, and those that would come.
func together(ctx context.Context, log store.Log, d, before *incident.Dataset, dry bool) ([]incident.Column, error) {
	if dry {
		var columns []incident.Column
		if before != nil {
			columns = slices.Clone(before.Columns)
		}
		for _, c := range d.Columns {
			i := slices.IndexFunc(columns, func(o incident.Column) bool { return strings.EqualFold(o.Name, c.Name) })
			if i < 0 {
				columns = append(columns, c)
			} else {
				columns[i].Type = columns[i].Type.Wider(c.Type)
			}
		}
		return columns, nil
	}
	if before != nil { // how it was described stays, unless the file says something
		named := *d
		if named.Title == "" {
			named.Title = before.Title
		}
		named.Visibility, named.Description = before.Visibility, cmp.Or(before.Description, d.Description)
		named.Licence, named.Attribution = cmp.Or(before.Licence, d.Licence), cmp.Or(before.Attribution, d.Attribution)
		d = &named
	}
	if err := log.PutDataset(ctx, d); err != nil {
		return nil, err
	}
	after, _, err := existing(ctx, log, d.ID)
	if err != nil {
		return nil, err
	}
	if after == nil {
		return nil, fmt.Errorf("the dataset %s was not kept", d.ID)
	}
	return after.Columns, nil
}

// known is an incident that is there.
type known struct {
	facts
	revision int32
	brought  bool // it is among those brought
}

// plan compares what is brought with what is there.
type plan struct {
	columns   []incident.Column
	withdraws bool
	rows      string            // as Chunk.Rows
	described *incident.Dataset // by the newest chunk
	now       map[string]known  // by ID
	deleted   map[string]bool   // by ID: by an import or an undo, and not by somebody
	unread    []Unread
	outcome   Outcome
}

func (p *plan) read(ctx context.Context, log store.Log, dataset string) error {
	same := make([]int, len(p.columns)) // those that are there come first
	for i := range same {
		same[i] = i
	}
	for inc, err := range log.Current(ctx, dataset) {
		if err != nil {
			return err
		}
		if len(p.outcome.ColumnsWidened) > 0 { // a dry run reads the values as they are
			inc.Extra = reordered(inc.Extra, same, p.columns)
		}
		sum, err := p.factsOf(inc)
		if err != nil {
			return err
		}
		p.now[inc.ID] = known{facts: sum, revision: int32(inc.Revision)}
	}
	for r, err := range log.Deleted(ctx, dataset) {
		if err != nil {
			return err
		}
		p.deleted[r.ID] = r.Batch != ""
	}
	return ctx.Err()
}

// run counts what the edits would change.
func (p *plan) run(ctx context.Context, edits iter.Seq2[store.Edit, error]) error {
	for _, err := range edits {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// edits yields what is to be changed while chunks come.
func (p *plan) edits(c Chunk, next func() (Chunk, error, bool)) iter.Seq2[store.Edit, error] {
	return func(yield func(store.Edit, error) bool) {
		for more := true; more; {
			if !p.compare(c, yield) {
				return
			}
			var err error
			if c, err, more = next(); err != nil {
				yield(store.Edit{}, err)
				return
			}
		}
		if p.withdraws {
			p.withdraw(yield)
		}
	}
}

// compare yields what a chunk changes. Values of own columns are put into the order of
// the log's.
func (p *plan) compare(c Chunk, yield func(store.Edit, error) bool) bool {
	p.described, p.unread = c.Dataset, append(p.unread, c.Unread...)
	order := make([]int, len(p.columns))
	for i, column := range p.columns {
		order[i] = slices.IndexFunc(c.Dataset.Columns,
			func(o incident.Column) bool { return strings.EqualFold(o.Name, column.Name) })
	}
	for i := range c.Incidents {
		inc := &c.Incidents[i]
		inc.Extra = reordered(inc.Extra, order, p.columns)
		flat := p.flat(inc)
		same, err := p.same(inc, flat)
		if err != nil {
			return yield(store.Edit{}, err)
		}
		if !same && !yield(p.put(inc, flat), nil) {
			return false
		}
	}
	return true
}

// put is the edit of an incident that is brought. It is based on the revision that it was
// compared with: what others change meanwhile is not overwritten, and does not hinder.
func (p *plan) put(inc *incident.Incident, flat incident.Flat) store.Edit {
	e := store.Edit{Op: store.OpPut, Incident: inc, Revive: p.deleted[inc.ID], Flat: flat}
	if !e.Revive {
		base := int(p.now[inc.ID].revision) // 0 where it must not be there
		e.Base = &base
	}
	return e
}

// same reports whether nothing is to be done for an incident that is brought, and counts
// it.
func (p *plan) same(inc *incident.Incident, flat incident.Flat) (bool, error) {
	before, there := p.now[inc.ID]
	byImport, deleted := p.deleted[inc.ID]
	switch {
	case deleted && !byImport:
		p.outcome.Gone = append(p.outcome.Gone, inc.ID)
		return true, nil
	case deleted:
		p.outcome.Returned++
		return false, nil
	case !there:
		p.outcome.Added++
		return false, nil
	}
	before.brought = true
	p.now[inc.ID] = before
	sum, err := p.factsOf(inc)
	if err != nil {
		return false, err
	}
	if sum.told == before.told && (flat == incident.FlatUnsourced || sum.sources == before.sources) {
		p.outcome.Same++
		return true, nil
	}
	p.outcome.Changed++
	return false, nil
}

// reordered puts the values of a file's columns where the dataset has them, in the
// types that the dataset has.
func reordered(extra []any, order []int, columns []incident.Column) []any {
	if len(columns) == 0 {
		return nil
	}
	out := make([]any, len(columns))
	for to, from := range order {
		if from < 0 || from >= len(extra) || extra[from] == nil {
			continue
		}
		out[to] = extra[from]
		if columns[to].Type == incident.ColumnString {
			out[to] = incident.FormatValue(extra[from])
		}
		if n, ok := extra[from].(int64); ok && columns[to].Type == incident.ColumnNumber {
			out[to] = float64(n)
		}
	}
	return out
}
