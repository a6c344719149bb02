package server_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/report"
	"incidentmap/server"
)

// How a dataset was read is told to whoever sees it: all findings as JSON, on a
// page, and what was left out as CSV. Nothing in them is obeyed.
func TestReport(t *testing.T) {
	store := &memstore.Store{}
	for _, d := range []*incident.Dataset{testDataset(), {ID: "secret", Visibility: incident.Private}} {
		if err := store.Put(d, "v1", nil); err != nil {
			t.Fatal(err)
		}
	}
	kept := report.New("a.csv")
	kept.Incidents = 5
	left := report.RuleDate.At(report.Where{File: "a.csv", Unit: "row", Row: 3, Column: "date"},
		"=1+1 <script>alert(1)</script>")
	left.Dropped = true
	kept.Add(left)
	kept.Add(report.RuleLong.At(report.Where{File: "a.csv", Unit: "row", Row: 4}, "long"))
	kept.Rows, kept.Unit, kept.Originals = 6, "row", &report.LeftOut{}
	kept.Originals.Add([]string{"a", "=2+2"}, "", left)
	kept.Originals.Finish([]string{"title", "when"})
	kept.Finish()
	c := catalog.New(store)
	c.Keep("khorasan", kept)
	c.Keep("secret", kept)
	h := handlerOf(t, server.Config{Catalog: c})

	var doc struct {
		Incidents, LeftOut int
		Words              []string
		Findings           []report.Finding
	}
	if err := json.Unmarshal(get(t, h, "/api/collections/attacks/report").Body.Bytes(), &doc); err != nil ||
		doc.Incidents != 5 || doc.LeftOut != 1 || len(doc.Findings) != 2 ||
		doc.Words[0] != "6 rows: 5 incidents; 1 left out: row 3, because its date cannot be read" {
		t.Errorf("%+v, %v", doc, err)
	}
	rows, err := csv.NewReader(get(t, h, "/api/collections/khorasan/report?f=csv").Body).ReadAll()
	if err != nil || len(rows) != 2 || !slices.Equal(rows[0][:4], []string{"title", "when", "left_out_file",
		"left_out_row"}) || rows[1][1] != "'=2+2" || rows[1][3] != "3" || !strings.HasPrefix(rows[1][6], "'=") {
		t.Errorf("%v, %v", rows, err)
	}
	page := get(t, h, "/api/collections/khorasan/report?f=html").Body.String()
	if strings.Contains(page, "<script>alert") || !strings.Contains(page, "because its date cannot be read") ||
		!strings.Contains(page, "row 3, column date") {
		t.Error(page)
	}
	if res := get(t, h, "/api/collections/secret/report"); res.Code != http.StatusNotFound {
		t.Errorf("a private dataset's report: %d", res.Code)
	}
	if res := get(t, newServer(t, nil), "/api/collections/khorasan/report"); res.Code != http.StatusNotFound {
		t.Errorf("without a report: %d", res.Code)
	}
}
