package memstore

import (
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore/packed"
)

// ids finds records by their IDs: those that are packed, and those that came one by
// one since.
type ids struct {
	packed *packed.Records
	// overlay are those that came; nil stands for one that was taken out of packed.
	overlay map[string]*incident.Record
}

func (d *ids) get(id string) (*incident.Record, bool) {
	if r, ok := d.overlay[id]; ok {
		return r, r != nil
	}
	return d.packed.Find(id)
}

func (d *ids) set(r *incident.Record) { d.overlay[r.ID] = r }

func (d *ids) delete(id string) {
	if _, ok := d.packed.RowOf(id); ok {
		d.overlay[id] = nil
	} else {
		delete(d.overlay, id)
	}
}
