package incident

import (
	"cmp"
	"slices"
	"strings"

	"incidentmap/geo"
)

// SortKey is one key of an order: the name of a sortable property (see
// SortKeys). Unknown values come last in both directions.
type SortKey struct {
	Name string
	Desc bool
}

// Order compares records by sort keys, then by start, then by ID: no two
// records of a dataset are equal in it.
type Order struct {
	keys []orderKey
}

type orderKey struct {
	SortKey
	kind  ColumnType
	value func(*Record) Value
	day   func(*Record) geo.Day // of a column that is one
}

func (k *orderKey) compare(a, b *Record) int {
	if k.day == nil {
		return compareValues(k.value(a), k.value(b), k.Desc)
	}
	return compareDays(k.day(a), k.day(b), k.Desc)
}

// compareDays compares days as compareValues does: geo.OpenEnd is none, and comes last.
func compareDays(a, b geo.Day, desc bool) int {
	c := cmp.Compare(a, b)
	if desc && a != geo.OpenEnd && b != geo.OpenEnd {
		return -c
	}
	return c
}

// NewOrder makes the order of a page over a dataset. Invalid: a key that is
// no property of the dataset.
func NewOrder(d *Dataset, keys []SortKey) (*Order, error) {
	o := &Order{}
	properties := append([]Property{idProperty}, PropertiesOf(d)...)
	for _, k := range keys {
		i := slices.IndexFunc(properties, func(p Property) bool { return p.Name == k.Name })
		if i < 0 {
			return nil, &Error{Code: Invalid, Parameter: "sortby",
				Message: "there is no property " + quote(k.Name) + " to sort by", Allowed: names(properties)}
		}
		o.keys = append(o.keys, orderKey{k, properties[i].Type, properties[i].Value, properties[i].Day})
	}
	return o, nil
}

func names(properties []Property) []string {
	out := make([]string, len(properties))
	for i, p := range properties {
		out[i] = p.Name
	}
	return out
}

// quote quotes what a caller sent for a message, cut to a length that can be
// read.
func quote(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return "‘" + s + "’"
}

// Compare returns a negative number when a comes before b.
func (o *Order) Compare(a, b *Record) int {
	for i := range o.keys {
		if c := o.keys[i].compare(a, b); c != 0 {
			return c
		}
	}
	return CompareDefault(a, b)
}

// Key is a record's place in an order: what a cursor carries, so that pages
// go on from it even if the record itself is gone.
type Key struct {
	Values []Value `json:"v,omitempty"`
	Start  geo.Day `json:"d"`
	ID     string  `json:"i"`
}

// KeyOf returns the record's key.
func (o *Order) KeyOf(r *Record) Key {
	k := Key{Start: r.Date.Start, ID: r.ID}
	for _, by := range o.keys {
		k.Values = append(k.Values, by.value(r))
	}
	return k
}

// Fits reports whether a key may be one of this order.
func (o *Order) Fits(k Key) bool { return len(k.Values) == len(o.keys) && k.ID != "" }

// After reports whether a record comes after a key, which must fit.
func (o *Order) After(r *Record, k Key) bool {
	for i, by := range o.keys {
		if c := compareValues(by.value(r), k.Values[i], by.Desc); c != 0 {
			return c > 0
		}
	}
	return cmp.Or(cmp.Compare(r.Date.Start, k.Start), strings.Compare(r.ID, k.ID)) > 0
}

// CompareDefault is the default order: by start, then by ID.
func CompareDefault(a, b *Record) int {
	return cmp.Or(cmp.Compare(a.Date.Start, b.Date.Start), strings.Compare(a.ID, b.ID))
}

func compareValues(a, b Value, desc bool) int {
	if a.Null || b.Null {
		return cmp.Compare(btoi(a.Null), btoi(b.Null)) // unknown comes last, either way
	}
	c := cmp.Or(strings.Compare(a.Str, b.Str), cmp.Compare(a.Int, b.Int),
		cmp.Compare(a.Num, b.Num), cmp.Compare(btoi(a.Bool), btoi(b.Bool)))
	if desc {
		return -c
	}
	return c
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
