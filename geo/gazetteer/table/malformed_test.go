package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/internal/wire"
)

// sealed are the sections of two places with three names.
func sealed(t testing.TB) *encoder {
	t.Helper()
	town := Place{ID: "a:1", Name: "Achin", Country: "AF", Class: lexicon.Locality, Point: orb.Point{70.7, 34.1}, RadiusM: 3000,
		Located: true, Feature: "PPL"}
	country := Place{ID: "a:2", Name: "Afghanistan", Country: "AF", Class: lexicon.Country, Point: orb.Point{66, 33.8},
		RadiusM: 888_628, Located: true}
	e := &encoder{records: []Record{{Place: town, Names: []string{"Achin", "Āchīn-e Bālā"}},
		{Place: country, Admin1ID: "a:1", Names: []string{"Afghanistan"}}}}
	if err := e.places(); err != nil {
		t.Fatal(err)
	}
	e.names()
	return e
}

// quick packs fast.
func quick(t testing.TB) *zstd.Encoder {
	t.Helper()
	z, err := packer(zstd.SpeedFastest)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// What is wrong with a file whose checksum is right is told with its place.
func TestLoadNamesTheSectionAndTheRow(t *testing.T) {
	const columns, keys, refs, spelled = columnSection, keySection, refSection, refSection + 1
	plane := func(column, byteOf, row int) int { return (4*column+byteOf)*2 + row }
	z := quick(t)
	for _, c := range []struct {
		where  string
		change func(e *encoder)
	}{
		{"section tables, row 0: unknown class", func(e *encoder) {
			e.section[0] = bytes.Replace(e.section[0],
				[]byte("country"), []byte("coUntry"), 1)
		}},
		{"section tables, row 1: more bytes", func(e *encoder) { e.section[0] = append(e.section[0], 0) }},
		{"section ids, row 1: out of order", func(e *encoder) { e.section[1][7] = '0' }},
		{"section ids, row 1: a text that shares 9", func(e *encoder) { e.section[1][5] = 9 }},
		{"section ids, row 1: the section ends early", func(e *encoder) { e.section[1] = e.section[1][:6] }},
		{"section labels, row 1: a place without a name", func(e *encoder) { e.section[2][1] = 0 }},
		{"section labels, row 0: the section ends early", func(e *encoder) { e.section[2][1] = 200 }},
		{"section columns, row 1: country: 1 is more than 0", func(e *encoder) {
			e.section[columns][plane(0, 0,
				1)] = 1
		}},
		{"section columns, row 0: kind: 7 is more than 1", func(e *encoder) { e.section[columns][plane(1, 0, 0)] = 7 }},
		{"section columns, row 1: province: 3 is more than 2", func(e *encoder) {
			e.section[columns][plane(2, 0,
				1)] = 3
		}},
		{"section columns, row 0: district", func(e *encoder) { e.section[columns][plane(3, 3, 0)] = 1 }},
		{"section columns, row 1: radius", func(e *encoder) { e.section[columns][plane(4, 3, 1)] = 2 }},
		{"section columns, row 0: population", func(e *encoder) { e.section[columns][plane(5, 3, 0)] = 0x80 }},
		{"section columns, row 0: longitude", func(e *encoder) { e.section[columns][plane(6, 3, 0)] = 9 }},
		{"section columns, row 1: latitude", func(e *encoder) { e.section[columns][plane(7, 3, 1)] = 2 }},
		{"section head, row 0: section columns has 63 bytes",
			func(e *encoder) { e.section[columns] = e.section[columns][1:] }},
		{"section columns, row 0: more bytes", func(e *encoder) { e.section[columns] = append(e.section[columns], 0) }},
		{"section keys, row 0: a text that shares 1", func(e *encoder) { e.section[keys][1] = 1 }},
		{"section keys, row 1: out of order", func(e *encoder) {
			e.section[keys][slices.Index(e.section[keys],
				' ')] = '\x00'
			e.section[keys][9] = 4
		}},
		{"section keys, row 0: 9 is more than 3", func(e *encoder) { e.section[keys][0] = 9 }},
		{"section keys, row 0: a name without places", func(e *encoder) { e.section[keys][0] = 0 }},
		{"section keys, row 2: 2 names, not the 3",
			func(e *encoder) { e.keys--; e.section[keys] = e.section[keys][:slices.Index(e.section[keys], 'f')-3] }},
		{"section refs, row 1: a name of row 5", func(e *encoder) { e.section[refs][1] = 5 << 2 }},
		{"section refs, row 2: a name of row 1 of 2 places, spelt in way 3",
			func(e *encoder) { e.section[refs][2] |= 3 }},
		{"section spellings, row 1: the section ends early",
			func(e *encoder) { e.section[spelled] = e.section[spelled][:4] }},
		{"section spellings, row 1: a name without", func(e *encoder) { e.section[spelled][0] = 0 }},
		{"section head, row 0: sections keys and refs are too small", func(e *encoder) { e.count = 1 << 20 }},
	} {
		e := sealed(t)
		c.change(e)
		file := e.file(About{Version: "test"}, z)
		if _, err := Load(bytes.NewReader(file)); !errors.Is(err, ErrFormat) ||
			!strings.Contains(err.Error(), c.where) {
			t.Errorf("got %v, want %q", err, c.where)
		}
	}
}

// What follows the sections is licence and attribution, or nothing.
func TestLoadRefusesAMalformedCredit(t *testing.T) {
	file := sealed(t).file(About{Version: "test"}, quick(t))
	for _, rest := range []string{"\x00", "\x05CC0", "\x03CC0", "\x03CC0\x00\x00", "\x02\xff\xfe\x00"} {
		damaged := append(bytes.Clone(file), rest...)
		binary.LittleEndian.PutUint32(damaged[len(Magic)+4:], wire.Checksum(damaged[len(Magic)+8:]))
		if _, err := Load(bytes.NewReader(damaged)); !errors.Is(err, ErrFormat) ||
			!strings.Contains(err.Error(), "section head") {
			t.Errorf("%q: got %v", rest, err)
		}
	}
}

// A file that announces more than it has is refused before memory is taken for it.
func TestLoadIsNotLedToTakeMemory(t *testing.T) {
	e := sealed(t)
	e.section[2] = make([]byte, 90<<20)
	file := e.file(About{Version: "test"}, quick(t))
	n := testing.AllocsPerRun(1, func() {
		if _, err := Load(bytes.NewReader(file)); err == nil || !strings.Contains(err.Error(),
			"section labels is too large") {
			t.Errorf("got %v", err)
		}
	})
	if n > 50 {
		t.Errorf("%v allocations", n)
	}
}

// Sections of any content under a right checksum are refused by name, or can be
// asked without panic.
func FuzzSections(f *testing.F) {
	e, z := sealed(f), quick(f)
	for i, s := range e.section {
		f.Add(i, s, 2, 3, 3)
	}
	f.Fuzz(func(t *testing.T, i int, section []byte, places, keys, count int) {
		e := sealed(t)
		e.section[uint(i)%uint(len(sections))] = section
		if len(section) > 1<<16 || places < 0 || keys < 0 || count < 0 {
			t.Skip()
		}
		e.records, e.keys, e.count = make([]Record, min(places, 1<<12)), keys, count
		file := e.file(About{Version: "test"}, z)
		g, err := Load(bytes.NewReader(file))
		if err != nil {
			if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "section ") {
				t.Errorf("no section in %q", err)
			}
			return
		}
		askAll(t, g)
	})
}

// askAll asks for every name and every place of a small table.
func askAll(t *testing.T, g *Table) {
	for i := range g.Names.Refs {
		key := g.Names.Key(int32(i))
		if from, to := g.Names.Find(key); int32(i) < from || int32(i) >= to {
			t.Errorf("the name %q is not found", key)
		}
		g.Spell(int32(i))
	}
	for p := range g.All() {
		if row := g.Row(p.ID); row == None || g.Place(row) != p {
			t.Errorf("%q is not found", p.ID)
		}
	}
}
