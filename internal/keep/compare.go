package keep

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// maxDifferences bounds what Compare tells of a dataset.
const maxDifferences = 20

// Compare looks whether a view, which is called what, has of a dataset what its log had at
// a version. It returns what is amiss, in sentences. The log may be changed meanwhile: what
// was changed since the version is not looked at.
func Compare(ctx context.Context, log store.Log, view store.View, what string, version int64) ([]string, error) {
	c := comparison{view: view, what: what, dataset: view.Dataset().ID, columns: view.Dataset().Columns}
	if err := c.compare(ctx, log, version); err != nil {
		return nil, err
	}
	if len(c.problems) > maxDifferences {
		c.problems = append(c.problems[:maxDifferences], fmt.Sprintf("%s: %d incidents differ in all", what,
			len(c.problems)))
	}
	return c.problems, nil
}

// comparison is a view on its way beside a log.
type comparison struct {
	view          store.View
	what, dataset string
	columns       []incident.Column
	found         int // incidents of the view that the log has, or that changed since
	problems      []string
}

func (c *comparison) compare(ctx context.Context, log store.Log, version int64) error {
	var now []*incident.Incident // what the log has and the view has otherwise: it may have changed since
	for inc, err := range log.Current(ctx, c.dataset) {
		if err != nil {
			return err
		}
		same, err := c.same(ctx, inc)
		if err != nil {
			return err
		}
		if !same {
			now = append(now, inc)
		}
	}
	changed := map[string]bool{}
	for r, err := range log.Since(ctx, c.dataset, version) {
		if err != nil {
			return err
		}
		changed[r.ID] = true
	}
	for _, inc := range now {
		if !changed[inc.ID] {
			c.problems = append(c.problems, fmt.Sprintf("%s does not have the incident %s/%s as the log has it", c.what,
				c.dataset, inc.ID))
		}
	}
	return c.foreign(ctx, log, changed)
}

// same reports whether the view has an incident as the log has it.
func (c *comparison) same(ctx context.Context, inc *incident.Incident) (bool, error) {
	r, err := c.view.Get(ctx, inc.ID)
	var e *incident.Error
	if errors.As(err, &e) && e.Code == incident.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	c.found++
	ours, err := whole.Marshal(r.Incident, c.columns)
	if err != nil {
		return false, err
	}
	theirs, err := whole.Marshal(inc, c.columns)
	return bytes.Equal(ours, theirs), err
}

// foreign tells the incidents that the view has and the log has not.
func (c *comparison) foreign(ctx context.Context, log store.Log, changed map[string]bool) error {
	if c.found >= c.view.Stats().Incidents {
		return nil
	}
	there := map[string]bool{}
	for inc, err := range log.Current(ctx, c.dataset) {
		if err != nil {
			return err
		}
		there[inc.ID] = true
	}
	all, err := c.view.Query(ctx, incident.Filter{Dataset: c.dataset}, store.Page{})
	if err != nil {
		return err
	}
	for r := range all.Records {
		if !there[r.ID] && !changed[r.ID] {
			c.problems = append(c.problems, fmt.Sprintf("%s has the incident %s/%s, which the log has not", c.what,
				c.dataset, r.ID))
		}
	}
	return ctx.Err()
}

// CheckIndex looks whether the index has what the log has. Who reads and writes goes on
// meanwhile.
func (f *Followed) CheckIndex(ctx context.Context) ([]string, error) {
	all, err := f.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, d := range all {
		if f.isHidden(d.ID) {
			continue
		}
		version, view, err := f.atVersion(ctx, d.ID)
		if err != nil {
			return problems, err
		}
		if version < 0 {
			problems = append(problems, fmt.Sprintf("the map could not follow %s; the next change has it loaded anew", d.ID))
			continue
		}
		more, err := Compare(ctx, f.Log, view, "the map", version)
		if problems = append(problems, more...); err != nil {
			return problems, err
		}
	}
	return problems, nil
}

// atVersion is a dataset of the index, and the version that it has; -1 where it is to be
// loaded anew.
func (f *Followed) atVersion(ctx context.Context, dataset string) (int64, store.View, error) {
	f.describing.RLock()
	defer f.describing.RUnlock()
	f.indexing.Lock()
	defer f.indexing.Unlock()
	version, known := f.versions.get(dataset)
	if !known {
		version = -1
	}
	view, err := f.index.View(ctx, dataset)
	if version < 0 {
		return -1, nil, nil //nolint:nilerr // there need not be one
	}
	return version, view, err
}
