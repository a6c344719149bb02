package place

import (
	"reflect"
	"strings"
	"testing"
)

// TestMerge: a place that moved must be reviewed again, one that did not keeps
// its review, one that was set by hand stays.
func TestMerge(t *testing.T) {
	now := Entry{Text: "Kabul", GazetteerID: "gn:1", Class: "locality", Lon: 69.2, Lat: 34.5, RadiusM: 1000}
	reviewed := now
	reviewed.Reviewer, reviewed.CheckedAgainst = "r", "c"
	moved := reviewed
	moved.Lon = 69.3
	override := moved
	override.Override = "a map"
	for name, c := range map[string]struct {
		old      Entry
		reviewer string
		lon      float64
	}{"the same": {reviewed, "r", 69.2}, "moved": {moved, "", 69.2}, "set by hand": {override, "r", 69.3}} {
		if got := (Lock{"Kabul": c.old}).Merge([]Entry{now})["Kabul"]; got.Reviewer != c.reviewer || got.Lon != c.lon {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := (Lock{"Herat": reviewed}).Merge([]Entry{now}); len(got) != 1 || got["Kabul"].Reviewer != "" {
		t.Errorf("a text that is not needed stays: %v", got)
	}
}

func TestLockComesBack(t *testing.T) {
	lock := Lock{"Kabul, \"the\" city": {Text: "Kabul, \"the\" city", GazetteerID: "gn:1", Class: "locality", Lon: 69.2,
		Lat: 34.5, RadiusM: 1000, Score: 0.5, Reviewer: "r", Alternatives: []string{"gn:2", "gn:3"}}}
	var b strings.Builder
	if err := lock.Write(&b); err != nil {
		t.Fatal(err)
	}
	back, problems := ReadLock(strings.NewReader(b.String()), LockName)
	for text, e := range back {
		e.Line = 0
		back[text] = e
	}
	if len(problems) > 0 || len(back) != 1 || !reflect.DeepEqual(back, lock) {
		t.Errorf("%v, %+v", problems, back)
	}
}
