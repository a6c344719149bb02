package ingest_test

import (
	"testing"

	"incidentmap/internal/ingest"
)

// TestTitlesSayWhatHappened: a column without a role gives titles only if it says what
// happened. Everything else has titles of place and kind.
func TestTitlesSayWhatHappened(t *testing.T) {
	for _, c := range []struct{ header, first, second, want string }{
		{"what", "Shelling", "Shelling", "Shelling, Kano"}, {"Beskrivning", "Sprängning", "Bråk", "Sprängning, Kano"},
		{"Delito", "Homicidio doloso", "Robo", "Homicidio doloso, Kano"},
		{"col", "Two men threw a bomb", "A car hit the wall of a school", "Two men threw a bomb"},
		{"OCCUR", "19:35:00", "00:10:00", "Incident, Kano"}, {"GlobalID", "{AB-12}", "{AC-13}", "Incident, Kano"},
		{"ref", "9f0c2d4e-1111-4a2b-8c3d-0123456789ab", "9f0c2d4e-1111-4a2b-8c3d-0123456789ac", "Incident, Kano"},
		{"status", "rejected", "verified", "Incident, Kano"}, {"LGA x", "Dala", "Jos North", "Incident, Kano"},
		{"Reported by", "Premium Times of Nigeria today", "Daily Trust of the north", "Incident, Kano"},
		{"what", "N/A", "Raid", "Incident, Kano"}, {"details_json", `{"a":"some words are here"}`, `{"a":"b"}`, "Incident, Kano"},
		{"Killed/Wounded", "1/2", "0/5", "Incident, Kano"}, {"killed_source", "MSF", "", "Incident, Kano"},
	} {
		res, err := ingest.Read(table("date|place|"+c.header, "2020-01-02|Kano|"+c.first, "2020-01-03|Jos|"+c.second),
			ingest.Options{})
		if err != nil || len(res.Incidents) != 2 {
			t.Errorf("%s: %v", c.header, err)
			continue
		}
		if got := res.Incidents[0].Title; got != c.want && got+", Kano" != c.want {
			t.Errorf("%s: %q, want %q", c.header, got, c.want)
		}
	}
}

// TestTitleIsALine: of a place of several lines, the first stands in the title.
func TestTitleIsALine(t *testing.T) {
	res, err := ingest.Read(table("date|place", "2020-01-02|Kabul\n(34.5, 69.1)"), ingest.Options{})
	if err != nil || res.Incidents[0].Title != "Incident, Kabul" {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestTitlesFrom: an inspection says which columns titles are made of.
func TestTitlesFrom(t *testing.T) {
	for header, want := range map[string]int{"title|date|place": 0, "what|date|place": 2, "type|date|actor|target": 3} {
		in := ingest.Inspect(table(header, "Shelling|2020-01-02|A|B"), ingest.Options{})
		if len(in.TitlesFrom) != want {
			t.Errorf("%s: %v", header, in.TitlesFrom)
		}
	}
}
