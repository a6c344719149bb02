package server_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"incidentmap/server"
)

// TestOrigin: what proxies say is believed of those that are trusted, and the
// nearest that is not is the client.
func TestOrigin(t *testing.T) {
	for name, c := range map[string]struct {
		peer   string
		header map[string]string
		remote string
		scheme string
	}{
		"a stranger's word": {"203.0.113.1:9", map[string]string{"X-Forwarded-For": "198.51.100.7",
			"X-Forwarded-Proto": "https", "Forwarded": "for=198.51.100.7;proto=https"}, "203.0.113.1", "http"},
		"a proxy's word": {"10.0.0.1:9", map[string]string{"X-Forwarded-For": "198.51.100.7",
			"X-Forwarded-Proto": "https"}, "198.51.100.7", "https"},
		"a chain": {"10.0.0.1:9",
			map[string]string{"X-Forwarded-For": "6.6.6.6, 198.51.100.7, 10.1.2.3"}, "198.51.100.7", "http"},
		"an invention in front": {"10.0.0.1:9", map[string]string{"X-Forwarded-For": "not an address, 198.51.100.7"},
			"198.51.100.7", "http"},
		"an unknown hop": {"10.0.0.1:9",
			map[string]string{"X-Forwarded-For": "198.51.100.7, unknown, 10.2.2.2"}, "10.2.2.2", "http"},
		"Forwarded": {"[2001:db8::1]:9",
			map[string]string{"Forwarded": `for="[2001:db8:5::7]:4711";proto=HTTPS;by=x`}, "2001:db8:5::7", "https"},
		"Forwarded comes first": {"10.0.0.1:9", map[string]string{"Forwarded": "for=198.51.100.9",
			"X-Forwarded-For": "198.51.100.7"}, "198.51.100.9", "http"},
		"a scheme that is none": {"10.0.0.1:9", map[string]string{"X-Forwarded-Proto": "javascript"}, "10.0.0.1",
			"http"},
		"a proxy that is mapped": {"[::ffff:10.0.0.1]:9", map[string]string{"X-Forwarded-For": "198.51.100.7"},
			"198.51.100.7", "http"},
	} {
		var log strings.Builder
		h := newServer(t, func(cfg *server.Config) {
			cfg.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"),
				netip.MustParsePrefix("2001:db8::/48")}
			cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		})
		req := httptest.NewRequest(http.MethodGet, "http://example.org/api", nil)
		req.RemoteAddr = c.peer
		for k, v := range c.header {
			req.Header.Set(k, v)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		if !strings.Contains(log.String(), "remote="+c.remote+" ") &&
			!strings.Contains(log.String(), "remote="+c.remote+"\n") {
			t.Errorf("%s: want %s in %s", name, c.remote, &log)
		}
		if !strings.Contains(rec.Body.String(), `"`+c.scheme+`://example.org/api`) {
			t.Errorf("%s: the links are not %s", name, c.scheme)
		}
	}
}

// TestAccessLog: what strangers write into the log is bounded, and may be
// left out.
func TestAccessLog(t *testing.T) {
	long := strings.Repeat("%00x", 20_000)
	for form, want := range map[server.AccessLog][2]bool{server.LogFull: {true, true}, server.LogNoQuery: {true, false},
		server.LogOff: {false, false}, "": {true, true}} {
		var log strings.Builder
		h := newServer(t, func(cfg *server.Config) {
			cfg.AccessLog, cfg.Log = form, slog.New(slog.NewTextHandler(&log, nil))
		})
		get(t, h, itemsPath+"?actor=secret"+long)
		get(t, h, "/"+long)
		for _, line := range strings.SplitAfter(log.String(), "\n") {
			if len(line) > 2048 {
				t.Errorf("%s: a line of %d bytes", form, len(line))
			}
		}
		if got := [2]bool{strings.Contains(log.String(), "status=400"),
			strings.Contains(log.String(), "secret")}; got != want {
			t.Errorf("%q logs %v, want %v: %s", form, got, want, &log)
		}
	}
}
