package ingest_test

import (
	"strings"
	"testing"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// TestAdvice: what is said to do with a column that is not used leads to right figures.
func TestAdvice(t *testing.T) {
	for header, want := range map[string]string{
		"date|title|Killed (M)|Killed (F)":            `fatalities_best="Killed (M)+Killed (F)" would add`,
		"date|title|Soldiers killed|Civilians killed": `fatalities_best="Soldiers killed+Civilians killed" would add`,
		"date|title|Civilians killed|killed":          `as that is read from "killed"`,
		"date|title|Maximum civilians killed|killed":  `fatalities_high="Maximum civilians killed" would use it`,
		"date|title|Killed/Wounded|Killed source":     `it looks like a number of people killed or injured`,
		"date|title|Number of perpetrators|Killed":    ``,
		"date|title|killed|killed source":             ``,
	} {
		res, err := ingest.Read(tableOf(header, "2024|a|1|2", "2024-02|b|3|4"), ingest.Options{Year: 2026})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range res.Findings {
			if f.Rule == report.RuleUnused.Name {
				got = append(got, f.Message)
			}
		}
		if all := strings.Join(got, "\n"); (want == "") != (all == "") || !strings.Contains(all, want) {
			t.Errorf("%s: %s, want %s", header, all, want)
		}
	}
}
