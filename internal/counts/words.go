package counts

import (
	_ "embed" // the words of counts
	"strings"
	"sync"
)

//go:embed words.txt
var wordsText string

// word is a word of a count and where it stands: before or after a number, joining two, as
// the whole cell, or for a number.
type word struct{ place, text string }

// words are the words of counts with their meanings.
var words = sync.OnceValue(func() map[word]string {
	out := map[word]string{}
	for line := range strings.Lines(wordsText) {
		head, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(head, "#") {
			continue
		}
		place, meaning, _ := strings.Cut(head, " ")
		for text := range strings.SplitSeq(list, ",") {
			out[word{place, strings.TrimSpace(text)}] = meaning
		}
	}
	return out
})

// meaning is what a word means where it stands; empty for one that is not known there.
func meaning(place, text string) string { return words()[word{place, text}] }
