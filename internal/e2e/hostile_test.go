//go:build e2e

package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// hostileRequests is how many addresses are tried.
const hostileRequests = 600

var (
	hostileRoots = []string{"/", "/api", "/api/", "/api/collections", "/api/collections/incidents/items",
		"/api/collections/incidents/items/", "/api/collections/incidents/export",
		"/api/collections/incidents/facets", "/api/collections/incidents/histogram",
		"/api/collections/incidents/tiles/WebMercatorQuad/", "/api/geocode", "/api/reverse", "/basemap/",
		"/assets/", "/embed", "/healthz"}
	hostileNames = []string{"bbox", "datetime", "kind", "event_type", "within", "limit", "cursor", "sortby",
		"properties", "q", "f", "by", "bin", "crs", "bbox-crs", "country",
		"fatalities_min", "detail", "lat", "lon", "actor", "", "%00", "a[]", "__proto__", "datetime-mode"}
	hostileParts = []string{"..", "../", "%2e%2e%2f", "%00", "%ff%fe", "%", "%zz", "<script>", "'", "\"", "`", "\\", "|", ";", "&", "=", "?", "#", "+", "%20", "%0d%0aSet-Cookie:%20a=b",
		"1e999", "-1", "NaN", "Infinity", "99999999999999999999", "0,0,1,1", "-180,-90,180,90", "2015-01-01", "..", "P1Y", "POLYGON((0 0,1 1,0 1,0 0))", "attack", "{{7*7}}", "${x}",
		"\xe2\x80\xae", "\xff", strings.Repeat("A", 3000), strings.Repeat("(", 500), strings.Repeat("%2c", 900), "eyJpIjoiYSJ9", "e30", "json", "csv", "html", "kabul-airport-2021-08-26"}
)

// hostileTarget puts a request's target together of pieces; spaces and line
// ends are left out, for they would end the request line.
func hostileTarget(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString(pick(rng, hostileRoots))
	for range rng.IntN(3) {
		b.WriteString(pick(rng, hostileParts))
		b.WriteString(pick(rng, []string{"", "/", "."}))
	}
	sign := "?"
	for range rng.IntN(4) {
		b.WriteString(sign + pick(rng, hostileNames) + "=")
		for range rng.IntN(4) {
			b.WriteString(pick(rng, hostileParts) + pick(rng, []string{"", ",", "/"}))
		}
		sign = "&"
	}
	return strings.NewReplacer(" ", "%20", "\n", "", "\r", "").Replace(b.String())
}

// raw sends a request line as it is and reads the answer.
func (p *process) raw(method, target string) (*http.Response, []byte, error) {
	conn, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		return nil, nil, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, nil, err
	}
	if _, err := fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", method, target); err != nil {
		return nil, nil, err
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res, body, err
}

// No address makes the server fail, run what was sent, or set a header of the
// client's making.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	p := serve(t)
	rng := rand.New(rand.NewPCG(20, 26))
	statuses := map[int]int{}
	for range hostileRequests {
		target := hostileTarget(rng)
		res, body, err := p.raw(http.MethodGet, target)
		if err != nil {
			t.Fatalf("%.300q: %v", target, err)
		}
		statuses[res.StatusCode]++
		if res.StatusCode >= 500 {
			t.Errorf("%.300q: %d %.300s", target, res.StatusCode, body)
		}
		if res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%.300q sets a cookie", target)
		}
		if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") && strings.Contains(string(body), "<script>") {
			t.Errorf("%.300q: the script comes back: %.300s", target, body)
		}
	}
	t.Logf("statuses: %v", statuses)
	if statuses[http.StatusOK] == 0 || statuses[http.StatusBadRequest] == 0 || statuses[http.StatusNotFound] == 0 {
		t.Error("the addresses reach only one kind of answer")
	}
	p.waitReady()
}

// Requests that are no proper HTTP, too large or unfinished harm no other.
func TestBrokenRequests(t *testing.T) {
	t.Parallel()
	p := serve(t)
	for _, method := range []string{"BREW", "get", "CONNECT", "TRACE", "OPTIONS"} {
		if res, body, err := p.raw(method, "/api/collections/incidents/items"); err == nil && res.StatusCode >= 500 {
			t.Errorf("%s: %d %.300s", method, res.StatusCode, body)
		}
	}
	if res, _, err := p.raw(http.MethodGet, "/api?q="+strings.Repeat("a", 2<<20)); err == nil && res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a request line of 2 MB: %d", res.StatusCode)
	}
	for range 20 {
		slowRequest(t, p, "GET / HTTP/1.1\r\nHost: ")
	}
	p.ok("/api")
	if res, body, err := p.raw("GET", "http://elsewhere.example/api"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("an absolute target: %v %.200s %v", res, body, err)
	}
}
