package server_test

import (
	"net/http"
	"strings"
	"testing"

	"incidentmap/internal/catalog"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/server"
)

// What a dataset has columns of its own for is searched, counted and bounded.
func TestOwnColumns(t *testing.T) {
	h := newServer(t, nil)
	for query, want := range map[string]string{
		"q=RIFLE": "kabul-1", "rounds_min=3": "kabul-1", "rounds_min=4": "", "rounds_max=3": "kabul-1",
		"rounds_min=1&rounds_max=2": "", "rounds_min=2.5&weapon=rifle": "kabul-1",
	} {
		if got := featureIDs(getJSON(t, h, "/api/collections/incidents/items?"+query)); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"rounds_min=many": "rounds_min", "weapon_min=1": "weapon_min", "rounds_least=1": "rounds_least"} {
		rec := get(t, h, "/api/collections/incidents/items?"+query)
		if rec.Code != http.StatusBadRequest || !strings.Contains(rec.Body.String(), `"parameter":"`+want+`"`) {
			t.Errorf("%s: %d %s", query, rec.Code, rec.Body)
		}
	}
}

func TestFacetOfOwnColumn(t *testing.T) {
	h := newServer(t, nil)
	// A facet counts as if nothing was asked of its own property.
	doc := getJSON(t, h, "/api/collections/incidents/facets?by=weapon,rounds,kind&weapon=rifle&kind=operation")
	facets, _ := doc["facets"].(map[string]any)
	weapon, _ := facets["weapon"].([]any)
	rounds, _ := facets["rounds"].([]any)
	if len(weapon) != 1 || weapon[0].(map[string]any)["count"] != 0.0 || len(rounds) != 0 {
		t.Errorf("%v", facets)
	}
	if kind, _ := facets["kind"].([]any); len(kind) != 2 {
		t.Errorf("kinds %v", kind)
	}
	rec := get(t, h, "/api/collections/incidents/facets?by=title")
	if rec.Code != http.StatusBadRequest || !strings.Contains(rec.Body.String(), `"weapon"`) {
		t.Errorf("by=title: %d %s", rec.Code, rec.Body)
	}
	columns, _ := getJSON(t, h, "/api/collections/incidents")["columns"].([]any)
	if len(columns) != 2 || columns[0].(map[string]any)["facet"] != true {
		t.Errorf("columns %v", columns)
	}
}

// A search that finds nothing looks for the place that its words name.
func TestSearchInAnotherScript(t *testing.T) {
	h := newServer(t, nil)
	for query, want := range map[string]string{
		"q=%DA%A9%D8%A7%D8%A8%D9%84":             "kabul-2 kabul-1 shared-1 shared-2", // Kabul, in Persian
		"q=%D0%9A%D0%B0%D0%B1%D1%83%D0%BB":       "kabul-2 kabul-1 shared-1 shared-2", // in Russian
		"q=ward":                                 "shared-1",
		"q=%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0": "", // Moscow, where nothing happened
	} {
		if got := featureIDs(getJSON(t, h, "/api/collections/incidents/items?"+query)); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// A cell of several values is found and counted by each of them.
func TestListsOfAnOwnColumn(t *testing.T) {
	d := &incident.Dataset{ID: "d", Visibility: incident.Public,
		Columns: []incident.Column{{Name: "tags", Type: incident.ColumnString, Separator: ","}}}
	at := func(id string, tags any) incident.Incident {
		return incident.Incident{ID: id, Title: id, Date: edtf.MustParse("2020-01-01"), Extra: []any{tags}}
	}
	s := &memstore.Store{}
	if err := s.Put(d, "v1", []incident.Incident{at("a", "x, y"), at("b", "y"), at("c", nil)}); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(s) })
	for query, want := range map[string]string{"tags=y": "a b", "tags=x": "a", `tags=x\, y`: "a", "tags=z": "",
		"tags=x,y": "a b"} {
		got := featureIDs(getJSON(t, h, "/api/collections/d/items?"+strings.ReplaceAll(query, " ", "%20")))
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	facets := getJSON(t, h, "/api/collections/d/facets?by=tags")["facets"].(map[string]any)["tags"].([]any)
	if len(facets) != 2 || facets[0].(map[string]any)["value"] != "y" || facets[0].(map[string]any)["count"] != 2.0 {
		t.Errorf("%v", facets)
	}
}
