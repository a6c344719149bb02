package geo

// deadSet is a set of positions that were deleted. It is persistent: with
// returns another set that shares all but the touched chunk, so that a reader
// keeps the set of its snapshot for the price of a short copy. The zero value
// is empty.
type deadSet struct {
	chunks []*deadChunk
	n      int
}

// deadBlocks is how many blocks share a chunk.
const deadBlocks = 64

// deadChunk holds the dead positions of deadBlocks blocks.
type deadChunk [deadBlocks]*[blockRows / 64]uint64

// block returns the dead rows of a block as bits, nil for none.
func (d *deadSet) block(b int) *[blockRows / 64]uint64 {
	if chunk := b / deadBlocks; chunk < len(d.chunks) && d.chunks[chunk] != nil {
		return d.chunks[chunk][b%deadBlocks]
	}
	return nil
}

func (d *deadSet) has(pos int) bool {
	b := d.block(pos / blockRows)
	i := pos % blockRows
	return b != nil && b[i/64]&(1<<(i%64)) != 0
}

// with returns the set with one more position.
func (d *deadSet) with(pos int) deadSet {
	if d.has(pos) {
		return *d
	}
	block, i := pos/blockRows, pos%blockRows
	at := block / deadBlocks
	chunks := make([]*deadChunk, max(len(d.chunks), at+1))
	copy(chunks, d.chunks)
	var chunk deadChunk
	if chunks[at] != nil {
		chunk = *chunks[at]
	}
	var rows [blockRows / 64]uint64
	if old := chunk[block%deadBlocks]; old != nil {
		rows = *old
	}
	rows[i/64] |= 1 << (i % 64)
	chunk[block%deadBlocks], chunks[at] = &rows, &chunk
	return deadSet{chunks, d.n + 1}
}
