package ingest

import "testing"

// An end in parts beside a day in parts is the end of a span.
func TestEndInPartsBesideADay(t *testing.T) {
	res, err := Read(tableOf("Year|Month|Day|End Year|End Month|End Day|Place", "2021|2|3|2021|2|6|Gao",
		"2021|2|3||||Gao", "2021|2||2021|3||Gao"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2021-02-03/2021-02-06", "2021-02-03", "2021-02/2021-03"} {
		if got := res.Incidents[i].Date.Text; got != want {
			t.Errorf("row %d is %s, want %s", i+1, got, want)
		}
	}
}
