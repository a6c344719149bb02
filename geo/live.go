package geo

import "slices"

// tierFactor is how many segments of a size are merged into one of the next.
const tierFactor = 8

// Apply takes values out and puts others in; readers see all of it or
// nothing. Taken out is what is equal to a value in the index's order; where
// nothing is, nothing happens. The values that go in must not be equal in that
// order to one that stays.
func (ix *Index[T]) Apply(out, in []T) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	touched := map[int]bool{}
	for _, v := range out {
		ix.delete(v, touched)
	}
	for _, v := range in {
		ix.recent.put(v)
		if ix.recent.rows() >= recentRows {
			ix.seal()
		}
	}
	ix.publish()
	ix.startMerge()
}

func (ix *Index[T]) delete(v T, touched map[int]bool) {
	if ix.merging {
		ix.undone = append(ix.undone, v)
	}
	if ix.recent.delete(v) {
		return
	}
	for i, l := range ix.sealed {
		// An equal value that was taken out earlier may still be buried here.
		row, ok := l.values.search(v, ix.schema.Compare)
		if !ok || !l.living(ix.schema, row) {
			continue
		}
		if !touched[i] { // readers hold the layer: change a copy
			copied := *l
			ix.sealed[i], touched[i] = &copied, true
		}
		ix.sealed[i].bury(ix.schema, row)
		return
	}
}

// positions finds where a row is in its part, and whether it lives.
func (l *layer[T]) positions(schema Schema[T], row Row) (which int, positions []int, living bool) {
	entries := schema.appendEntries(nil, row, l.values.at(row))
	which = partOf(entries, 0)
	for _, e := range entries {
		for _, pos := range l.seg.parts[which].find(&e, nil) {
			positions = append(positions, pos)
			living = living || !l.dead[which].has(pos)
		}
	}
	return which, positions, living
}

// bury marks a row as dead.
func (l *layer[T]) bury(schema Schema[T], row Row) {
	which, positions, living := l.positions(schema, row)
	for _, pos := range positions {
		l.dead[which] = l.dead[which].with(pos)
	}
	if living {
		l.live--
	}
}

// living reports whether a row was not taken out.
func (l *layer[T]) living(schema Schema[T], row Row) bool {
	_, _, living := l.positions(schema, row)
	return living
}

// seal turns the recent part into a segment.
func (ix *Index[T]) seal() {
	if ix.recent.live > 0 {
		ix.sealed = append(ix.sealed, mergeLayers(ix.schema, []*layer[T]{ix.recent.layer()}))
	}
	ix.recent = newRecent(ix.schema)
}

// startMerge merges segments in the background where there are too many of
// one size, or one that is half dead.
func (ix *Index[T]) startMerge() {
	if ix.merging {
		return
	}
	picked := ix.pick()
	if picked == nil {
		return
	}
	ix.merging, ix.undone = true, nil
	go ix.merge(picked)
}

// pick chooses the layers to merge.
func (ix *Index[T]) pick() []*layer[T] {
	tiers := map[int][]*layer[T]{}
	for _, l := range ix.sealed {
		if l.live*2 < l.values.len() {
			return []*layer[T]{l}
		}
		t := 0
		for n := l.live / recentRows; n >= tierFactor; n /= tierFactor {
			t++
		}
		if tiers[t] = append(tiers[t], l); len(tiers[t]) == tierFactor {
			return tiers[t]
		}
	}
	return nil
}

func (ix *Index[T]) merge(picked []*layer[T]) {
	merged := mergeLayers(ix.schema, picked)
	ix.mu.Lock()
	defer ix.mu.Unlock()
	old := map[*segment]bool{}
	for _, l := range picked {
		old[l.seg] = true
	}
	ix.sealed = slices.DeleteFunc(slices.Clone(ix.sealed), func(l *layer[T]) bool { return old[l.seg] })
	for _, v := range ix.undone {
		if row, ok := merged.values.search(v, ix.schema.Compare); ok {
			merged.bury(ix.schema, row)
		}
	}
	if merged.live > 0 {
		ix.sealed = append(ix.sealed, merged)
	}
	ix.merging, ix.undone = false, nil
	ix.publish()
	ix.startMerge()
	ix.settled.Broadcast()
}

// Settle waits until no merge is under way.
func (ix *Index[T]) Settle() {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for ix.merging {
		ix.settled.Wait()
	}
}
