package packed

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"

	"incidentmap/internal/incident"
	"incidentmap/internal/wire"
)

// blockBytes is the size of a block of packed records; a record longer than that has
// one of its own. Blocks stay where they are as more come: one piece of memory that
// grows would be copied, and lie there twice meanwhile.
const blockBytes = 4 << 20

// Packer packs records one after the other, as they come. A million take a quarter of
// what they take as values, and the garbage collector has nothing to look for in them.
type Packer struct {
	c      *coder
	blocks [][]byte
	spans  []span
}

// NewPacker makes one with room for where n records lie; more may be added.
func NewPacker(n int) *Packer { return &Packer{c: newEncoder(), spans: make([]span, 0, n)} }

// Add packs a record. Nothing of it is kept.
func (p *Packer) Add(r *incident.Record) {
	p.c.out = p.c.out[:0]
	p.c.record(r)
	last := len(p.blocks) - 1
	if last < 0 || len(p.blocks[last])+len(p.c.out) > cap(p.blocks[last]) {
		p.blocks = append(p.blocks, make([]byte, 0, max(blockBytes, len(p.c.out))))
		last++
	}
	from := len(p.blocks[last])
	p.blocks[last] = append(p.blocks[last], p.c.out...)
	p.spans = append(p.spans, span{uint32(last), uint32(from), uint32(from + len(p.c.out))})
}

// id is the ID of record i, in the order in which they came. It lies where the record
// does.
func (p *Packer) id(i int) string {
	s := p.spans[i]
	c := coder{Reader: wire.NewReader(p.blocks[s.block][s.from:s.to])}
	return c.string()
}

// ByID lists the records in the order of their IDs, as numbers in the order in which they
// came. The cause of an error is ErrTwice where two have one ID.
func (p *Packer) ByID() ([]uint32, error) {
	ids := make([]string, len(p.spans))
	for i := range ids {
		ids[i] = p.id(i)
	}
	sorted := byID(ids)
	for i := 1; i < len(sorted); i++ {
		if id := ids[sorted[i]]; id == ids[sorted[i-1]] {
			return nil, fmt.Errorf("%w: %q", ErrTwice, id)
		}
	}
	return sorted, nil
}

// Records are the packed records, by row: rank tells of each, as they came, which row it
// is, and sorted is what ByID says. Nothing may be added after.
func (p *Packer) Records(rank, sorted []uint32) (*Records, error) {
	r := &Records{words: p.c.words, lists: p.c.section(), byID: make([]byte, 0, 4*len(rank)),
		kept: make([]atomic.Pointer[kept], keptRecords)}
	spans := make([]span, len(rank))
	for i, row := range rank {
		spans[row] = p.spans[i]
	}
	r.lie.Store(&layout{p.blocks, spans})
	for _, i := range sorted {
		r.byID = binary.LittleEndian.AppendUint32(r.byID, rank[i])
	}
	var err error
	r.shared, err = readShared(r.lists, r.words)
	p.c, p.spans = nil, nil
	return r, err
}

// ErrTwice is the cause of an error about two records of one ID.
var ErrTwice = errors.New("two records have one ID")

// WriteTo writes the records into sections, from which File.Records reads them again.
func (r *Records) WriteTo(ctx context.Context, w Sections) error {
	starts := make([]byte, 0, 8*r.Len())
	w.Section(sectionRecords)
	at := uint64(0)
	for row := range r.Len() {
		if row%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		starts = binary.LittleEndian.AppendUint64(starts, at)
		b := r.bytes(row)
		if _, err := w.Write(b); err != nil {
			return err
		}
		at += uint64(len(b))
	}
	words := &coder{writing: true, words: r.words}
	return errors.Join(writeSection(w, sectionStarts, starts), writeSection(w, sectionWords, words.wordSection()),
		writeSection(w, sectionLists, r.lists), writeSection(w, sectionByID, r.byID))
}

func writeSection(w Sections, name string, content []byte) error {
	w.Section(name)
	_, err := w.Write(content)
	return err
}
