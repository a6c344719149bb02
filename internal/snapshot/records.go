package snapshot

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
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

// WriteRecords writes records, by row.
func WriteRecords(ctx context.Context, w Sections, records []*incident.Record) error {
	c := newEncoder()
	starts := make([]byte, 0, 8*len(records))
	w.Section(sectionRecords)
	at := uint64(0)
	for i, r := range records {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if i == checkEvery {
			expect(w, at, i, len(records))
		}
		starts = binary.LittleEndian.AppendUint64(starts, at)
		c.out = c.out[:0]
		c.record(r)
		if _, err := w.Write(c.out); err != nil {
			return err
		}
		at += uint64(len(c.out))
	}
	return errors.Join(writeSection(w, sectionStarts, starts), writeSection(w, sectionWords, c.wordSection()),
		writeSection(w, sectionLists, c.section()), writeSection(w, sectionByID, rowsByID(records)))
}

func writeSection(w Sections, name string, content []byte) error {
	w.Section(name)
	_, err := w.Write(content)
	return err
}

func (c *coder) wordSection() []byte {
	words := &coder{writing: true}
	for i := range c.words {
		words.text(&c.words[i])
	}
	return words.out
}

// idRow is a record's row under the first bytes of its ID, as a number that
// sorts as they do: most IDs are told apart without a look at the record.
type idRow struct {
	first uint64
	row   uint32
}

// rowsByID lists the rows in the order of the records' IDs.
func rowsByID(records []*incident.Record) []byte {
	shared := sharedPrefix(records)
	rows := make([]idRow, len(records))
	for i, r := range records {
		var first [8]byte
		copy(first[:], r.ID[shared:])
		rows[i] = idRow{binary.BigEndian.Uint64(first[:]), uint32(i)}
	}
	slices.SortFunc(rows, func(a, b idRow) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return strings.Compare(records[a.row].ID, records[b.row].ID)
	})
	out := make([]byte, 0, 4*len(rows))
	for _, r := range rows {
		out = binary.LittleEndian.AppendUint32(out, r.row)
	}
	return out
}

// sharedPrefix is with how many bytes all IDs begin alike.
func sharedPrefix(records []*incident.Record) int {
	if len(records) == 0 {
		return 0
	}
	shared := records[0].ID
	for _, r := range records {
		for !strings.HasPrefix(r.ID, shared) {
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

// Records are the records of a file, or of Memory, read when they are asked
// for, by any number of goroutines at once.
type Records struct {
	raw, starts, byID []byte
	words             []string
	shared            *shared
	kept              []atomic.Pointer[kept]
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
	r := &Records{raw: f.Section(sectionRecords), starts: f.Section(sectionStarts), byID: f.Section(sectionByID)}
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
	r.shared, err = readShared(f.Section(sectionLists), r.words)
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

// Len implements geo.Values.
func (r *Records) Len() int { return len(r.starts) / 8 }

// At implements geo.Values. It panics where the bytes are no record, which
// the checksums rule out.
func (r *Records) At(row uint32) *incident.Record {
	first := int(row%(keptRecords/2)) * 2
	lately, before := &r.kept[first], &r.kept[first+1]
	last := lately.Load()
	if last != nil && last.row == row {
		return &last.record
	}
	if k := before.Load(); k != nil && k.row == row {
		return &k.record
	}
	made, err := r.read(row)
	if err != nil {
		panic(err)
	}
	before.Store(last)
	lately.Store(made)
	return &made.record
}

func (r *Records) at(row int) coder {
	return coder{Reader: wire.NewReader(r.raw[r.start(row):r.end(row)]), words: r.words, shared: r.shared}
}

func (r *Records) read(row uint32) (*kept, error) {
	k := &kept{row: row}
	k.record.Incident = &k.incident
	c := r.at(int(row))
	c.point = &k.point
	c.record(&k.record)
	if c.Failed() {
		return nil, fmt.Errorf("snapshot: %w: record %d", ErrDamaged, row)
	}
	return k, nil
}

// Text is a record's text for the search, without the rest of it.
func (r *Records) Text(row uint32) string {
	c := r.at(int(row))
	c.string()
	return c.string()
}

// Find finds a record by its ID.
func (r *Records) Find(id string) (*incident.Record, bool) {
	lo, hi := 0, r.Len()
	for lo < hi {
		mid := (lo + hi) / 2
		c := r.at(r.row(mid))
		switch cmp := strings.Compare(c.string(), id); {
		case cmp == 0:
			return r.At(uint32(r.row(mid))), true
		case cmp < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return nil, false
}
