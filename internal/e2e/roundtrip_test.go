//go:build e2e

package e2e

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// exported saves an export of a server as a file.
func exported(t *testing.T, p *process, name, collection, query string) string {
	t.Helper()
	return write(t, name, string(p.ok(of(collection, "export", query)).body))
}

// flat are the properties that every format carries and that do not name the
// dataset itself.
func flat(f feature) map[string]any {
	out := map[string]any{}
	for name, v := range f.Properties {
		if name != "dataset" {
			out[name] = v
		}
	}
	return out
}

// compareFeatures wants the same incidents in the same order, property by
// property, and tells the first few differences.
func compareFeatures(t *testing.T, what string, got, want page) {
	t.Helper()
	if got.Matched != want.Matched || len(got.Features) != len(want.Features) {
		t.Errorf("%s: %d incidents, want %d", what, got.Matched, want.Matched)
		return
	}
	var found []string
	for i, w := range want.Features {
		found = append(found, differences(got.Features[i], w)...)
	}
	for _, d := range found[:min(len(found), 6)] {
		t.Errorf("%s: %s (of %d differences)", what, d, len(found))
	}
}

func differences(got, want feature) (out []string) {
	if got.ID != want.ID || !reflect.DeepEqual(got.Geometry, want.Geometry) {
		out = append(out, fmt.Sprintf("%s at %v, want %s at %v", got.ID, got.Geometry, want.ID, want.Geometry))
	}
	g, w := flat(got), flat(want)
	for name, v := range w {
		if !reflect.DeepEqual(g[name], v) {
			out = append(out, fmt.Sprintf("%s of %s is %v, want %v", name, want.ID, g[name], v))
		}
	}
	if len(g) != len(w) {
		out = append(out, fmt.Sprintf("%s has %d properties, want %d: %v", want.ID, len(g), len(w), g))
	}
	return out
}

// Our own CSV, loaded as a user's file, gives the same incidents. CSV has no
// claims, so that grades and shared figures are what its columns say.
func TestOwnCSVComesBack(t *testing.T) {
	t.Parallel()
	rows := makeRows(400, 12)
	first := serve(t, "--data", writeTable(t, rows), "testdata/ged.csv", "testdata/acled.csv", "testdata/simple.csv")
	for _, collection := range []string{"incidents", "made", "ged", "acled", "simple"} {
		file := exported(t, first, "again.csv", collection, "f=csv")
		second := serve(t, "--data", file)
		compareFeatures(t, collection+" as CSV", second.whole("again", ""), first.whole(collection, ""))
		second.stop()
	}
}

// Our own GeoJSON with detail comes back whole: claims, statements, sources,
// the audit of places, groups and what they sum up to.
func TestOwnGeoJSONComesBack(t *testing.T) {
	t.Parallel()
	first := serve(t, "--data", writeTable(t, makeRows(200, 13)), "testdata/ged.csv", "testdata/simple.csv")
	for _, collection := range []string{"incidents", "made", "ged", "simple"} {
		for _, format := range []string{"geojson", "geojsonseq"} {
			file := exported(t, first, "again.geojson", collection, "detail=true&f="+format)
			second := serve(t, "--data", file)
			compareFeatures(t, collection+" as "+format, second.whole("again", "detail=true"),
				first.whole(collection, "detail=true"))
			if format == "geojson" { // a sequence has no place for groups
				compareTallies(t, second, "again", first, collection)
			}
			second.stop()
		}
	}
}

// compareTallies compares sums, which count what a group's members share.
func compareTallies(t *testing.T, got *process, gotID string, want *process, wantID string) {
	t.Helper()
	by := "by=kind,event_type,country,actor,occurrence,attribution"
	g, w := read[facets](got, of(gotID, "facets", by)), read[facets](want, of(wantID, "facets", by))
	if !reflect.DeepEqual(g, w) {
		t.Errorf("%s: the figures are\n%+v, want\n%+v", wantID, g, w)
	}
}

// A shared claim is still shared, and told on each member's page.
func TestGroupsComeBack(t *testing.T) {
	t.Parallel()
	first := serve(t)
	second := serve(t, "--data", exported(t, first, "again.geojson", "incidents", "detail=true"))
	const member = "items/kuz-kunar-funeral-2020-05-12"
	want := read[feature](first, of("incidents", member, "")).Properties["group_detail"]
	got := read[feature](second, of("again", member, "")).Properties["group_detail"]
	if want == nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the group is\n%v, want\n%v", got, want)
	}
}

// An export is what the same filter lists.
func TestExportIsWhatTheFilterLists(t *testing.T) {
	t.Parallel()
	p := serve(t, "--data", writeTable(t, makeRows(1_500, 14)))
	for _, query := range []string{"", "kind=strike", "bbox=0,0,90,90&datetime=2014-01-01/2016-12-31",
		"fatalities_min=20&sortby=-fatalities_best", "q=hill&event_type=fire,flood"} {
		want := p.whole("made", query)
		got := read[page](p, of("made", "export", strings.TrimPrefix(query+"&f=geojson", "&")))
		compareFeatures(t, query, got, want)
	}
}
