package memstore

import (
	"container/heap"
	"context"
	"encoding/base64"
	"encoding/json"
	"iter"
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Query implements store.View.
func (v *view) Query(ctx context.Context, f incident.Filter, p store.Page) (*store.Result, error) {
	order, err := incident.NewOrder(v.set.dataset, p.Sort)
	if err != nil {
		return nil, err
	}
	after, err := readCursor(p, order)
	if err != nil {
		return nil, err
	}
	snap, q := v.plan(ctx, &f)
	matches := snap.Select(q)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(p.Sort) > 0 {
		return sorted(ctx, matches, order, p, after)
	}
	if p.Limit > 0 {
		matches.AtMost(p.Limit + 1) // one more tells that there is a next page
	}
	records := matches.All()
	if after != nil {
		records = matches.From(func(r *incident.Record) bool { return order.After(r, *after) })
	}
	return defaultPage(matches.Len(), records, order, p), nil
}

// defaultPage takes a page off the records that follow the cursor. Without a
// limit they are not gathered first: an export of millions streams.
func defaultPage(matched int, records iter.Seq[*incident.Record], order *incident.Order,
	p store.Page) *store.Result {
	if p.Limit <= 0 && p.Cursor == "" {
		return &store.Result{Matched: matched, Returned: matched, Records: records}
	}
	var page []*incident.Record
	if p.Limit > 0 {
		page = make([]*incident.Record, 0, min(p.Limit+1, matched))
	}
	return cut(matched, slices.AppendSeq(page, records), order, p)
}

// cut makes a page of at most one record more than its limit.
func cut(matched int, page []*incident.Record, order *incident.Order, p store.Page) *store.Result {
	res := &store.Result{Matched: matched}
	if p.Limit > 0 && len(page) > p.Limit {
		page = page[:p.Limit]
		res.Next = writeCursor(p, order.KeyOf(page[len(page)-1]))
	}
	res.Returned, res.Records = len(page), slices.Values(page)
	return res
}

// sorted answers in another order than the index's.
func sorted(ctx context.Context, matches *geo.Matches[*incident.Record], order *incident.Order,
	p store.Page, after *incident.Key) (*store.Result, error) {
	if p.Limit <= 0 && after == nil {
		positions, err := sortAll(ctx, matches, order)
		n := matches.Len()
		return &store.Result{Matched: n, Returned: n, Records: matches.In(positions)}, err
	}
	best := &worstFirst{order: order}
	for i, r := range enumerate(matches.All()) {
		if i%checkEvery == 0 && !goOn(ctx) {
			return nil, ctx.Err()
		}
		best.offer(r, p, after)
	}
	slices.SortFunc(best.records, order.Compare)
	return cut(matches.Len(), best.records, order, p), nil
}

// offer keeps a record if it is one of the first after the cursor so far.
func (w *worstFirst) offer(r *incident.Record, p store.Page, after *incident.Key) {
	switch {
	case after != nil && !w.order.After(r, *after):
	case p.Limit <= 0 || len(w.records) <= p.Limit:
		heap.Push(w, r)
	case w.order.Compare(r, w.records[0]) < 0:
		w.records[0] = r
		heap.Fix(w, 0)
	}
}

func enumerate[T any](values iter.Seq[T]) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		for v := range values {
			if !yield(i, v) {
				return
			}
			i++
		}
	}
}

// worstFirst is a heap of the best records so far.
type worstFirst struct {
	order   *incident.Order
	records []*incident.Record
}

// Len implements heap.Interface.
func (w *worstFirst) Len() int { return len(w.records) }

// Less implements heap.Interface: the worst record is the least.
func (w *worstFirst) Less(i, j int) bool { return w.order.Compare(w.records[i], w.records[j]) > 0 }

// Swap implements heap.Interface.
func (w *worstFirst) Swap(i, j int) { w.records[i], w.records[j] = w.records[j], w.records[i] }

// Push implements heap.Interface.
func (w *worstFirst) Push(r any) { w.records = append(w.records, r.(*incident.Record)) }

// Pop implements heap.Interface.
func (w *worstFirst) Pop() any {
	last := len(w.records) - 1
	r := w.records[last]
	w.records = w.records[:last]
	return r
}

// cursor is what a page's cursor holds: the order that it belongs to and the
// last record's key in it.
type cursor struct {
	Sort []incident.SortKey `json:"s,omitempty"`
	incident.Key
	// Start stands in for the key's, to tell that it is there.
	Start *geo.Day `json:"d"`
}

func writeCursor(p store.Page, last incident.Key) string {
	b, err := json.Marshal(cursor{p.Sort, last, &last.Start})
	if err != nil {
		panic(err) // strings, numbers and booleans always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(p store.Page, order *incident.Order) (*incident.Key, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.ID == "" || c.Start == nil {
		return nil, incident.BadParameter("cursor", "it is not a cursor that a page gave as its next")
	}
	if !slices.Equal(c.Sort, p.Sort) || !order.Fits(c.Key) {
		return nil, incident.BadParameter("cursor", "it belongs to another order than sortby asks for")
	}
	c.Key.Start = *c.Start
	return &c.Key, nil
}
