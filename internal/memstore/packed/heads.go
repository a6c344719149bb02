package packed

import (
	"fmt"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/wire"
)

// Heads reads what lies first of records without the rest of them: the ID, what
// happened when, and the place but for the audit of how it was found. It reads them
// one after the other into the same memory, for one goroutine.
type Heads struct {
	records *Records
	coder   coder
	point   [1]orb.Point
	head    incident.Incident
	fetched byte
}

// Heads makes a reader of heads.
func (r *Records) Heads() *Heads {
	return &Heads{records: r, coder: coder{words: r.words, shared: r.shared}}
}

// Read reads a record's head, which is valid until the next is read. It panics where
// the bytes are no record, as Records.At does.
func (h *Heads) Read(row uint32) *incident.Incident {
	c := &h.coder
	c.Reader, c.point = wire.NewReader(h.records.bytes(int(row))), &h.point
	c.text(&h.head.ID)
	c.string() // the text for the search
	c.whatWhen(&h.head)
	h.head.Place.Points = nil // a record's own, if it has several
	c.where(&h.head.Place)
	if c.Failed() {
		panic(fmt.Errorf("snapshot: %w: record %d", ErrDamaged, row))
	}
	return &h.head
}

// Fetch has the processor bring the heads of records near that are going to be read.
// Rows lie apart in memory: to wait for each when it is read would take most of the
// time, and these loads do not wait for each other.
func (h *Heads) Fetch(rows []uint32) {
	const line, lines = 64, 3 // most heads are no longer
	for _, row := range rows {
		b := h.records.bytes(int(row))
		for at := 0; at < min(len(b), lines*line); at += line {
			h.fetched ^= b[at] // a value that is used, so that it is loaded
		}
	}
}
