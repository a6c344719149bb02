package incident

import (
	"cmp"
	"strings"

	"incidentmap/geo"
)

// KeyColumns are the sort keys of many records as columns, so that these can
// be sorted without being in memory. Records are known by the position in
// which they were appended, which also decides between equal keys.
type KeyColumns struct {
	columns []keyColumn
}

// keyColumn holds one key: days, or texts, or numbers, as the property has
// them.
type keyColumn struct {
	key     orderKey
	days    []geo.Day
	texts   []string
	ints    []int64
	floats  []float64
	unknown []bool
}

// NewKeyColumns makes room for the keys of n records.
func (o *Order) NewKeyColumns(n int) *KeyColumns {
	k := &KeyColumns{columns: make([]keyColumn, len(o.keys))}
	for i, key := range o.keys {
		c := &k.columns[i]
		switch c.key = key; {
		case key.day != nil:
			c.days = make([]geo.Day, 0, n)
			continue
		case key.kind == ColumnInteger || key.kind == ColumnBoolean:
			c.ints = make([]int64, 0, n)
		case key.kind == ColumnNumber:
			c.floats = make([]float64, 0, n)
		default:
			c.texts = make([]string, 0, n)
		}
		c.unknown = make([]bool, 0, n)
	}
	return k
}

// Append adds a record's keys. In the default order of the records, equal
// keys sort as Order.Compare does.
func (k *KeyColumns) Append(r *Record) {
	for i := range k.columns {
		c := &k.columns[i]
		if c.days != nil {
			c.days = append(c.days, c.key.day(r))
			continue
		}
		v := c.key.value(r)
		c.unknown = append(c.unknown, v.Null)
		switch {
		case c.ints != nil && v.Type == ColumnBoolean:
			c.ints = append(c.ints, int64(btoi(v.Bool)))
		case c.ints != nil:
			c.ints = append(c.ints, v.Int)
		case c.floats != nil:
			c.floats = append(c.floats, v.Num)
		default:
			c.texts = append(c.texts, v.Str)
		}
	}
}

// Compare returns a negative number when the record appended as a comes
// before the one appended as b.
func (k *KeyColumns) Compare(a, b uint32) int {
	for i := range k.columns {
		if c := k.columns[i].compare(a, b); c != 0 {
			return c
		}
	}
	return cmp.Compare(a, b)
}

func (c *keyColumn) compare(a, b uint32) int {
	var n int
	switch {
	case c.days != nil:
		return compareDays(c.days[a], c.days[b], c.key.Desc)
	case c.unknown[a] || c.unknown[b]:
		return cmp.Compare(btoi(c.unknown[a]), btoi(c.unknown[b])) // unknown comes last, either way
	case c.texts != nil:
		n = strings.Compare(c.texts[a], c.texts[b])
	case c.ints != nil:
		n = cmp.Compare(c.ints[a], c.ints[b])
	default:
		n = cmp.Compare(c.floats[a], c.floats[b])
	}
	if c.key.Desc {
		return -n
	}
	return n
}
