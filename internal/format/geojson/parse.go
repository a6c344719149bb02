package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// parsed is a feature as text, before it is known which columns there are.
type parsed struct {
	id     string
	idKind ingest.Kind
	// names, values and kinds are those of the properties that are cells of the table.
	names, values []string
	kinds         []ingest.Kind
	located
	failed bool // it could not be read
	// height says that the point has a height.
	height bool
	detail func(*incident.Incident) error
	// nested names what detail reads.
	nested []string
}

// parser reads features, which mostly have the same properties in the same
// order: their names are kept once.
type parser struct {
	names []string
	// kinds are those of the feature before.
	kinds []ingest.Kind
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
		f.foreign = appendForeign(f.foreign, name, value)
		return bytes.IndexByte(name, '\\') < 0 && utf8.Valid(name) && !folds(name)
	})
	if !whole || typed && string(kind) != `"`+typeFeature+`"` {
		return false
	}
	return p.feature(into, &f) == nil
}

// typedPiece is piece for a feature that must say that it is one, untypedPiece for one
// that need not.
func (p *parser) typedPiece(into *parsed, raw []byte) bool { return p.piece(into, raw, true) }

func (p *parser) untypedPiece(into *parsed, raw []byte) bool { return p.piece(into, raw, false) }

// folds reports whether encoding/json could take a name for that of a member
// that is read: it does not look at case.
func folds(name []byte) bool {
	return slices.ContainsFunc([]string{"type", "id", "geometry", "properties"},
		func(member string) bool { return strings.EqualFold(string(name), member) })
}

// feature reads a feature whose members are known to be JSON.
func (p *parser) feature(into *parsed, f *feature) error {
	into.id, into.idKind = ingest.JSONCell(f.ID)
	into.located, into.height = locate(f.Geometry, p.toDegrees), hasHeight(f.Geometry)
	f.takeForeign()
	if len(f.Properties) == 0 || string(f.Properties) == "null" {
		return nil
	}
	if f.Properties[0] != '{' {
		return fmt.Errorf("its properties are %.20s, where an object is allowed", f.Properties)
	}
	f.Properties = flattened(f.Properties)
	into.values = make([]string, 0, len(p.names))
	into.kinds = make([]ingest.Kind, 0, len(p.names))
	nested := map[string]json.RawMessage(nil)
	c := cutter{data: f.Properties}
	c.members(func(key []byte) bool {
		value := c.value()
		if isNested(value) && isDetail(ingest.Unquote(key), value) {
			if nested == nil {
				nested = map[string]json.RawMessage{}
			}
			nested[into.remove(ingest.Unquote(key))] = value
			return true
		}
		text, kind := ingest.JSONCell(value)
		n := len(into.names)
		if n < len(p.names) && (n == 0 || &into.names[0] == &p.names[0]) && string(key[1:len(key)-1]) == p.names[n] {
			delete(nested, p.names[n])
			into.names, into.values = p.names[:n+1:n+1], append(into.values, text)
			into.kinds = append(into.kinds, kind)
			return true
		}
		name := ingest.Unquote(key)
		delete(nested, name)
		into.set(name, text, kind)
		return true
	})
	p.remember(into.names)
	into.kinds = alike(into.kinds, p.kinds)
	p.kinds = into.kinds
	into.detail = detailReader(nested)
	into.nested = slices.Sorted(maps.Keys(nested))
	return nil
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

// alike returns kinds in the memory of those before, where they are the same: most
// features are alike.
func alike(kinds, before []ingest.Kind) []ingest.Kind {
	if slices.Equal(kinds, before) {
		return before
	}
	return kinds
}

// set sets a property; the last of those with one name counts.
func (p *parsed) set(name, value string, kind ingest.Kind) {
	if i := slices.Index(p.names, name); i >= 0 {
		p.values[i], p.kinds[i] = value, kind
		return
	}
	p.names, p.values, p.kinds = append(p.names, name), append(p.values, value), append(p.kinds, kind)
}

// remove takes a property out, for which another value of its name came, and
// returns the name.
func (p *parsed) remove(name string) string {
	if i := slices.Index(p.names, name); i >= 0 {
		p.names, p.values = slices.Concat(p.names[:i], p.names[i+1:]), slices.Concat(p.values[:i], p.values[i+1:])
		p.kinds = slices.Concat(p.kinds[:i], p.kinds[i+1:])
	}
	return name
}

func isNested(raw []byte) bool { return len(raw) > 0 && (raw[0] == '[' || raw[0] == '{') }
