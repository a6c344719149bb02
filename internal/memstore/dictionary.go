package memstore

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"incidentmap/internal/incident"
	"incidentmap/internal/slotcache"
	"incidentmap/internal/store"
)

// dictionary numbers the values of a property, or the combinations of them
// that records have. It only grows, for as long as its set is there. A record stands for each code, so that
// whether a filter lets the code pass is asked of incident.Filter itself.
type dictionary struct {
	key func(*incident.Record) key
	// text is the key's text where that is all of it; nil where it is not.
	text func(*incident.Record) string
	// own is the column of the dataset's own that it numbers, -1 for others.
	own int
	// hashed says that codes are not numbers but buckets of an own column's
	// values, because these are too many (see bucketOf).
	hashed bool

	mu      sync.RWMutex
	codes   map[key]uint32
	records []*incident.Record
	allowed map[string][]uint8 // what recent filters let pass
}

// key identifies a value; figures are their own part of it.
type key struct {
	text   string
	figure [3]int
}

// maxAllowed bounds how many filters' answers a dictionary keeps.
const maxAllowed = 64

func newDictionary(of func(*incident.Record) key) *dictionary {
	return &dictionary{key: of, own: -1, codes: map[key]uint32{}, allowed: map[string][]uint8{}}
}

func newTextDictionary(of func(*incident.Record) string) *dictionary {
	d := newDictionary(func(r *incident.Record) key { return key{text: of(r)} })
	d.text = of
	return d
}

// encode writes the codes of records and numbers the values that are new.
func (d *dictionary) encode(records []*incident.Record, codes []uint32) {
	if d.hashed {
		d.encodeBuckets(records, codes)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(records) == 1 {
		codes[0] = d.code(d.key(records[0]), records[0])
		return
	}
	c := newCoder(d)
	for i, r := range records {
		codes[i] = c.code(r)
	}
}

// coder numbers the values of one record after the other, with its dictionary
// held. It remembers codes plus one: of texts by where they lie, because records
// share their words, and of other keys by what they are.
type coder struct {
	*dictionary
	shared slotcache.Cache[slotcache.Memory, uint32]
	recent slotcache.Cache[key, uint32]
}

// recentBits is of how many codes, as a power of two.
const recentBits = 8

func newCoder(d *dictionary) coder {
	return coder{d, slotcache.New[slotcache.Memory, uint32](recentBits), slotcache.New[key, uint32](recentBits)}
}

func (c *coder) code(r *incident.Record) uint32 {
	if c.text == nil {
		return c.codeOf(c.key(r), r)
	}
	text := c.text(r)
	if text == "" {
		return c.codeOf(key{}, r)
	}
	lies := slotcache.MemoryOfText(text)
	n := c.shared.At(lies.Hash(), lies)
	if *n == 0 {
		*n = c.codeOf(key{text: text}, r) + 1
	}
	return *n - 1
}

func (c *coder) codeOf(k key, r *incident.Record) uint32 {
	n := c.recent.At(k.hash(), k)
	if *n == 0 {
		*n = c.dictionary.code(k, r) + 1
	}
	return *n - 1
}

// hash hangs on all figures and a few bytes of the text.
func (k *key) hash() slotcache.Hash {
	figures := uint64(k.figure[0]) ^ uint64(k.figure[1])<<20 ^ uint64(k.figure[2])<<40
	return slotcache.OfText(k.text) ^ slotcache.OfNumber(figures)
}

func (d *dictionary) code(k key, r *incident.Record) uint32 {
	code, ok := d.codes[k]
	if !ok {
		code = uint32(len(d.records))
		d.codes[k] = code
		d.records = append(d.records, standing(r))
	}
	return code
}

// standing is a copy of a record, so that nothing else of the memory around it is kept.
func standing(r *incident.Record) *incident.Record {
	inc, own := *r.Incident, *r
	own.Incident, own.Text = &inc, ""
	return &own
}

// all returns a record for each code. It is not to be changed.
func (d *dictionary) all() []*incident.Record {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.records
}

// allow tells which codes pass a test; cacheKey names it.
func (d *dictionary) allow(cacheKey string, test func(*incident.Record) bool) []uint8 {
	records := d.all()
	d.mu.RLock()
	found, ok := d.allowed[cacheKey]
	d.mu.RUnlock()
	if ok && len(found) >= len(records) {
		return found
	}
	found = make([]uint8, len(records))
	for code, r := range records {
		if test(r) {
			found[code] = 1
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.allowed) >= maxAllowed {
		clear(d.allowed)
	}
	d.allowed[cacheKey] = found
	return found
}

// size is how many codes there are.
func (d *dictionary) size() int {
	if d.hashed {
		return buckets
	}
	return len(d.all())
}

// The columns of the index are those of store.Columns.
var (
	columnKind    = slices.IndexFunc(incident.Facets, func(f incident.Facet) bool { return f.Name == "kind" })
	columnKilled  = store.ColumnKilled
	columnInjured = store.ColumnInjured
	columnGroup   = store.ColumnGroup
	firstOwn      = store.FirstOwnColumn
)

// newDictionaries makes the dictionaries of a dataset's columns.
func newDictionaries(of *incident.Dataset) []*dictionary {
	out := make([]*dictionary, 0, firstOwn+len(of.Columns))
	for _, f := range incident.Facets {
		out = append(out, newTextDictionary(f.Key))
	}
	for _, measure := range []string{incident.Killed, incident.Injured} {
		out = append(out, newDictionary(func(r *incident.Record) key { return figureKey(r, r.Figure(measure)) }))
	}
	out = append(out, newTextDictionary(func(r *incident.Record) string { return r.Group }))
	for i := range of.Columns {
		out = append(out, newOwnDictionary(i))
	}
	return out
}

// figureKey tells figures apart, and whose group's figure comes on top.
func figureKey(r *incident.Record, f incident.Figure) key {
	k := key{text: r.Group}
	for i, n := range [...]*int{f.Low, f.Best, f.High} {
		if k.figure[i] = -1; n != nil {
			k.figure[i] = *n
		}
	}
	return k
}

// joined names a list of values for allow.
func joined(values []string) string {
	return strconv.Itoa(len(values)) + "\x00" + strings.Join(values, "\x00")
}
