package incident_test

import (
	"testing"

	"incidentmap/internal/incident"
)

// TestPublishCutsCredentials: a name and a password in a source's address are
// in no record, and the incident that they came from is not changed.
func TestPublishCutsCredentials(t *testing.T) {
	for address, want := range map[string]string{
		"https://user:pw@example.org/a?b=c#d":   "https://example.org/a?b=c#d",
		"https://user@example.org/":             "https://example.org/",
		"https://example.org/@user":             "https://example.org/@user",
		"https://example.org/?to=https://u:p@x": "https://example.org/?to=https://u:p@x",
		"mail a@b":                              "mail a@b", "": "",
	} {
		inc := incident.Incident{Sources: []incident.Source{{Key: "s", URL: address, Title: address}}}
		got := incident.Publish(incident.Profile{}, inc).Sources[0]
		if got.URL != want || got.Title != want || inc.Sources[0].URL != address {
			t.Errorf("%s: %+v", address, got)
		}
	}
}
