package server

import (
	"testing"

	"incidentmap/internal/incident"
)

// TestParametersAreReserved: no column of a dataset can be called as a parameter, by which
// it could not be asked for then.
func TestParametersAreReserved(t *testing.T) {
	for _, p := range parameters {
		if !incident.ReservedColumn(p.name) {
			t.Errorf("a column may be called %q, and it is a parameter", p.name)
		}
	}
}
