package server

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// origin is where a request comes from.
type origin struct {
	addr   string // of the client, without a port
	scheme string // http or https, as the client used it
}

// origin is the connection's other end or, where that is a trusted proxy, what
// the proxy says: in Forwarded (RFC 7239), or in X-Forwarded-For and
// X-Forwarded-Proto. Of a chain of proxies, the nearest that is not trusted is
// the client: what stands before it anyone may have written.
func (s *Server) origin(req *http.Request) origin {
	host, _, err := net.SplitHostPort(req.RemoteAddr)
	if err != nil {
		host = req.RemoteAddr
	}
	o := origin{addr: host, scheme: "http"}
	if req.TLS != nil {
		o.scheme = "https"
	}
	if !s.trusts(host) {
		return o
	}
	hops, scheme := forwarded(req.Header)
	if scheme == "http" || scheme == "https" {
		o.scheme = scheme
	}
	for _, hop := range slices.Backward(hops) {
		addr, err := netip.ParseAddr(hop)
		if err != nil {
			break // "unknown", or no address: what is beyond is not known
		}
		o.addr = addr.Unmap().String()
		if !s.trusts(o.addr) {
			break
		}
	}
	return o
}

func (s *Server) trusts(host string) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	addr = addr.Unmap().WithZone("")
	return slices.ContainsFunc(s.cfg.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// forwarded reads the addresses that proxies saw, the nearest last, and the
// scheme that the nearest proxy saw.
func forwarded(h http.Header) (hops []string, scheme string) {
	if elements := listed(h, "Forwarded"); len(elements) > 0 {
		for _, e := range elements {
			pairs := forwardedPairs(e)
			hops, scheme = append(hops, nodeAddress(pairs["for"])), strings.ToLower(pairs["proto"])
		}
		return hops, scheme
	}
	for _, hop := range listed(h, "X-Forwarded-For") {
		hops = append(hops, nodeAddress(hop))
	}
	if schemes := listed(h, "X-Forwarded-Proto"); len(schemes) > 0 {
		scheme = strings.ToLower(schemes[len(schemes)-1])
	}
	return hops, scheme
}

// listed is the elements of a header that is a list.
func listed(h http.Header, name string) []string {
	var out []string
	for _, line := range h.Values(name) {
		for _, e := range strings.Split(line, ",") {
			if e = strings.TrimSpace(e); e != "" {
				out = append(out, e)
			}
		}
	}
	return out
}

// forwardedPairs reads an element of Forwarded: for=192.0.2.1;proto=https.
func forwardedPairs(element string) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Split(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		out[strings.ToLower(name)] = strings.Trim(value, `"`)
	}
	return out
}

// nodeAddress is the address of a node as proxies write it: 192.0.2.1,
// 192.0.2.1:4711, [2001:db8::1]:4711 or 2001:db8::1.
func nodeAddress(node string) string {
	if host, _, err := net.SplitHostPort(node); err == nil {
		return host
	}
	return strings.Trim(node, "[]")
}
