package memstore

import (
	"context"
)

// minEdits is how many edits a dataset takes before it is packed again, however small
// it is.
const minEdits = 4096

// worn reports whether a dataset was edited so often that packing it again pays: edits
// lie as whole records beside the packed ones, what they replaced stays, and the
// dictionaries keep the values that nothing has any more. All of that is at most in
// proportion to what the dataset has, and each edit pays for the packing of two.
func (s *set) worn() bool {
	least := s.minEdits
	if least == 0 {
		least = minEdits
	}
	return s.edits >= max(least, s.stats.Incidents/2)
}

// renew has a dataset that is worn replaced by the same one packed again. Views of
// before keep the set that they were taken of, which nobody changes any more: its codes
// stay what they were. The caller holds the writers' lock.
func (s *Store) renew(ctx context.Context, old *set) error {
	renewed, err := old.view().repacked(context.WithoutCancel(ctx)) // what was asked for is done already
	if err != nil {
		return err
	}
	renewed.changes, renewed.forgotten, renewed.minEdits = old.changes, old.forgotten, old.minEdits
	s.replace(renewed)
	return nil
}

// repacked is a changed dataset as one that was loaded: what was replaced, and what
// nothing has any more, is not in it.
func (v *view) repacked(ctx context.Context) (*set, error) {
	b := (&Store{}).NewBuilder(v.set.dataset, v.stats.Incidents)
	for i, r := range enumerate(v.snap.All()) {
		if i%checkEvery == 0 && !goOn(ctx) {
			return nil, ctx.Err()
		}
		b.add(r)
	}
	return b.finish(v.stats.Version)
}
