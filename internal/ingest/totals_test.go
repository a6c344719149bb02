package ingest_test

import (
	"strings"
	"testing"

	"incidentmap/internal/ingest"
)

// TestTotals: a row that sums others up is left out with that reason, and nothing that only
// begins like one.
func TestTotals(t *testing.T) {
	for row, left := range map[string]bool{
		"2023|Total 2023|3": true, "2023|TOTAL:|3": true, "Total||3": true, "2023|Grand total|3": true,
		"2023|Sous-total mars 2023|3": true, "2023|Итого|3": true, "2023|المجموع|3": true, "2023|Gesamt|3": true,
		"2023|Total station bombed|3": false, "2023|Summit attacked|3": false, "2023|Totally burnt|3": false,
	} {
		res, err := ingest.Read(tableOf("date|title|killed", "2023-01-02|a|3", row), ingest.Options{Year: 2026})
		if err != nil || (len(res.Incidents) == 1) != left {
			t.Errorf("%s: %+v, %v", row, res, err)
			continue
		}
		if left && !strings.Contains(res.Findings[0].Message, "a total of others") {
			t.Errorf("%s: %v", row, res.Findings)
		}
	}
	res, err := ingest.Read(tableOf("date|title|killed", "2023-01-02|a|3", "|March|"), ingest.Options{Year: 2026})
	if err != nil || len(res.Findings) != 1 || !strings.Contains(res.Findings[0].Message, "one cell alone") {
		t.Errorf("%+v, %v", res, err)
	}
}
