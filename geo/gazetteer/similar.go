package gazetteer

import (
	"slices"
	"sync"

	"incidentmap/geo/gazetteer/spell"
)

// sounds finds names by their skeleton: entries of its hash and the number of the
// name, in order. It is filled when it is first needed, in about a tenth of a second.
type sounds struct {
	once    sync.Once
	entries []uint64 // hash<<32 | number of the name
	start   []uint32 // of the entries whose hash starts with these sixteen bits
}

// fillSounds lists all names by their skeleton.
func (g *Gazetteer) fillSounds() {
	n := &g.like
	var roman, skeleton []byte
	n.entries = make([]uint64, 0, g.table.Names.AtMost())
	for number, key := range g.table.Names.All() {
		var known bool
		if roman, known = spell.AppendRoman(roman[:0], string(key)); !known || len(roman) > spell.MaxLen {
			continue
		}
		if skeleton = spell.AppendSounds(skeleton[:0], roman); len(skeleton) > 0 {
			n.entries = append(n.entries, uint64(hashOf(skeleton))<<32|uint64(number))
		}
	}
	slices.Sort(n.entries)
	n.start = make([]uint32, 1<<16+1)
	for _, e := range n.entries {
		n.start[e>>48+1]++
	}
	for i := range 1 << 16 {
		n.start[i+1] += n.start[i]
	}
}

// hashOf is the FNV-1a hash of a skeleton, its bits mixed once more so that the
// upper ones are even.
func hashOf(skeleton []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range skeleton {
		h = (h ^ uint32(c)) * 16777619
	}
	h ^= h >> 15
	return h * 0x85ebca6b
}

// named yields the numbers of the names with that hash.
func (n *sounds) named(hash uint32, yield func(number uint32) bool) bool {
	for _, e := range n.entries[n.start[hash>>16]:n.start[hash>>16+1]] {
		if uint32(e>>32) == hash && !yield(uint32(e)) {
			return false
		}
	}
	return true
}

// Bounds on the search for similar names.
const (
	leastSpelt  = 5   // letters of a name that may be misspelt
	leastSounds = 2   // sounds of one
	mostRead    = 400 // names that are compared for one that is asked for
)

// mostCost is how much a name may differ, in quarters of a letter, by its length.
func mostCost(letters int) int {
	switch {
	case letters < 7:
		return spell.CostLetter
	case letters < 10:
		return spell.CostLetter + spell.CostVowel
	}
	return 2 * spell.CostLetter
}

// search is one search for names like a romanised one.
type search struct {
	g        *Gazetteer
	roman    []byte
	most     int
	admits   func(row int32) bool
	read     int
	key, rom []byte
	cands    []candidate
}

// similar are the places whose name is spelt much like key, by at most that cost, of
// those that are admitted; the nearest spellings only.
func (g *Gazetteer) similar(key string, most int, admits func(row int32) bool) []candidate {
	roman, known := spell.AppendRoman(nil, key)
	if !known || len(roman) < 4 || len(roman) > spell.MaxLen {
		return nil
	}
	if len(roman) < leastSpelt {
		most = 0 // spaces alone
	}
	g.like.once.Do(g.fillSounds)
	s := &search{g: g, roman: roman, most: most, admits: admits}
	skeleton := spell.AppendSounds(nil, roman)
	if len(skeleton) < leastSounds {
		return nil
	}
	s.probe(skeleton)
	if s.least() > spell.CostVowel && most >= spell.CostLetter && len(skeleton) > 2 {
		s.around(skeleton)
	}
	return s.nearest()
}

// around looks at the skeletons that differ in one consonant.
func (s *search) around(skeleton []byte) {
	b := make([]byte, 0, spell.MaxLen+1)
	for i := range skeleton {
		if i > 0 {
			b = append(b[:0], skeleton...)
			b[i-1], b[i] = b[i], b[i-1]
			s.probe(b)
		}
		s.probe(append(append(b[:0], skeleton[:i]...), skeleton[i+1:]...))
	}
	for i := range len(skeleton) + 1 {
		for _, c := range []byte(spell.SoundLetters) {
			s.probe(append(append(append(b[:0], skeleton[:i]...), c), skeleton[i:]...))
			if i < len(skeleton) && c != skeleton[i] {
				s.probe(append(append(append(b[:0], skeleton[:i]...), c), skeleton[i+1:]...))
			}
		}
	}
}

// probe compares the names of a skeleton.
func (s *search) probe(skeleton []byte) {
	s.g.like.named(hashOf(skeleton), func(number uint32) bool {
		if s.read++; s.read > mostRead {
			return false
		}
		var from, to int32
		s.key, from, to = s.g.table.Names.Nth(number, s.key[:0])
		s.rom, _ = spell.AppendRoman(s.rom[:0], string(s.key))
		if cost := spell.Distance(s.roman, s.rom, s.most); cost <= s.most {
			s.add(from, min(to, from+maxNamesakes), cost)
		}
		return true
	})
}

// add adds the places of a name.
func (s *search) add(from, to int32, cost int) {
	for i := from; i < to; i++ {
		ref := s.g.table.Names.Refs[i]
		if row := ref.Row(); s.g.table.Places[row].Located() && s.admits(row) {
			s.cands = append(s.cands, candidate{row: row, name: i, own: ref.Own(),
				quality: spelling(cost), cost: int16(cost)}) //nolint:gosec // a few at most
		}
	}
}

// spelling is the quality of a name that differs by that much.
func spelling(cost int) float64 { return 0.9 - 0.025*float64(cost) }

// nearest keeps the candidates of the least cost, each place once.
func (s *search) nearest() []candidate {
	if len(s.cands) == 0 {
		return nil
	}
	slices.SortStableFunc(s.cands, func(a, b candidate) int { return int(a.cost - b.cost) })
	most := s.cands[0].cost + spell.CostAlike
	seen := map[int32]bool{}
	return slices.DeleteFunc(s.cands, func(c candidate) bool {
		twice := seen[c.row]
		seen[c.row] = true
		return twice || c.cost > most
	})
}

// least is the lowest cost found, above all costs where there is none.
func (s *search) least() int {
	least := s.most + 1
	for _, c := range s.cands {
		least = min(least, int(c.cost))
	}
	return least
}
