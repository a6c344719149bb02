package incident

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// IDs finds rows by their IDs: rows are numbered from 0 as their IDs are
// added. A map takes nearly twice the time (BenchmarkIDs). Copies of the IDs lie in
// blocks without pointers: no text stays in memory because an ID was part of it, and the
// garbage collector has nothing to look through.
type IDs struct {
	seed maphash.Seed
	// blocks hold the IDs, each behind its length, and at where that of each row lies.
	blocks [][]byte
	at     []idAt
	// slots hold a row from 1 on under half of its ID's hash, or zero; the
	// other half says where to look first. A power of two of them.
	slots []uint64
}

// idAt is where an ID lies.
type idAt struct{ block, from uint32 }

// idBlockBytes is the size of a block of IDs; a longer ID has one of its own.
const idBlockBytes = 64 << 10

// NewIDs makes room for n IDs; more may be added.
func NewIDs(n int) *IDs {
	return &IDs{seed: maphash.MakeSeed(), at: make([]idAt, 0, n), slots: make([]uint64, slotsFor(n))}
}

// slotsFor leaves at least a third of the slots empty.
func slotsFor(n int) int { return 1 << bits.Len(uint(n+n/2)) }

// Add gives an ID the next row. Where the ID has a row already, it adds
// nothing and returns that one and false.
func (t *IDs) Add(id string) (row int, added bool) {
	if slotsFor(len(t.at)+1) > len(t.slots) {
		t.grow()
	}
	at, hash, row := t.look(id)
	if row >= 0 {
		return row, false
	}
	t.keep(id)
	t.slots[at] = hash<<32 | uint64(len(t.at))
	return len(t.at) - 1, true
}

// keep adds a copy of an ID.
func (t *IDs) keep(id string) {
	last, need := len(t.blocks)-1, len(id)+binary.MaxVarintLen64
	if last < 0 || len(t.blocks[last])+need > cap(t.blocks[last]) {
		t.blocks = append(t.blocks, make([]byte, 0, max(idBlockBytes, need)))
		last++
	}
	b := t.blocks[last]
	t.at = append(t.at, idAt{uint32(last), uint32(len(b))})
	t.blocks[last] = append(binary.AppendUvarint(b, uint64(len(id))), id...)
}

// id is a row's ID, where it lies.
func (t *IDs) id(row int) []byte {
	at := t.at[row]
	b := t.blocks[at.block][at.from:]
	n, used := binary.Uvarint(b)
	return b[used : used+int(n)]
}

// look finds an ID's row, or -1 and the slot that is free for it.
func (t *IDs) look(id string) (at, hash uint64, row int) {
	hash = maphash.String(t.seed, id)
	for at = t.first(hash); ; at = t.next(at) {
		slot := t.slots[at]
		if slot == 0 {
			return at, hash, -1
		}
		if row = int(uint32(slot)) - 1; slot>>32 == hash&0xffffffff && string(t.id(row)) == id {
			return at, hash, row
		}
	}
}

// first is the slot where one looks first for a hash.
func (t *IDs) first(hash uint64) uint64 { return hash >> 32 & uint64(len(t.slots)-1) }

// next is the slot after one.
func (t *IDs) next(at uint64) uint64 { return (at + 1) & uint64(len(t.slots)-1) }

// grow makes room for twice as many.
func (t *IDs) grow() {
	t.slots = make([]uint64, slotsFor(max(16, 2*len(t.at))))
	for row := range t.at {
		hash := maphash.Bytes(t.seed, t.id(row))
		at := t.first(hash)
		for t.slots[at] != 0 {
			at = t.next(at)
		}
		t.slots[at] = hash<<32 | uint64(row+1)
	}
}
