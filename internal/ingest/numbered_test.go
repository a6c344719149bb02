package ingest

import (
	"fmt"
	"strings"
	"testing"
)

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

// A source has the address of its number, and none where that cell is empty.
func TestSourcesWithNumbersAndAddresses(t *testing.T) {
	for _, header := range []string{"Source 1|URL 1|Source 2|URL 2|Source 3|URL 3",
		"Source 1|Source 1 URL|Source 2|Source 2 URL|Source 3|Source 3 URL", "Source1|Link1|Source2|Link2|Source3|Link3"} {
		res, err := Read(tableOf("Date|Place|"+header,
			"2023-01-01|Gao|AFP||BBC|https://e.org/bbc||", "2023-01-02|Gao|AFP|https://e.org/afp|BBC||DW|https://e.org/dw",
			"2023-01-03|Gao||https://e.org/x|BBC|https://e.org/bbc||"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"AFP , BBC https://e.org/bbc", "AFP https://e.org/afp, BBC , DW https://e.org/dw",
			"https://e.org/x https://e.org/x, BBC https://e.org/bbc"} {
			var got []string
			for _, s := range res.Incidents[i].Sources {
				got = append(got, fmt.Sprint(s.Title, " ", s.URL))
			}
			if strings.Join(got, ", ") != want {
				t.Errorf("%s, row %d: %q, want %q", header, i+1, got, want)
			}
		}
		if len(res.Columns) != 0 {
			t.Errorf("%s: columns of its own are %v", header, res.Columns)
		}
	}
}
