// Package memstore is the store in memory: records under a space-time index,
// put in whole or changed one by one while they are read.
package memstore

import (
	"context"
	"maps"
	"slices"
	"sync"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Store is a store.Reader, Writer and History over datasets that are put in
// whole. The zero value is empty and ready.
type Store struct {
	writing sync.Mutex // held by whoever changes or replaces a dataset
	mu      sync.RWMutex
	sets    map[string]*set
	order   []*incident.Dataset
}

var (
	_ store.Reader  = (*Store)(nil)
	_ store.Writer  = (*Store)(nil)
	_ store.History = (*Store)(nil)
)

// set is one dataset. What is read together is in one content, which is
// replaced as a whole.
type set struct {
	dataset      *incident.Dataset
	index        *geo.Index[*incident.Record]
	dictionaries []*dictionary

	mu      sync.RWMutex
	byID    ids
	stats   store.Stats
	changes []versioned
	// forgotten says that the oldest changes are no longer among them.
	forgotten bool
	// edits is how many incidents were put in or taken out since it was packed.
	edits    int
	minEdits int // for tests; 0 is the constant
}

// Put adds a dataset or replaces the one of the same ID. version identifies
// the content. It takes the incidents over: the caller must not change them
// any more. Invalid: two incidents with one ID.
func (s *Store) Put(d *incident.Dataset, version string, incidents []incident.Incident) error {
	b := s.NewBuilder(d, len(incidents))
	b.Add(incidents)
	return b.Put(version)
}

// Arrange lays the records of all datasets in their order, which they are read in from then
// on: while they were loaded they came in another. It may be called while others read.
func (s *Store) Arrange(ctx context.Context) error {
	s.mu.RLock()
	sets := slices.Collect(maps.Values(s.sets))
	s.mu.RUnlock()
	for _, of := range sets {
		of.mu.RLock()
		records := of.byID.packed
		of.mu.RUnlock()
		if records == nil {
			continue
		}
		if err := records.Arrange(ctx); err != nil {
			return err
		}
	}
	return nil
}

// add adds a dataset or replaces the one of the same ID.
func (s *Store) add(built *set) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.replace(built)
}

// replace is add for those who hold the writers' lock.
func (s *Store) replace(built *set) {
	d := built.dataset
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
}

func publish(d *incident.Dataset, inc incident.Incident) *incident.Record {
	inc.Dataset = d.ID
	return incident.NewRecord(incident.Profile{}, inc, d)
}

func (s *set) schema() geo.Schema[*incident.Record] {
	return geo.Schema[*incident.Record]{
		Columns: len(s.dictionaries),
		Item:    itemOf,
		Codes: func(column int, records []*incident.Record, codes []uint32) {
			s.dictionaries[column].encode(records, codes)
		},
		Compare: incident.CompareDefault,
	}
}

// itemOf is where and when a record is.
func itemOf(r *incident.Record) geo.Item {
	return geo.Item{Points: r.Place.Points, Start: r.Date.Start, End: r.Date.End, Certain: r.Date.Certain}
}

// describe works out the dataset's stats.
func (s *set) describe(version string) {
	snap := s.index.Snapshot()
	st := store.Stats{Version: version, Incidents: snap.Len()}
	box, placed, first, last, dated := snap.Bounds(&geo.Query{})
	if st.HasExtent = placed; placed {
		st.Extent = box
	}
	if dated {
		st.Start, st.End = first, last
	}
	st.Unplaced = snap.Aggregate(&geo.Query{}, &geo.Aggregation{}).Unplaced
	s.describeFigures(&st)
	s.stats = st
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

// Datasets implements store.Reader.
func (s *Store) Datasets(ctx context.Context) ([]*incident.Dataset, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.order), ctx.Err()
}

func (s *set) group(_, id string) *incident.Group { return s.dataset.Group(id) }
