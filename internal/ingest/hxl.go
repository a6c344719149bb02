package ingest

import (
	_ "embed" // the tags
	"strings"
	"sync"
)

// hxlText has a line of a role and the hashtags that columns of it have, the likeliest
// first (https://hxlstandard.org/standard/1-1final/dictionary/).
//
//go:embed hxl.txt
var hxlText string

// hxlTag is a hashtag with its attributes, whose order does not count.
type hxlTag struct {
	tag        string
	attributes map[string]bool
}

func parseTag(text string) hxlTag {
	parts := strings.Split(strings.ToLower(strings.Join(strings.Fields(text), "")), "+")
	t := hxlTag{tag: parts[0], attributes: map[string]bool{}}
	for _, a := range parts[1:] {
		t.attributes[a] = true
	}
	return t
}

// is reports whether a column's tag is one of the list: it has all its attributes, and
// none of those that make it another.
func (t hxlTag) is(of hxlTag) bool {
	if t.tag != of.tag {
		return false
	}
	for a := range of.attributes {
		if !t.attributes[a] {
			return false
		}
	}
	for a := range t.attributes {
		if narrowing[a] && !of.attributes[a] {
			return false
		}
	}
	return true
}

// narrowing are attributes that make what is counted or dated a part, or another thing.
var narrowing = map[string]bool{"f": true, "m": true, "children": true, "adults": true, "i": true,
	"elderly": true, "civilians": true, "reported": true, "updated": true, "min": true, "max": true,
	"start": true, "end": true, "year": true, "month": true, "day": true, "code": true, "id": true, "url": true,
	"type": true, "second": true}

type hxlRole struct {
	role role
	tag  hxlTag
}

var hxlRoles = sync.OnceValue(func() (out []hxlRole) {
	for line := range strings.Lines(hxlText) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		for tag := range strings.SplitSeq(list, ",") {
			out = append(out, hxlRole{rolesByName[name], parseTag(tag)})
		}
	}
	return out
})
