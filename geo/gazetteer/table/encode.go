package table

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"

	"incidentmap/internal/wire"
)

// Record is a place as Encode takes it.
type Record struct {
	// Place is the place. CountryName, Admin1, Admin2 and Layer are left out of
	// account: the first three are the names of the places that the record refers to.
	Place
	// Admin1ID and Admin2ID are the IDs of the province and of the district that
	// the place lies in; empty where unknown.
	Admin1ID, Admin2ID string
	// Names are all names that Lookup finds the place by, its own among them. Of
	// those that Fold makes equal the first is kept.
	Names []string
}

// About describes a gazetteer file as a whole.
type About struct {
	// Version identifies the content.
	Version string
	// Licence is the licence of the places, such as "CC BY 4.0", and Attribution
	// names their makers. Either is empty where nothing was stated.
	Licence, Attribution string
}

// Check refuses texts that a file has no room for.
func (a About) Check() error {
	for name, text := range map[string]string{"version": a.Version, "licence": a.Licence,
		"attribution": a.Attribution} {
		if len(text) > maxText || !utf8.ValidString(text) {
			return fmt.Errorf("gazetteer: the %s has %d bytes or is not UTF-8; up to %d bytes of UTF-8 are allowed",
				name, len(text), maxText)
		}
	}
	return nil
}

// Encode writes a gazetteer file. The order of the records does not matter:
// equal records give equal bytes. It refuses what Load would refuse: two places of
// one ID, references to places that are not there, numbers out of bounds.
func Encode(about About, records []Record) ([]byte, error) {
	if err := about.Check(); err != nil {
		return nil, err
	}
	e := &encoder{records: slices.SortedFunc(slices.Values(records),
		func(a, b Record) int { return strings.Compare(a.ID, b.ID) })}
	if err := e.places(); err != nil {
		return nil, err
	}
	e.names()
	z, err := packer(zstd.SpeedBestCompression)
	if err != nil {
		return nil, err
	}
	defer z.Close() //nolint:errcheck // nothing is written through it
	return e.file(about, z), nil
}

// packer packs in one thread and at one level, so that equal sections give equal
// bytes with one version of the module.
func packer(level zstd.EncoderLevel) (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
}

// encoder builds the sections.
type encoder struct {
	records     []Record // by ID
	rows        map[string]int
	keys, count int // of folded names, and of names
	section     [len(sections)][]byte
}

// places writes the sections of the places.
func (e *encoder) places() error {
	e.rows = make(map[string]int, len(e.records))
	for i, r := range e.records {
		if _, twice := e.rows[r.ID]; twice || r.ID == "" || len(r.ID) > maxKey {
			return fmt.Errorf("gazetteer: the id %q is too long, empty or taken", r.ID)
		}
		e.rows[r.ID] = i
	}
	countries, kinds, err := e.tables()
	if err != nil {
		return err
	}
	last := ""
	var lengths, labels []byte
	for _, r := range e.records {
		if r.Name == "" || len(r.Name) > maxLabel {
			return fmt.Errorf("gazetteer: %s has no name, or one of more than %d bytes", r.ID, maxLabel)
		}
		shared := commonPrefix(last, r.ID)
		e.section[1] = appendSuffix(e.section[1], shared, r.ID)
		lengths, labels = append(lengths, byte(len(r.Name))), append(labels, r.Name...)
		last = r.ID
	}
	e.section[2] = append(lengths, labels...)
	return e.columns(countries, kinds)
}

// appendText appends a text with its length.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// tables writes the countries and kinds and returns the position of each.
func (e *encoder) tables() (map[string]int, map[kind]int, error) {
	countries, kinds := map[string]int{}, map[kind]int{}
	for _, r := range e.records {
		if !r.Class.Valid() || len(r.Country) > maxText || len(r.Feature) > maxText {
			return nil, nil, fmt.Errorf("gazetteer: %s has an unknown class or too long a code", r.ID)
		}
		countries[r.Country], kinds[kind{class: r.Class, feature: r.Feature}] = 0, 0
	}
	if len(countries) > maxTable || len(kinds) > maxTable {
		return nil, nil, fmt.Errorf("gazetteer: %d countries and %d kinds of places, and %d are allowed",
			len(countries), len(kinds), maxTable)
	}
	b := binary.AppendUvarint(nil, uint64(len(countries)))
	for i, c := range slices.Sorted(maps.Keys(countries)) {
		b, countries[c] = appendText(b, c), i
	}
	b = binary.AppendUvarint(b, uint64(len(kinds)))
	byName := func(a, b kind) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.feature, b.feature)) }
	for i, k := range slices.SortedFunc(maps.Keys(kinds), byName) {
		b, kinds[k] = appendText(appendText(b, string(k.class)), k.feature), i
	}
	e.section[0] = b
	return countries, kinds, nil
}

// columns writes the numbers of the places.
func (e *encoder) columns(countries map[string]int, kinds map[kind]int) error {
	n := len(e.records)
	planes := make([]byte, 0, 8*4*n)
	column := make([][8]uint32, n)
	for i, r := range e.records {
		admin1, err1 := e.reference(r.Admin1ID)
		admin2, err2 := e.reference(r.Admin2ID)
		if err := cmp.Or(err1, err2, bounded(r.Place)); err != nil {
			return fmt.Errorf("gazetteer: %s: %w", r.ID, err)
		}
		column[i] = [8]uint32{uint32(countries[r.Country]), uint32(kinds[kind{class: r.Class, feature: r.Feature}]),
			admin1, admin2, 0, uint32(r.Population)}
		if r.Located {
			column[i][4] = uint32(math.Ceil(r.RadiusM))
			column[i][6], column[i][7] = uint32(math.Round((r.Point[0]+180)*unit)),
				uint32(math.Round((r.Point[1]+90)*unit))
		}
	}
	for c := range 8 {
		for shift := 0; shift < 32; shift += 8 {
			for i := range column {
				planes = append(planes, byte(column[i][c]>>shift))
			}
		}
	}
	e.section[columnSection] = planes
	return nil
}

// reference is 0 for no place and else its row plus one.
func (e *encoder) reference(id string) (uint32, error) {
	if id == "" {
		return 0, nil
	}
	row, ok := e.rows[id]
	if !ok {
		return 0, fmt.Errorf("there is no place %q", id)
	}
	return uint32(row) + 1, nil
}

// bounded checks the numbers of a place.
func bounded(p Place) error {
	switch {
	case p.Population < 0 || p.Population > math.MaxInt32:
		return fmt.Errorf("population %d is out of bounds", p.Population)
	case p.Located && !(p.RadiusM > 0 && p.RadiusM <= MaxRadius):
		return fmt.Errorf("radius %v m is not above 0 and at most %d", p.RadiusM, MaxRadius)
	case p.Located && !(math.Abs(p.Point[0]) <= 180 && math.Abs(p.Point[1]) <= 90):
		return fmt.Errorf("the point %v is outside of the world", p.Point)
	}
	return nil
}

// file packs the sections, puts the head before them and the credit after them.
func (e *encoder) file(about About, z *zstd.Encoder) []byte {
	body := appendText(nil, about.Version)
	for _, n := range []int{len(e.records), e.keys, e.count} {
		body = binary.AppendUvarint(body, uint64(n))
	}
	var packed []byte
	for _, s := range e.section {
		was := len(packed)
		packed = z.EncodeAll(s, packed)
		body = binary.AppendUvarint(binary.AppendUvarint(body, uint64(len(s))), uint64(len(packed)-was))
	}
	body = append(body, packed...)
	if about.Licence != "" || about.Attribution != "" {
		body = appendText(appendText(body, about.Licence), about.Attribution)
	}
	out := binary.LittleEndian.AppendUint32([]byte(Magic), FormatVersion)
	out = binary.LittleEndian.AppendUint32(out, wire.Checksum(body))
	return append(out, body...)
}
