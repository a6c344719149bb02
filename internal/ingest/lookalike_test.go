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

// TestReportedDates: the day on which an incident became known is taken where there is no
// other, and never beside a column that is nearly one of dates.
func TestReportedDates(t *testing.T) {
	rows := []string{"a|2021-03-09|2021-03-04", "b|2021-05-11|2020-05-08", "c|2021-07-01|someday"}
	if res, err := ingest.Read(tableOf("title|Reported|Happened", rows...), ingest.Options{Year: 2026}); err == nil {
		t.Errorf("%+v", res)
	}
	res, err := ingest.Read(tableOf("title|Date reported|weapon", "a|2021-03-09|gun"), ingest.Options{Year: 2026})
	if err != nil || len(res.Incidents) != 1 || len(res.Findings) != 1 ||
		!strings.Contains(res.Findings[0].Message, "it is taken as the date") {
		t.Errorf("%+v, %v", res, err)
	}
}
