package gazetteer

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// decodePlaces reads the sections of the places.
func (g *Gazetteer) decodePlaces(h *head) error {
	u, err := newUnpacker(h, 0, 1, 2, columnSection)
	if err != nil {
		return err
	}
	defer u.z.Close()
	g.places = make([]entry, h.places)
	for i, read := range []func(*reader){g.readTables, g.readIDs, g.readLabels, g.readColumns} {
		r := u.open(i)
		read(r)
		if err := r.end(); err != nil {
			return err
		}
	}
	g.findNations()
	return nil
}

// readTables reads the countries and the kinds.
func (g *Gazetteer) readTables(r *reader) {
	g.countries = make([]string, r.number(maxTable))
	for i := range g.countries {
		g.countries[i] = string(r.text())
	}
	g.kinds = make([]kind, r.number(maxTable))
	for i := range g.kinds {
		r.row = i
		k := kind{class: Class(r.text()), feature: string(r.text())}
		k.level = k.class.Level()
		if !k.class.valid() {
			r.fail(fmt.Errorf("unknown class %q", k.class))
		}
		g.kinds[i] = k
	}
}

// readIDs writes out the IDs.
func (g *Gazetteer) readIDs(r *reader) {
	var all strings.Builder
	all.Grow(min(12*len(g.places), maxUnpack))
	last := make([]byte, 0, maxKey)
	for i := range g.places {
		r.row = i
		shared, rest := r.suffix()
		if err := follows(last, shared, rest, false); err != nil || r.err != nil || all.Len() > maxUnpack {
			r.fail(cmpOr(err, errLong))
			return
		}
		last = append(last[:shared], rest...)
		g.places[i].id = uint32(all.Len())
		all.Write(last)
	}
	g.ids = all.String()
}

// readLabels reads the names that the places are shown by.
func (g *Gazetteer) readLabels(r *reader) {
	lengths := r.take(len(g.places))
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
		g.places[i].label = at
		at += uint32(n)
	}
	g.labels = string(r.take(int(at)))
}

// readColumns reads the numbers of the places.
func (g *Gazetteer) readColumns(r *reader) {
	n := len(g.places)
	if n > 0 && (len(g.countries) == 0 || len(g.kinds) == 0) {
		r.fail(errors.New("there are places, and no countries or kinds for them"))
		return
	}
	v := make([]uint32, n)
	for _, c := range []struct {
		name  string
		limit int
		set   func(places []entry, v []uint32)
	}{
		{"country", len(g.countries) - 1, setCountries}, {"kind", len(g.kinds) - 1, setKinds},
		{"province", n, setAdmin1}, {"district", n, setAdmin2},
		{"radius", maxRadius, setRadii}, {"population", math.MaxInt32, setPopulations},
		{"longitude", 360 * unit, setLongitudes}, {"latitude", 180 * unit, setLatitudes},
	} {
		if r.column(c.name, v, uint32(c.limit)); r.err != nil {
			return
		}
		c.set(g.places, v)
	}
}

// The columns are set in plain loops, each after all its numbers are read: a
// load reads two million of them.

func setCountries(places []entry, v []uint32) {
	for i := range places {
		places[i].country = uint8(v[i])
	}
}

func setKinds(places []entry, v []uint32) {
	for i := range places {
		places[i].kind = uint16(v[i])
	}
}

func setAdmin1(places []entry, v []uint32) {
	for i := range places {
		places[i].admin1 = int32(v[i]) - 1
	}
}

func setAdmin2(places []entry, v []uint32) {
	for i := range places {
		places[i].admin2 = int32(v[i]) - 1
	}
}

func setRadii(places []entry, v []uint32) {
	for i := range places {
		places[i].radius = v[i]
	}
}

func setPopulations(places []entry, v []uint32) {
	for i := range places {
		places[i].population = v[i]
	}
}

func setLongitudes(places []entry, v []uint32) {
	for i := range places {
		places[i].lon = int32(v[i]) - 180*unit
	}
}

func setLatitudes(places []entry, v []uint32) {
	for i := range places {
		places[i].lat = int32(v[i]) - 90*unit
	}
}

// findNations finds the place of each country.
func (g *Gazetteer) findNations() {
	g.nations = make([]int32, len(g.countries))
	for i := range g.nations {
		g.nations[i] = none
	}
	for i := range g.places {
		if e := &g.places[i]; g.class(e) == Country {
			g.nations[e.country] = int32(i)
		}
	}
}
