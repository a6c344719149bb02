package incident

import (
	"hash/maphash"
	"math/bits"
)

// IDs finds rows by their IDs: rows are numbered from 0 as their IDs are
// added. A map takes more than twice the time (BenchmarkIDs).
type IDs struct {
	seed maphash.Seed
	ids  []string
	// slots hold a row from 1 on under half of its ID's hash, or zero; the
	// other half says where to look first. A power of two of them.
	slots []uint64
}

// NewIDs makes room for n IDs; more may be added.
func NewIDs(n int) *IDs {
	t := &IDs{seed: maphash.MakeSeed(), ids: make([]string, 0, n)}
	t.slots = make([]uint64, slotsFor(n))
	return t
}

// slotsFor leaves at least a third of the slots empty.
func slotsFor(n int) int { return 1 << bits.Len(uint(n+n/2)) }

// Add gives an ID the next row. Where the ID has a row already, it adds
// nothing and returns that one and false.
func (t *IDs) Add(id string) (row int, added bool) {
	if slotsFor(len(t.ids)+1) > len(t.slots) {
		t.grow()
	}
	at, hash, row := t.look(id)
	if row >= 0 {
		return row, false
	}
	t.ids = append(t.ids, id)
	t.slots[at] = hash<<32 | uint64(len(t.ids))
	return len(t.ids) - 1, true
}

// look finds an ID's row, or -1 and the slot that is free for it.
func (t *IDs) look(id string) (at, hash uint64, row int) {
	hash = maphash.String(t.seed, id)
	last := uint64(len(t.slots) - 1)
	for at = hash >> 32 & last; ; at = (at + 1) & last {
		slot := t.slots[at]
		if slot == 0 {
			return at, hash, -1
		}
		if row = int(uint32(slot)) - 1; slot>>32 == hash&0xffffffff && t.ids[row] == id {
			return at, hash, row
		}
	}
}

func (t *IDs) grow() {
	more := &IDs{seed: t.seed, ids: make([]string, 0, max(16, 2*len(t.ids)))}
	more.slots = make([]uint64, slotsFor(cap(more.ids)))
	for _, id := range t.ids {
		more.Add(id)
	}
	*t = *more
}
