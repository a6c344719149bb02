package ingest

import (
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/counts"
	"incidentmap/internal/dates"
	"incidentmap/internal/incident"
	"incidentmap/internal/remember"
)

// memo is what one goroutine remembers of the rows that it has read. A table
// says the same words again and again: its incidents share them, in memory of
// their own, so that the file's is free when it has been read. What is shared
// is never changed in place.
type memo struct {
	words      remember.Cache[string, string]
	when       *dates.Reader
	countries  remember.Cache[[2]string, rowCountry]
	parties    remember.Cache[string, []incident.Party]
	figures    [len(measures)]remember.Cache[string, counts.Count]
	claims     remember.Cache[[2]figureKey, []incident.Claim]
	sources    remember.Cache[[4]string, []incident.Source]
	statements remember.Cache[[2]string, []incident.Statement]
	values     remember.Cache[valueKey, any]
	texts      incident.Texts
	units      remember.Cache[string, []string]
	precisions remember.Cache[string, placePrecision]
	points     []orb.Point
}

// countriesOf remembers which countries have a unit of a name.
func (m *memo) countriesOf(unit string, ask func() []string) []string {
	return m.units.Of(m.word(unit), ask)
}

// word keeps a text that other rows are likely to have too.
func (m *memo) word(s string) string {
	if s == "" {
		return ""
	}
	w, ok := m.words[s]
	if !ok {
		w = m.texts.Keep(s)
		m.words.Put(w, w)
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

// reader reads dates in the forms of the table.
func (m *memo) reader(of dates.Forms) *dates.Reader {
	if m.when == nil {
		m.when = dates.NewReader(of, m.word)
	}
	return m.when
}

func (m *memo) country(code, name string) rowCountry {
	return m.countries.Of([2]string{code, name}, func() rowCountry {
		found := countryOf(code, name)
		found.code, found.name = m.word(found.code), m.word(found.name)
		return found
	})
}

func (m *memo) partiesOf(cell string) []incident.Party {
	if cell == "" {
		return nil
	}
	return m.parties.Of(cell, func() []incident.Party { return m.splitParties(cell) })
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
