package memstore

import (
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore/packed"
)

// ids finds records by their IDs: those that are packed, and those that came one by
// one since.
type ids struct {
	far *packed.Records
	// near are those that came; nil stands for one that was taken out of far.
	near map[string]*incident.Record
}

func (d *ids) get(id string) (*incident.Record, bool) {
	if r, ok := d.near[id]; ok {
		return r, r != nil
	}
	return d.far.Find(id)
}

func (d *ids) set(r *incident.Record) { d.near[r.ID] = r }

func (d *ids) delete(id string) {
	if _, ok := d.far.RowOf(id); ok {
		d.near[id] = nil
	} else {
		delete(d.near, id)
	}
}
