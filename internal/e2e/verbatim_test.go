//go:build e2e

package e2e

import (
	"strings"
	"testing"
)

// An ID keeps its case, one that had to be changed its original, and a time of
// day its offset: in items, in the schema, and in exports.
func TestIDsAndTimesAreKept(t *testing.T) {
	t.Parallel()
	p := serve(t, write(t, "kept.csv",
		"id,title,date,case_no\nZZ-1,A,2022-09-14T23:30:00+05:30,90071992547409931234\nzz-1,B,2022-09-15 (approx.),007\nZZ 2/ü,C,2022-09-16,1.10\n"))
	p.expectFeature("kept", "ZZ-1", wantCells{"title": "A", "time": "23:30:00+05:30", "source_id": "",
		"case_no": "90071992547409931234"})
	p.expectFeature("kept", "zz-1", wantCells{"title": "B", "date": "2022-09-15~", "date_uncertain": "true",
		"case_no": "007"})
	p.expectFeature("kept", "ZZ-2", wantCells{"title": "C", "source_id": "ZZ 2/ü", "case_no": "1.10"})
	if body := string(p.ok(of("kept", "schema", "")).body); !strings.Contains(body, `"source_id"`) ||
		!strings.Contains(body, `"time"`) {
		t.Errorf("the schema is %s", body)
	}
	exported := string(p.ok(of("kept", "export", "f=csv")).body)
	again := serve(t, write(t, "kept.csv", exported))
	if back := string(again.ok(of("kept", "export", "f=csv")).body); back != exported {
		t.Errorf("exported as\n%s\nread and exported again as\n%s", exported, back)
	}
}
