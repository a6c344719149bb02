package ingest

import (
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/counts"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

// remembered is how many different values of a kind are remembered. A column
// with more has few that come again.
const remembered = 1 << 14

// cache remembers what values came to. A cache is bounded: what it has no
// room for is worked out each time.
type cache[K comparable, V any] map[K]V

// of is what a key came to, worked out at the first time.
func (c *cache[K, V]) of(key K, work func() V) V {
	v, ok := (*c)[key]
	if !ok {
		v = work()
		c.put(key, v)
	}
	return v
}

func (c *cache[K, V]) put(key K, v V) {
	if *c == nil {
		*c = cache[K, V]{}
	}
	if len(*c) < remembered {
		(*c)[key] = v
	}
}

// memo is what one goroutine remembers of the rows that it has read. A table
// says the same words again and again: its incidents share them, in memory of
// their own, so that the file's is free when it has been read. What is shared
// is never changed in place.
type memo struct {
	words      cache[string, string]
	dates      cache[string, edtf.Date]
	cleaned    cache[string, dateCell]
	countries  cache[[2]string, rowCountry]
	parties    cache[string, []incident.Party]
	figures    [len(measures)]cache[string, counts.Count]
	claims     cache[[2]figureKey, []incident.Claim]
	sources    cache[[4]string, []incident.Source]
	statements cache[[2]string, []incident.Statement]
	values     cache[valueKey, any]
	texts      incident.Texts
	units      cache[string, []string]
	precisions cache[string, placePrecision]
	points     []orb.Point
}

// countriesOf remembers which countries have a unit of a name.
func (m *memo) countriesOf(unit string, ask func() []string) []string {
	return m.units.of(m.word(unit), ask)
}

// word keeps a text that other rows are likely to have too.
func (m *memo) word(s string) string {
	if s == "" {
		return ""
	}
	w, ok := m.words[s]
	if !ok {
		w = m.texts.Keep(s)
		m.words.put(w, w)
	}
	return w
}

// pointsTogether is how many points lie in one piece of memory.
const pointsTogether = 1 << 10

// point keeps a single point.
func (m *memo) point(p orb.Point) orb.MultiPoint {
	if len(m.points) == cap(m.points) {
		m.points = make([]orb.Point, 0, pointsTogether)
	}
	n := len(m.points)
	m.points = append(m.points, p)
	return m.points[n : n+1 : n+1]
}

func (m *memo) date(text string) (edtf.Date, error) {
	if d, ok := m.dates[text]; ok {
		return d, nil
	}
	d, err := edtf.Parse(text)
	if err == nil {
		d.Text = m.word(text)
		m.dates.put(d.Text, d)
	}
	return d, err
}

func (m *memo) country(code, name string) rowCountry {
	return m.countries.of([2]string{code, name}, func() rowCountry {
		found := countryOf(code, name)
		found.code, found.name = m.word(found.code), m.word(found.name)
		return found
	})
}

func (m *memo) partiesOf(cell string) []incident.Party {
	if cell == "" {
		return nil
	}
	return m.parties.of(cell, func() []incident.Party { return m.splitParties(cell) })
}

func (m *memo) splitParties(cell string) []incident.Party {
	var out []incident.Party
	for name := range strings.SplitSeq(cell, ";") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, incident.Party{Name: m.word(name)})
		}
		if len(out) == maxNames {
			break
		}
	}
	return out[:len(out):len(out)]
}
