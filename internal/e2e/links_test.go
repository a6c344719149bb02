//go:build e2e

package e2e

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maxCrawled bounds a crawl; reaching it fails the test.
const maxCrawled = 1_500

// crawler follows every link from a start, each once.
type crawler struct {
	p      *process
	base   string // what every link must start with
	accept string
	seen   map[string]bool
	queue  []string
}

// crawl reads everything that links lead to and returns the addresses.
func crawl(p *process, base, accept string) *crawler {
	c := &crawler{p: p, base: base, accept: accept, seen: map[string]bool{}}
	c.add("the start", base+"/api")
	for len(c.queue) > 0 && len(c.seen) < maxCrawled {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.visit(next)
	}
	if len(c.queue) > 0 {
		p.t.Errorf("there are more than %d links", maxCrawled)
	}
	return c
}

// licencePage begins the only links that lead elsewhere: those of licences.
const licencePage = "https://creativecommons.org/"

// add queues a link, which must be absolute and on this server.
func (c *crawler) add(from, href string) {
	if strings.HasPrefix(href, licencePage) {
		return
	}
	u, err := url.Parse(href)
	if err != nil || !u.IsAbs() || (href != c.base && !strings.HasPrefix(href, c.base+"/")) {
		c.p.t.Errorf("%s: the link %q is not an absolute one on %s", from, href, c.base)
		return
	}
	if !c.seen[href] {
		c.seen[href] = true
		c.queue = append(c.queue, href)
	}
}

func (c *crawler) visit(href string) {
	header := []string{}
	if c.accept != "" {
		header = []string{"Accept", c.accept}
	}
	a := c.p.get(c.p.url+strings.TrimPrefix(href, c.base), header...)
	if a.status != http.StatusOK {
		c.p.t.Errorf("%s: %d %.300s", href, a.status, a.body)
		return
	}
	for _, l := range a.header.Values("Link") {
		c.add(href+" (header)", strings.Trim(strings.SplitN(l, ";", 2)[0], "<>"))
	}
	switch kind := a.header.Get("Content-Type"); {
	case strings.Contains(kind, "json-seq"):
	case strings.Contains(kind, "json"):
		c.addJSON(href, a.body)
	case strings.HasPrefix(kind, "text/html"):
		c.addHTML(href, a.body)
	}
}

func (c *crawler) addJSON(from string, body []byte) {
	var doc any
	if err := json.Unmarshal(body, &doc); err != nil {
		c.p.t.Errorf("%s: %v", from, err)
		return
	}
	for _, href := range hrefs(doc) {
		c.add(from, href)
	}
}

// hrefs lists the values of every member href, however deep.
func hrefs(doc any) (out []string) {
	switch doc := doc.(type) {
	case map[string]any:
		for name, v := range doc {
			if s, ok := v.(string); ok && name == "href" {
				out = append(out, s)
			}
			out = append(out, hrefs(v)...)
		}
	case []any:
		for _, v := range doc {
			out = append(out, hrefs(v)...)
		}
	}
	return out
}

var attribute = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// addHTML follows the links of pages. The map's own page, which is made at
// build time, may link relatively; that must lead below the base too.
func (c *crawler) addHTML(from string, body []byte) {
	for _, m := range attribute.FindAllStringSubmatch(string(body), -1) {
		href := html.UnescapeString(m[1])
		if u, err := url.Parse(from); err == nil && from == c.base+"/" {
			if target, err := u.Parse(href); err == nil {
				href = target.String()
			}
		}
		if href != "data:," { // the page's icon: none
			c.add(from, href)
		}
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	p := serve(t, "--data", writeTable(t, makeRows(25, 11)))
	for _, accept := range []string{"", "text/html", "application/json",
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"} {
		c := crawl(p, p.url, accept)
		for _, path := range []string{"/api/collections/made/items", "/api/openapi.json",
			"/api/collections/made/schema", "/"} {
			if !c.seen[p.url+path] {
				t.Errorf("Accept %q: no link leads to %s", accept, path)
			}
		}
		t.Logf("Accept %q: %d links", accept, len(c.seen))
	}
}

func TestLinksStartWithTheBaseURL(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"https://maps.example.org", "https://maps.example.org/incidents/map"} {
		p := serve(t, "--base-url", base+"/")
		for _, accept := range []string{"", "text/html"} {
			if c := crawl(p, base, accept); len(c.seen) < 20 {
				t.Errorf("%s: only %d links", base, len(c.seen))
			}
		}
	}
}

// A browser sees pages, everyone else JSON; f wins over the header.
func TestNegotiation(t *testing.T) {
	t.Parallel()
	p := serve(t)
	paths := []string{"/api", "/api/conformance", "/api/collections", "/api/collections/incidents",
		of("incidents", "items", ""), of("incidents", "items/termez-rockets-2022-04-18", "")}
	for _, path := range paths {
		for accept, want := range map[string]string{"": "json", "*/*": "json", "application/json": "json",
			"application/geo+json": "json",
			"text/html":            "html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "html",
			"image/png": "json"} {
			if kind := p.ok(path, "Accept", accept).header.Get("Content-Type"); !strings.Contains(kind, want) {
				t.Errorf("%s with Accept %q: %s", path, accept, kind)
			}
		}
		if kind := p.ok(path+"?f=json", "Accept", "text/html").header.Get("Content-Type"); !strings.Contains(kind,
			"json") {
			t.Errorf("%s?f=json: %s", path, kind)
		}
		if kind := p.ok(path + "?f=html").header.Get("Content-Type"); !strings.Contains(kind, "html") {
			t.Errorf("%s?f=html: %s", path, kind)
		}
	}
}

// What the landing page promises: the relations that OGC API - Features asks
// for (17-069r4, 7.2.4).
func TestLandingPage(t *testing.T) {
	t.Parallel()
	p := serve(t)
	var rels []string
	for _, l := range read[page](p, "/api").Links {
		rels = append(rels, l.Rel)
	}
	for _, want := range []string{"self", "alternate", "service-desc", "service-doc", "conformance", "data"} {
		if !slices.Contains(rels, want) {
			t.Errorf("no link %s among %v", want, rels)
		}
	}
}
