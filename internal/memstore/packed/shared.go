package packed

import (
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/slotcache"
	"incidentmap/internal/wire"
)

// shared are the lists that many records have alike: a file says each once,
// and the records that are read share it, as those of a table do.
type shared struct {
	parties    lists[incident.Party]
	statements lists[incident.Statement]
	claims     lists[incident.Claim]
	sources    lists[incident.Source]
}

// The longest list that is shared, in bytes, and how many there are.
const (
	maxSharedBytes = 512
	maxShared      = 1 << 16
)

// lists are the shared lists of one type.
type lists[T any] struct {
	code   map[string]uint64 // writing: their places by what was written of them
	bodies [][]byte          // writing: that, in order
	recent recent            // writing
	lists  [][]T             // reading
}

// newShared makes the lists for writing.
func newShared() *shared {
	return &shared{
		parties:    lists[incident.Party]{code: map[string]uint64{}, recent: newRecent()},
		statements: lists[incident.Statement]{code: map[string]uint64{}, recent: newRecent()},
		claims:     lists[incident.Claim]{code: map[string]uint64{}, recent: newRecent()},
		sources:    lists[incident.Source]{code: map[string]uint64{}, recent: newRecent()},
	}
}

// shareList is a list: 0 for none, an even number whose half is the place of
// a shared one from 1 on, or 1 and the list itself.
func shareList[T any](c *coder, of *lists[T], values *[]T, do func(*coder, *T)) {
	if c.writing {
		of.write(c, values, do)
		return
	}
	switch n := c.uvarint(0); {
	case n == 0:
	case n == 1:
		list(c, values, do)
	case n&1 == 0 && n/2 <= uint64(len(of.lists)):
		*values = of.lists[n/2-1]
	default:
		c.Fail()
	}
}

// write writes a list's place, or 1 and its body where it has none.
func (l *lists[T]) write(c *coder, values *[]T, do func(*coder, *T)) {
	if len(*values) == 0 { // nil, or an empty list, which lies nowhere
		l.writeBody(c, values, do)
		return
	}
	lies := slotcache.MemoryOf(&(*values)[0], len(*values))
	place := l.recent.At(lies.Hash(), lies)
	if *place != 0 {
		c.uvarint(*place)
		return
	}
	if n := l.writeBody(c, values, do); n != 1 {
		*place = n
	}
}

// writeBody finds a list's place by what would be written of it, writes it,
// and tells it.
func (l *lists[T]) writeBody(c *coder, values *[]T, do func(*coder, *T)) uint64 {
	if *values == nil {
		return c.uvarint(0)
	}
	from := len(c.out)
	list(c, values, do)
	body := c.out[from:]
	n, known := l.code[string(body)]
	if !known {
		if len(body) > maxSharedBytes || len(l.bodies) >= maxShared {
			c.out = slices.Insert(c.out, from, 1)
			return 1
		}
		l.bodies = append(l.bodies, slices.Clone(body))
		n = uint64(len(l.bodies)) * 2
		l.code[string(body)] = n
	}
	c.out = c.out[:from]
	return c.uvarint(n)
}

// section is the shared lists as a section: how many there are of each type,
// and the lists.
func (s *shared) section() []byte {
	c := &coder{writing: true}
	for _, bodies := range [][][]byte{s.parties.bodies, s.statements.bodies, s.claims.bodies, s.sources.bodies} {
		c.uvarint(uint64(len(bodies)))
		for _, body := range bodies {
			c.out = append(c.out, body...)
		}
	}
	return c.out
}

// readShared reads that section.
func readShared(raw []byte, words []string) (*shared, error) {
	c := &coder{Reader: wire.NewReader(raw), words: words}
	s := &shared{}
	readLists(c, &s.parties, (*coder).party)
	readLists(c, &s.statements, (*coder).statement)
	readLists(c, &s.claims, (*coder).claim)
	readLists(c, &s.sources, (*coder).source)
	if c.Failed() || c.Len() > 0 {
		return nil, damaged("its shared lists cannot be read")
	}
	return s, nil
}

func readLists[T any](c *coder, into *lists[T], do func(*coder, *T)) {
	into.lists = make([][]T, c.count(0))
	for i := range into.lists {
		list(c, &into.lists[i], do)
	}
}
