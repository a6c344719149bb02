package keep

import (
	"context"

	"incidentmap/internal/incident"
)

// hide leaves a dataset out of the index if something that is not of the log is called so
// there, and tells. It is read and changed in the log alone then: everything else goes on.
func (f *Followed) hide(ctx context.Context, dataset string) (bool, error) {
	err := f.index.Free(ctx, dataset)
	if !isCode(err, incident.Conflict) {
		return false, err
	}
	f.hidden.Store(dataset, true)
	f.told.Warn("a dataset of the database is not shown", "dataset", dataset, "why", err)
	return true, nil
}

// isHidden reports whether the index cannot have a dataset.
func (f *Followed) isHidden(dataset string) bool {
	_, hidden := f.hidden.Load(dataset)
	return hidden
}
