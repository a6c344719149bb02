package keep

import "context"

// DropDataset implements store.Log. What the map has of it goes with it.
func (f *Followed) DropDataset(ctx context.Context, dataset string) error {
	f.describe(dataset)
	defer f.describing.Unlock()
	if err := f.Log.DropDataset(ctx, dataset); err != nil {
		return err
	}
	f.dropped(dataset)
	return nil
}

// dropped takes a dataset out of the index; the caller holds describing alone.
func (f *Followed) dropped(dataset string) {
	if _, hidden := f.hidden.LoadAndDelete(dataset); hidden {
		return // what the index has under this ID is something else
	}
	f.known.Delete(dataset)
	f.versions.forget(dataset)
	f.others.forget(dataset)
	f.changed.tell()
	if err := f.index.Drop(f.life, dataset); err != nil && f.life.Err() == nil {
		f.told.Error("the map still shows a dataset that was deleted", "dataset", dataset, "err", err)
	}
}
