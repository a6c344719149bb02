package memstore

import (
	"incidentmap/internal/incident"
	"incidentmap/internal/snapshot"
)

// ids finds records by their IDs.
type ids struct {
	// near are those in memory; nil stands for one that was taken out of far.
	near map[string]*incident.Record
	// far, if not nil, are those of a snapshot.
	far *snapshot.Records
}

func (d *ids) get(id string) (*incident.Record, bool) {
	if r, ok := d.near[id]; ok {
		return r, r != nil
	}
	if d.far == nil {
		return nil, false
	}
	return d.far.Find(id)
}

func (d *ids) put(r *incident.Record) { d.near[r.ID] = r }

func (d *ids) delete(id string) {
	if d.far == nil {
		delete(d.near, id)
	} else {
		d.near[id] = nil
	}
}
