package eval_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place/eval"
)

// world is a gazetteer of a country with one province and two towns, and of
// another country.
func world(t *testing.T) *gazetteer.Gazetteer {
	t.Helper()
	place := func(id, name, country string, class gazetteer.Class, lon, radius float64,
		admin1 string) gazetteer.Record {
		return gazetteer.Record{Place: gazetteer.Place{ID: id, Name: name, Country: country, Class: class,
			Located: true,
			Point:   orb.Point{lon, 10}, RadiusM: radius}, Admin1ID: admin1, Names: []string{name}}
	}
	b, err := gazetteer.Encode(gazetteer.About{Version: "test"}, []gazetteer.Record{
		place("c:1", "Testland", "AA", gazetteer.Country, 10, 500_000, ""),
		place("c:2", "Otherland", "BB", gazetteer.Country, 20, 500_000, ""),
		place("p:1", "Westshire", "AA", gazetteer.Admin1, 9, 100_000, ""),
		place("t:1", "Alphaville", "AA", gazetteer.Locality, 9, 5000, "p:1"),
		place("t:2", "Betatown", "BB", gazetteer.Locality, 20, 5000, ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var rows = []eval.Row{
	{Line: 2, Text: "Alphaville, Testland", Group: "1", Point: orb.Point{9, 10}, Admin1: "Westshire",
		Country: "Testland"},
	{Line: 3, Text: "Alphaville, Testland", Group: "1", Point: orb.Point{9, 10.2}, Admin1: "Westshire",
		Country: "Testland"},
	{Line: 4, Text: "Alphaville, Testland", Group: "1", Point: orb.Point{9, 10.2}, Admin1: "Westshire",
		Country: "Testland"},
	{Line: 5, Text: "Betatown", Group: "2", Point: orb.Point{9, 10}},
	{Line: 6, Text: "Xyzzyx, Testland", Group: "2", Point: orb.Point{10, 10}, Country: "Testland"},
	{Line: 7, Text: "Xyzzyx", Group: "2", Point: orb.Point{10, 10}},
}

func judged(t *testing.T) []eval.Outcome {
	j := eval.NewJudge(world(t), gazetteer.Options{})
	var outcomes []eval.Outcome
	for _, r := range rows {
		outcomes = append(outcomes, j.Judge(r))
	}
	return outcomes
}

func TestTable(t *testing.T) {
	lines := map[string]eval.Line{}
	for _, l := range eval.Table(judged(t)) {
		lines[l.Group+" "+l.Class] = l
	}
	one, two := lines["1 all"], lines["2 all"]
	if one.Rows != 3 || one.Resolved != 1 || one.Abstained != 0 || one.Admin1 != 1 || one.Country != 1 {
		t.Errorf("group 1: %+v", one)
	}
	third := 1.0 / 3
	if one.Within != [3]float64{third, 1, 1} || one.Inside != third || one.RadiusM != 5000 ||
		math.Abs(one.MedianM-22_239) > 50 {
		t.Errorf("group 1: %+v", one)
	}
	// One text is found in the wrong country, one has only its country, one nothing.
	if two.Rows != 3 || two.Resolved != third || two.Abstained != 1-third || two.Country != 0.5 {
		t.Errorf("group 2: %+v", two)
	}
	if lines["all all"].Rows != 6 || lines["2 country"].Rows != 1 || lines["2 country"].Abstained != 1 {
		t.Errorf("all: %+v", lines)
	}
}

func TestWays(t *testing.T) {
	rows := map[string]int{}
	for _, l := range eval.Ways(judged(t)) {
		rows[l.Class] = l.Rows
	}
	if len(rows) != 2 || rows["its own name"] != 4 || rows["country or none"] != 2 {
		t.Errorf("%v", rows)
	}
}

func TestWorstTellsEqualRowsOnce(t *testing.T) {
	worst := eval.Worst(judged(t), 20)
	if len(worst) != 2 || worst[0].Row.Line != 5 || worst[1].Times != 2 {
		t.Errorf("%+v", worst)
	}
	if got := eval.Worst(judged(t), 1); len(got) != 1 {
		t.Errorf("%d of 1", len(got))
	}
}

func TestWrite(t *testing.T) {
	var b strings.Builder
	if err := eval.Write(&b, "where", eval.Table(judged(t))); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"where", "locality", "33.3%", "in radius"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing:\n%s", want, b.String())
		}
	}
}

// outcomes are outcomes of a gazetteer: one in its circle, one far off, one not found.
func outcomes(t *testing.T) []eval.Outcome {
	t.Helper()
	judge := eval.NewJudge(world(t), gazetteer.Options{})
	var out []eval.Outcome
	for _, row := range []eval.Row{{Line: 2, Text: "Alphaville, Testland", Point: orb.Point{9, 10}},
		{Line: 3, Text: "Betatown, Otherland", Point: orb.Point{23, 10}}, {Line: 4, Text: "Xyzzyxy", Point: orb.Point{9, 10}}} {
		out = append(out, judge.Judge(row))
	}
	return out
}

// Answers are counted by what they rest on: how many circles hold the truth, and what
// the radii lack for nearly all to do so.
func TestHeld(t *testing.T) {
	all := outcomes(t)
	lines := eval.ByClass(all)
	if len(lines) != 2 || lines[0].Name != "locality" || lines[1].Name != "no place" {
		t.Fatalf("%+v", lines)
	}
	towns := lines[0]
	if towns.Rows != 2 || towns.Held != 0.5 || towns.LacksM < 300_000 || towns.LacksM > 335_000 ||
		towns.P95M < towns.MedianM {
		t.Errorf("towns: %+v", towns)
	}
	rows := 0
	for _, h := range eval.ByEvidence(all) {
		rows += h.Rows
	}
	if rows != len(all) {
		t.Errorf("%d of %d rows are counted", rows, len(all))
	}
	if near := eval.Near(all); math.Abs(near-1.0/3) > 1e-9 {
		t.Errorf("%v are near, want a third", near)
	}
	if r := eval.MedianRadius(all); r != towns.RadiusM {
		t.Errorf("the median radius is %v, of towns alone it is %v", r, towns.RadiusM)
	}
	var b strings.Builder
	if err := eval.WriteHeld(&b, "class", lines); err != nil || !strings.Contains(b.String(), "no place  1") ||
		!strings.HasPrefix(b.String(), "class ") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// The worst answer is told once, however many rows ask for it.
func TestWorst(t *testing.T) {
	all := outcomes(t)
	worst := eval.Worst(append(all, all...), 5)
	if len(worst) != 1 || worst[0].Times != 2 || worst[0].Row.Line != 3 {
		t.Errorf("%+v", worst)
	}
	if got := eval.Worst(all, 0); len(got) != 0 {
		t.Errorf("%d were told", len(got))
	}
}
