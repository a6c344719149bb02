package memstore

import (
	"math"

	"incidentmap/internal/incident"
)

// maxOwnCodes is up to how many different values an own column of a dataset is
// numbered when it is loaded. A column of more, such as one of identifiers, is
// hashed: a filter by it leaves about one row in buckets, and only their
// records are read.
const maxOwnCodes = 1024

// buckets is how many codes a hashed column has, so that each takes a byte.
const buckets = 256

// bucketSeed is fixed, because buckets are kept in snapshots.
const bucketSeed = 14695981039346656037 // FNV-1a's offset basis

// The kinds of an own column's values, in key.figure[0]. A missing value has
// no kind and differs from an empty text.
const (
	ownMissing = iota
	ownText
	ownInteger
	ownNumber
	ownBoolean
)

func newOwnDictionary(column int) *dictionary {
	d := newDictionary(func(r *incident.Record) key { return ownKey(r, column) })
	d.own = column
	return d
}

// overfull reports whether an own column has more values than are numbered.
func (d *dictionary) overfull() bool { return d.own >= 0 && len(d.records) > maxOwnCodes }

func ownKey(r *incident.Record, column int) key {
	if column >= len(r.Extra) {
		return key{}
	}
	switch v := r.Extra[column].(type) {
	case string:
		return key{text: v, figure: [3]int{ownText}}
	case int64:
		return key{figure: [3]int{ownInteger, int(v)}}
	case float64:
		return key{figure: [3]int{ownNumber, int(math.Float64bits(v))}}
	case bool:
		if v {
			return key{figure: [3]int{ownBoolean, 1}}
		}
		return key{figure: [3]int{ownBoolean}}
	}
	return key{}
}

// bucketOf is the bucket of a value as it is filtered by, by FNV-1a, folded to
// a byte. Missing values are in bucket 0 with others.
func bucketOf(value []byte) uint32 {
	h := uint64(bucketSeed)
	for _, b := range value {
		h = (h ^ uint64(b)) * 1099511628211 // FNV's prime
	}
	h ^= h >> 32
	return uint32(h^h>>16^h>>8) % buckets
}

// hash has the codes be buckets from now on.
func (d *dictionary) hash() { d.hashed, d.codes, d.records = true, map[key]uint32{}, nil }

// bucket is the bucket of a record's value.
func (d *dictionary) bucket(r *incident.Record) uint32 {
	var code [1]uint32
	d.encodeBuckets([]*incident.Record{r}, code[:])
	return code[0]
}

func (d *dictionary) encodeBuckets(records []*incident.Record, codes []uint32) {
	var scratch []byte
	for i, r := range records {
		codes[i] = 0
		if d.own < len(r.Extra) && r.Extra[d.own] != nil {
			scratch = incident.AppendValue(scratch[:0], r.Extra[d.own])
			codes[i] = bucketOf(scratch)
		}
	}
}

// allowBuckets lets the buckets of values pass.
func allowBuckets(values []string) []uint8 {
	allow := make([]uint8, buckets)
	for _, v := range values {
		allow[bucketOf([]byte(v))] = 1
	}
	return allow
}
