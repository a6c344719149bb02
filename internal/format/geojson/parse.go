package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// parsed is a feature as text, before it is known which columns there are.
type parsed struct {
	id            string
	names, values []string // of the properties that are not nested
	located
	detail func(*incident.Incident) error
}

// parser reads features, which mostly have the same properties in the same
// order: their names are kept once.
type parser struct {
	names []string
	// texts are the names of properties with texts that look like numbers or
	// booleans.
	texts map[string]bool
	// toDegrees, if not nil, turns the file's coordinates into degrees.
	toDegrees orb.Projection
}

// piece reads a feature of its own text and reports whether it could; typed
// says that it must say that it is one. It gives up where encoding/json might
// see another feature in the text: the members' names are written in another
// way, or twice.
func (p *parser) piece(into *parsed, raw []byte, typed bool) bool {
	if string(raw) == "null" {
		return !typed
	}
	var f feature
	var kind json.RawMessage
	members := [...]struct {
		name string
		into *json.RawMessage
	}{{"type", &kind}, {"id", &f.ID}, {"geometry", &f.Geometry}, {"properties", &f.Properties}}
	c := cutter{data: raw}
	whole := json.Valid(raw) && c.members(func(key []byte) bool {
		name, value := key[1:len(key)-1], c.value()
		for i := range members {
			if m := &members[i]; string(name) == m.name {
				twice := *m.into != nil
				*m.into = value
				return !twice
			}
		}
		return bytes.IndexByte(name, '\\') < 0 && utf8.Valid(name) && !folds(name)
	})
	if !whole || typed && string(kind) != `"`+typeFeature+`"` {
		return false
	}
	return p.feature(into, &f) == nil
}

// folds reports whether encoding/json could take a name for that of a member
// that is read: it does not look at case.
func folds(name []byte) bool {
	return slices.ContainsFunc([]string{"type", "id", "geometry", "properties"},
		func(member string) bool { return strings.EqualFold(string(name), member) })
}

// feature reads a feature whose members are known to be JSON.
func (p *parser) feature(into *parsed, f *feature) error {
	into.id = scalar(f.ID)
	into.located = locate(f.Geometry, p.toDegrees)
	if len(f.Properties) == 0 || string(f.Properties) == "null" {
		return nil
	}
	if f.Properties[0] != '{' {
		return fmt.Errorf("its properties are %.20s, where an object is allowed", f.Properties)
	}
	into.values = make([]string, 0, len(p.names))
	nested := map[string]json.RawMessage(nil)
	c := cutter{data: f.Properties}
	c.members(func(key []byte) bool {
		value := c.value()
		text, ok := cellOf(key, value)
		n := len(into.names)
		switch {
		case !ok:
			if nested == nil {
				nested = map[string]json.RawMessage{}
			}
			nested[into.remove(unquote(key))] = value
		case n < len(p.names) && (n == 0 || &into.names[0] == &p.names[0]) && string(key[1:len(key)-1]) == p.names[n]:
			delete(nested, p.names[n])
			into.names, into.values = p.names[:n+1:n+1], append(into.values, text)
		default:
			name := unquote(key)
			delete(nested, name)
			into.set(name, text)
		}
		if len(value) > 0 && value[0] == '"' && ingest.LooksTyped(text) && !p.texts[string(key[1:len(key)-1])] {
			p.noteText(unquote(key))
		}
		return true
	})
	p.remember(into.names)
	into.detail = detailReader(nested)
	return nil
}

// cellOf is the text of a property; ok is false for a nested one of our own
// files, which is none of the table's.
func cellOf(key, value []byte) (text string, ok bool) {
	if isNested(value) {
		return flat(key, value)
	}
	return scalar(value), true
}

func (p *parser) noteText(name string) {
	if p.texts == nil {
		p.texts = map[string]bool{}
	}
	p.texts[name] = true
}

// remember keeps a feature's names for the next one, unless one of them would
// be written in another way than it is.
func (p *parser) remember(names []string) {
	if len(names) > 0 && len(p.names) == len(names) && &names[0] == &p.names[0] {
		return
	}
	p.names = names
	for _, name := range names {
		if strings.ContainsRune(name, '\\') {
			p.names = nil
		}
	}
}

// set sets a property; the last of those with one name counts.
func (p *parsed) set(name, value string) {
	if i := slices.Index(p.names, name); i >= 0 {
		p.values[i] = value
		return
	}
	p.names, p.values = append(p.names, name), append(p.values, value)
}

// remove takes a property out, for which another value of its name came, and
// returns the name.
func (p *parsed) remove(name string) string {
	if i := slices.Index(p.names, name); i >= 0 {
		p.names, p.values = slices.Concat(p.names[:i], p.names[i+1:]), slices.Concat(p.values[:i], p.values[i+1:])
	}
	return name
}

func isNested(raw []byte) bool { return len(raw) > 0 && (raw[0] == '[' || raw[0] == '{') }

// scalar is a JSON string, number or boolean as text; null is empty.
func scalar(raw []byte) string {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		return unquote(raw)
	}
	return number(raw)
}

// number writes a number as it is, or without an exponent and zeros at the end
// where these say nothing: 1.0 and 1e5, but not the last digits of an ID.
func number(raw []byte) string {
	whole := true
	for _, c := range raw {
		if c == 'e' && raw[0] != 't' && raw[0] != 'f' || c == 'E' { // true and false
			return withoutExponent(raw)
		}
		whole = whole && c != '.'
	}
	if whole {
		return string(raw)
	}
	short := bytes.TrimRight(bytes.TrimRight(raw, "0"), ".")
	if len(short) > plainDigits {
		f, err := strconv.ParseFloat(string(short), 64)
		if err != nil || strconv.FormatFloat(f, 'f', -1, 64) != string(short) {
			return string(raw)
		}
	}
	return string(short)
}

// withoutExponent writes out a number that has an exponent, where no digit is
// lost by that.
func withoutExponent(raw []byte) string {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || len(raw) > maxNumber || len(raw)-bytes.IndexAny(raw, "eE") > maxExponent {
		return string(raw)
	}
	plain := strconv.FormatFloat(f, 'f', -1, 64)
	was, okWas := new(big.Rat).SetString(string(raw))
	is, okIs := new(big.Rat).SetString(plain)
	if len(plain) > maxNumber || !okWas || !okIs || was.Cmp(is) != 0 {
		return string(raw)
	}
	return plain
}

// plainDigits is how long a number may be for a float to have all its digits,
// of which there are at least 15.
const plainDigits = 15

// How long a number and its exponent may be to be written anew.
const (
	maxNumber   = 64
	maxExponent = len("e+99")
)

// unquote is the text of a JSON string.
func unquote(raw []byte) string {
	if bare := raw[1 : len(raw)-1]; bytes.IndexByte(bare, '\\') < 0 && utf8.Valid(bare) {
		return string(bare)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return s
}
