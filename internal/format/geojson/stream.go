package geojson

import (
	"io"
	"iter"
	"runtime"
	"sync"

	"incidentmap/internal/incident"
)

// batchRecords is how many records are encoded at a time, some 64 kB: the first
// of a thousand are on their way while others are still encoded.
const batchRecords = 256

// batch is a part of an answer on its way from the records to the client.
type batch struct {
	records []*incident.Record
	text    []byte
	done    chan struct{}
	// panicked is what encoding panicked with: it is for the request to fail
	// by, and not for the program.
	panicked any
}

// batches are used again, so that an export of millions needs the memory of a
// few of them.
var batches = sync.Pool{New: func() any { return &batch{} }}

// writeAll encodes records in batches on all processors and writes these in
// order, each record between the texts before and after. Most of the time goes into waiting for
// records that lie all over the
// memory, which several do better than one.
func writeAll(w io.Writer, features *Writer, records iter.Seq[*incident.Record], before, after string) error {
	s := &stream{w: w, features: features, before: before, after: after, ahead: runtime.GOMAXPROCS(0)}
	b := newBatch()
	for r := range records {
		if b.records = append(b.records, r); len(b.records) < batchRecords {
			continue
		}
		if err := s.send(b); err != nil {
			return err
		}
		b = newBatch()
	}
	if len(s.waiting) == 0 { // all of it is one batch
		s.encode(b)
		return s.write(b)
	}
	if err := s.send(b); err != nil {
		return err
	}
	return s.drain(0)
}

func newBatch() *batch {
	b := batches.Get().(*batch)
	b.records, b.text, b.done = b.records[:0], b.text[:0], make(chan struct{})
	return b
}

// stream holds the batches that are being encoded, the oldest first.
type stream struct {
	w             io.Writer
	features      *Writer
	before, after string
	waiting       []*batch
	ahead         int
}

// send starts to encode a batch and writes the oldest ones that are too many.
func (s *stream) send(b *batch) error {
	s.waiting = append(s.waiting, b)
	go s.encode(b)
	return s.drain(s.ahead)
}

// encode appends the records' features. Each goroutine has a writer of its
// own.
func (s *stream) encode(b *batch) {
	defer func() {
		b.panicked = recover()
		close(b.done)
	}()
	features := *s.features
	features.keys = nil
	for _, r := range b.records {
		b.text = append(features.AppendFeature(append(b.text, s.before...), r), s.after...)
	}
}

// drain writes until no more than the given number are waiting. After an
// error the others are left to end by themselves.
func (s *stream) drain(most int) error {
	for len(s.waiting) > most {
		b := s.waiting[0]
		s.waiting = s.waiting[1:]
		if err := s.write(b); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) write(b *batch) error {
	<-b.done
	if b.panicked != nil {
		panic(b.panicked)
	}
	_, err := s.w.Write(b.text)
	clear(b.records)
	batches.Put(b)
	return err
}
