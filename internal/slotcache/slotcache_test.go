package slotcache

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A cache in front of a map never answers what the map would not, however its keys
// collide, and remembers the last key of each slot.
func TestCacheIsTheMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := New[string, int](rapid.IntRange(0, 3).Draw(t, "bits"))
		all := map[string]int{}
		key := rapid.StringMatching(`[ab]{0,3}`)
		for range rapid.IntRange(0, 40).Draw(t, "looks") {
			k := key.Draw(t, "key")
			if _, known := all[k]; !known {
				all[k] = len(all) + 1
			}
			v := c.At(OfText(k), k)
			if *v != 0 && *v != all[k] {
				t.Fatalf("%q is %d, want %d", k, *v, all[k])
			}
			*v = all[k]
			if again := *c.At(OfText(k), k); again != all[k] {
				t.Fatalf("%q is forgotten at once", k)
			}
		}
		c.Clear()
		for k := range all {
			if v := *c.At(OfText(k), k); v != 0 {
				t.Fatalf("%q is %d after Clear", k, v)
			}
		}
	})
}

// The zero key has no value before one was put in.
func TestZeroKey(t *testing.T) {
	c := New[string, uint32](8)
	if v := *c.At(OfText(""), ""); v != 0 {
		t.Errorf("got %d", v)
	}
}

// Texts and lists are one where they lie in one place and are of one length.
func TestMemory(t *testing.T) {
	text := strings.Clone("Nangarhar")
	other := text
	if MemoryOfText(text) != MemoryOfText(other) || MemoryOfText(text).Hash() != MemoryOfText(other).Hash() {
		t.Error("a text is not itself under another name")
	}
	list := []int{1, 2, 3}
	for name, other := range map[string]bool{
		"a copy":          MemoryOfText(text) == MemoryOfText(strings.Clone(text)),
		"its beginning":   MemoryOfText(text) == MemoryOfText(text[:3]),
		"its end":         MemoryOfText(text) == MemoryOfText(text[3:]),
		"a shorter list":  MemoryOf(&list[0], 3) == MemoryOf(&list[0], 2),
		"the list's rest": MemoryOf(&list[0], 2) == MemoryOf(&list[1], 2),
	} {
		if other {
			t.Errorf("%s is taken for the whole", name)
		}
	}
}

// The words of a column find slots of their own, but for few.
func TestHashSpreads(t *testing.T) {
	slots := map[Hash]bool{}
	for i := range 100 {
		slots[OfNumber(uint64(i))>>(64-8)] = true
	}
	if len(slots) < 90 {
		t.Errorf("100 numbers share %d of 256 slots", len(slots))
	}
	clear(slots)
	for i := range 60 {
		slots[OfText(fmt.Sprintf("Province %02d", i))>>(64-8)] = true
	}
	if len(slots) < 45 {
		t.Errorf("60 names share %d of 256 slots", len(slots))
	}
}

// BenchmarkCache looks up the words of a column, in a cache and in the map behind it.
func BenchmarkCache(b *testing.B) {
	var words []string
	numbers := map[string]uint32{}
	for i := range 40 {
		words = append(words, fmt.Sprintf("Group %02d", i))
		numbers[words[i]] = uint32(i + 1)
	}
	b.Run("text", func(b *testing.B) {
		c := New[string, uint32](8)
		for i := range b.N {
			w := words[i*7%len(words)]
			if v := c.At(OfText(w), w); *v == 0 {
				*v = numbers[w]
			}
		}
	})
	b.Run("memory", func(b *testing.B) {
		c := New[Memory, uint32](8)
		for i := range b.N {
			w := words[i*7%len(words)]
			m := MemoryOfText(w)
			if v := c.At(m.Hash(), m); *v == 0 {
				*v = numbers[w]
			}
		}
	})
	b.Run("map alone", func(b *testing.B) {
		for i := range b.N {
			if numbers[words[i*7%len(words)]] == 0 {
				b.Fatal("a word without a number")
			}
		}
	})
}
