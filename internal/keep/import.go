package keep

import (
	"context"
	"fmt"
	"slices"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Options say how incidents are brought into a log.
type Options struct {
	// Author, Reason and Batch are told by the history. Undo takes a batch back.
	Author, Reason, Batch string
	// Withdraw deletes the incidents of the dataset that are not among those brought.
	Withdraw bool
	// DryRun changes nothing.
	DryRun bool
}

// Outcome says what an import has changed, or would change.
type Outcome struct {
	Added, Changed, Same, Withdrawn int
	// Gone are IDs that were deleted before, and stay so.
	Gone []string
	// Version is the dataset's afterwards.
	Version int64
	// Batch names what Undo takes back; empty where nothing was changed.
	Batch string
}

// Import brings incidents into a dataset of a log, as one change set: all of them or
// none, so that a run that is interrupted is begun anew. The dataset is made if it is not
// there, and gets the columns and words that it lacks; the incidents' own columns are put
// into its order, in place. The key is the incident's ID: one that is there with the same
// content is not touched.
func Import(ctx context.Context, log store.Log, d *incident.Dataset, in []incident.Incident,
	opt Options) (Outcome, error) {
	before, version, err := existing(ctx, log, d.ID)
	if err != nil {
		return Outcome{}, err
	}
	if before == nil && opt.DryRun {
		return Outcome{Added: len(in)}, nil
	}
	columns, err := together(ctx, log, d, before, opt.DryRun)
	if err != nil {
		return Outcome{}, err
	}
	p := plan{columns: columns, batch: opt.Batch}
	if err := p.read(ctx, log, d.ID); err != nil {
		return Outcome{}, err
	}
	if err := p.compare(d.Columns, in, opt.Withdraw); err != nil {
		return Outcome{}, err
	}
	p.outcome.Version = version
	if opt.DryRun || len(p.edits) == 0 {
		return p.outcome, nil
	}
	applied, err := log.Apply(ctx, store.ChangeSet{Dataset: d.ID, Author: opt.Author, Reason: opt.Reason,
		Batch: opt.Batch, Base: &version, Changes: p.edits, Brief: true})
	if err != nil {
		return Outcome{}, err
	}
	p.outcome.Version, p.outcome.Batch = applied.Version, opt.Batch
	return p.outcome, nil
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
		columns := slices.Clone(before.Columns)
		for _, c := range d.Columns {
			if !slices.ContainsFunc(columns, func(o incident.Column) bool { return o.Name == c.Name }) {
				columns = append(columns, c)
			}
		}
		return columns, nil
	}
	if before != nil { // how it was described stays, unless the file says something
		named := *d
		if named.Title == "" {
			named.Title = before.Title
		}
		named.Visibility = before.Visibility
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

// plan compares what is brought with what is there.
type plan struct {
	columns []incident.Column
	batch   string
	now     map[string]string // content without revision and reviews, by ID
	edits   []store.Edit
	outcome Outcome
}

func (p *plan) read(ctx context.Context, log store.Log, dataset string) error {
	p.now = map[string]string{}
	for inc, err := range log.Current(ctx, dataset) {
		if err != nil {
			return err
		}
		if p.now[inc.ID], err = facts(inc, p.columns); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// compare lists the edits. Values of own columns are put into the order of the log's.
func (p *plan) compare(columns []incident.Column, in []incident.Incident, withdraw bool) error {
	order := make([]int, len(p.columns))
	for i, c := range p.columns {
		order[i] = slices.IndexFunc(columns, func(o incident.Column) bool { return o.Name == c.Name })
	}
	seen := make(map[string]bool, len(in))
	for i := range in {
		inc := &in[i]
		inc.Extra = reordered(inc.Extra, order, p.columns)
		seen[inc.ID] = true
		before, there := p.now[inc.ID]
		same, err := p.same(inc, before, there)
		switch {
		case err != nil:
			return err
		case same:
			p.outcome.Same++
			continue
		case there:
			p.outcome.Changed++
		default:
			p.outcome.Added++
		}
		p.edits = append(p.edits, store.Edit{Op: store.OpPut, Incident: inc})
	}
	if withdraw {
		p.withdraw(seen)
	}
	return nil
}

func (p *plan) same(inc *incident.Incident, before string, there bool) (bool, error) {
	if !there {
		return false, nil
	}
	text, err := facts(inc, p.columns)
	return text == before, err
}

func (p *plan) withdraw(kept map[string]bool) {
	for id := range p.now {
		if !kept[id] {
			p.outcome.Withdrawn++
			p.edits = append(p.edits, store.Edit{Op: store.OpDelete, ID: id})
		}
	}
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

// facts is an incident as text without its revision and reviews.
func facts(inc *incident.Incident, columns []incident.Column) (string, error) {
	bare := *inc
	bare.Revision, bare.PlaceReview, bare.RecordReview = 0, incident.Review{}, incident.Review{}
	raw, err := whole.Marshal(&bare, columns)
	return string(raw), err
}
