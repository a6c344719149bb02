package geo_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"incidentmap/geo"
)

func TestDayRoundTrip(t *testing.T) {
	for _, s := range []string{"0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"} {
		d, err := geo.ParseDay(s)
		if err != nil || d.String() != s {
			t.Errorf("%s: read as %v, %v", s, d, err)
		}
		y, m, day := d.Date()
		if geo.NewDay(y, m, day) != d {
			t.Errorf("%s: NewDay(%d, %d, %d) is another day", s, y, m, day)
		}
	}
	if d, _ := geo.ParseDay("0001-01-01"); d != geo.MinDay {
		t.Errorf("MinDay is %d, not %d", geo.MinDay, d)
	}
	if d, _ := geo.ParseDay("9999-12-31"); d != geo.MaxDay {
		t.Errorf("MaxDay is %d, not %d", geo.MaxDay, d)
	}
	for _, s := range []string{"", "2023-02-29", "2023-2-1", "2023-00-01", "0000-01-01", "2023-01-01T", "abcd-ef-gh"} {
		if d, err := geo.ParseDay(s); err == nil {
			t.Errorf("%q was read as %v", s, d)
		}
	}
}

// TestDayAppend compares every day that can be written with the library's.
func TestDayAppend(t *testing.T) {
	var got, want []byte
	for d := geo.MinDay; d <= geo.MaxDay; d += 3 {
		got, want = d.Append(got[:0]), d.Time().AppendFormat(want[:0], time.DateOnly)
		if string(got) != string(want) {
			t.Fatalf("day %d is written %s, want %s", d, got, want)
		}
	}
}

func TestDayOfIsLocal(t *testing.T) {
	kabul := time.FixedZone("", 4*3600+1800)
	if d := geo.DayOf(time.Date(2021, 8, 26, 0, 30, 0, 0, kabul)); d.String() != "2021-08-26" {
		t.Errorf("half past midnight in Kabul is on %v", d)
	}
	if d := geo.DayOf(time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)); d != -1 {
		t.Errorf("the day before the epoch is %d", d)
	}
}

func TestBoxContains(t *testing.T) {
	for _, c := range []struct {
		name string
		box  geo.Box
		p    orb.Point
		want bool
	}{
		{"inside", geo.Box{60, 30, 70, 40}, orb.Point{65, 35}, true},
		{"on the corner", geo.Box{60, 30, 70, 40}, orb.Point{60, 40}, true},
		{"east of it", geo.Box{60, 30, 70, 40}, orb.Point{70.1, 35}, false},
		{"across the antimeridian, in the east", geo.Box{177, 65, -177, 70}, orb.Point{178, 66}, true},
		{"across the antimeridian, in the west", geo.Box{177, 65, -177, 70}, orb.Point{-178, 66}, true},
		{"across the antimeridian, elsewhere", geo.Box{177, 65, -177, 70}, orb.Point{0, 66}, false},
		{"180 is -180", geo.Box{170, 0, 180, 10}, orb.Point{-180, 5}, true},
		{"-180 is 180", geo.Box{-180, 0, -170, 10}, orb.Point{180, 5}, true},
		{"the pole", geo.Box{-180, 85, 180, 90}, orb.Point{12, 90}, true},
	} {
		if got := c.box.Contains(c.p); got != c.want {
			t.Errorf("%s: %v in %v is %v", c.name, c.p, c.box, got)
		}
	}
}

func TestNewBoxRefuses(t *testing.T) {
	for _, b := range [][4]float64{
		{math.NaN(), 0, 1, 1}, {0, 0, math.Inf(1), 1}, {-181, 0, 0, 1}, {0, -91, 0, 1}, {0, 10, 1, 5}, {0, 0, 181,
			1}, {0, 0, 0, 90.1},
	} {
		if _, err := geo.NewBox(b[0], b[1], b[2], b[3]); !errors.Is(err, geo.ErrBox) {
			t.Errorf("%v: %v", b, err)
		}
	}
}

func TestPolygonContains(t *testing.T) {
	// ┌─────────┐
	// │  ┌───┐  │  a square with a hole
	// │  └───┘  │
	// └─────────┘
	mp, err := geo.ParsePolygon("POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6,4 6,4 4))")
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[orb.Point]bool{{1, 1}: true, {5, 5}: false, {11, 5}: false} {
		if geo.NewPolygon(mp).Contains(p) != want {
			t.Errorf("%v: want %v", p, want)
		}
	}
}

// FuzzParsePolygon holds: a polygon that is accepted can be written, read
// back and tested without a panic.
func FuzzParsePolygon(f *testing.F) {
	for _, s := range []string{"POLYGON((0 0,1 0,1 1,0 0))", "POLYGON EMPTY", "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
		"POINT(1 2)",
		"POLYGON((0 0))", "POLYGON((0 0,400 0,1 1,0 0))", "POLYGON(())", "POLYGON((NaN 0,1 0,1 1,NaN 0))"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		mp, err := geo.ParsePolygon(s)
		if err != nil {
			if !errors.Is(err, geo.ErrPolygon) {
				t.Fatalf("%q: %v is no ErrPolygon", s, err)
			}
			return
		}
		geo.NewPolygon(mp).Contains(orb.Point{0.5, 0.25})
		again, err := geo.ParsePolygon(wkt.MarshalString(mp))
		if err != nil || !orb.Equal(mp, again) {
			t.Fatalf("%q: written and read again it is %v, %v", s, again, err)
		}
	})
}

func TestTile(t *testing.T) {
	tile, err := geo.NewTile(5, 22, 12) // Kabul
	if err != nil {
		t.Fatal(err)
	}
	kabul := orb.Point{69.17, 34.53}
	if !tile.Covers(kabul) || tile.Covers(orb.Point{0, 0}) {
		t.Fatal("the tile is not where it should be")
	}
	for _, bad := range [][3]uint32{{23, 0, 0}, {1, 2, 0}, {1, 0, 2}, {0, 1, 1}} {
		if _, err := geo.NewTile(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%v was taken for a tile", bad)
		}
	}
}
