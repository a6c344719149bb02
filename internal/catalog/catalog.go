// Package catalog knows the datasets that are served: their collections, who may
// see which, and how each was read.
package catalog

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// Catalog is the list of datasets of a store. It is safe for concurrent use.
type Catalog struct {
	store    store.Reader
	reserved []string // IDs that no dataset is given

	mu      sync.RWMutex
	reports map[string]*report.Report // by dataset
	log     Log                       // nil for none
}

// Log is a log of revisions that the store follows.
type Log interface {
	store.Log
	// Keeps reports whether a dataset is one of the log's.
	Keeps(dataset string) bool
	// Changed is closed with the next change that can be read.
	Changed() <-chan struct{}
}

// New makes the catalog of a store.
func New(s store.Reader) *Catalog {
	return &Catalog{store: s, reports: map[string]*report.Report{}}
}

// Scope is what somebody who asks may see and do. The zero value is the public's, which
// sees public datasets and changes nothing.
type Scope struct {
	// Grant is what the asker's token gives; nil for none.
	Grant *store.Grant
}

// May reports whether the scope has a role in a dataset; in all of them if it is empty.
func (s Scope) May(role store.Role, dataset string) bool {
	return s.Grant != nil && s.Grant.Role.Includes(role) && (s.Grant.Dataset == "" || s.Grant.Dataset == dataset)
}

// Sees reports whether a dataset is there for those of the scope.
func (s Scope) Sees(d *incident.Dataset) bool {
	return d.Visibility != incident.Private || s.May(store.RoleReader, d.ID)
}

// Audience names those for whom answers are the same.
func (s Scope) Audience() string {
	if s.Grant == nil {
		return "public"
	}
	return "token " + s.Grant.ID
}

// Collection is a dataset, or a view of one.
type Collection struct {
	ID, Title, Description string
	Dataset                *incident.Dataset
	Kinds                  []string // that are in it; nil for all
}

// Filter asks for all of the collection.
func (c *Collection) Filter() incident.Filter {
	return incident.Filter{Dataset: c.Dataset.ID, ViewKinds: c.Kinds}
}

// KindTerms are the kinds that the collection can have.
func (c *Collection) KindTerms() []incident.Term {
	if c.Kinds == nil {
		return c.Dataset.Kinds
	}
	var out []incident.Term
	for _, t := range c.Dataset.Kinds {
		if slices.Contains(c.Kinds, t.ID) {
			out = append(out, t)
		}
	}
	return out
}

// Terms are the words that a column may hold in this collection; nil for a free
// column.
func (c *Collection) Terms(p incident.Property) []incident.Term {
	if p.Name == "kind" {
		return c.KindTerms()
	}
	return incident.TermsOf(c.Dataset, p)
}

// Collections lists all that a scope sees: first the datasets that users brought,
// which the page opens on, then the default dataset's views, that dataset and its
// context layers.
func (c *Catalog) Collections(ctx context.Context, scope Scope) ([]Collection, error) {
	datasets, err := c.store.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	shipped := slices.IndexFunc(datasets, func(d *incident.Dataset) bool { return d.Default })
	var own, views, whole []Collection
	for _, d := range datasets {
		if !scope.Sees(d) {
			continue
		}
		for _, v := range d.Views {
			views = append(views, Collection{v.ID, v.Title, v.Description, d, v.Kinds})
		}
		c := Collection{d.ID, d.Title, d.Description, d, nil}
		if shipped >= 0 && (d.Default || d.ContextOf == datasets[shipped].ID) {
			whole = append(whole, c)
		} else {
			own = append(own, c)
		}
	}
	return slices.Concat(own, views, whole), nil
}

// Reserve keeps IDs from being given to datasets: those of collections that ship mean
// the same everywhere, whether they are served or not.
func (c *Catalog) Reserve(ids ...string) { c.reserved = append(c.reserved, ids...) }

// Collection finds one that a scope sees by its ID. NotFound: there is none; the
// error lists those that are.
func (c *Catalog) Collection(ctx context.Context, scope Scope, id string) (Collection, error) {
	all, err := c.Collections(ctx, scope)
	if err != nil {
		return Collection{}, err
	}
	allowed := make([]string, len(all))
	for i := range all {
		if all[i].ID == id {
			return all[i], nil
		}
		allowed[i] = all[i].ID
	}
	return Collection{}, &incident.Error{Code: incident.NotFound, Message: "there is no collection with this ID",
		Allowed: allowed}
}

// View is the data of a collection as they are now.
func (c *Catalog) View(ctx context.Context, of *Collection) (store.View, error) {
	return c.store.View(ctx, of.Dataset.ID)
}

// FreeID is an ID like the wanted one that no collection has.
func (c *Catalog) FreeID(ctx context.Context, wanted string) (string, error) {
	datasets, err := c.store.Datasets(ctx)
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for _, id := range c.reserved {
		taken[id] = true
	}
	for _, d := range datasets {
		taken[d.ID] = true
		for _, v := range d.Views {
			taken[v.ID] = true
		}
	}
	id := wanted
	for n := 2; taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", wanted, n)
	}
	return id, nil
}

// Follows says which log the store follows.
func (c *Catalog) Follows(log Log) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = log
}

// Log is the log that the store follows. NotFound: there is none.
func (c *Catalog) Log() (Log, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.log == nil {
		return nil, incident.Errorf(incident.NotFound, "this server keeps nothing: it runs without a database (--db)")
	}
	return c.log, nil
}

// Kept is the log that a collection's dataset is kept in. NotFound: it is none of a log,
// as those of files are not.
func (c *Catalog) Kept(of *Collection) (Log, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.log == nil || !c.log.Keeps(of.Dataset.ID) {
		return nil, incident.Errorf(incident.NotFound,
			"%s is read from a file and has no history; what is imported into a database (--db) has one", of.ID)
	}
	return c.log, nil
}

// Keep keeps the report of how a dataset was read.
func (c *Catalog) Keep(dataset string, r *report.Report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reports[dataset] = r
}

// Report tells how a dataset was read; nil where nobody has kept that.
func (c *Catalog) Report(dataset string) *report.Report {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.reports[dataset]
}
