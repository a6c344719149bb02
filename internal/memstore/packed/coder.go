package packed

import (
	"encoding/binary"
	"math"
	"strings"
	"unsafe"

	"github.com/paulmach/orb"

	"incidentmap/internal/slotcache"
	"incidentmap/internal/wire"
)

// The longest text that is taken for a word, and how many words there are.
const (
	maxWordBytes = 200
	maxWords     = 1 << 16
)

// recent are places in a list by where in memory what has them lies: the records of a
// table share their words and lists. It is for writing only.
type recent = slotcache.Cache[slotcache.Memory, uint64]

func newRecent() recent { return slotcache.New[slotcache.Memory, uint64](12) }

// coder writes values or reads them, so that one walk over a record's fields
// does both and they cannot disagree. What is written is not touched: others may read
// it meanwhile. It is one type and no interface, because
// what an interface is given a pointer to must be allocated.
type coder struct {
	writing bool

	out    []byte
	code   map[string]uint64 // the words' places in the list
	recent recent            // those places plus one

	wire.Reader // what is read

	words []string
	*shared
	// point, if not nil, is where a place's only point goes.
	point *[1]orb.Point
}

func newEncoder() *coder {
	return &coder{writing: true, code: map[string]uint64{}, recent: newRecent(), shared: newShared()}
}

// uvarint writes n, or reads a number.
func (c *coder) uvarint(n uint64) uint64 {
	if c.writing {
		c.out = binary.AppendUvarint(c.out, n)
		return n
	}
	return c.Uvarint()
}

func (c *coder) int64(n *int64) {
	u := c.uvarint(uint64(*n)<<1 ^ uint64(*n>>63))
	if !c.writing {
		*n = int64(u>>1) ^ -int64(u&1)
	}
}

func (c *coder) int(n *int) {
	wide := int64(*n)
	c.int64(&wide)
	if !c.writing {
		*n = int(wide)
	}
}

func (c *coder) bool(b *bool) {
	n := uint64(0)
	if *b {
		n = 1
	}
	if n = c.uvarint(n); !c.writing {
		*b = n == 1
	}
}

func (c *coder) float(f *float64) {
	if c.writing {
		c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(*f))
		return
	}
	*f = math.Float64frombits(c.Uint64())
}

// count is a list's length; reading, it is at most the number of bytes left.
func (c *coder) count(n int) int {
	u := c.uvarint(uint64(n))
	if !c.writing && u > uint64(c.Len()) {
		c.Fail()
		return 0
	}
	return int(u)
}

// list is a list's values, each by do; nil stays nil.
func list[T any](c *coder, values *[]T, do func(*coder, *T)) {
	n := len(*values) + 1
	if *values == nil {
		n = 0
	}
	if n = c.count(n); n == 0 {
		return
	}
	if !c.writing {
		*values = make([]T, n-1)
	}
	for i := range *values {
		do(c, &(*values)[i])
	}
}

// text is a string that is a record's own: an odd number, whose half is the
// length, and the bytes.
func (c *coder) text(s *string) {
	if c.writing {
		c.out = binary.AppendUvarint(c.out, uint64(len(*s))<<1|1)
		c.out = append(c.out, *s...)
		return
	}
	*s = c.string()
}

// word is a string that many records share: an even number, whose half is its
// place in the list of words; a text where it is none of those.
func (c *coder) word(s *string) {
	if !c.writing {
		*s = c.string()
		return
	}
	lies := slotcache.MemoryOfText(*s)
	place := c.recent.At(lies.Hash(), lies)
	if *place == 0 {
		n, ok := c.placeOf(*s)
		if !ok {
			c.text(s)
			return
		}
		*place = n + 1
	}
	c.out = binary.AppendUvarint(c.out, (*place-1)<<1)
}

// eachWord is several words, one after the other.
func (c *coder) eachWord(all ...*string) {
	for _, s := range all {
		c.word(s)
	}
}

// placeOf finds a word's place in the list, or makes one if there is room.
func (c *coder) placeOf(word string) (uint64, bool) {
	n, known := c.code[word]
	if known {
		return n, true
	}
	if len(word) > maxWordBytes || len(c.words) >= maxWords {
		return 0, false
	}
	n, word = uint64(len(c.words)), strings.Clone(word) // the memory around it is free then
	c.code[word] = n
	c.words = append(c.words, word)
	return n, true
}

func (c *coder) string() string {
	n := c.Uvarint()
	half := n >> 1
	switch {
	case n&1 == 0 && half < uint64(len(c.words)):
		return c.words[half]
	case n&1 == 0 || half > uint64(c.Len()):
		c.Fail()
		return ""
	case half == 0:
		return ""
	}
	return inPlace(c.Take(int(half)))
}

// inPlace is bytes as a string without a copy: those of a File never change
// and never go.
func inPlace(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) } //nolint:gosec // see above
