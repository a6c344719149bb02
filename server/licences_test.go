package server_test

import (
	"net/http"
	"testing"

	"incidentmap/server"
)

func TestLicencesAreServedAsText(t *testing.T) {
	h := newServer(t, func(cfg *server.Config) { cfg.Licences = "Apache License <2.0>" })
	rec := get(t, h, "/licences")
	if rec.Code != http.StatusOK || rec.Body.String() != "Apache License <2.0>" ||
		rec.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	if again := get(t, h, "/licences", "If-None-Match",
		rec.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
}
