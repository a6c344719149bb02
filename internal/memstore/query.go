package memstore

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"iter"
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// checkEvery is how many rows a scan passes between looks at its context.
const checkEvery = 4096

// Query implements incident.Store.
func (s *Store) Query(ctx context.Context, f incident.Filter, p incident.Page) (*incident.Result, error) {
	set, err := s.set(ctx, f.Dataset)
	if err != nil {
		return nil, err
	}
	order, err := incident.NewOrder(set.dataset, p.Sort)
	if err != nil {
		return nil, err
	}
	after, err := set.readCursor(p)
	if err != nil {
		return nil, err
	}
	rows, err := set.matching(ctx, &f)
	if err != nil {
		return nil, err
	}
	if len(p.Sort) > 0 {
		slices.SortFunc(rows, func(a, b uint32) int { return order.Compare(set.records[a], set.records[b]) })
	}
	return set.page(rows, order, p, after), nil
}

// matching returns the rows that match, in the default order.
func (s *set) matching(ctx context.Context, f *incident.Filter) ([]uint32, error) {
	var rows []uint32
	var err error
	n := 0
	for row := range s.candidates(f) {
		if n++; n%checkEvery == 0 {
			if err = ctx.Err(); err != nil {
				return nil, err
			}
		}
		if f.Match(s.records[row]) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// candidates yields, in order, at least the rows that match.
func (s *set) candidates(f *incident.Filter) iter.Seq[uint32] {
	if f.BBox == nil && f.Window == nil {
		return func(yield func(uint32) bool) {
			for row := range s.records {
				if !yield(uint32(row)) {
					return
				}
			}
		}
	}
	box, window := geo.World, geo.All
	if f.BBox != nil {
		box = *f.BBox
	}
	if f.Window != nil {
		window = *f.Window
	}
	found := slices.Clone(s.unplaced)
	s.index.Collect(box, window, found)
	return found.All()
}

// page cuts the page that follows the cursor's record out of the rows.
func (s *set) page(rows []uint32, order *incident.Order, p incident.Page, after *incident.Record) *incident.Result {
	res := &incident.Result{Matched: len(rows)}
	if after != nil {
		first, _ := slices.BinarySearchFunc(rows, after, func(row uint32, key *incident.Record) int {
			if order.Compare(s.records[row], key) <= 0 {
				return -1
			}
			return 1
		})
		rows = rows[first:]
	}
	if p.Limit > 0 && len(rows) > p.Limit {
		rows = rows[:p.Limit]
		res.Next = writeCursor(p, s.records[rows[len(rows)-1]])
	}
	res.Returned = len(rows)
	res.Records = func(yield func(*incident.Record) bool) {
		for _, row := range rows {
			if !yield(s.records[row]) {
				return
			}
		}
	}
	return res
}

// cursor is what a page's cursor holds: the order that it belongs to and the
// last record, by ID. While a dataset is immutable its records hold the keys.
type cursor struct {
	Sort []incident.SortKey `json:"s,omitempty"`
	ID   string             `json:"i"`
}

func writeCursor(p incident.Page, last *incident.Record) string {
	b, err := json.Marshal(cursor{p.Sort, last.ID})
	if err != nil {
		panic(err) // strings and booleans always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func (s *set) readCursor(p incident.Page) (*incident.Record, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return nil, incident.BadParameter("cursor", "it is not a cursor that a page gave as its next")
	}
	if !slices.Equal(c.Sort, p.Sort) {
		return nil, incident.BadParameter("cursor", "it belongs to another order than sortby asks for")
	}
	row, ok := s.byID[c.ID]
	if !ok {
		return nil, incident.BadParameter("cursor", "it belongs to another version of the data; start again from the first page")
	}
	return s.records[row], nil
}
