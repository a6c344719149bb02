package geo_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"incidentmap/geo"
)

// brokenFrom are far things of which one cannot be read.
type brokenFrom struct {
	farThings
	broken geo.Row
}

func (b brokenFrom) At(r geo.Row) *thing {
	if r == b.broken {
		panic(fmt.Sprintf("row %d cannot be read", r))
	}
	return b.farThings.At(r)
}

// manyFar is an index of many things that are not in memory, in their order.
func manyFar(t *testing.T, broken geo.Row) (*geo.Matches[*thing], []*thing) {
	t.Helper()
	things := make([]*thing, 10_000)
	for i := range things {
		day := geo.Day(10_000 + i/7)
		things[i] = &thing{id: i, item: geo.Item{Start: day, End: day, Certain: true}}
	}
	slices.SortFunc(things, schema().Compare)
	image, ok := geo.NewIndex(schema(), things).Snapshot().AppendImage(nil)
	if !ok {
		t.Fatal("it has no image")
	}
	ix, err := geo.LoadIndex(schema(), image, brokenFrom{things, broken}, codeCounts)
	if err != nil {
		t.Fatal(err)
	}
	return ix.Snapshot().Select(&geo.Query{}), things
}

// TestReadAhead: what is read ahead comes in order, and as much as is asked
// for.
func TestReadAhead(t *testing.T) {
	const none = 1 << 30
	for _, most := range []int{0, 1, 5_000, 9_999, 20_000} {
		all, things := manyFar(t, none)
		all.AtMost(most)
		want := things
		if most > 0 {
			want = things[:min(most, len(things))]
		}
		if got := slices.Collect(all.All()); !slices.Equal(got, want) {
			t.Errorf("at most %d: %d values, want the first %d in order", most, len(got), len(want))
		}
	}
	all, things := manyFar(t, none)
	from := slices.Collect(all.From(func(v *thing) bool { return schema().Compare(v, things[4_000]) >= 0 }))
	if !slices.Equal(from, things[4_000:]) {
		t.Errorf("%d values from the 4,000th on, want %d", len(from), len(things)-4_000)
	}
	n := 0
	for v := range all.All() {
		if v != things[n] {
			t.Fatalf("value %d is %d", n, v.id)
		}
		if n++; n == 700 {
			break
		}
	}
}

// TestReadAheadPanics: what cannot be read is for the one who asks to fail by.
func TestReadAheadPanics(t *testing.T) {
	const broken = 5_555
	all, _ := manyFar(t, broken)
	n := 0
	defer func() {
		if got := recover(); got != fmt.Sprintf("row %d cannot be read", broken) {
			t.Errorf("it panics with %v after %d values", got, n)
		}
	}()
	for range all.All() {
		n++
	}
	t.Errorf("%d values were read", n)
}

// passing are far things that count what passes by.
type passing struct {
	farThings
	passed *atomic.Int64
}

func (p passing) Pass(r geo.Row) *thing {
	p.passed.Add(1)
	return p.At(r)
}

// TestVeryManyPassBy: an answer of very many values passes by, in its order and in another,
// and a page of a few does not.
func TestVeryManyPassBy(t *testing.T) {
	things := make([]*thing, 20_000)
	for i := range things {
		things[i] = &thing{id: i, item: geo.Item{Start: geo.Day(i), End: geo.Day(i), Certain: true}}
	}
	image, _ := geo.NewIndex(schema(), things).Snapshot().AppendImage(nil)
	var passed atomic.Int64
	ix, err := geo.LoadIndex(schema(), image, passing{things, &passed}, codeCounts)
	if err != nil {
		t.Fatal(err)
	}
	all := ix.Snapshot().Select(&geo.Query{})
	order := make([]uint32, len(things))
	for i := range order {
		order[i] = uint32(len(things) - 1 - i)
	}
	backwards := slices.Collect(all.In(order))
	if slices.Reverse(backwards); !slices.Equal(backwards, things) || !slices.Equal(slices.Collect(all.All()), things) {
		t.Error("they come in another order")
	}
	if got := passed.Load(); got != 2*int64(len(things)) {
		t.Errorf("%d passed by, want all of them twice", got)
	}
	all.AtMost(9_000)
	if n := len(slices.Collect(all.All())); n != 9_000 || passed.Load() != 2*int64(len(things)) {
		t.Errorf("of a page of %d, %d passed by", n, passed.Load()-2*int64(len(things)))
	}
}
