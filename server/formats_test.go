package server_test

import (
	"strconv"
	"strings"
	"testing"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format/known"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/server"
)

// TestEveryFormat: each format that incidents can be written in is offered at items
// and for download, linked, and answered with its media type and its file's ending.
func TestEveryFormat(t *testing.T) {
	h := newServer(t, nil)
	links := get(t, h, "/api/collections/attacks?f=json").Body.String()
	for _, f := range known.Formats.Written() {
		for _, at := range []string{"items", "export"} {
			rec := get(t, h, "/api/collections/attacks/"+at+"?f="+f.Name)
			if got := rec.Header().Get("Content-Type"); rec.Code != 200 || got != f.MediaType {
				t.Errorf("%s as %s: %d %s", at, f.Name, rec.Code, got)
			}
			for _, header := range []string{"OGC-NumberMatched", "OGC-NumberReturned"} {
				if rec.Header().Get(header) == "" ||
					!strings.Contains(rec.Header().Get("Access-Control-Expose-Headers"), header) {
					t.Errorf("%s as %s does not say %s to pages of any origin", at, f.Name, header)
				}
			}
			if name := rec.Header().Get("Content-Disposition"); at == "export" &&
				!strings.HasSuffix(name, f.Endings[0]+`"`) {
				t.Errorf("%s as %s is the file %s", at, f.Name, name)
			}
		}
		if !strings.Contains(links, "/export?f="+f.Name) {
			t.Errorf("the collection does not link to %s", f.Name)
		}
	}
}

// TestExportDescribesItsDataset: what a file says of its dataset is in its export.
func TestExportDescribesItsDataset(t *testing.T) {
	d := testDataset()
	d.Description = "What it is about"
	s := &memstore.Store{}
	if err := s.Put(d, "v1", testIncidents()); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(s) })
	text := get(t, h, "/api/collections/"+d.ID+"/export?f=geojson&detail=true").Body.String()
	table, err := known.Formats.Read("x.geojson", text, nil)
	if err != nil || table.Dataset.Description != d.Description {
		t.Errorf("it is %q, %v", table.Dataset.Description, err)
	}
}

// TestRefusalsAreBounded: a refusal lists what is allowed only as far as it is of use,
// and asks for commas only where these are understood.
func TestRefusalsAreBounded(t *testing.T) {
	d := testDataset()
	for i := range 5000 {
		d.Kinds = append(d.Kinds, incident.Term{ID: "kind-" + strconv.Itoa(i), Label: "x"})
	}
	s := &memstore.Store{}
	if err := s.Put(d, "v1", testIncidents()); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(c *server.Config) { c.Catalog = catalog.New(s) })
	items := "/api/collections/" + d.ID + "/items?"
	if rec := get(t, h, items+"kind=zz"); rec.Code != 400 || rec.Body.Len() > 8000 ||
		!strings.Contains(rec.Body.String(), " more") {
		t.Errorf("%d with %d bytes", rec.Code, rec.Body.Len())
	}
	for query, commas := range map[string]bool{"f=csv&f=json": false, "limit=1&limit=2": false, "kind=a&kind=b": true} {
		body := get(t, h, items+query).Body.String()
		if !strings.Contains(body, "give it once") || strings.Contains(body, "commas") != commas {
			t.Errorf("%s: %s", query, body)
		}
	}
}
