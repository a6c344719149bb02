package memstore

import (
	"context"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// view is a dataset at one version: the index's content does not change, and
// neither do its records. The dictionaries of a set only grow, so that they know all
// of the content's codes; they begin anew when the set is replaced.
type view struct {
	set   *set
	snap  *content
	stats store.Stats
}

// View implements store.Reader.
func (s *Store) View(ctx context.Context, dataset string) (store.View, error) {
	set, err := s.set(ctx, dataset)
	if err != nil {
		return nil, err
	}
	return set.view(), nil
}

// view takes content and stats together: whoever changes them holds the lock.
func (s *set) view() *view {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &view{s, s.index.Snapshot(), s.stats}
}

// Dataset implements store.View.
func (v *view) Dataset() *incident.Dataset { return v.set.dataset }

// Stats implements store.View.
func (v *view) Stats() store.Stats { return v.stats }

// Countable implements store.View.
func (v *view) Countable(column int) bool {
	return column < len(v.set.dataset.Columns) && !v.set.dictionaries[firstOwn+column].hashed
}

// Get implements store.View.
func (v *view) Get(ctx context.Context, id string) (*incident.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r, ok := v.find(id)
	if !ok {
		return nil, incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, v.set.dataset.ID)
	}
	return r, nil
}

// find finds a record by its ID. Where that one was changed since, which is rare,
// it looks through the content.
func (v *view) find(id string) (*incident.Record, bool) {
	v.set.mu.RLock()
	r, ok := v.set.byID.get(id)
	changed := v.set.changedSince(v.stats.Version, id)
	v.set.mu.RUnlock()
	if !changed {
		return r, ok
	}
	for r := range v.snap.All() {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

// current reports whether nothing was changed since the view was taken.
func (v *view) current() bool {
	v.set.mu.RLock()
	defer v.set.mu.RUnlock()
	return v.set.stats.Version == v.stats.Version
}

// changedSince reports whether a record may have been changed since a version.
func (s *set) changedSince(version, id string) bool {
	if s.stats.Version == version {
		return false
	}
	from := slices.IndexFunc(s.changes, func(c versioned) bool { return c.from == version })
	return from < 0 || slices.ContainsFunc(s.changes[from:], func(c versioned) bool {
		return c.change.Deleted == id || c.change.Put != nil && c.change.Put.ID == id
	})
}
