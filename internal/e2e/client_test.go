//go:build e2e || long

package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// client asks as curl does: it follows nothing and unpacks nothing.
var client = &http.Client{
	Timeout:       patience,
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// answer is an HTTP answer that has been read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// link is a link of a JSON document.
type link struct {
	Href, Rel, Type string
}

// feature is an incident as GeoJSON.
type feature struct {
	ID         string
	Geometry   *geometry
	Properties map[string]any
}

type geometry struct {
	Type        string
	Coordinates json.RawMessage
}

// page is a page of items.
type page struct {
	Matched  int `json:"numberMatched"`
	Returned int `json:"numberReturned"`
	Features []feature
	Links    []link
}

// probe asks for a path without a test to fail.
func (p *process) probe(path string) (int, error) {
	res, err := client.Get(p.url + path)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

// ask sends a request to a path, or to an absolute address; header are pairs
// of names and values.
func (p *process) ask(method, path string, header ...string) answer {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.url + path
	}
	req, err := http.NewRequest(method, path, http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		p.t.Fatalf("%s %s: %v; the log: %.2000s", method, path, err, p.log)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{res.StatusCode, res.Header, body}
}

func (p *process) get(path string, header ...string) answer {
	p.t.Helper()
	return p.ask(http.MethodGet, path, header...)
}

// ok asks for what must answer 200.
func (p *process) ok(path string, header ...string) answer {
	p.t.Helper()
	a := p.get(path, header...)
	if a.status != http.StatusOK {
		p.t.Fatalf("%s: %d %.500s", path, a.status, a.body)
	}
	return a
}

// read decodes the JSON that a path must answer.
func read[T any](p *process, path string) T {
	p.t.Helper()
	var into T
	decode(p.t, p.ok(path).body, &into)
	return into
}

func decode(t testing.TB, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%v in %.500s", err, body)
	}
}

// items is the path of a collection's items with a query, whose values may be
// written as they are.
func items(collection, query string) string { return of(collection, "items", query) }

// of is a path below a collection.
func of(collection, resource, query string) string {
	path := "/api/collections/" + collection + "/" + resource
	if query != "" {
		path += "?" + escape(query)
	}
	return path
}

// escape percent-encodes the values of a query string.
func escape(query string) string {
	parts := strings.Split(query, "&")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		parts[i] = name + "=" + url.QueryEscape(value)
	}
	return strings.Join(parts, "&")
}

func (pg page) ids() []string {
	ids := make([]string, len(pg.Features))
	for i, f := range pg.Features {
		ids[i] = f.ID
	}
	return ids
}

func (pg page) link(rel string) string {
	for _, l := range pg.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// follow reads all pages and checks what each says of itself.
func (p *process) follow(path string, matched int) []string {
	p.t.Helper()
	var ids []string
	for range 3_000 {
		pg := read[page](p, path)
		if pg.Matched != matched || pg.Returned != len(pg.Features) || pg.Returned > max(10, matched) {
			p.t.Fatalf("%s: numberMatched %d (want %d), numberReturned %d of %d features", path, pg.Matched, matched,
				pg.Returned, len(pg.Features))
		}
		ids = append(ids, pg.ids()...)
		if path = pg.link("next"); path == "" {
			return ids
		}
	}
	p.t.Fatalf("the pages do not end: %s", path)
	return nil
}
