package table

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
)

// named is one name of one place, before it is written.
type named struct {
	key, name string
	row       int
}

// names writes the sections of the names.
func (e *encoder) names() {
	all := e.collect()
	e.count = len(all)
	var column [bytesOfRef][]byte
	last := ""
	for i := 0; i < len(all); {
		key, n := all[i].key, 1
		for i+n < len(all) && all[i+n].key == key {
			n++
		}
		if e.keys%blockKeys == 0 {
			last = ""
		}
		e.section[keySection] = appendKey(e.section[keySection], commonPrefix(last, key), key, n)
		e.keys++
		for _, name := range all[i : i+n] {
			ref := e.refer(name)
			for c := range column {
				column[c] = append(column[c], byte(ref>>(8*c)))
			}
		}
		last = key
		i += n
	}
	e.section[refSection] = slices.Concat(column[:]...)
}

// appendSuffix appends a text without what it shares with the one before.
func appendSuffix[T []byte | string](b []byte, shared int, text T) []byte {
	return append(append(b, byte(shared), byte(len(text)-shared)), text[shared:]...)
}

// appendKey appends a folded name of n places.
func appendKey[T []byte | string](b []byte, shared int, key T, n int) []byte {
	return appendSuffix(binary.AppendUvarint(b, uint64(n)), shared, key)
}

// refer is the reference of a name, whose spelling it writes if need be.
func (e *encoder) refer(n named) Ref {
	spelling := spelledAsLabel
	switch {
	case n.key == spell.Key(e.records[n.row].Name):
	case n.name == capitals(n.key):
		spelling = spelledAsKey
	default:
		spelling = spelledAnew
		e.section[spellingSection] = appendText(e.section[spellingSection], n.name)
	}
	return Ref(n.row)<<2 | Ref(spelling)
}

// collect folds the names and puts them in order: by their folded form, places
// of one name with those that are no towns first, then by population, then by ID.
func (e *encoder) collect() []named {
	var all []named
	for row := range e.records {
		r := &e.records[row]
		seen := make(map[string]bool, len(r.Names))
		for _, name := range r.Names {
			key := spell.Key(name)
			if key != "" && len(key) <= maxKey && len(name) <= maxText && !seen[key] {
				seen[key] = true
				all = append(all, named{key, name, row})
			}
		}
	}
	slices.SortFunc(all, e.compare)
	return all
}

// compare orders names.
func (e *encoder) compare(a, b named) int {
	if c := strings.Compare(a.key, b.key); c != 0 {
		return c
	}
	x, y := &e.records[a.row], &e.records[b.row]
	return cmp.Or(nameOrder(x.Class, y.Class, x.Population, y.Population), a.row-b.row)
}

// nameOrder is the order of two places of one name: those that are no towns first,
// then the most populous.
func nameOrder(a, b lexicon.Class, people, others int) int {
	town := func(c lexicon.Class) int {
		if c == lexicon.Locality {
			return 1
		}
		return 0
	}
	return cmp.Or(town(a)-town(b), others-people)
}
