package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestCodebookCountsWhatIsMissing: the codebook has the schema's columns, and
// counts the records of its own collection only.
func TestCodebookCountsWhatIsMissing(t *testing.T) {
	h := newServer(t, nil)
	var doc struct {
		NumberOfItems int `json:"numberOfItems"`
		Columns       []struct {
			Name    string
			Missing int
			Allowed []struct{ ID string }
		}
	}
	var schema struct{ Properties map[string]any }
	for path, into := range map[string]any{"/api/collections/incidents/codebook": &doc,
		"/api/collections/incidents/schema": &schema} {
		if err := json.Unmarshal(get(t, h, path).Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	missing := map[string]int{}
	for _, c := range doc.Columns {
		missing[c.Name] = c.Missing
		if schema.Properties[c.Name] == nil {
			t.Errorf("%s is not in the schema", c.Name)
		}
	}
	if len(doc.Columns) != len(schema.Properties)-2 { // id and geometry
		t.Errorf("%d columns, %d properties", len(doc.Columns), len(schema.Properties))
	}
	if doc.NumberOfItems != 5 || missing["title"] != 0 || missing["fatalities_best"] != 3 || missing["weapon"] != 4 ||
		missing["country"] != 1 {
		t.Errorf("%d records, missing %v", doc.NumberOfItems, missing)
	}
	if err := json.Unmarshal(get(t, h, "/api/collections/attacks/codebook").Body.Bytes(), &doc); err != nil ||
		doc.NumberOfItems != 3 {
		t.Errorf("attacks: %d records, %v", doc.NumberOfItems, err)
	}
}

func TestCodebookPage(t *testing.T) {
	res := get(t, newServer(t, nil), "/api/collections/incidents/codebook?f=html")
	body := res.Body.String()
	if res.Code != http.StatusOK || !strings.Contains(body, "<code>fatalities_best</code>") ||
		!strings.Contains(body, "3 of 5") || strings.Contains(body, "style=") {
		t.Errorf("%d: %s", res.Code, body)
	}
	if res := get(t, newServer(t, nil), "/api/collections/nothing/codebook"); res.Code != http.StatusNotFound {
		t.Errorf("%d", res.Code)
	}
}
