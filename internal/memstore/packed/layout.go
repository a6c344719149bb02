package packed

import (
	"cmp"
	"context"
	"slices"
)

// span is where a record lies.
type span struct{ block, from, to uint32 }

// layout is where the records of a Packer lie, by row.
type layout struct {
	blocks [][]byte
	spans  []span
}

func (l *layout) bytes(row int) []byte {
	s := l.spans[row]
	return l.blocks[s.block][s.from:s.to]
}

// inOrder reports whether the records lie one after the other by their rows.
func (l *layout) inOrder() bool {
	return slices.IsSortedFunc(l.spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.from, b.from))
	})
}

// arranged is the same in the order of the rows.
func (l *layout) arranged(ctx context.Context) (*layout, error) {
	out := &layout{spans: make([]span, len(l.spans))}
	for row := range l.spans {
		if row%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out.spans[row] = out.add(l.bytes(row))
	}
	return out, nil
}

// add adds a record to the last block, or to a new one. A block is asked for in large pages:
// it is read from one end to the other.
func (l *layout) add(record []byte) span {
	last := len(l.blocks) - 1
	if last < 0 || len(l.blocks[last])+len(record) > cap(l.blocks[last]) {
		block := make([]byte, max(blockBytes, len(record)))
		askHugePages(block)
		l.blocks = append(l.blocks, block[:0])
		last++
	}
	from := len(l.blocks[last])
	l.blocks[last] = append(l.blocks[last], record...)
	return span{uint32(last), uint32(from), uint32(from + len(record))}
}

// Arrange lays the records of a Packer in the order of their rows, while others read them:
// they lie as they came before, and rows that are read together, as those of a day or of an
// export are, far apart. Meanwhile they take twice the memory.
func (r *Records) Arrange(ctx context.Context) error {
	l := r.lie.Load()
	if l == nil || l.inOrder() {
		return nil
	}
	arranged, err := l.arranged(ctx)
	if err != nil {
		return err
	}
	r.lie.Store(arranged)
	for i := range r.kept { // they hold on to the memory of before
		r.kept[i].Store(nil)
	}
	return nil
}
