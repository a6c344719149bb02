package geojson

import (
	"bytes"
	"slices"
)

// Members of a feature that GeoJSON does not know (RFC 7946 section 6.1) may say of the incident
// what properties do: {"type": "Feature", "killed": 2, …}.

// foreignMember is one of them; its name is still escaped, and without quotes.
type foreignMember struct{ name, value []byte }

// aboutFeature are members that say nothing of the incident: those of the format, of what we
// and others answer with, and of programs that make tiles.
var aboutFeature = []string{"type", "id", "geometry", "properties", "bbox", "crs", "links", "geometry_name",
	"tippecanoe", "layer", "assets", "stac_version", "stac_extensions"}

// appendForeign appends a member of a feature, if it may say something of the incident.
func appendForeign(all []foreignMember, name, value []byte) []foreignMember {
	if value == nil || slices.Contains(aboutFeature, string(name)) {
		return all
	}
	return append(all, foreignMember{name, value})
}

// findForeign finds the members of features that were read with all that is around them.
func (d *document) findForeign(raw []byte) {
	if d.Type == typeFeature {
		d.foreign = foreignOf(raw)
		return
	}
	_, pieces, ok := cutCollection(raw)
	for i := range pieces {
		if ok && len(pieces) == len(d.Features) {
			d.Features[i].foreign = foreignOf(pieces[i])
		}
	}
}

func foreignOf(raw []byte) (out []foreignMember) {
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		out = appendForeign(out, key[1:len(key)-1], value)
		return value != nil
	})
	return out
}

// takeForeign makes properties of a feature's foreign members. A property of the name counts
// more.
func (f *feature) takeForeign() {
	if len(f.foreign) == 0 {
		return
	}
	properties := f.Properties
	if len(properties) == 0 || string(properties) == "null" {
		properties = []byte("{}")
	}
	if properties[0] != '{' {
		return // whoever reads them tells
	}
	names := keysOf(properties)
	out := bytes.TrimSuffix(bytes.TrimSpace(properties), []byte{'}'})
	out = slices.Clone(bytes.TrimSpace(out))
	for _, m := range f.foreign {
		if slices.Contains(names, `"`+string(m.name)+`"`) {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(out, '"'), m.name...)
		out = append(append(out, `":`...), m.value...)
	}
	out = append(out, '}')
	f.Properties = out
}
