package packed

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"incidentmap/internal/incident"
)

// TestPacker: records that were packed are found by row and by ID, whatever
// their IDs have in common, also where they are enough for room to be made.
func TestPacker(t *testing.T) {
	var many []*incident.Record
	for i := range 3 * checkEvery {
		many = append(many, full(fmt.Sprintf("row-%d-of-a-long-name-%d", i%7, i), i))
	}
	for name, records := range map[string][]*incident.Record{
		"none": nil, "many": many, "nested": {full("a", 1), full("aaaaaaaaa", 2), full("aa", 3), full("aaaaaaaaab", 4)},
		"apart": testRecords(),
	} {
		got, err := packed(records...)
		if err != nil || got.Len() != len(records) {
			t.Fatalf("%s: %v; %d records, want %d", name, err, got.Len(), len(records))
		}
		for row, want := range records {
			if r := got.At(uint32(row)); r.ID != want.ID || r.Title != want.Title || len(r.Claims) != len(want.Claims) {
				t.Fatalf("%s: row %d is %q, want %q", name, row, r.ID, want.ID)
			}
			if r, ok := got.Find(want.ID); !ok || r.ID != want.ID {
				t.Fatalf("%s: %q is not found", name, want.ID)
			}
		}
		if _, ok := got.Find("row-"); ok {
			t.Errorf("%s: an ID is found that nothing has", name)
		}
	}
}

// packed packs records.
func packed(records ...*incident.Record) (*Records, error) {
	p := NewPacker(2)
	rank := make([]uint32, len(records))
	for i, r := range records {
		p.Add(r)
		rank[i] = uint32(i)
	}
	sorted, err := p.ByID()
	if err != nil {
		return nil, err
	}
	return p.Records(rank, sorted)
}

// TestPackerOnlyReads: a record may be packed while others read it. The race detector
// sees what is wrong otherwise.
func TestPackerOnlyReads(t *testing.T) {
	r := full("a", 1)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			p := NewPacker(1)
			if p.Add(r); p.id(0) != "a" {
				t.Errorf("it is packed as %q", p.id(0))
			}
		})
	}
	wg.Wait()
}

// TestPackerOrders: rows are in the order that is asked for, whatever that is, and two
// of one ID are refused.
func TestPackerOrders(t *testing.T) {
	p := NewPacker(2)
	for _, id := range []string{"c", "a", "b"} {
		p.Add(full(id, 1))
	}
	sorted, err := p.ByID()
	if err != nil || !slices.Equal(sorted, []uint32{1, 2, 0}) {
		t.Fatalf("by ID they are %d, %v", sorted, err)
	}
	got, err := p.Records([]uint32{2, 0, 1}, sorted)
	if err != nil || got.At(0).ID != "a" || got.At(2).ID != "c" {
		t.Errorf("%v, %v", got, err)
	}
	if row, ok := got.RowOf("b"); !ok || row != 1 {
		t.Errorf("b is in row %d, %v", row, ok)
	}
	if _, err := packed(full("a", 1), full("b", 1), full("a", 2)); !errors.Is(err, ErrTwice) {
		t.Errorf("two of one ID: %v", err)
	}
}

// TestArrange: records are the same wherever they lie, also for those who read meanwhile.
func TestArrange(t *testing.T) {
	const n = 3 * checkEvery
	p, rank := NewPacker(n), make([]uint32, n)
	for i := range rank {
		rank[i] = uint32((i * 7919) % n) // another order than they come in
		p.Add(full(fmt.Sprintf("i%05d", rank[i]), i))
	}
	sorted, err := p.ByID()
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Records(rank, sorted)
	if err != nil {
		t.Fatal(err)
	}
	check := func() {
		for row := range uint32(n) {
			r.Touch(row)
			if got := r.At(row).ID; got != fmt.Sprintf("i%05d", row) {
				t.Errorf("row %d is %s", row, got)
				return
			}
		}
	}
	var wg sync.WaitGroup
	wg.Go(check)
	if err := r.Arrange(t.Context()); err != nil || !r.lie.Load().inOrder() {
		t.Errorf("they do not lie in order: %v", err)
	}
	wg.Wait()
	check()
	before := r.lie.Load()
	if err := r.Arrange(t.Context()); err != nil || r.lie.Load() != before {
		t.Errorf("what lies in order was laid anew: %v", err)
	}
}

// TestPass: what passes by is the same, and is not kept; what is kept is taken.
func TestPass(t *testing.T) {
	r, err := packed(full("a", 1), full("b", 2))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Pass(1); got.ID != "b" || got == r.Pass(1) {
		t.Errorf("%s passed by, and is kept", got.ID)
	}
	if kept := r.At(1); r.Pass(1) != kept || r.At(1) != kept {
		t.Error("what is kept is not taken")
	}
}
