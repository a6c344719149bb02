package columns

import (
	"encoding/binary"
	"math/bits"

	"incidentmap/internal/store"
)

// places writes the points. It sends each site once.
type places struct {
	sites []site
	// slots are the numbers of the sites, 0 for none, in a hash table with linear
	// probing. There are a power of two of them, twice as many as sites at least.
	slots []uint32
	shift int // of a hash to a slot

	refs     []uint32 // of a chunk
	lon, lat []int32  // of its new sites
}

// site is a position in 1e-7 degrees.
type site struct{ lon, lat int32 }

// newPlaces makes one with room for about as many sites as there are rows.
func newPlaces(rows int) *places {
	p := &places{}
	p.allocate(max(4, bits.Len(uint(2*rows))))
	return p
}

func (p *places) allocate(slotBits int) {
	p.slots, p.shift = make([]uint32, 1<<slotBits), 64-slotBits
}

func (p *places) write(dst []byte, rows *store.Rows) []byte {
	p.refs, p.lon, p.lat = p.refs[:0], p.lon[:0], p.lat[:0]
	for i, lon := range rows.Lon {
		p.refs = append(p.refs, p.refer(site{lon, rows.Lat[i]}))
	}
	dst = appendNumbers(dst, rows.Points)
	dst = binary.AppendUvarint(dst, uint64(len(p.lon)))
	dst = appendNumbers(appendNumbers(dst, p.lon), p.lat)
	return appendNumbers(dst, p.refs)
}

// refer returns the reference to a site: its number, or 0 if it is sent now.
func (p *places) refer(at site) uint32 {
	slot := p.slot(at)
	if n := p.slots[slot]; n != 0 {
		return n
	}
	if p.sites = append(p.sites, at); 2*len(p.sites) > len(p.slots) {
		p.grow()
	} else {
		p.slots[slot] = uint32(len(p.sites))
	}
	p.lon, p.lat = append(p.lon, at.lon), append(p.lat, at.lat)
	return 0
}

// slot is where a site's number is, or is to be.
func (p *places) slot(at site) uint64 {
	const golden = 0x9e3779b97f4a7c15 // spreads neighbours (Knuth, TAOCP 6.4)
	slot := (uint64(uint32(at.lon))<<32 | uint64(uint32(at.lat))) * golden >> p.shift
	for p.slots[slot] != 0 && p.sites[p.slots[slot]-1] != at {
		slot = (slot + 1) & uint64(len(p.slots)-1)
	}
	return slot
}

// grow makes twice as many slots.
func (p *places) grow() {
	p.allocate(64 - p.shift + 1)
	for i, at := range p.sites {
		p.slots[p.slot(at)] = uint32(i + 1)
	}
}
