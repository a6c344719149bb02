package memstore

import (
	"slices"

	"incidentmap/internal/incident"
)

// Drop takes a dataset out. Who is reading it reads on. NotFound: there is none.
func (s *Store) Drop(dataset string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sets[dataset] == nil {
		return incident.Errorf(incident.NotFound, "there is no dataset %q", dataset)
	}
	delete(s.sets, dataset)
	// Others may hold the list as it was.
	s.order = slices.DeleteFunc(slices.Clone(s.order), func(d *incident.Dataset) bool { return d.ID == dataset })
	return nil
}
