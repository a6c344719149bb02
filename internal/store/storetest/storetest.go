// Package storetest is the suite that every store must pass: each
// answer is compared with a look at every record.
package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/cql2"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Store is a store that can be read, and tells how it came to be what it is.
type Store interface {
	store.Reader
	store.History
}

// fatal is what a test and a drawn check fail by.
type fatal interface{ Fatal(args ...any) }

// viewOf is the suite's dataset as it is now.
func viewOf(t fatal, s store.Reader) store.View {
	v, err := s.View(context.Background(), "d")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// New makes a store that holds one dataset.
type New func(d *incident.Dataset, version string, incidents []incident.Incident) (Store, error)

// Run runs the suite.
func Run(t *testing.T, open New) {
	t.Run("query equals a scan", func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { checkQuery(t, open) }) })
	t.Run("pages join without a gap", func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { checkPages(t, open) }) })
	t.Run("aggregates equal a scan", func(t *testing.T) {
		rapid.Check(t,
			func(t *rapid.T) { checkAggregates(t, open) })
	})
	t.Run("columns equal a scan", func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { checkColumns(t, open) }) })
	t.Run("get, version, changes", func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { checkGet(t, open) }) })
	t.Run("errors", func(t *testing.T) { checkErrors(t, open) })
}

// dataset is what the suite's incidents belong to.
func dataset() *incident.Dataset {
	return &incident.Dataset{ID: "d", Title: "D", Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes,
		Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger}},
		Groups: []incident.Group{{ID: "g", Dataset: "d", Claims: []incident.Claim{{Measure: incident.Killed,
			Scope: incident.Total, Figure: incident.Exactly(56)}}}}}
}

var (
	lons  = rapid.SampledFrom([]float64{-180, 180, 179.5, -179.5, 0, 69.2, 69.3, 70})
	lats  = rapid.SampledFrom([]float64{-90, 90, 0, 34.5, 34.6, 35})
	dates = rapid.SampledFrom([]string{"2015-01-01", "2016-07-26", "2016-07", "2016", "201X", "2016-07-01/2016-07-09",
		"[2016-07-25..2016-08-02]", "2017-04-13", "2017-04-13", "2024-02-29", "1985/1995", "2020~",
		"2016-07-26/..", "2017~/.."})
	points = rapid.Custom(func(t *rapid.T) orb.Point { return orb.Point{lons.Draw(t, "lon"), lats.Draw(t, "lat")} })
	name   = rapid.SampledFrom([]string{"Taliban", "ISIS–K", "US Army"})
)

// incidents draws incidents of every shape: at no place, one or several, of a
// day or ten years, with shared figures or unknown ones.
func incidents(t *rapid.T) []incident.Incident {
	out := make([]incident.Incident, rapid.IntRange(0, 60).Draw(t, "n"))
	for i := range out {
		out[i] = drawIncident(t, i)
	}
	return out
}

func drawIncident(t *rapid.T, i int) incident.Incident {
	inc := incident.Incident{ID: fmt.Sprintf("i%02d", i), Revision: 1, Title: name.Draw(t, "title"),
		Kind: rapid.SampledFrom(incident.ShippedKinds).Draw(t,
			"kind").ID, EventType: rapid.SampledFrom(incident.ShippedEventTypes[:4]).Draw(t, "type").ID,
		Date:  edtf.MustParse(dates.Draw(t, "date")),
		Extra: []any{rapid.SampledFrom([]any{nil, int64(1), int64(2)}).Draw(t, "extra")}}
	inc.Place.Points = rapid.SliceOfN(points, 0, 3).Draw(t, "points")
	inc.Place.Precision, inc.Place.RadiusM = incident.PlaceLocality, rapid.Float64Range(0, 1e5).Draw(t, "radius")
	if len(inc.Place.Points) == 0 {
		inc.Place.Precision = incident.PlaceUnknown
	}
	inc.Place.Country = rapid.SampledFrom([]string{"AF", "PK", ""}).Draw(t, "country")
	for range rapid.IntRange(0, 2).Draw(t, "actors") {
		inc.Actors = append(inc.Actors, incident.Party{Name: name.Draw(t, "actor")})
	}
	switch rapid.IntRange(0, 3).Draw(t, "figures") {
	case 0:
		inc.Group = "g"
	case 1:
		inc.Claims = []incident.Claim{{Measure: incident.Killed, Scope: incident.Total,
			Figure: incident.Exactly(rapid.IntRange(0, 9).Draw(t, "killed"))}}
	case 2:
		inc.Claims = []incident.Claim{{Measure: incident.Killed, Scope: incident.Total,
			Figure: incident.AtLeast(rapid.IntRange(1, 9).Draw(t, "killed"))}}
	}
	return inc
}

// filter draws a filter that asks one thing or several.
func filter(t *rapid.T) incident.Filter {
	f := incident.Filter{Dataset: "d"}
	if rapid.Bool().Draw(t, "boxed") {
		s, n := lats.Draw(t, "south"), lats.Draw(t, "north")
		f.BBox = &geo.Box{West: lons.Draw(t, "west"), South: min(s, n), East: lons.Draw(t, "east"), North: max(s, n)}
	}
	if rapid.Bool().Draw(t, "windowed") {
		a, b := edtf.MustParse(dates.Draw(t, "from")), edtf.MustParse(dates.Draw(t, "to"))
		f.Window = &geo.Window{From: min(a.Start, b.Start), To: max(a.End, b.End),
			Inside: rapid.Bool().Draw(t, "inside")}
	}
	if rapid.IntRange(0, 3).Draw(t, "polygon") == 0 {
		f.Within = geo.NewPolygon(orb.MultiPolygon{{{{60, 30}, {75, 30}, {75, 40}, {60, 40}, {60, 30}}}})
	}
	pick := rapid.SampledFrom([]string{"", "", "", "kind", "actor", "country", "text", "extra", "view", "fatalities",
		"where", "where"})
	for range 2 {
		narrow(t, &f, pick.Draw(t, "asked"))
	}
	return f
}

// where draws an expression over properties that an index has codes or days
// for, and others.
func where(t *rapid.T) *incident.Where {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{"country = 'AF'", "NOT country = 'AF'", "actor LIKE 'T%'",
		"actor IS NULL", "start >= '2016-07-26'", "start <= '2016-07-26T12:00:00Z'",
		`"end" < '2016-08-01'`, `"end" > '2016-07-31'`, "start = '2017-04-13'", "rounds = 1", "rounds IS NOT NULL",
		"fatalities_best > 3", "fatalities_high IS NULL",
		"title = 'Taliban'", "group = 'g' OR kind = 'attack'", "start BETWEEN '2016-01-01' AND '2017-12-31'"}), 1,
		3).Draw(t, "parts")
	e, err := cql2.Parse("(" + strings.Join(parts, ") AND (") + ")")
	if err != nil {
		t.Fatal(err)
	}
	w, err := incident.NewWhere(dataset(), e)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func narrow(t *rapid.T, f *incident.Filter, by string) {
	switch by {
	case "kind":
		f.Choose("kind", []string{rapid.SampledFrom(incident.ShippedKinds).Draw(t, "kind").ID})
	case "actor":
		f.Choose("actor", []string{name.Draw(t, "actor"), "nobody"})
	case "country":
		f.Choose("country", []string{"AF"})
	case "text":
		f.Text = [][]string{{"tal"}}
	case "extra":
		f.Extra = map[int][]string{0: {"1"}}
	case "where":
		f.Where = f.Where.And(where(t))
	case "view":
		f.ViewKinds = []string{"attack"}
	case "fatalities":
		n := rapid.IntRange(0, 9).Draw(t, "least")
		f.Fatalities.Min = &n
	}
}

// scan finds the matches one by one, in the default order.
func scan(d *incident.Dataset, all []incident.Incident, f incident.Filter) []*incident.Record {
	var out []*incident.Record
	for _, inc := range all {
		inc.Dataset = d.ID
		if r := incident.NewRecord(incident.Profile{}, inc, d); f.Match(r) {
			out = append(out, r)
		}
	}
	return out
}
