//go:build e2e

package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// everyKind is one address of each kind that can be read, with data.
func everyKind(p *process) []string {
	script := regexp.MustCompile(`assets/[^"]+\.js`).FindString(string(p.ok("/").body))
	if script == "" {
		p.t.Fatal("the map's page loads no script: was the client built?")
	}
	return []string{
		"/", "/embed", "/" + script, "/basemap/basemap.json", "/basemap/3/5/3.mvt", "/api", "/api?f=html",
		"/api/conformance", "/api/openapi.json",
		"/api/collections", "/api/collections/incidents", "/api/collections/incidents?f=html",
		of("incidents", "items", ""), of("incidents", "items", "f=html"), of("incidents", "items",
			"f=csv"), of("incidents", "items", "f=geojsonseq"),
		of("incidents", "items/kabul-airport-2021-08-26", ""), of("incidents", "items/kabul-airport-2021-08-26",
			"f=html"),
		of("incidents", "schema", ""), of("incidents", "queryables", ""), of("incidents", "export",
			"f=geojson&detail=true"), of("incidents", "export", "f=csv"),
		of("incidents", "facets", "by=kind,country"), of("incidents", "histogram", "bin=year"), of("incidents",
			"tiles/WebMercatorQuad/3/3/5", ""),
		"/api/geocode?q=Kabul", "/api/reverse?lat=34.5&lon=69.2",
	}
}

// timeStamp changes from one answer to the next.
var timeStamp = regexp.MustCompile(`"timeStamp":"[^"]*"`)

func withoutTime(body []byte) string { return timeStamp.ReplaceAllString(string(body), "") }

func TestHeadIsGetWithoutABody(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range everyKind(p) {
		get, head := p.ok(path), p.ask(http.MethodHead, path)
		if head.status != get.status || len(head.body) > 0 {
			t.Errorf("HEAD %s: %d with %d bytes", path, head.status, len(head.body))
		}
		for name, values := range get.header {
			if name != "Date" && name != "Content-Length" && strings.Join(head.header[name],
				"|") != strings.Join(values, "|") {
				t.Errorf("HEAD %s: %s is %q, of GET %q", path, name, head.header[name], values)
			}
		}
		if length := head.header.Get("Content-Length"); length != "" && get.header.Get("Content-Length") != "" &&
			length != get.header.Get("Content-Length") {
			t.Errorf("HEAD %s: its length is %s, of GET %s", path, length, get.header.Get("Content-Length"))
		}
	}
}

func TestNotModified(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range everyKind(p) {
		first := p.ok(path)
		tag := first.header.Get("ETag")
		if strings.HasPrefix(path, "/assets/") {
			if !strings.Contains(first.header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %v", path, first.header)
			}
			continue
		}
		if tag == "" {
			t.Errorf("%s has no ETag", path)
			continue
		}
		for _, condition := range []string{tag, `"other", ` + tag, "*"} {
			again := p.get(path, "If-None-Match", condition)
			if again.status != http.StatusNotModified || len(again.body) > 0 || again.header.Get("ETag") != tag {
				t.Errorf("%s with %s: %d, %d bytes, %q", path, condition, again.status, len(again.body),
					again.header.Get("ETag"))
			}
		}
		if other := p.get(path, "If-None-Match", `"other"`); other.status != http.StatusOK {
			t.Errorf("%s with another tag: %d", path, other.status)
		}
	}
}

// Answers that differ have different tags.
func TestTagsTellAnswersApart(t *testing.T) {
	t.Parallel()
	p := serve(t)
	seen := map[string]string{}
	for _, path := range everyKind(p) {
		tag := p.ok(path).header.Get("ETag")
		if other, taken := seen[tag]; taken && tag != "" && path != "/embed" {
			t.Errorf("%s and %s share the tag %s", path, other, tag)
		}
		seen[tag] = path
	}
	path := of("incidents", "items", "")
	html, json := p.ok(path, "Accept", "text/html"), p.ok(path)
	if html.header.Get("ETag") == json.header.Get("ETag") || !strings.Contains(strings.Join(json.header.Values("Vary"),
		","), "Accept") {
		t.Errorf("HTML and JSON of one address are not told apart: %v", json.header)
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range everyKind(p) {
		if !strings.HasPrefix(path, "/api") {
			continue
		}
		if a := p.get(path, "Origin", "https://elsewhere.example"); a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: no page elsewhere may read it: %v", path, a.header)
		}
		a := p.ask(http.MethodOptions, path, "Origin", "https://elsewhere.example", "Access-Control-Request-Method",
			"GET", "Access-Control-Request-Headers", "if-none-match")
		if a.status/100 != 2 || a.header.Get("Access-Control-Allow-Origin") != "*" ||
			!strings.Contains(a.header.Get("Access-Control-Allow-Methods"), "GET") ||
			!strings.Contains(strings.ToLower(a.header.Get("Access-Control-Allow-Headers")), "if-none-match") {
			t.Errorf("OPTIONS %s: %d %v", path, a.status, a.header)
		}
	}
	if a := p.get(of("incidents", "items", "bbox=x"), "Origin",
		"https://elsewhere.example"); a.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("a page elsewhere may not read what is wrong: %v", a.header)
	}
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, path := range append(everyKind(p), "/nothing/here", of("incidents", "items", "bbox=x"),
		of("none", "items", ""), "/healthz") {
		a := p.get(path)
		policy := a.header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
			"form-action 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s: %s", path, part, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || a.header.Get("X-Content-Type-Options") != "nosniff" ||
			a.header.Get("Referrer-Policy") == "" || a.header.Get("Server") != "" {
			t.Errorf("%s: %v", path, a.header)
		}
		if framed := !strings.Contains(policy, "frame-ancestors 'none'"); framed != (path == "/embed") {
			t.Errorf("%s: may it be framed? %v", path, framed)
		}
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		for _, path := range []string{"/", "/api", of("incidents", "items", ""),
			of("incidents", "items/kabul-airport-2021-08-26", "")} {
			a := p.ask(method, path)
			if a.status != http.StatusMethodNotAllowed || !strings.Contains(a.header.Get("Allow"), "GET") ||
				a.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s: %d %v", method, path, a.status, a.header)
			}
		}
	}
}
