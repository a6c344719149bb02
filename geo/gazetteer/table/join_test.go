package table

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer/lexicon"
)

// loaded is a table of records.
func loaded(t testing.TB, name string, records []Record) *Table {
	t.Helper()
	b, err := Encode(About{Version: name}, records)
	if err != nil {
		t.Fatal(err)
	}
	g, err := Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return g.Named(name)
}

// content writes out all places and, by their folded form, all names with their
// places in order.
func content(g *Table) string {
	var b strings.Builder
	for p := range g.All() {
		p.Layer = 0
		fmt.Fprintf(&b, "%+v\n", p)
	}
	w := walk(&g.Names)
	for w.next() {
		from, to := g.Names.Find(string(w.key))
		fmt.Fprintf(&b, "%s %v:", w.key, from == w.from && to == w.to)
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, " %s %q %d;", g.ID(g.Names.Refs[i].Row()), g.Spell(i),
				g.Names.Refs[i].spelling())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// drawn are records drawn by chance. IDs come from so many that two drafts share
// some; a name of a place is its own, so that none is known by name alone.
func drawn(rng *rand.Rand, n, ids int) []Record {
	spell := []string{"kala %d", "Kala %d", "KALA-%d", "Ābād %d", "kh %d wal"}
	var out []Record
	seen := map[int]bool{}
	for range n {
		i := rng.IntN(ids)
		if seen[i] {
			continue
		}
		seen[i] = true
		r := Record{Place: Place{ID: fmt.Sprintf("p:%d", i), Country: "AF", Class: lexicon.Locality, Feature: "PPL",
			Located: rng.IntN(5) > 0, Population: rng.IntN(3)}}
		if i%7 == 0 {
			r.Class, r.Feature = lexicon.Admin2, "ADM2"
		}
		if r.Located {
			r.Point, r.RadiusM = orb.Point{60 + float64(rng.IntN(100))/100, 30 +
				float64(i)/10}, float64(1+rng.IntN(5)) // far from its namesakes
		}
		for range 1 + rng.IntN(4) {
			r.Names = append(r.Names, fmt.Sprintf(spell[rng.IntN(len(spell))], i))
		}
		if rng.IntN(3) == 0 && i%7 != 0 {
			r.Names = append(r.Names, fmt.Sprintf("Common %d", i%3))
		}
		r.Name = r.Names[0]
		out = append(out, r)
	}
	for i := range out {
		if other := out[rng.IntN(len(out))]; other.ID != out[i].ID && other.Class == lexicon.Admin2 {
			out[i].Admin2ID = other.ID
		}
	}
	return out
}

// merged is what Join says it does, in the plainest way, of records that are one
// only by their IDs.
func merged(low, high []Record) []Record {
	out := slices.Clone(low)
	for _, r := range high {
		i := slices.IndexFunc(out, func(o Record) bool { return o.ID == r.ID })
		if i < 0 {
			out = append(out, r)
			continue
		}
		o := &out[i]
		if r.Admin2ID != "" {
			o.Admin2ID = r.Admin2ID
		}
		if r.Located && (!o.Located || o.Class == lexicon.Locality) {
			if r.Population == 0 {
				r.RadiusM = max(r.RadiusM, o.RadiusM)
			}
			o.Located, o.Point, o.RadiusM = true, r.Point, r.RadiusM
		}
		if r.Population > 0 {
			o.Population = r.Population
		}
		o.Names = slices.Concat(o.Names, r.Names)
	}
	return out
}

// A join of two, three and more layers holds what a file made of all their records
// holds.
func TestJoinIsAsOneFile(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for round := range 24 {
		all := drawn(rng, 1+rng.IntN(150), 200)
		g := loaded(t, "first", all)
		for i := range 1 + round%3 {
			layer := drawn(rng, rng.IntN(150), 200)
			var err error
			if g, err = Join(g, loaded(t, fmt.Sprint("layer", i), layer)); err != nil {
				t.Fatal(err)
			}
			all = merged(all, layer)
		}
		want := loaded(t, "", all)
		if got, want := content(g), content(want); got != want {
			for i, line := range strings.Split(want, "\n") {
				if other := strings.Split(got, "\n"); i >= len(other) || other[i] != line {
					t.Fatalf("round %d, line %d:\n%s\nwant\n%s", round, i, other[min(i, len(other)-1)], line)
				}
			}
			t.Fatalf("round %d: more than wanted", round)
		}
	}
}
