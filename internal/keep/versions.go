package keep

import "sync"

// versions are those of the datasets that an index has; -1 for one to load anew. They are
// safe for concurrent use.
type versions struct {
	mu sync.Mutex
	of map[string]int64
}

// get is the version of a dataset; false where the index does not know it.
func (v *versions) get(dataset string) (int64, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	n, known := v.of[dataset]
	return n, known
}

func (v *versions) set(dataset string, version int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.of == nil {
		v.of = map[string]int64{}
	}
	v.of[dataset] = version
}

func (v *versions) forget(dataset string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.of, dataset)
}
