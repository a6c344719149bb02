package memstore

import (
	"math"
	"runtime"
	"sync"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore/packed"
)

// Builder takes a dataset's incidents as they come and packs each at once: what is
// left of one are its bytes, its codes, and where and when it is. So a million take
// 350 MB while they are loaded, and not five times as much.
type Builder struct {
	store   *Store
	set     *set
	coders  []coder
	codes   []codes
	items   geo.Items
	starts  []geo.Day
	packer  *packed.Packer
	records []incident.Record // room for those of one Add
}

// NewBuilder begins a dataset of about n incidents, which Put adds to the store. Until
// then it may be changed, but for its own columns.
func (s *Store) NewBuilder(d *incident.Dataset, n int) *Builder {
	b := &Builder{store: s, set: &set{dataset: d, dictionaries: newDictionaries(d)}, packer: packed.NewPacker(n),
		items: geo.NewItems(n), starts: make([]geo.Day, 0, n)}
	b.coders = make([]coder, len(b.set.dictionaries))
	for i, d := range b.set.dictionaries {
		b.coders[i] = newCoder(d)
	}
	b.codes = make([]codes, len(b.coders))
	for i := range b.codes {
		b.codes[i].narrow = make([]uint16, 0, n)
	}
	return b
}

// Add adds incidents. It publishes them in their place, and keeps nothing of them.
func (b *Builder) Add(incidents []incident.Incident) {
	if cap(b.records) < len(incidents) {
		b.records = make([]incident.Record, len(incidents))
	}
	records := b.records[:len(incidents)]
	b.derive(incidents, records)
	for i := range records {
		b.add(&records[i])
	}
	clear(records)
}

// deriveShare is how many records one goroutine derives at a time.
const deriveShare = 512

// derive works out what follows from the incidents, on all processors.
func (b *Builder) derive(incidents []incident.Incident, records []incident.Record) {
	d := b.set.dataset
	share := max(deriveShare, len(incidents)/runtime.GOMAXPROCS(0)+1)
	var wg sync.WaitGroup
	for from := 0; from < len(incidents); from += share {
		wg.Go(func() {
			for i := from; i < min(from+share, len(incidents)); i++ {
				incidents[i].Dataset = d.ID
				records[i].Derive(incident.Profile{}, &incidents[i], d)
			}
		})
	}
	wg.Wait()
}

func (b *Builder) add(r *incident.Record) {
	for c := range b.coders {
		b.codes[c].append(&b.coders[c], r)
	}
	b.items.Add(itemOf(r))
	b.starts = append(b.starts, r.Date.Start)
	b.packer.Add(r)
}

// Put ends the dataset and adds it to the store, or has it replace the one of the same
// ID. version identifies the content. Invalid: two incidents with one ID.
func (b *Builder) Put(version string) error {
	built, err := b.finish(version)
	if err != nil {
		return err
	}
	b.store.add(built)
	return nil
}

func (b *Builder) finish(version string) (*set, error) {
	s := b.set
	b.records, b.coders = nil, nil
	sorted, err := b.packer.ByID()
	if err != nil {
		return nil, incident.Errorf(incident.Invalid, "dataset %s: %s", s.dataset.ID, err)
	}
	order := b.byStart(sorted)
	b.starts = nil
	rank := make([]uint32, len(order))
	for row, i := range order {
		rank[i] = uint32(row)
	}
	records, err := b.packer.Records(rank, sorted)
	if err != nil {
		return nil, err
	}
	s.byID = ids{packed: records, overlay: map[string]*incident.Record{}}
	s.index = geo.BuildFar(s.schema(), &b.items, rank, records, func(column int, into []uint32) {
		b.codes[column].fill(into, order)
		b.codes[column] = codes{}
	})
	s.describe(version)
	return s, nil
}

// codes are the codes of a column, in two bytes each as long as they fit.
type codes struct {
	narrow []uint16
	wide   []uint32 // of all rows, once one does not fit
}

// append adds a record's code. An own column that turns out to have too many values
// for numbers is in buckets from then on, and so are its codes before.
func (c *codes) append(of *coder, r *incident.Record) {
	if of.hashed {
		c.add(of.bucket(r))
		return
	}
	code := of.code(r)
	if !of.overfull() {
		c.add(code)
		return
	}
	buckets := make([]uint32, len(of.records))
	of.encodeBuckets(of.records, buckets)
	for i := range c.narrow { // an own column has few codes until it is overfull
		c.narrow[i] = uint16(buckets[c.narrow[i]])
	}
	of.hash()
	c.add(of.bucket(r))
}

func (c *codes) add(code uint32) {
	switch {
	case c.wide != nil:
		c.wide = append(c.wide, code)
	case code <= math.MaxUint16:
		c.narrow = append(c.narrow, uint16(code))
	default:
		c.wide = make([]uint32, len(c.narrow), 2*len(c.narrow)+1)
		for i, n := range c.narrow {
			c.wide[i] = uint32(n)
		}
		c.narrow, c.wide = nil, append(c.wide, code)
	}
}

// fill writes the codes in an order.
func (c *codes) fill(into, order []uint32) {
	if c.wide != nil {
		for row, i := range order {
			into[row] = c.wide[i]
		}
		return
	}
	for row, i := range order {
		into[row] = uint32(c.narrow[i])
	}
}
