package server

import (
	"errors"
	"fmt"
	"testing"

	"incidentmap/internal/incident"
)

// TestNotImported: whoever sent a file is told whether it may be sent again.
func TestNotImported(t *testing.T) {
	for want, err := range map[incident.Code]error{
		incident.Conflict:    fmt.Errorf("d: %w", incident.Errorf(incident.Conflict, "it has version 3 now")),
		incident.Unavailable: incident.Errorf(incident.Unavailable, "the database does not answer"),
		incident.Invalid:     errors.New("no column holds a date"),
	} {
		var told *incident.Error
		if got := notImported("a.csv", err); !errors.As(got, &told) || told.Code != want {
			t.Errorf("%v: %v", err, got)
		}
	}
}
