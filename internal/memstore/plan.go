package memstore

import (
	"context"
	"fmt"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/snapshot"
)

// content is the index's content that records are read from.
type content = geo.Snapshot[*incident.Record]

// plan turns a filter into a query of the index, and takes the snapshot that
// it is for: the snapshot first, so that the dictionaries know its codes.
func (s *set) plan(ctx context.Context, f *incident.Filter) (*content, *geo.Query) {
	snap := s.index.Snapshot()
	q := &geo.Query{Box: f.BBox, Unplaced: f.BBox != nil, Within: f.Within, Window: f.Window, Codes: s.codeFilters(f)}
	if f.Uncoded() {
		snap = snap.Where(func(r *incident.Record) bool { return ctx.Err() == nil && f.MatchUncoded(r) }, farTest(ctx, f))
	}
	return snap, q
}

// farTest tests words without making the records that are still in a file.
func farTest(ctx context.Context, f *incident.Filter) func(geo.Values[*incident.Record], geo.Row) bool {
	if len(f.Extra) > 0 {
		return nil
	}
	return func(values geo.Values[*incident.Record], row geo.Row) bool {
		far, ok := values.(*snapshot.Records)
		return ctx.Err() == nil && ok && f.MatchText(far.Text(row))
	}
}

// codeFilters asks the dictionaries which codes the filter lets pass.
func (s *set) codeFilters(f *incident.Filter) []geo.CodeFilter {
	var out []geo.CodeFilter
	add := func(column int, fixed bool, asked string, only incident.Filter) {
		allow := s.dictionaries[column].allow(asked, only.MatchRest)
		out = append(out, geo.CodeFilter{Column: column, Allow: allow, Fixed: fixed})
	}
	for column, facet := range incident.Facets {
		if chosen := *facet.Choice(f); chosen != nil {
			var only incident.Filter
			*facet.Choice(&only) = chosen
			add(column, false, joined(chosen), only)
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
