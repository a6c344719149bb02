package ingest

import "testing"

// Each of several columns of sources is a source of its own.
func TestSourcesWithNumbers(t *testing.T) {
	res, err := Read(tableOf("Date|Source 1|Source 2|Source 3|Sources checked", "2023-01-01|https://e.org/1|https://e.org/2||3",
		"2023-01-02|AFP||BBC|2"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]string{{"https://e.org/1", "https://e.org/2"}, {"AFP", "BBC"}} {
		got := res.Incidents[i].Sources
		if len(got) != 2 || got[0].Title != want[0] || got[1].Title != want[1] {
			t.Errorf("%+v", got)
		}
	}
	if res.Incidents[0].Sources[1].URL != "https://e.org/2" || len(res.Columns) != 1 {
		t.Errorf("%+v, %v", res.Incidents[0].Sources, res.Columns)
	}
}
