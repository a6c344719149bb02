package geojson

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"incidentmap/internal/ingest"
)

// held is a list of objects in an object, or of rows.
type held struct {
	name   string
	values [][]byte
	// around are the objects that it is in, from the outside.
	around [][]byte
}

// last is the name of the list itself, without the path to it.
func (l *held) last() string { return l.name[strings.LastIndexByte(l.name, '.')+1:] }

// heldList are the records that an object holds, at whatever depth down to maxHeld: the only
// list of objects or of rows, lists of the same members, or objects by their IDs.
func (t *tabler) heldList(raw []byte) ([][]byte, bool, error) {
	found := listsIn(raw, "", nil, maxHeld)
	if others := slices.DeleteFunc(slices.Clone(found), describesColumns); len(others) > 0 {
		found = others
	}
	switch len(found) {
	case 0:
		if isRecord(raw) { // one record alone, as a file of one a line may have
			return [][]byte{raw}, true, nil
		}
		if records := t.keyed(raw, nil, maxHeld); records != nil {
			return records, true, nil
		}
		return nil, false, nil
	case 1:
		t.beside = found[0].around
		if areRows(found[0].values) {
			return t.named(namesIn(found[0].around, found[0].values[0]), found[0].values), true, nil
		}
		return found[0].values, true, nil
	}
	if records := alikeLists(found); records != nil {
		t.beside = found[0].around
		return records, true, nil
	}
	var names []string
	for _, l := range found {
		names = append(names, l.name)
	}
	return nil, true, fmt.Errorf("it holds several lists of records: %s; write the one that is meant to a file of its own%s",
		strings.Join(names, ", "), formsRead)
}

// describesColumns reports whether a list is of the columns of another one, by its name.
func describesColumns(l held) bool {
	last := l.last()
	return last == "fields" || last == "columns"
}

// maxHeld is how deep lists are looked for: {"result": {"records": [ is two deep.
const maxHeld = 3

func listsIn(raw []byte, path string, around [][]byte, depth int) (out []held) {
	around = append(slices.Clone(around), raw)
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		if len(value) == 0 {
			return false
		}
		name := strings.TrimPrefix(path+"."+ingest.Unquote(key), ".")
		switch {
		case value[0] == '[':
			in := cutter{data: value}
			if values, ok := in.elements(); ok && len(values) > 0 && (values[0][0] == '{' || areRows(values)) {
				out = append(out, held{name, values, around})
			}
		case value[0] == '{' && depth > 1:
			out = append(out, listsIn(value, name, around, depth-1)...)
		}
		return true
	})
	return out
}

var dateKey = regexp.MustCompile(`^\d{4}(?:-\d\d(?:-\d\d)?)?$`)

// alikeLists are the records of several lists of the same members, each with the name of its
// list: its date where that is one. nil where they are different lists.
func alikeLists(lists []held) (out [][]byte) {
	member := "date"
	for _, l := range lists {
		if !dateKey.MatchString(l.last()) {
			member = "list"
		}
		if areRows(l.values) || !slices.Equal(keysOf(l.values[0]), keysOf(lists[0].values[0])) {
			return nil
		}
	}
	for _, l := range lists {
		for _, record := range l.values {
			if record[0] != '{' {
				return nil
			}
			out = append(out, withMember(record, member, AppendString(nil, l.last())))
		}
	}
	return out
}

// keysOf are the names of an object's members, in order.
func keysOf(raw []byte) (keys []string) {
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		keys = append(keys, string(key))
		return c.value() != nil
	})
	slices.Sort(keys)
	return keys
}

// withMember is an object with a member in front, unless it has one of that name.
func withMember(record []byte, name string, value []byte) []byte {
	if slices.Contains(keysOf(record), `"`+name+`"`) {
		return record
	}
	out := append(append([]byte(`{"`), name...), `":`...)
	out = append(out, value...)
	rest := bytes.TrimSpace(record[1:])
	if len(rest) > 0 && rest[0] != '}' {
		out = append(out, ',')
	}
	return append(out, rest...)
}

// keyed are the records of an object whose members are all records: by their IDs, or its
// columns by the numbers of rows. nil where an object has no such in it.
func (t *tabler) keyed(raw []byte, around [][]byte, depth int) (out [][]byte) {
	around = append(slices.Clone(around), raw)
	var keys, values, objects [][]byte
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		if len(value) > 0 && value[0] == '{' {
			keys, values = append(keys, key), append(values, value)
		}
		objects = append(objects, value)
		return value != nil
	})
	if len(values) > 0 && len(values) == len(objects) {
		if records := byRow(keys, values); records != nil {
			return records
		}
		if !slices.ContainsFunc(values, func(v []byte) bool { return !isRecord(v) || isTyped(v) }) {
			for i, v := range values {
				out = append(out, withMember(v, "id", keys[i]))
			}
			t.beside = around[:len(around)-1]
			return out
		}
	}
	for _, v := range values {
		if depth > 1 && out == nil {
			out = t.keyed(v, around, depth-1)
		}
	}
	return out
}

var rowKey = regexp.MustCompile(`^"\d+"$`)

// byRow are the records of an object of columns, each an object of values by the number of
// their row; nil where it is none.
func byRow(names, columns [][]byte) (out [][]byte) {
	at := map[string]int{}
	for i, column := range columns {
		c := cutter{data: column}
		if !c.members(func(key []byte) bool {
			value := c.value()
			if value == nil || !rowKey.Match(key) {
				return false
			}
			row, known := at[string(key)]
			if !known {
				row = len(out)
				at[string(key)] = row
				out = append(out, []byte("{}"))
			}
			out[row] = withMember(out[row], string(names[i][1:len(names[i])-1]), value)
			return true
		}) {
			return nil
		}
	}
	return out
}
