package geo_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/geo"
)

// farThings are things that an index asks for by row.
type farThings []*thing

func (f farThings) Len() int            { return len(f) }
func (f farThings) At(r geo.Row) *thing { return f[r] }

var codeCounts = []int{int(codeRange[0]), int(codeRange[1]), int(codeRange[2])}

// fromImage is an index of things that was written and read again.
func fromImage(t interface{ Fatalf(string, ...any) }, things []*thing) *geo.Index[*thing] {
	things = slices.Clone(things)
	image, ok := geo.NewIndex(schema(), things).Snapshot().AppendImage(nil)
	if len(things) == 0 {
		return geo.NewIndex(schema(), things)
	}
	if !ok {
		t.Fatalf("a fresh index of %d has no image", len(things))
	}
	ix, err := geo.LoadIndex(schema(), image, farThings(things), codeCounts)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return ix
}

// TestImage: an index read from its image answers as a scan, takes writes,
// and asks a test about far values as one about near ones.
func TestImage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things := drawThings(t)
		ix := fromImage(t, things)
		checkSnapshot(t, ix.Snapshot(), things)
		odd := ix.Snapshot().Where(isOdd, func(far geo.Values[*thing], r geo.Row) bool { return isOdd(far.At(r)) })
		if n, want := odd.Count(&geo.Query{}), countOdd(things); n != want {
			t.Fatalf("%d of %d are odd, not %d", want, len(things), n)
		}
		out, left := split(things, 3)
		fresh := &thing{id: 5_000_000, item: geo.Item{Start: 17_000, End: 17_000}}
		ix.Apply(out, []*thing{fresh})
		checkSnapshot(t, ix.Snapshot(), append(left, fresh))
		if _, ok := ix.Snapshot().AppendImage(nil); ok && len(things) > 0 {
			t.Fatalf("an index in pieces gives an image")
		}
	})
}

func isOdd(t *thing) bool { return t.id%2 == 1 }

func countOdd(things []*thing) (n int) {
	for _, t := range things {
		if isOdd(t) {
			n++
		}
	}
	return n
}

// FuzzImage: whatever the bytes, an index comes of them that answers, or an
// error.
func FuzzImage(f *testing.F) {
	things := make(farThings, 700)
	for i := range things {
		things[i] = &thing{id: i, codes: [columns]uint32{uint32(i % 4), uint32(i % 300), uint32(i)}}
		things[i].item.Start, things[i].item.End = geo.Day(i), geo.Day(i+i%40)
		for range i % 3 {
			things[i].item.Points = append(things[i].item.Points, [2]float64{float64(i%90) +
				float64(len(things[i].item.Points)), 30})
		}
	}
	image, _ := geo.NewIndex(schema(), things).Snapshot().AppendImage(nil)
	f.Add(image)
	f.Add(image[:len(image)/2])
	f.Fuzz(func(t *testing.T, raw []byte) {
		ix, err := geo.LoadIndex(schema(), raw, things, codeCounts)
		if err != nil {
			return
		}
		q := &geo.Query{Box: &geo.Box{West: -10, South: -10, East: 60, North: 60},
			Window: &geo.Window{From: 5, To: 500}}
		if n := ix.Snapshot().Count(q); n > len(things) {
			t.Errorf("%d of %d match", n, len(things))
		}
		ix.Snapshot().Aggregate(q, &geo.Aggregation{Columns: []int{0, 1, 2}, Sizes: codeCounts})
	})
}
