//go:build e2e

package e2e

import (
	"slices"
	"testing"
)

// facets is the answer of the facets.
type facets struct {
	Matched int `json:"numberMatched"`
	Facets  map[string][]struct {
		Value, Label string
		Count        int
	}
	Sums     map[string]tally
	Unplaced int `json:"withoutPlace"`
}

type tally struct {
	Low, Best, High, Reported, Unreported, OpenEnded int
}

var facetNames = []string{"kind", "event_type", "actor", "target", "country", "admin1", "occurrence", "attribution",
	"place_precision", "date_precision", "place_review", "record_review"}

// Every count is what asking for that value gives; a facet ignores its own
// choice, and no other.
func TestFacetsAgreeWithQueries(t *testing.T) {
	t.Parallel()
	p, _ := servedRows(t, 800, 15)
	for _, collection := range []string{"incidents", "attacks", "made"} {
		for _, filter := range []string{"", "datetime=2015-01-01/2020-12-31", "bbox=0,0,90,90"} {
			for _, by := range facetNames {
				doc := read[facets](p, of(collection, "facets", "by="+by+"&"+orNothing(filter)))
				for _, v := range doc.Facets[by] {
					query := by + "=" + escapeComma(v.Value) + "&" + orNothing(filter)
					if got := read[page](p, items(collection, query+"&limit=1")).Matched; got != v.Count ||
						v.Count == 0 {
						t.Errorf("%s: %s: the facet says %d, the items %d", collection, query, v.Count, got)
					}
				}
			}
		}
	}
}

// orNothing is a filter, or one that leaves nothing out.
func orNothing(filter string) string {
	if filter == "" {
		return "datetime=0001-01-01/.."
	}
	return filter
}

func escapeComma(v string) string {
	out := ""
	for _, r := range v {
		if r == ',' || r == '\\' {
			out += `\`
		}
		out += string(r)
	}
	return out
}

func TestFacetIgnoresItsOwnChoice(t *testing.T) {
	t.Parallel()
	p, rows := servedRows(t, 800, 16)
	doc := read[facets](p, of("made", "facets", "by=kind,event_type&kind=strike&event_type=fire"))
	for _, v := range doc.Facets["kind"] {
		if want := len(selectIDs(rows, func(r row) bool {
			return r.kind == v.Value &&
				r.eventType == "fire"
		})); v.Count != want {
			t.Errorf("kind %s: %d, want %d", v.Value, v.Count, want)
		}
	}
	for _, v := range doc.Facets["event_type"] {
		if want := len(selectIDs(rows, func(r row) bool {
			return r.eventType == v.Value &&
				r.kind == "strike"
		})); v.Count != want {
			t.Errorf("event_type %s: %d, want %d", v.Value, v.Count, want)
		}
	}
	if len(doc.Facets["kind"]) != len(madeKinds) || len(doc.Facets["event_type"]) != len(madeTypes) {
		t.Errorf("%v", doc.Facets)
	}
	// What is chosen is listed although nothing has it.
	doc = read[facets](p, of("made", "facets", "by=kind&kind=strike&fatalities_min=1000"))
	if v := doc.Facets["kind"]; doc.Matched != 0 || len(v) != 1 || v[0].Value != "strike" || v[0].Count != 0 {
		t.Errorf("%+v", doc)
	}
}

// Sums are those of the listed incidents; what was not reported counts as
// such and never as 0.
func TestSumsAgreeWithItems(t *testing.T) {
	t.Parallel()
	p, _ := servedRows(t, 800, 17)
	for _, query := range []string{"", "kind=strike", "fatalities_max=3", "datetime=2015-01-01/2015-12-31",
		"place_precision=unknown"} {
		pg := p.whole("made", query)
		doc := read[facets](p, of("made", "facets", query))
		want := map[string]tally{"fatalities": sumOf(pg, "fatalities"), "injuries": sumOf(pg, "injuries")}
		for name, w := range want {
			if doc.Sums[name] != w {
				t.Errorf("%s: %s are %+v, want %+v", query, name, doc.Sums[name], w)
			}
		}
		if doc.Unplaced != unplaced(pg) || doc.Matched != pg.Matched {
			t.Errorf("%s: %d of %d without a place, want %d of %d", query, doc.Unplaced, doc.Matched, unplaced(pg),
				pg.Matched)
		}
	}
}

func sumOf(pg page, name string) (t tally) {
	for _, f := range pg.Features {
		low, best, high := f.count(name+"_low"), f.count(name+"_best"), f.count(name+"_high")
		if low == nil && best == nil && high == nil {
			t.Unreported++
			continue
		}
		t.add(low, best, high)
	}
	return t
}

func (t *tally) add(low, best, high *int) {
	t.Reported++
	t.Low += *low
	t.Best += *best
	t.High += *high
}

// What two incidents of the shipped data share counts once, when either
// matches.
func TestSharedFiguresCountOnce(t *testing.T) {
	t.Parallel()
	p := serve(t)
	want := tally{Low: 56, Best: 56, High: 56, Reported: 1}
	for _, query := range []string{"q=maternity ward", "q=kuz kunar", "datetime=2020-05-12",
		"datetime=2020-05-12&kind=attack"} {
		got := read[facets](p, of("incidents", "facets", query))
		if got.Matched == 0 || got.Sums["fatalities"] != want {
			t.Errorf("%s: %d incidents, %+v, want %+v", query, got.Matched, got.Sums["fatalities"], want)
		}
	}
}

// bins is the answer of the histogram.
type bins struct {
	Bin     string
	Matched int `json:"numberMatched"`
	Bins    []struct {
		Start, End        string
		Certain, Possible int
	}
}

// Each bin counts the incidents that a query for its days lists, and bins
// follow each other without a gap.
func TestHistogramAgreesWithQueries(t *testing.T) {
	t.Parallel()
	p, rows := servedRows(t, 500, 18)
	for _, bin := range []string{"year", "month", "week", "day"} {
		const filter = "datetime=2014-11-20/2015-02-10"
		doc := read[bins](p, of("made", "histogram", "bin="+bin+"&"+filter))
		if doc.Bin != bin || len(doc.Bins) == 0 {
			t.Fatalf("%+v", doc)
		}
		for i, b := range doc.Bins {
			matches := selectIDs(rows, func(r row) bool {
				return r.start <= b.End && r.end >= b.Start && r.start <= "2015-02-10" && r.end >= "2014-11-20"
			})
			if b.Certain+b.Possible != len(matches) {
				t.Errorf("%s from %s: %d certain and %d possible, want %d in all", bin, b.Start, b.Certain, b.Possible,
					len(matches))
			}
			if i > 0 && doc.Bins[i-1].End >= b.Start {
				t.Errorf("%s: %s follows %s", bin, b.Start, doc.Bins[i-1].End)
			}
		}
	}
}

// Where each incident is of one day, the bins hold each just once.
func TestHistogramSums(t *testing.T) {
	t.Parallel()
	rows := slices.DeleteFunc(makeRows(500, 19), func(r row) bool { return r.start != r.end })
	p := serve(t, "--data", writeTable(t, rows))
	for _, bin := range []string{"", "bin=year", "bin=month", "bin=week", "bin=day"} {
		doc, sum := read[bins](p, of("made", "histogram", bin)), 0
		for _, b := range doc.Bins {
			sum += b.Certain + b.Possible
		}
		if sum != len(rows) || doc.Matched != sum {
			t.Errorf("%s: the bins hold %d of %d, there are %d", bin, sum, doc.Matched, len(rows))
		}
	}
}
