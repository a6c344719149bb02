package incident

import (
	"bytes"
	"sync"

	"incidentmap/internal/fold"
)

// searchable makes the texts that the word search looks in. It remembers how
// words fold that many records have.
type searchable struct {
	folded map[string][]byte
	text   []byte
	texts  Texts
}

// rememberedFolds bounds what is remembered.
const rememberedFolds = 1 << 14

// searchables are those that no goroutine uses. What they remember is gone
// when nobody has asked for a while.
var searchables = sync.Pool{New: func() any { return &searchable{folded: map[string][]byte{}} }}

// searchText makes the folded text of what can be searched for; together says
// that it may lie in one piece of memory with others.
func searchText(inc *Incident, r *Record, d *Dataset, together bool) string {
	s, _ := searchables.Get().(*searchable)
	defer searchables.Put(s)
	s.text = fold.Append(s.text[:0], inc.Title, inc.Summary)
	for _, part := range [...]string{Label(d.Kinds, inc.Kind), Label(d.EventTypes, inc.EventType),
		inc.Place.Text, inc.Place.Admin2, inc.Place.Admin1, inc.Place.CountryName, r.Actor, r.Target} {
		s.add(part)
	}
	for i, c := range d.Columns {
		if i < len(inc.Extra) && inc.Extra[i] != nil && c.Type != ColumnBoolean {
			s.add(FormatValue(inc.Extra[i]))
		}
	}
	if together {
		return s.texts.KeepBytes(s.text)
	}
	return string(s.text)
}

// add adds a part, unless it is said already: no word is found by a second
// mention.
func (s *searchable) add(part string) {
	if part == "" {
		return
	}
	folded, ok := s.folded[part]
	if !ok {
		folded = fold.Append(nil, part)
		if len(s.folded) < rememberedFolds {
			s.folded[part] = folded
		}
	}
	if bytes.Contains(s.text, folded) {
		return
	}
	if len(s.text) > 0 {
		s.text = append(s.text, ' ')
	}
	s.text = append(s.text, folded...)
}
