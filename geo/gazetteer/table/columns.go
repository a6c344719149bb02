package table

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
)

// decodePlaces reads the sections of the places.
func (t *Table) decodePlaces(h *head) error {
	u, err := newUnpacker(h, 0, 1, 2, columnSection)
	if err != nil {
		return err
	}
	defer u.z.Close()
	t.Places = make([]Entry, h.places)
	for i, read := range []func(*reader){t.readTables, t.readIDs, t.readLabels, t.readColumns} {
		r := u.open(i)
		read(r)
		if err := r.end(); err != nil {
			return err
		}
	}
	t.findNations()
	return nil
}

// readTables reads the countries and the kinds.
func (t *Table) readTables(r *reader) {
	t.Countries = make([]string, r.number(maxTable))
	for i := range t.Countries {
		t.Countries[i] = string(r.text())
	}
	t.kinds = make([]kind, r.number(maxTable))
	for i := range t.kinds {
		r.row = i
		k := kind{class: lexicon.Class(r.text()), feature: string(r.text())}
		k.level = k.class.Level()
		if !k.class.Valid() {
			r.fail(fmt.Errorf("unknown class %q", k.class))
		}
		t.kinds[i] = k
	}
}

// readIDs writes out the IDs.
func (t *Table) readIDs(r *reader) {
	var all strings.Builder
	all.Grow(min(12*len(t.Places), maxUnpack))
	last := make([]byte, 0, maxKey)
	for i := range t.Places {
		r.row = i
		shared, rest := r.suffix()
		if err := follows(last, shared, rest, false); err != nil || r.err != nil || all.Len() > maxUnpack {
			r.fail(cmp.Or(err, errLong))
			return
		}
		last = append(last[:shared], rest...)
		t.Places[i].id = uint32(all.Len())
		all.Write(last)
	}
	t.ids = all.String()
}

// readLabels reads the names that the places are shown by.
func (t *Table) readLabels(r *reader) {
	lengths := r.take(len(t.Places))
	if r.err != nil {
		return
	}
	at := uint32(0)
	for i, n := range lengths {
		if n == 0 {
			r.row = i
			r.fail(errors.New("a place without a name"))
			return
		}
		t.Places[i].label = at
		at += uint32(n)
	}
	t.labels = string(r.take(int(at)))
}

// readColumns reads the numbers of the places.
func (t *Table) readColumns(r *reader) {
	n := len(t.Places)
	if n > 0 && (len(t.Countries) == 0 || len(t.kinds) == 0) {
		r.fail(errors.New("there are places, and no countries or kinds for them"))
		return
	}
	v := make([]uint32, n)
	for _, c := range []struct {
		name  string
		limit int
		set   func(e *Entry, v uint32)
	}{
		{"country", len(t.Countries) - 1, func(e *Entry, v uint32) { e.Country = uint8(v) }},
		{"kind", len(t.kinds) - 1, func(e *Entry, v uint32) { e.kind = uint16(v) }},
		{"province", n, func(e *Entry, v uint32) { e.Admin1 = int32(v) - 1 }},
		{"district", n, func(e *Entry, v uint32) { e.Admin2 = int32(v) - 1 }},
		{"radius", MaxRadius, func(e *Entry, v uint32) { e.Radius = v }},
		{"population", math.MaxInt32, func(e *Entry, v uint32) { e.Population = v }},
		{"longitude", 360 * unit, func(e *Entry, v uint32) { e.lon = int32(v) - 180*unit }},
		{"latitude", 180 * unit, func(e *Entry, v uint32) { e.lat = int32(v) - 90*unit }},
	} {
		if r.column(c.name, v, uint32(c.limit)); r.err != nil {
			return
		}
		for i := range v {
			c.set(&t.Places[i], v[i])
		}
	}
}

// findNations finds the place of each country.
func (t *Table) findNations() {
	t.Nations = slices.Repeat([]int32{None}, len(t.Countries))
	for i := range t.Places {
		if e := &t.Places[i]; t.Class(e) == lexicon.Country {
			t.Nations[e.Country] = int32(i)
		}
	}
}
