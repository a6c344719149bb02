package ingest

import (
	_ "embed" // the presets
	"slices"
	"strings"
	"sync"
)

//go:embed presets.txt
var presetsText string

// preset says which column of a well-known export is what.
type preset struct {
	name  string
	known []string // columns by which it is known, by joinedKey
	roles []presetRole
	says  map[role]string
	codes map[role]map[string]string // in lower case
	plain []string                   // patterns of columns without a role
}

// presetRole is the columns that a role may have: of several choices the first that the
// table has, of which each may be several columns together.
type presetRole struct {
	role    role
	choices [][]string
}

// presets reads all of them at their first use.
var presets = sync.OnceValue(func() (all []*preset) {
	for line := range strings.Lines(presetsText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if rest, ok := strings.CutPrefix(line, "preset "); ok {
			name, known, _ := strings.Cut(rest, ":")
			all = append(all, &preset{name: name, says: map[role]string{}, codes: map[role]map[string]string{}})
			for column := range strings.SplitSeq(known, ",") {
				all[len(all)-1].known = append(all[len(all)-1].known, nameKey(column))
			}
			continue
		}
		all[len(all)-1].addLine(line)
	}
	return all
})

// addLine adds what a line below the preset's name says.
func (p *preset) addLine(line string) {
	if list, ok := strings.CutPrefix(line, "plain:"); ok {
		for column := range strings.SplitSeq(list, ",") {
			p.plain = append(p.plain, strings.ToLower(strings.TrimSpace(column)))
		}
		return
	}
	if rest, ok := strings.CutPrefix(line, "says "); ok {
		name, text, _ := strings.Cut(rest, ":")
		p.says[rolesByName[name]] = strings.TrimSpace(text)
		return
	}
	if rest, ok := strings.CutPrefix(line, "codes "); ok {
		name, list, _ := strings.Cut(rest, ":")
		p.codes[rolesByName[name]] = codesOf(list)
		return
	}
	name, list, _ := strings.Cut(line, "=")
	r := presetRole{role: rolesByName[strings.TrimSpace(name)]}
	for choice := range strings.SplitSeq(list, "|") {
		var columns []string
		for column := range strings.SplitSeq(choice, " + ") {
			columns = append(columns, nameKey(column))
		}
		r.choices = append(r.choices, columns)
	}
	p.roles = append(p.roles, r)
}

func codesOf(list string) map[string]string {
	out := map[string]string{}
	for item := range strings.SplitSeq(list, ";") {
		code, text, _ := strings.Cut(item, "=")
		out[strings.ToLower(strings.TrimSpace(code))] = strings.TrimSpace(text)
	}
	return out
}

// nameKey is equal for the spellings of one column's name.
func nameKey(name string) string { return joinedKey(nameWords(name)) }

// isPlain reports whether the preset says that a column has no role.
func (p *preset) isPlain(header string) bool {
	name := strings.ToLower(strings.TrimSpace(header))
	return slices.ContainsFunc(p.plain, func(pattern string) bool { return matchesPattern(pattern, name) })
}

// matchesPattern reports whether a name is a pattern, in which * stands for any text.
func matchesPattern(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	rest, ok := strings.CutPrefix(name, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[last])
}

// presetOf finds the preset of a header, nil if it is none that is known. byName are its
// columns by nameKey.
func presetOf(byName map[string]int) *preset {
	for _, p := range presets() {
		if !slices.ContainsFunc(p.known, func(name string) bool { _, ok := byName[name]; return !ok }) {
			return p
		}
	}
	return nil
}
