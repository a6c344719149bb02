package packed

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/wire"
)

// The sections that records are kept in.
const (
	sectionRecords = "records" // one after the other
	sectionStarts  = "starts"  // where each begins, uint64
	sectionWords   = "words"   // the words that they share, as texts
	sectionLists   = "lists"   // the lists that they share
	sectionByID    = "by-id"   // the records' rows by their IDs, uint32
)

// checkEvery is after how many records the writer asks whether to go on.
const checkEvery = 4096

func (c *coder) wordSection() []byte {
	words := &coder{writing: true}
	for i := range c.words {
		words.text(&c.words[i])
	}
	return words.out
}

// idRow is a record under the first bytes of its ID, as a number that sorts as they do:
// most IDs are told apart without a look at the record.
type idRow struct {
	first uint64
	row   uint32
}

// byID lists the places of IDs in their order.
func byID(ids []string) []uint32 {
	shared := sharedPrefix(ids)
	rows := make([]idRow, len(ids))
	for i, id := range ids {
		var first [8]byte
		copy(first[:], id[shared:])
		rows[i] = idRow{binary.BigEndian.Uint64(first[:]), uint32(i)}
	}
	slices.SortFunc(rows, func(a, b idRow) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return strings.Compare(ids[a.row], ids[b.row])
	})
	out := make([]uint32, len(rows))
	for i, r := range rows {
		out[i] = r.row
	}
	return out
}

// sharedPrefix is with how many bytes all IDs begin alike.
func sharedPrefix(ids []string) int {
	if len(ids) == 0 {
		return 0
	}
	shared := ids[0]
	for _, id := range ids {
		for !strings.HasPrefix(id, shared) {
			shared = shared[:len(shared)-1]
		}
	}
	return len(shared)
}

// keptRecords is how many records stay in memory once they were read: what is
// on the map is asked for again and again, what an export passes goes soon.
// Each may be in one of two places, so that few rows of an answer drive each
// other out.
const keptRecords = 1 << 14

// Records are the records of a file, or of a Packer, read when they are asked
// for, by any number of goroutines at once.
type Records struct {
	raw, starts []byte                 // of a file: one after the other, and where each begins
	lie         atomic.Pointer[layout] // of a Packer
	byID        []byte
	words       []string
	lists       []byte // the section that shared was read from
	shared      *shared
	kept        []atomic.Pointer[kept]
}

// kept is a record that was read, with all that is its own in one piece of
// memory.
type kept struct {
	row      uint32
	record   incident.Record
	incident incident.Incident
	point    [1]orb.Point
}

// Records finds the file's records.
func (f *File) Records() (*Records, error) {
	r := &Records{raw: f.Section(sectionRecords), starts: f.Section(sectionStarts), byID: f.Section(sectionByID),
		lists: f.Section(sectionLists)}
	n := len(r.starts) / 8
	if len(r.starts) != 8*n || len(r.byID) != 4*n {
		return nil, damaged("its lists of records are of different lengths")
	}
	for i := range n {
		if r.start(i) > r.end(i) || r.end(i) > uint64(len(r.raw)) || r.row(i) >= n {
			return nil, damaged("a record lies outside")
		}
	}
	words := &coder{Reader: wire.NewReader(f.Section(sectionWords))}
	for words.Len() > 0 {
		r.words = append(r.words, words.string())
	}
	if words.Failed() {
		return nil, damaged("its words cannot be read")
	}
	r.kept = make([]atomic.Pointer[kept], keptRecords)
	var err error
	r.shared, err = readShared(r.lists, r.words)
	return r, err
}

func (r *Records) start(row int) uint64 { return binary.LittleEndian.Uint64(r.starts[8*row:]) }

func (r *Records) end(row int) uint64 {
	if 8*(row+1) == len(r.starts) {
		return uint64(len(r.raw))
	}
	return r.start(row + 1)
}

// row is the row of the i-th ID.
func (r *Records) row(i int) int { return int(binary.LittleEndian.Uint32(r.byID[4*i:])) }

// bytes are a record's.
func (r *Records) bytes(row int) []byte {
	if l := r.lie.Load(); l != nil {
		return l.bytes(row)
	}
	return r.raw[r.start(row):r.end(row)]
}

// Len implements geo.Values.
func (r *Records) Len() int {
	if l := r.lie.Load(); l != nil {
		return len(l.spans)
	}
	return len(r.starts) / 8
}

// At implements geo.Values. It panics where the bytes are no record, which
// the checksums rule out.
func (r *Records) At(row uint32) *incident.Record {
	lately, before := r.places(row)
	last := lately.Load()
	if k := found(row, last, before); k != nil {
		return &k.record
	}
	made := r.mustRead(row)
	before.Store(last)
	lately.Store(made)
	return &made.record
}

// Pass implements geo.Passer. It panics as At does.
func (r *Records) Pass(row uint32) *incident.Record {
	lately, before := r.places(row)
	if k := found(row, lately.Load(), before); k != nil {
		return &k.record
	}
	return &r.mustRead(row).record
}

// places are where a record that was read may be kept.
func (r *Records) places(row uint32) (lately, before *atomic.Pointer[kept]) {
	first := int(row%(keptRecords/2)) * 2
	return &r.kept[first], &r.kept[first+1]
}

// found is what is kept of a row; nil where nothing is.
func found(row uint32, last *kept, before *atomic.Pointer[kept]) *kept {
	if last != nil && last.row == row {
		return last
	}
	if k := before.Load(); k != nil && k.row == row {
		return k
	}
	return nil
}

func (r *Records) mustRead(row uint32) *kept {
	made, err := r.read(row)
	if err != nil {
		panic(err)
	}
	return made
}

// line is how many bytes processors fetch at once, and touchedLines how many of a record's
// are: most have no more.
const (
	line         = 64
	touchedLines = 4
)

// sink keeps what Touch has read from being of no use, and so from not being read.
var sink atomic.Uint32

// Touch implements geo.Toucher.
func (r *Records) Touch(row uint32) {
	raw := r.bytes(int(row))
	sum := byte(0)
	for i := 0; i < min(len(raw), line*touchedLines); i += line {
		sum ^= raw[i]
	}
	if sum == 0xff && len(raw) == 0 { // never, which no compiler knows
		sink.Store(uint32(sum))
	}
}

func (r *Records) at(row int) coder {
	return coder{Reader: wire.NewReader(r.bytes(row)), words: r.words, shared: r.shared}
}

func (r *Records) read(row uint32) (*kept, error) {
	k := &kept{row: row}
	k.record.Incident = &k.incident
	c := r.at(int(row))
	c.point = &k.point
	c.record(&k.record)
	if c.Failed() {
		return nil, fmt.Errorf("packed: %w: record %d", ErrDamaged, row)
	}
	return k, nil
}

// Text is a record's text for the search, without the rest of it.
func (r *Records) Text(row uint32) string {
	c := r.at(int(row))
	c.string()
	return c.string()
}

// ID is a record's ID, without the rest of it.
func (r *Records) ID(row uint32) string {
	c := r.at(int(row))
	return c.string()
}

// Find finds a record by its ID.
func (r *Records) Find(id string) (*incident.Record, bool) {
	row, ok := r.RowOf(id)
	if !ok {
		return nil, false
	}
	return r.At(row), true
}

// RowOf is the row of the record with an ID.
func (r *Records) RowOf(id string) (row uint32, ok bool) {
	lo, hi := 0, r.Len()
	for lo < hi {
		mid := (lo + hi) / 2
		c := r.at(r.row(mid))
		switch cmp := strings.Compare(c.string(), id); {
		case cmp == 0:
			return uint32(r.row(mid)), true
		case cmp < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}
