package ingest

import (
	"strings"
	"testing"
)

// Marks and words that stand for no value are none of an incident's own, and stay in other
// columns.
func TestMarksOfNothing(t *testing.T) {
	for _, mark := range []string{"–", "—", "?", ".", "..", "---", "***", `\N`, "<NA>", "NaT", "(null)", "[null]", "(blank)",
		"#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#N/D", "k.A.", "Keine Angabe", "н/д", "Нет данных",
		"s/d", "Sin dato", "sin datos", "not known", "NOT APPLICABLE"} {
		res, err := Read(tableOf("date|place|actor|type|note2", "2021-02-01|Gao|"+mark+"|"+mark+"|"+mark), Options{})
		if err != nil {
			t.Fatal(err)
		}
		inc := res.Incidents[0]
		if len(inc.Actors) > 0 || inc.EventType != DefaultEventType || inc.Title != "Incident, Gao" {
			t.Errorf("%s: %+v, %s, %s", mark, inc.Actors, inc.EventType, inc.Title)
		}
		if inc.Extra[0] != mark {
			t.Errorf("%s is %v in a column of its own", mark, inc.Extra[0])
		}
	}
	for _, word := range []string{"s", "K.A. Smith", "?!x", "Nationalists"} {
		if missing(word) {
			t.Errorf("%s is none", word)
		}
	}
	res, err := Read(tableOf("start|end", "2021-02-01|.."), Options{})
	if err != nil || res.Incidents[0].Date.Text != "2021-02-01/.." {
		t.Errorf("an open end: %v, %v", err, res)
	}
}

// What stands for no value is told as it is, and not as empty.
func TestMarksAreTold(t *testing.T) {
	res, err := Read(tableOf("date|lat|lon", "2021-02-01|#REF!|5", "NaT|1|2", "|1|2"), Options{})
	if err != nil || len(res.Findings) != 3 {
		t.Fatalf("%v, %+v", err, res)
	}
	for i, want := range []string{`it is "#REF!", which stands for no value, and lon is "5"`,
		`it is "NaT", which stands for no value, and an incident`, "it is empty, and an incident"} {
		if !strings.Contains(res.Findings[i].Message, want) {
			t.Errorf("%s; want %s", res.Findings[i], want)
		}
	}
}
