package snapshot

import "incidentmap/internal/incident"

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
	lists  [][]T             // reading
}

// shareList is a list: 0 for none, an even number whose half is the place of
// a shared one from 1 on, or 1 and the list itself.
func shareList[T any](c *coder, of *lists[T], values *[]T, do func(*coder, *T)) {
	if c.writing {
		c.writeShared(of.place(c, values, do))
		return
	}
	switch n := c.uvarint(0); {
	case n == 0:
	case n == 1:
		list(c, values, do)
	case n&1 == 0 && n/2 <= uint64(len(of.lists)):
		*values = of.lists[n/2-1]
	default:
		c.fail()
	}
}

// writeShared writes the place of a list, or 1 and its body.
func (c *coder) writeShared(place uint64, body []byte) {
	c.uvarint(place)
	c.out = append(c.out, body...)
}

// place finds the number that stands for a list, and what follows it.
func (l *lists[T]) place(c *coder, values *[]T, do func(*coder, *T)) (place uint64, body []byte) {
	if *values == nil {
		return 0, nil
	}
	from := len(c.out)
	list(c, values, do)
	body = append([]byte(nil), c.out[from:]...)
	c.out = c.out[:from]
	if n, known := l.code[string(body)]; known {
		return n, nil
	}
	if len(body) > maxSharedBytes || len(l.bodies) >= maxShared {
		return 1, body
	}
	if l.code == nil {
		l.code = map[string]uint64{}
	}
	l.bodies = append(l.bodies, body)
	n := uint64(len(l.bodies)) * 2
	l.code[string(body)] = n
	return n, nil
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
	c := &coder{rest: raw, words: words}
	s := &shared{}
	readLists(c, &s.parties, (*coder).party)
	readLists(c, &s.statements, (*coder).statement)
	readLists(c, &s.claims, (*coder).claim)
	readLists(c, &s.sources, (*coder).source)
	if c.wrong || len(c.rest) > 0 {
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
