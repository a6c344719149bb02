package gazetteer_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer"
)

// sample are the names of places drawn by chance, each with its country beside it.
func sample(g *gazetteer.Gazetteer, n int) (alone, told []string) {
	rng := rand.New(rand.NewPCG(1, 2))
	share := float64(n) / float64(g.Len())
	for p := range g.All() {
		if p.Located && rng.Float64() < share && !strings.ContainsAny(p.Name, ",()/") { // those are two names
			alone = append(alone, p.Name)
			told = append(told, p.Name+", "+p.CountryName)
		}
	}
	return alone, told
}

// misspelt changes one letter of a name: a vowel is left out, or taken for another,
// or two neighbours change places.
func misspelt(rng *rand.Rand, name string) string {
	r := []rune(name)
	for range 10 {
		i := 1 + rng.IntN(len(r)-1)
		switch {
		case i+1 < len(r) && rng.IntN(3) == 0 && r[i] != r[i+1] && r[i] != ' ' && r[i+1] != ' ':
			r[i], r[i+1] = r[i+1], r[i]
			return string(r)
		case r[i] == 'a' && rng.IntN(2) == 0:
			r[i] = 'e'
			return string(r)
		case r[i] == 'a' || r[i] == 'e' || r[i] == 'i':
			return string(append(r[:i:i], r[i+1:]...))
		}
	}
	return string(r)
}

// An exact look-up has a name as the gazetteer writes it; a fuzzy one has it
// misspelt. Divide a second by ns/op for look-ups a second on one core.
func BenchmarkNames(b *testing.B) { benchmarkNames(b, load(b)) }

func benchmarkNames(b *testing.B, g *gazetteer.Gazetteer) {
	alone, told := sample(g, 20_000)
	rng := rand.New(rand.NewPCG(3, 4))
	var wrong, wrongTold []string
	for i, name := range alone {
		if len(name) > 6 {
			m := misspelt(rng, name)
			wrong, wrongTold = append(wrong, m), append(wrongTold, m+told[i][len(name):])
		}
	}
	g.Lookup("Xyzzyxy", gazetteer.Options{}) // the list of sounds is made once
	for _, bench := range []struct {
		name  string
		texts []string
	}{{"exact", alone}, {"exact, country", told}, {"misspelt", wrong}, {"misspelt, country", wrongTold}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				g.Lookup(bench.texts[i%len(bench.texts)], gazetteer.Options{Limit: 1})
			}
		})
	}
}
