package gazetteer

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
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
		e.appendKey(commonPrefix(last, key), key, n)
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
func appendSuffix(b []byte, shared int, text string) []byte {
	return append(append(b, byte(shared), byte(len(text)-shared)), text[shared:]...)
}

// appendKey writes a folded name of n places.
func (e *encoder) appendKey(shared int, key string, n int) {
	s := binary.AppendUvarint(e.section[keySection], uint64(n))
	e.section[keySection] = appendSuffix(s, shared, key)
	e.keys++
}

// refer is the reference of a name, whose spelling it writes if need be.
func (e *encoder) refer(n named) ref {
	spelling := spelledAsLabel
	switch {
	case n.key == Fold(e.records[n.row].Name):
	case n.name == capitals(n.key):
		spelling = spelledAsKey
	default:
		spelling = spelledAnew
		e.section[spellingSection] = appendText(e.section[spellingSection], n.name)
	}
	return ref(n.row)<<2 | ref(spelling)
}

// collect folds the names and puts them in order: by their folded form, places
// of one name with those that are no towns first, then by population, then by ID.
func (e *encoder) collect() []named {
	var all []named
	for row := range e.records {
		r := &e.records[row]
		seen := make(map[string]bool, len(r.Names))
		for _, name := range r.Names {
			key := Fold(name)
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
	town := func(n named) int {
		if e.records[n.row].Class == Locality {
			return 1
		}
		return 0
	}
	return cmp.Or(town(a)-town(b), e.records[b.row].Population-e.records[a.row].Population, a.row-b.row)
}
