package incident_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/fold"
	"incidentmap/internal/incident"
)

// everyWord is the text that the word search is defined by: all that can be
// searched for, folded, however often it says the same.
func everyWord(inc *incident.Incident, d *incident.Dataset) string {
	parts := []string{inc.Title, inc.Summary, incident.Label(d.Kinds, inc.Kind),
		incident.Label(d.EventTypes, inc.EventType),
		inc.Place.Text, inc.Place.Admin2, inc.Place.Admin1, inc.Place.CountryName}
	for _, p := range slices.Concat(inc.Actors, inc.Targets) {
		parts = append(parts, p.Name)
	}
	return fold.Text(parts...)
}

// TestSearchFindsEveryWord: leaving out what is said already hides no word
// and no part of one, and makes none up.
func TestSearchFindsEveryWord(t *testing.T) {
	d := &incident.Dataset{Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes}
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.StringMatching(`(ab|Äb|a|b|é| |, ){0,5}`)
		party := func() []incident.Party {
			return []incident.Party{{Name: draw.Draw(t, "a")},
				{Name: draw.Draw(t, "b")}}
		}
		inc := incident.Incident{Title: draw.Draw(t, "title"), Summary: draw.Draw(t, "summary"), Kind: "attack",
			EventType: draw.Draw(t, "type"),
			Place: incident.Place{Text: draw.Draw(t, "place"), Admin1: draw.Draw(t, "1"), Admin2: draw.Draw(t, "2"),
				CountryName: draw.Draw(t, "c")},
			Actors: party(), Targets: party()}
		all := everyWord(&inc, d)
		alone := incident.NewRecord(incident.Profile{}, inc, d)
		var together incident.Record
		together.Derive(incident.Profile{}, &inc, d)
		if alone.Text != together.Text {
			t.Fatalf("%q alone, %q together", alone.Text, together.Text)
		}
		words := append(strings.Fields(all), "ab", "aab", "ba", "e", "att")
		for _, word := range words {
			f := incident.Filter{Text: [][]string{{word}}}
			if got, want := f.MatchUncoded(alone), strings.Contains(all, word); got != want {
				t.Fatalf("%q in %q: %v, want %v as in %q", word, alone.Text, got, want, all)
			}
		}
	})
}

// BenchmarkDerive derives records one by one, each in memory of its own, and
// many in one piece of memory.
func BenchmarkDerive(b *testing.B) {
	d := &incident.Dataset{Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes}
	n := 3
	incidents := make([]incident.Incident, 10_000)
	for i := range incidents {
		incidents[i] = incident.Incident{Title: fmt.Sprintf("Bombing number %d in Province 3", i), Kind: "attack",
			EventType: "bombing",
			Place: incident.Place{Admin1: "Province 3",
				CountryName: "Afghanistan"}, Actors: []incident.Party{{Name: "Group 1"}},
			Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.Exactly(n)}}}
	}
	b.Run("one by one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i := range incidents {
				incident.NewRecord(incident.Profile{}, incidents[i], d)
			}
		}
	})
	b.Run("together", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			records := make([]incident.Record, len(incidents))
			for i := range incidents {
				records[i].Derive(incident.Profile{}, &incidents[i], d)
			}
		}
	})
}
