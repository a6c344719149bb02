package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/load"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// checker tells what is amiss with incidents that are written. What it compares them with
// is loaded with the first.
func checker(places *place.Resolver, log *slog.Logger) func(*incident.Incident, *incident.Dataset) []report.Finding {
	base := sync.OnceValues(func() (load.Reader, error) {
		var plain readOptions
		return plain.reader(places, log)
	})
	return func(inc *incident.Incident, d *incident.Dataset) []report.Finding {
		reader, err := base()
		if err != nil {
			log.Error("what is written is not checked", "err", err)
			return nil
		}
		return reader.CheckIncident(inc, d, geo.DayOf(time.Now().UTC()))
	}
}

// local reports whether the server listens on this machine alone.
func (o *serveOptions) local() bool {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// hosts are the names that clients may call the server by; nil allows all. A server of this
// machine that can be written to is called by this machine's names, so that no page of the
// web reaches it by a name of its own.
func (o *serveOptions) hosts() []string {
	var out []string
	for name := range strings.SplitSeq(strings.Join(o.allowedHosts, ","), ",") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	if len(out) == 0 && (o.db == "" || !o.local()) {
		return nil
	}
	if u, err := url.Parse(o.baseURL); err == nil && u.Host != "" {
		out = append(out, u.Host)
	}
	if o.local() {
		out = append(out, "localhost", "127.0.0.1", "::1")
		if host, _, err := net.SplitHostPort(o.addr); err == nil {
			out = append(out, host)
		}
	}
	return out
}

// tellLink tells the user of this machine how their browser becomes an editor.
func (m *serveMain) tellLink(out io.Writer) {
	if m.db == nil || !m.options.local() {
		return
	}
	fmt.Fprintf(out, "incidentmap: to change incidents, open %s (works once)\n",
		strings.TrimSuffix(m.URL(), "/")+"/"+m.server.OneTimeLink())
}
