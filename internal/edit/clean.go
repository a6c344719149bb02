package edit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Unclean finds the texts in a JSON value that have control characters other than tabs and
// ends of lines: many formats cannot write them, and what was exported could not be read.
func Unclean(raw json.RawMessage) Problems {
	var value any
	_ = json.Unmarshal(raw, &value) // whoever reads it tells what is wrong with it
	return uncleanIn("", value)
}

func uncleanIn(at string, value any) (wrong Problems) {
	switch v := value.(type) {
	case string:
		if i := strings.IndexFunc(v, isControl); i >= 0 {
			for _, r := range v[i:] {
				return Problems{{at, fmt.Sprintf("it has the control character %U", r),
					[]string{"text, with tabs and ends of lines"}}}
			}
		}
	case []any:
		for i, entry := range v {
			wrong = append(wrong, uncleanIn(fmt.Sprintf("%s/%d", at, i), entry)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			wrong = append(wrong, uncleanIn(at+"/"+escaped(name), v[name])...)
		}
	}
	return wrong
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }

// unclean tells of control characters in a property, unless it is as it was.
func (d *draft) unclean(name string, raw json.RawMessage) bool {
	if !d.given[name] || d.before != nil && sameJSON(raw, d.was[name]) {
		return false
	}
	wrong := Unclean(raw)
	d.problems = append(d.problems, wrong.Under("/properties/"+escaped(name))...)
	return len(wrong) > 0
}
