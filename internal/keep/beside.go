package keep

import "context"

// isLoading is closed when a dataset that is loaded beside is there; nil where none is.
func (o *others) isLoading(dataset string) <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	if done := o.loading[dataset]; done != nil {
		return done
	}
	return nil
}

func (o *others) anyLoading() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.loading) > 0
}

// begin notes that a dataset is loaded; what it returns notes that it is there.
func (o *others) begin(dataset string) (end func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.loading == nil {
		o.loading = map[string]chan struct{}{}
	}
	done := make(chan struct{})
	o.loading[dataset] = done
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.loading, dataset)
		close(done)
	}
}

// describe takes describing alone, when the dataset is not being loaded beside; the caller
// gives it back. Who has it may load the dataset.
func (f *Followed) describe(dataset string) {
	for {
		f.describing.Lock()
		loading := f.others.isLoading(dataset)
		if loading == nil {
			return
		}
		f.describing.Unlock()
		<-loading
	}
}

// loadBeside loads a dataset of a shared log while all others are read, written and followed;
// the caller holds describing alone, and the dataset is not being loaded. Meanwhile nothing
// else brings changes of it: the next look does.
func (f *Followed) loadBeside(ctx context.Context, dataset string) {
	end := f.others.begin(dataset)
	f.others.running.Go(func() {
		defer end()
		err := f.loadShared(ctx, dataset)
		if err != nil && !isNotFound(err) { // else it was dropped meanwhile
			f.versions.set(dataset, -1)
			if ctx.Err() == nil {
				f.told.Error("a dataset could not be loaded; it is tried again", "dataset", dataset, "err", err)
			}
		}
	})
}

// awaitLoaded waits until a dataset that is loaded beside is there with all that the log has
// now: who has written to it sees it.
func (f *Followed) awaitLoaded(dataset string) {
	loading := f.others.isLoading(dataset)
	if loading == nil {
		return
	}
	select {
	case <-loading:
	case <-f.life.Done():
		return
	}
	f.describing.RLock()
	defer f.describing.RUnlock()
	f.indexing.Lock()
	defer f.indexing.Unlock()
	if f.others.isLoading(dataset) != nil {
		return // once more; the next look brings it
	}
	if _, err := f.catchUp(f.life, dataset); err != nil && f.life.Err() == nil {
		f.told.Warn("a change is shown with the next look at the log", "dataset", dataset, "err", err)
	}
}
