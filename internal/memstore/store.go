// Package memstore is the read-only store in memory: records in the default
// order with a space-time index over them.
package memstore

import (
	"context"
	"iter"
	"slices"
	"sync"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// Store is an incident.Store over datasets that are put in whole. The zero
// value is empty and ready.
type Store struct {
	mu    sync.RWMutex
	sets  map[string]*set
	order []*incident.Dataset
}

var _ incident.Store = (*Store)(nil)

// set is one dataset, immutable once it is in the store. A record's row is
// its position in the default order.
type set struct {
	dataset  *incident.Dataset
	records  []*incident.Record
	byID     map[string]uint32
	index    *geo.Index
	unplaced geo.Bitmap
	stats    incident.Stats
}

// Put adds a dataset or replaces the one of the same ID. version identifies
// the content. Invalid: two incidents with one ID.
func (s *Store) Put(d *incident.Dataset, version string, incidents []incident.Incident) error {
	built, err := newSet(d, version, incidents)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sets == nil {
		s.sets = map[string]*set{}
	}
	if i := slices.IndexFunc(s.order, func(o *incident.Dataset) bool { return o.ID == d.ID }); i >= 0 {
		s.order[i] = d
	} else {
		s.order = append(s.order, d)
	}
	s.sets[d.ID] = built
	return nil
}

func newSet(d *incident.Dataset, version string, incidents []incident.Incident) (*set, error) {
	s := &set{dataset: d, records: make([]*incident.Record, len(incidents)), byID: make(map[string]uint32, len(incidents))}
	for i, inc := range incidents {
		inc.Dataset = d.ID
		s.records[i] = incident.NewRecord(incident.Profile{}, inc, d)
	}
	slices.SortFunc(s.records, incident.CompareDefault)
	s.unplaced = geo.NewBitmap(len(s.records))
	s.stats = incident.Stats{Version: version, Incidents: len(s.records)}
	var entries []geo.Entry
	for row, r := range s.records {
		if other, taken := s.byID[r.ID]; taken {
			return nil, incident.Errorf(incident.Invalid, "dataset %s: two incidents have the ID %q: %q and %q",
				d.ID, r.ID, s.records[other].Title, r.Title)
		}
		s.byID[r.ID] = uint32(row)
		entries = s.place(entries, uint32(row), r)
	}
	s.index = geo.BuildIndex(entries)
	s.span()
	return s, nil
}

// place notes where a record is: its points for the index, or that it has
// none.
func (s *set) place(entries []geo.Entry, row uint32, r *incident.Record) []geo.Entry {
	if len(r.Place.Points) == 0 {
		s.unplaced.Add(row)
		s.stats.Unplaced++
	}
	for _, p := range r.Place.Points {
		entries = append(entries, geo.Entry{Point: p, Start: r.Date.Start, End: r.Date.End, Row: row})
		s.extend(geo.Box{West: p[0], South: p[1], East: p[0], North: p[1]})
	}
	return entries
}

func (s *set) extend(b geo.Box) {
	e := &s.stats.Extent
	if !s.stats.HasExtent {
		*e, s.stats.HasExtent = b, true
		return
	}
	*e = geo.Box{West: min(e.West, b.West), South: min(e.South, b.South),
		East: max(e.East, b.East), North: max(e.North, b.North)}
}

func (s *set) span() {
	if len(s.records) == 0 {
		return
	}
	s.stats.Start, s.stats.End = s.records[0].Date.Start, s.records[0].Date.End
	for _, r := range s.records {
		s.stats.End = max(s.stats.End, r.Date.End)
	}
}

// set finds a dataset.
func (s *Store) set(ctx context.Context, id string) (*set, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if found, ok := s.sets[id]; ok {
		return found, nil
	}
	return nil, incident.Errorf(incident.NotFound, "there is no dataset %q", id)
}

// Datasets implements incident.Store.
func (s *Store) Datasets(ctx context.Context) ([]*incident.Dataset, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.order), ctx.Err()
}

// Stats implements incident.Store.
func (s *Store) Stats(ctx context.Context, dataset string) (incident.Stats, error) {
	set, err := s.set(ctx, dataset)
	if err != nil {
		return incident.Stats{}, err
	}
	return set.stats, nil
}

// Version implements incident.Store.
func (s *Store) Version(ctx context.Context, dataset string) (string, error) {
	stats, err := s.Stats(ctx, dataset)
	return stats.Version, err
}

// Get implements incident.Store.
func (s *Store) Get(ctx context.Context, dataset, id string) (*incident.Record, error) {
	set, err := s.set(ctx, dataset)
	if err != nil {
		return nil, err
	}
	row, ok := set.byID[id]
	if !ok {
		return nil, incident.Errorf(incident.NotFound, "there is no incident %q in %s", id, dataset)
	}
	return set.records[row], nil
}

// Changes implements incident.Store: a dataset that is put in whole can only
// be told to be the same or another.
func (s *Store) Changes(ctx context.Context, dataset, since string) (iter.Seq[incident.Change], error) {
	set, err := s.set(ctx, dataset)
	if err != nil {
		return nil, err
	}
	return func(yield func(incident.Change) bool) {
		if since == set.stats.Version || !yield(incident.Change{Reset: true}) {
			return
		}
		for _, r := range set.records {
			if !yield(incident.Change{Put: r}) {
				return
			}
		}
	}, nil
}

func (s *set) group(_, id string) *incident.Group { return s.dataset.Group(id) }
