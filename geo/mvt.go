package geo

import (
	"encoding/binary"

	"incidentmap/internal/slotcache"
)

// MVT appends one layer of points of a Mapbox Vector Tile 2.1
// (https://github.com/mapbox/vector-tile-spec/tree/master/2.1). Call Feature,
// then a value for each property that it has; Bytes ends the layer. Reset
// makes it ready for another with the memory that it has.
type MVT struct {
	name     string
	keys     []string
	features []byte
	values   []byte
	tags     []byte // of the feature that is being written
	open     bool
	id       uint64
	x, y     int32
	count    int // of values
	strings  map[string]uint32
	ints     map[int64]uint32
	// Below are numbers of values plus one; 0 stands for none yet. Most features say
	// what others have said, and a look here takes half of one into a map.
	bools      [2]uint32
	recent     slotcache.Cache[string, uint32]
	recentDays slotcache.Cache[Day, uint32]
	recentInts slotcache.Cache[int64, uint32]
}

// NewMVT starts a layer whose properties have the given keys.
func NewMVT(layer string, keys ...string) *MVT {
	return &MVT{name: layer, keys: keys, strings: map[string]uint32{}, ints: map[int64]uint32{},
		recent: slotcache.New[string, uint32](8), recentDays: slotcache.New[Day, uint32](10),
		recentInts: slotcache.New[int64, uint32](8)}
}

// Field numbers and wire types of the specification's protobuf schema, as the
// tags that stand before them.
const (
	tagTileLayer     = 3<<3 | 2
	tagLayerVersion  = 15 << 3
	tagLayerName     = 1<<3 | 2
	tagLayerFeature  = 2<<3 | 2
	tagLayerKey      = 3<<3 | 2
	tagLayerValue    = 4<<3 | 2
	tagLayerExtent   = 5 << 3
	tagFeatureID     = 1 << 3
	tagFeatureTags   = 2<<3 | 2
	tagFeatureType   = 3 << 3
	tagFeatureShape  = 4<<3 | 2
	tagValueString   = 1<<3 | 2
	tagValueSigned   = 6 << 3
	tagValueBool     = 7 << 3
	typePoint        = 1
	commandMoveToOne = 1<<3 | 1
)

// Feature starts a point at tile units.
func (m *MVT) Feature(x, y int32) {
	m.end()
	m.open, m.id, m.x, m.y, m.tags = true, 0, x, y, m.tags[:0]
}

// ID numbers the feature that was started last; 0 stands for none.
func (m *MVT) ID(id uint64) { m.id = id }

// end writes the feature that is open.
func (m *MVT) end() {
	if !m.open {
		return
	}
	m.open = false
	var shape [11]byte
	n := copy(shape[:], []byte{commandMoveToOne})
	n += binary.PutVarint(shape[n:], int64(m.x)) // zigzag, as the format asks
	n += binary.PutVarint(shape[n:], int64(m.y))
	size := 2 + 2 + n
	if len(m.tags) > 0 {
		size += 1 + varintLen(len(m.tags)) + len(m.tags)
	}
	var id [1 + binary.MaxVarintLen64]byte
	idSize := 0
	if m.id != 0 {
		id[0] = tagFeatureID
		idSize = 1 + binary.PutUvarint(id[1:], m.id)
	}
	m.features = append(m.features, tagLayerFeature)
	m.features = binary.AppendUvarint(m.features, uint64(size+idSize))
	m.features = append(m.features, id[:idSize]...)
	if len(m.tags) > 0 {
		m.features = append(m.features, tagFeatureTags)
		m.features = binary.AppendUvarint(m.features, uint64(len(m.tags)))
		m.features = append(m.features, m.tags...)
	}
	m.features = append(m.features, tagFeatureType, typePoint, tagFeatureShape, byte(n))
	m.features = append(m.features, shape[:n]...)
}

func varintLen(n int) int {
	size := 1
	for ; n >= 1<<7; n >>= 7 {
		size++
	}
	return size
}

func (m *MVT) tag(key int, value uint32) {
	m.tags = binary.AppendUvarint(m.tags, uint64(key))
	m.tags = binary.AppendUvarint(m.tags, uint64(value))
}

// String gives the feature a text that others may have too.
func (m *MVT) String(key int, s string) {
	n := m.recent.At(slotcache.OfText(s), s)
	if *n == 0 {
		*n = m.string(s) + 1
	}
	m.tag(key, *n-1)
}

// string is the number of a text that is written once.
func (m *MVT) string(s string) uint32 {
	n, ok := m.strings[s]
	if !ok {
		n = m.addString(s)
		m.strings[s] = n
	}
	return n
}

// Day gives the feature a day as the text YYYY-MM-DD.
func (m *MVT) Day(key int, d Day) {
	n := m.recentDays.At(slotcache.OfNumber(uint64(d)), d)
	if *n == 0 {
		*n = m.string(d.String()) + 1
	}
	m.tag(key, *n-1)
}

// Unique gives the feature a text that no other has, such as its ID, without
// a look at those that there are.
func (m *MVT) Unique(key int, s string) { m.tag(key, m.addString(s)) }

func (m *MVT) addString(s string) uint32 {
	m.values = append(m.values, tagLayerValue)
	m.values = binary.AppendUvarint(m.values, uint64(1+varintLen(len(s))+len(s)))
	m.values = append(m.values, tagValueString)
	m.values = binary.AppendUvarint(m.values, uint64(len(s)))
	m.values = append(m.values, s...)
	m.count++
	return uint32(m.count - 1)
}

// Int gives the feature a whole number.
func (m *MVT) Int(key int, v int64) {
	n := m.recentInts.At(slotcache.OfNumber(uint64(v)), v)
	if *n == 0 {
		*n = m.int(v) + 1
	}
	m.tag(key, *n-1)
}

// int is the number of a number that is written once.
func (m *MVT) int(v int64) uint32 {
	n, ok := m.ints[v]
	if !ok {
		var buf [binary.MaxVarintLen64]byte
		size := binary.PutVarint(buf[:], v)
		m.values = append(m.values, tagLayerValue, byte(1+size), tagValueSigned)
		m.values = append(m.values, buf[:size]...)
		n = uint32(m.count)
		m.count++
		m.ints[v] = n
	}
	return n
}

// Bool gives the feature a truth value.
func (m *MVT) Bool(key int, v bool) {
	i := bit(v)
	if m.bools[i] == 0 {
		m.values = append(m.values, tagLayerValue, 2, tagValueBool, byte(i))
		m.count++
		m.bools[i] = uint32(m.count)
	}
	m.tag(key, m.bools[i]-1)
}

// Size is the length of Bytes, without the feature that is open.
func (m *MVT) Size() int { return m.layerSize() + 1 + varintLen(m.layerSize()) }

func (m *MVT) layerSize() int {
	size := len(m.features) + len(m.values) + 2 + 1 + varintLen(len(m.name)) + len(m.name) + 1 + varintLen(TileExtent)
	for _, k := range m.keys {
		size += 1 + varintLen(len(k)) + len(k)
	}
	return size
}

// Bytes returns the tile; none for a layer without a feature.
func (m *MVT) Bytes() []byte {
	m.end()
	if len(m.features) == 0 {
		return nil
	}
	dst := make([]byte, 0, m.Size())
	dst = append(dst, tagTileLayer)
	dst = binary.AppendUvarint(dst, uint64(m.layerSize()))
	dst = append(dst, tagLayerVersion, 2)
	dst = appendText(dst, tagLayerName, m.name)
	dst = append(dst, m.features...)
	for _, k := range m.keys {
		dst = appendText(dst, tagLayerKey, k)
	}
	dst = append(dst, m.values...)
	dst = append(dst, tagLayerExtent)
	return binary.AppendUvarint(dst, TileExtent)
}

func appendText(dst []byte, tag byte, s string) []byte {
	dst = append(dst, tag)
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

// Reset empties the layer.
func (m *MVT) Reset() {
	m.features, m.values, m.open, m.count, m.bools = m.features[:0], m.values[:0], false, 0, [2]uint32{}
	clear(m.strings)
	clear(m.ints)
	m.recent.Clear()
	m.recentDays.Clear()
	m.recentInts.Clear()
}
