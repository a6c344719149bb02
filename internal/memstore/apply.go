package memstore

import (
	"context"
	"iter"
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// keptChanges is how many changes a dataset remembers for Changes at least,
// and half of how many at most.
const keptChanges = 10_000

// versioned is a change and the version that it led from.
type versioned struct {
	from   string
	change store.Change
}

// Apply changes a dataset: incidents are put in, in place of those with their
// IDs, and those with the deleted IDs are taken out. Readers see all of it or
// nothing. version identifies the new content. NotFound: a dataset, or a
// deleted ID, that is not there. Invalid: an ID that is put twice. After as many edits
// as half of its incidents a dataset is packed again, which takes as long as reading
// it did; reading goes on meanwhile.
func (s *Store) Apply(ctx context.Context, dataset, version string, put []incident.Incident, deleted []string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	set, err := s.set(ctx, dataset)
	if err != nil {
		return err
	}
	in := make([]*incident.Record, len(put))
	for i := range put {
		in[i] = publish(set.dataset, put[i])
	}
	if err := set.apply(version, in, deleted); err != nil || !set.worn() {
		return err
	}
	return s.renew(ctx, set)
}

func (s *set) apply(version string, in []*incident.Record, deleted []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	gone, err := s.replaced(in, deleted)
	if err != nil {
		return err
	}
	from := s.stats.Version
	for _, id := range deleted {
		s.byID.delete(id)
		s.changes = append(s.changes, versioned{from, store.Change{Deleted: id}})
	}
	for _, r := range in {
		s.byID.set(r)
		s.changes = append(s.changes, versioned{from, store.Change{Put: r}})
	}
	if len(s.changes) > 2*keptChanges { // seldom, because it copies them
		s.changes, s.forgotten = slices.Clone(s.changes[len(s.changes)-keptChanges:]), true
	}
	s.edits += len(in) + len(deleted)
	s.index.Apply(gone, in)
	s.redescribe(version, gone, in)
	return nil
}

// redescribe brings the stats up to date. Only where a record at the edge of the extent or
// of the span has gone, and none that came reaches that far, are they worked out anew.
func (s *set) redescribe(version string, gone, in []*incident.Record) {
	st := &s.stats
	if st.Incidents == 0 || !st.HasExtent {
		s.describe(version)
		return
	}
	lost, kept := 0, 0
	for _, r := range gone {
		lost |= edges(st, r)
		if len(r.Place.Points) == 0 {
			st.Unplaced--
		}
	}
	for _, r := range in {
		kept |= edges(st, r)
		if len(r.Place.Points) == 0 {
			st.Unplaced++
		}
	}
	if lost&^kept != 0 {
		s.describe(version)
		return
	}
	for _, r := range in {
		st.Start, st.End = min(st.Start, r.Date.Start), max(st.End, r.Date.LastKnown())
		extend(&st.Extent, r)
	}
	st.Version, st.Incidents = version, st.Incidents+len(in)-len(gone)
	s.describeFigures(st)
}

// edges are those of the span and of the extent that a record reaches, as bits.
func edges(st *store.Stats, r *incident.Record) int {
	bits := 0
	reach := func(edge int, there bool) {
		if there {
			bits |= 1 << edge
		}
	}
	reach(0, r.Date.Start <= st.Start)
	reach(1, r.Date.LastKnown() >= st.End)
	for _, p := range r.Place.Points {
		p = geo.Quantize(p)
		reach(2, p[0] <= st.Extent.West)
		reach(3, p[0] >= st.Extent.East)
		reach(4, p[1] <= st.Extent.South)
		reach(5, p[1] >= st.Extent.North)
	}
	return bits
}

func extend(b *geo.Box, r *incident.Record) {
	for _, p := range r.Place.Points {
		p = geo.Quantize(p)
		b.West, b.East = min(b.West, p[0]), max(b.East, p[0])
		b.South, b.North = min(b.South, p[1]), max(b.North, p[1])
	}
}

// replaced lists the records that go.
func (s *set) replaced(in []*incident.Record, deleted []string) ([]*incident.Record, error) {
	var gone []*incident.Record
	seen := map[string]bool{}
	for _, id := range deleted {
		r, ok := s.byID.get(id)
		if !ok || seen[id] {
			return nil, incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, s.dataset.ID)
		}
		seen[id] = true
		gone = append(gone, r)
	}
	for _, r := range in {
		if seen[r.ID] {
			return nil, incident.Errorf(incident.Invalid, "dataset %s: %q is changed twice", s.dataset.ID, r.ID)
		}
		seen[r.ID] = true
		if old, ok := s.byID.get(r.ID); ok {
			gone = append(gone, old)
		}
	}
	return gone, nil
}

// Changes implements store.History: the last changes are remembered; since
// an older version, or another run's, everything is told anew.
func (s *Store) Changes(ctx context.Context, dataset, since string) (iter.Seq[store.Change], error) {
	set, err := s.set(ctx, dataset)
	if err != nil {
		return nil, err
	}
	set.mu.RLock()
	defer set.mu.RUnlock()
	if since == set.stats.Version {
		return func(func(store.Change) bool) {}, nil
	}
	if i := slices.IndexFunc(set.changes, func(v versioned) bool { return v.from == since }); i >= 0 &&
		(i > 0 || !set.forgotten) {
		return told(set.changes[i:]), nil
	}
	snap := set.index.Snapshot()
	return func(yield func(store.Change) bool) {
		if !yield(store.Change{Reset: true}) {
			return
		}
		for r := range snap.All() {
			if !yield(store.Change{Put: r}) {
				return
			}
		}
	}, nil
}

func told(changes []versioned) iter.Seq[store.Change] {
	return func(yield func(store.Change) bool) {
		for _, v := range changes {
			if !yield(v.change) {
				return
			}
		}
	}
}
