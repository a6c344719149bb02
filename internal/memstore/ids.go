package memstore

import (
	"incidentmap/internal/incident"
	"incidentmap/internal/snapshot"
)

// ids finds records by their IDs: those that were put in whole, or lie in a
// snapshot, and those that came one by one.
type ids struct {
	// rows finds the records that were put in whole; nil where none were. Of
	// these, put holds nil for one that was taken out.
	rows *incident.IDs
	put  []*incident.Record
	// far, if not nil, are those of a snapshot.
	far *snapshot.Records
	// near are all others; nil stands for one that was taken out of far.
	near map[string]*incident.Record
}

// newIDs finds records by their IDs, which are not to be in it twice.
func newIDs(d *incident.Dataset, records []*incident.Record) (ids, error) {
	rows := incident.NewIDs(len(records))
	for _, r := range records {
		if _, added := rows.Add(r.ID); !added {
			return ids{}, incident.Errorf(incident.Invalid,
				"dataset %s: two incidents have the ID %q, the second is %q", d.ID, r.ID, r.Title)
		}
	}
	return ids{rows: rows, put: records, near: map[string]*incident.Record{}}, nil
}

func (d *ids) row(id string) (int, bool) {
	if d.rows == nil {
		return 0, false
	}
	return d.rows.Find(id)
}

func (d *ids) get(id string) (*incident.Record, bool) {
	if row, ok := d.row(id); ok {
		return d.put[row], d.put[row] != nil
	}
	if r, ok := d.near[id]; ok {
		return r, r != nil
	}
	if d.far == nil {
		return nil, false
	}
	return d.far.Find(id)
}

func (d *ids) set(r *incident.Record) {
	if row, ok := d.row(r.ID); ok {
		d.put[row] = r
		return
	}
	d.near[r.ID] = r
}

func (d *ids) delete(id string) {
	if row, ok := d.row(id); ok {
		d.put[row] = nil
		return
	}
	if d.far == nil {
		delete(d.near, id)
	} else {
		d.near[id] = nil
	}
}
