//go:build e2e

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// servedRows serves made-up rows as the collection made.
func servedRows(t *testing.T, n int, seed uint64) (*process, []row) {
	t.Helper()
	rows := makeRows(n, seed)
	return serve(t, "--data", writeTable(t, rows)), rows
}

func TestBoxes(t *testing.T) {
	t.Parallel()
	p, rows := servedRows(t, 3_000, 5)
	for _, b := range [][4]float64{
		{-10, 40, 10, 60}, {-20, -15, 20, 15}, {0, 0, 0, 0}, {177, 65, -177, 70}, {170, -50, -170, 50}, {-180, -90, 180,
			90},
		{-180, 80, 180, 90}, {-180, -90, 180, -85}, {179.9, -90, -179.9, 90}, {-180, -90, -180, 90}, {180, -90, 180,
			90},
		{12.3, 45.6, 12.3, 45.6}, {100, -90, 100.1, 90}, {10, 20, -10, 30}, {0.05, 0.05, 0.06, 0.06},
	} {
		want := selectIDs(rows, func(r row) bool { return r.inBox(b[0], b[1], b[2], b[3]) })
		query := "bbox=" + box(b[0], b[1], b[2], b[3])
		sameIDs(t, query, p.whole("made", query).ids(), want)
		withHeights := fmt.Sprintf("bbox=%v,%v,-100,%v,%v,9000", b[0], b[1], b[2], b[3])
		sameIDs(t, withHeights, p.whole("made", withHeights).ids(), want)
		latFirst := "bbox=" + box(b[1], b[0], b[3], b[2]) + "&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326"
		sameIDs(t, latFirst, p.whole("made", latFirst).ids(), want)
	}
}

func TestDatetimes(t *testing.T) {
	t.Parallel()
	p, rows := servedRows(t, 3_000, 6)
	for query, window := range map[string][2]string{
		"2015-03-04":                                {"2015-03-04", "2015-03-04"},
		"2015-03-04T10:30:00Z":                      {"2015-03-04", "2015-03-04"},
		"2015-03-04T10:30:00.5+04:30":               {"2015-03-04", "2015-03-04"},
		"2015-01-01/2015-12-31":                     {"2015-01-01", "2015-12-31"},
		"2015-01-01T00:00:00Z/2015-12-31T23:59:59Z": {"2015-01-01", "2015-12-31"},
		"../2012-06-30":                             {"0000", "2012-06-30"},
		"/2012-06-30":                               {"0000", "2012-06-30"},
		"2018-07-01/..":                             {"2018-07-01", "9999"},
		"2018-07-01/":                               {"2018-07-01", "9999"},
		"2015-01-01/P6M":                            {"2015-01-01", "2015-06-30"},
		"2016-02-01/P1M":                            {"2016-02-01", "2016-02-29"},
		"2015-01-01/P1Y2M10D":                       {"2015-01-01", "2016-03-10"},
		"2015-01-01/P2W":                            {"2015-01-01", "2015-01-14"},
		"1999-01-01/1999-12-31":                     {"1999-01-01", "1999-12-31"},
	} {
		overlap := selectIDs(rows, func(r row) bool { return r.start <= window[1] && r.end >= window[0] })
		sameIDs(t, query, p.whole("made", "datetime="+query).ids(), overlap)
		inside := selectIDs(rows, func(r row) bool { return r.start >= window[0] && r.end <= window[1] })
		sameIDs(t, query+" inside", p.whole("made", "datetime="+query+"&datetime-mode=inside").ids(), inside)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	p, rows := servedRows(t, 2_000, 7)
	for query, match := range map[string]func(row) bool{
		"":            func(row) bool { return true },
		"kind=strike": func(r row) bool { return r.kind == "strike" },
		"kind=strike,protest&event_type=fire": func(r row) bool {
			return r.kind != "accident" &&
				r.eventType == "fire"
		},
		"actor=river guard,COAST LEAGUE":    func(r row) bool { return r.actor != "Hill Union" },
		"fatalities_min=30":                 func(r row) bool { return r.killed >= 30 },
		"fatalities_max=0":                  func(r row) bool { return r.killed == 0 },
		"fatalities_min=5&fatalities_max=7": func(r row) bool { return r.killed >= 5 && r.killed <= 7 },
		"place_precision=unknown":           func(r row) bool { return !r.placed },
		"date_precision=month":              func(r row) bool { return len(r.date) == 7 },
		"rounds=3,5":                        func(r row) bool { return r.rounds == 3 || r.rounds == 5 },
		"q=row-000017":                      func(r row) bool { return r.id == "row-000017" },
		"q=hill EVENT":                      func(r row) bool { return r.actor == "Hill Union" },
		// No place lies on the polygon's edge, where it could count either way.
		"within=POLYGON((0.05 0.05,50.05 0.05,50.05 50.05,0.05 50.05,0.05 0.05))&kind=accident": func(r row) bool {
			return r.placed && r.kind == "accident" && r.inBox(0.05, 0.05, 50.05, 50.05)
		},
		"bbox=0,0,90,90&datetime=2015-01-01/..&event_type=flood&kind=protest": func(r row) bool {
			return r.inBox(0, 0, 90, 90) && r.end >= "2015-01-01" && r.eventType == "flood" && r.kind == "protest"
		},
	} {
		sameIDs(t, query, p.whole("made", query).ids(), selectIDs(rows, match))
	}
}

// Following next gives every incident once, in order, whatever the filter.
func TestPagesAddUp(t *testing.T) {
	t.Parallel()
	p, _ := servedRows(t, 1_200, 8)
	for _, c := range []struct{ collection, query string }{
		{"incidents", "limit=1"}, {"attacks", "limit=4"}, {"incidents", ""}, {"incidents",
			"limit=3&sortby=-fatalities_best"},
		{"made", "limit=97"}, {"made", "limit=1200"}, {"made", "limit=1199"}, {"made", "limit=50&bbox=0,0,180,90"},
		{"made", "limit=10&datetime=2015-01-01/2015-12-31"}, {"made", "limit=33&kind=strike&sortby=-start,title"},
		{"made", "limit=77&sortby=fatalities_best"}, {"made", "limit=7&q=hill&event_type=fire"}, {"made",
			"limit=5&kind=strike&fatalities_min=500"},
	} {
		whole := p.whole(c.collection, withoutLimit(c.query))
		got := p.follow(items(c.collection, c.query), whole.Matched)
		if !slices.Equal(got, whole.ids()) {
			t.Errorf("%s?%s: the pages hold %d incidents, in one page are %d, or their order differs", c.collection,
				c.query, len(got), len(whole.ids()))
		}
	}
}

func withoutLimit(query string) string {
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(s string) bool { return strings.HasPrefix(s, "limit=") })
	return strings.Join(parts, "&")
}

func TestLimit(t *testing.T) {
	t.Parallel()
	p, _ := servedRows(t, 10_050, 9)
	for query, want := range map[string]int{"": 10, "limit=1": 1, "limit=9999": 9_999, "limit=10000": 10_000,
		"limit=10001": 10_000, "limit=999999999": 10_000} {
		if pg := read[page](p, items("made", query)); pg.Returned != want || len(pg.Features) != want ||
			pg.Matched != 10_050 {
			t.Errorf("%s: %d of %d returned, want %d", query, pg.Returned, pg.Matched, want)
		}
	}
}

func TestPropertiesSelectColumns(t *testing.T) {
	t.Parallel()
	p, _ := servedRows(t, 50, 10)
	for _, f := range p.whole("made", "properties=title,rounds").Features {
		if len(f.Properties) != 2 || f.text("title") != "Event "+f.ID || f.count("rounds") == nil {
			t.Errorf("%s has %v", f.ID, f.Properties)
		}
	}
}
