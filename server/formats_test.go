package server_test

import (
	"strings"
	"testing"

	"incidentmap/internal/format/known"
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
