package memstore

import (
	"context"
	"fmt"
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore/packed"
)

// content is the index's content that records are read from.
type content = geo.Snapshot[*incident.Record]

// plan turns a filter into a query of the index, and into the content that it is
// for.
func (v *view) plan(ctx context.Context, f *incident.Filter) (*content, *geo.Query) {
	s, snap := v.set, v.snap
	q := &geo.Query{Box: f.BBox, Unplaced: f.BBox != nil, Within: f.Within, Window: f.Window,
		Codes: s.codeFilters(f), Done: ctx.Done()}
	left := s.uncoded(f)
	if f.Where != nil {
		left.Where = v.planWhere(f.Where, q)
	}
	if left.Uncoded() {
		snap = snap.Where(left.MatchUncoded, packedTest(left))
	}
	return snap, q
}

// planWhere has the index test the parts of an expression that it has codes or
// days for. It returns the others, nil for none.
func (v *view) planWhere(w *incident.Where, q *geo.Query) *incident.Where {
	s := v.set
	left := &incident.Where{Expr: w.Expr}
	for _, part := range w.Conjuncts {
		column, coded := s.columnOf(part.Property)
		switch {
		case part.Windows != nil:
			q.Also = append(q.Also, part.Windows...)
		case coded:
			allow := s.dictionaries[column].allow("where\x00"+part.Expr.String(), part.Match)
			q.Codes = append(q.Codes, geo.CodeFilter{Column: column, Allow: allow, Fixed: true})
		default:
			left.Conjuncts = append(left.Conjuncts, part)
			if part.Property == "id" && part.Texts != nil && v.current() {
				q.Also = append(q.Also, s.spanOf(part.Texts))
			}
			if column, hashed := s.hashedColumn(part.Property); hashed && part.Texts != nil {
				q.Codes = append(q.Codes, geo.CodeFilter{Column: column, Allow: allowBuckets(part.Texts), Fixed: true})
			}
		}
	}
	if left.Conjuncts == nil {
		return nil
	}
	return left
}

// columnOf finds the column whose codes decide what a property is.
func (s *set) columnOf(property string) (int, bool) {
	if column := slices.IndexFunc(incident.Facets,
		func(f incident.Facet) bool { return f.Name == property }); column >= 0 {
		return column, true
	}
	switch property {
	case "fatalities_low", "fatalities_best", "fatalities_high":
		return columnKilled, true
	case "injuries_low", "injuries_best", "injuries_high":
		return columnInjured, true
	case "group":
		return columnGroup, true
	}
	column, own := s.ownColumn(property)
	return column, own && !s.dictionaries[column].hashed
}

// spanOf is the window that the incidents of some IDs lie in, so that few
// others must be looked at to find them.
func (s *set) spanOf(ids []string) geo.Window {
	s.mu.RLock()
	defer s.mu.RUnlock()
	w := geo.Window{From: geo.MaxDay, To: geo.MinDay, Inside: true}
	for _, id := range ids {
		if r, ok := s.byID.get(id); ok {
			w.From, w.To = min(w.From, r.Date.Start), max(w.To, r.Date.End)
		}
	}
	return w
}

// hashedColumn finds the column whose buckets tell most values of a property
// apart.
func (s *set) hashedColumn(property string) (int, bool) {
	column, own := s.ownColumn(property)
	return column, own && s.dictionaries[column].hashed
}

func (s *set) ownColumn(property string) (int, bool) {
	own := slices.IndexFunc(s.dataset.Columns, func(c incident.Column) bool { return c.Name == property })
	return firstOwn + own, own >= 0
}

// uncoded is what the codes cannot answer: words, and own columns of so many
// values that their codes are buckets.
func (s *set) uncoded(f *incident.Filter) *incident.Filter {
	left := &incident.Filter{Text: f.Text, Separators: f.Separators}
	for column, values := range f.Extra {
		if s.dictionaries[firstOwn+column].hashed {
			if left.Extra == nil {
				left.Extra = map[int][]string{}
			}
			left.Extra[column] = values
		}
	}
	return left
}

// packedTest tests words without making the records that are not in memory.
func packedTest(f *incident.Filter) func(geo.Values[*incident.Record], geo.Row) bool {
	if len(f.Extra) > 0 || f.Where != nil {
		return nil
	}
	return func(values geo.Values[*incident.Record], row geo.Row) bool {
		records, ok := values.(*packed.Records)
		return ok && f.MatchText(records.Text(row))
	}
}

// codeFilters asks the dictionaries which codes the filter lets pass.
func (s *set) codeFilters(f *incident.Filter) []geo.CodeFilter {
	var out []geo.CodeFilter
	add := func(column int, fixed bool, cacheKey string, only incident.Filter) {
		allow := s.dictionaries[column].allow(cacheKey, only.MatchRest)
		out = append(out, geo.CodeFilter{Column: column, Allow: allow, Fixed: fixed})
	}
	for column, facet := range incident.Facets {
		if chosen := f.Choices[facet.Name]; chosen != nil {
			add(column, false, joined(chosen), incident.Filter{Choices: incident.Choices{facet.Name: chosen}})
		}
	}
	if f.ViewKinds != nil {
		add(columnKind, true, "view\x00"+joined(f.ViewKinds), incident.Filter{ViewKinds: f.ViewKinds})
	}
	if f.Fatalities.Set() {
		add(columnKilled, true, rangeName(f.Fatalities), incident.Filter{Fatalities: f.Fatalities})
	}
	if f.Injuries.Set() {
		add(columnInjured, true, rangeName(f.Injuries), incident.Filter{Injuries: f.Injuries})
	}
	if f.Groups != nil {
		add(columnGroup, true, joined(f.Groups), incident.Filter{Groups: f.Groups})
	}
	for own, values := range f.Extra {
		if column := firstOwn + own; s.dictionaries[column].hashed && f.Separators[own] == "" {
			out = append(out, geo.CodeFilter{Column: column, Allow: allowBuckets(values), Fixed: true})
		} else if !s.dictionaries[column].hashed { // buckets are of whole cells
			add(column, false, joined(values),
				incident.Filter{Extra: map[int][]string{own: values}, Separators: f.Separators})
		}
	}
	return out
}

func rangeName(r incident.Range) string {
	name := ""
	for _, n := range []*int{r.Min, r.Max} {
		if n != nil {
			name += fmt.Sprint(*n)
		}
		name += ":"
	}
	return name
}
