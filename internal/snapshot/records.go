package snapshot

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"incidentmap/internal/incident"
)

// The sections that records are kept in.
const (
	sectionRecords = "records" // one after the other
	sectionStarts  = "starts"  // where each begins, uint64
	sectionWords   = "words"   // the words that they share, as texts
	sectionByID    = "by-id"   // the records' rows by their IDs, uint32
)

// checkEvery is after how many records the writer asks whether to go on.
const checkEvery = 4096

// WriteRecords writes records, by row.
func (w *Writer) WriteRecords(ctx context.Context, records []*incident.Record) error {
	c := &coder{writing: true, code: map[string]uint64{}}
	starts := make([]byte, 0, 8*len(records))
	w.Section(sectionRecords)
	at := uint64(0)
	for i, r := range records {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		starts = binary.LittleEndian.AppendUint64(starts, at)
		c.out = c.out[:0]
		c.record(r)
		if _, err := w.Write(c.out); err != nil {
			return err
		}
		at += uint64(len(c.out))
	}
	w.Section(sectionStarts)
	if _, err := w.Write(starts); err != nil {
		return err
	}
	c.out = c.out[:0]
	for i := range c.words {
		c.text(&c.words[i])
	}
	w.Section(sectionWords)
	if _, err := w.Write(c.out); err != nil {
		return err
	}
	w.Section(sectionByID)
	_, err := w.Write(rowsByID(records))
	return err
}

func rowsByID(records []*incident.Record) []byte {
	rows := make([]uint32, len(records))
	for i := range rows {
		rows[i] = uint32(i)
	}
	slices.SortFunc(rows, func(a, b uint32) int { return strings.Compare(records[a].ID, records[b].ID) })
	out := make([]byte, 0, 4*len(rows))
	for _, row := range rows {
		out = binary.LittleEndian.AppendUint32(out, row)
	}
	return out
}

// keptRecords is how many records stay in memory once they were read: what is
// on the map is asked for again and again, what only an export passes is not.
const keptRecords = 100_000

// Records are the records of a file, read when they are asked for, by any
// number of goroutines at once.
type Records struct {
	raw, starts, byID []byte
	words             []string
	kept              []atomic.Pointer[incident.Record]
	count             atomic.Int64
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
	words := &coder{rest: f.Section(sectionWords)}
	for len(words.rest) > 0 {
		r.words = append(r.words, words.string())
	}
	if words.wrong {
		return nil, damaged("its words cannot be read")
	}
	r.kept = make([]atomic.Pointer[incident.Record], n)
	return r, nil
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
func (r *Records) Len() int { return len(r.kept) }

// At implements geo.Values. It panics where the bytes are no record, which
// the checksums rule out.
func (r *Records) At(row uint32) *incident.Record {
	if found := r.kept[row].Load(); found != nil {
		return found
	}
	made, err := r.read(int(row))
	if err != nil {
		panic(err)
	}
	if r.count.Load() < keptRecords && r.kept[row].CompareAndSwap(nil, made) {
		r.count.Add(1)
	}
	return made
}

func (r *Records) at(row int) coder {
	return coder{rest: r.raw[r.start(row):r.end(row)], words: r.words}
}

func (r *Records) read(row int) (*incident.Record, error) {
	both := &struct {
		record   incident.Record
		incident incident.Incident
	}{}
	both.record.Incident = &both.incident
	c := r.at(row)
	c.record(&both.record)
	if c.wrong {
		return nil, fmt.Errorf("snapshot: %w: record %d", ErrDamaged, row)
	}
	return &both.record, nil
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
