package geojson_test

import (
	"os"
	"path/filepath"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

func readFixture(t *testing.T, name string) *ingest.Result {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return readText(t, string(text))
}

// TestTextsStayTexts: a JSON string is one whatever it looks like, and a number
// is one however it is written, as long as all its digits can be kept.
func TestTextsStayTexts(t *testing.T) {
	res := readFixture(t, "text-numbers.geojson")
	if a := res.Incidents[0].Extra; len(res.Columns) != 2 || a[0] != "90071992547409931234" || a[1] != "no" {
		t.Errorf("%v, %v", res.Columns, a)
	}
	for value, want := range map[string]any{
		`"7"`: "7", `7`: int64(7), `"true"`: "true", `true`: true, `1.0`: int64(1), `1.50`: 1.5, `1e5`: int64(100000),
		`90071992547409931234`: "90071992547409931234",
		`"1.50"`:               "1.50", `0.1000000000000000000001`: "0.1000000000000000000001",
		`1e-400000000`: "1e-400000000",
		`"2020-01-01"`: "2020-01-01",
	} {
		res := readText(t, `{"type":"Feature","geometry":null,"properties":{"date":"2020","free":`+value+`}}`)
		if got := res.Incidents[0].Extra[0]; got != want {
			t.Errorf("%s: %T %v, want %T %v", value, got, got, want, want)
		}
	}
}

// TestListsInProperties: lists are kept as texts, objects are taken apart, and sources of a
// list are sources.
func TestListsInProperties(t *testing.T) {
	res := readFixture(t, "array-properties.geojson")
	if len(res.Incidents) != 3 || len(res.Findings) != 1 || res.Findings[0].Column != "detail.deaths" {
		t.Fatalf("%v", res.Findings)
	}
	extra := map[string]any{}
	for i, c := range res.Columns {
		extra[c.Name] = res.Incidents[0].Extra[i]
	}
	if extra["tags"] != "road; bridge" || extra["detail_deaths"] != int64(4) || extra["detail_unit"] != "x" {
		t.Errorf("%v", extra)
	}
	urls := func(sources []incident.Source) (out []string) {
		for _, s := range sources {
			out = append(out, s.URL)
		}
		return out
	}
	if b := urls(res.Incidents[1].Sources); len(b) != 2 || b[0] != "https://example.org/1" ||
		b[1] != "https://example.org/2" {
		t.Errorf("%v", b)
	}
	if c := urls(res.Incidents[2].Sources); len(c) != 1 || c[0] != "https://example.org/3" {
		t.Errorf("%v", c)
	}
}
