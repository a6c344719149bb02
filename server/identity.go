package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/access"
	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// scopeKey is where identify leaves the scope of a request, and cookieKey whether a cookie
// gave it.
const (
	scopeKey  = "incidentmap.scope"
	cookieKey = "incidentmap.cookie"
	// unverifiedKey is set where nobody knows whether the token still holds.
	unverifiedKey = "incidentmap.unverified"
)

// scopeOf is what whoever asks may see and do. It is the one seam between a request and
// the data.
func scopeOf(c echo.Context) catalog.Scope {
	scope, _ := c.Get(scopeKey).(catalog.Scope)
	return scope
}

// identify finds out who asks: by a token in the header Authorization, else by the cookie
// of a session. A token that gives nothing is refused, so that nobody takes the public's
// answer for their own; a cookie that gives nothing any more is the public's.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.cfg.Access == nil {
			return next(c)
		}
		c.Response().Header().Add("Vary", "Authorization, Cookie")
		token, byHeader := bearer(c.Request())
		if !byHeader {
			cookie, err := c.Cookie(s.cookieName(c))
			if err != nil {
				return next(c)
			}
			token = cookie.Value
		}
		grant, err := s.cfg.Access.Find(token)
		switch {
		case err == nil:
			c.Set(scopeKey, catalog.Scope{Grant: &grant})
			c.Set(cookieKey, !byHeader)
		case errors.Is(err, access.ErrUnverified):
			c.Set(unverifiedKey, true) // whoever asks sees what everybody does
		case byHeader:
			return s.refuseToken(c, err)
		default:
			c.SetCookie(s.sessionCookie(c, "", -1))
		}
		return next(c)
	}
}

// errUnverified is the answer to what only the holder of a token may see or do, while nobody
// knows whether it still holds.
var errUnverified = incident.Errorf(incident.Unavailable, "%s", access.ErrUnverified)

// unverified reports whether a request has a token of which nobody knows whether it holds.
func unverified(c echo.Context) bool { return c.Get(unverifiedKey) == true }

// bearer is the token of the header Authorization (RFC 6750). Other schemes are those of
// proxies.
func bearer(req *http.Request) (string, bool) {
	scheme, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// refuseToken answers a token that gives nothing. Who tries many is told to wait.
func (s *Server) refuseToken(c echo.Context, why error) error {
	if errors.Is(why, access.ErrUnverified) {
		return errUnverified
	}
	c.Response().Header().Set("WWW-Authenticate", `Bearer realm="incidentmap", error="invalid_token"`)
	if wait := s.failures.add(s.origin(c.Request()).addr); wait > 0 {
		c.Response().Header().Set("Retry-After", fmt.Sprint(wait))
		return &refusal{http.StatusTooManyRequests, fmt.Sprintf(
			"Too many tokens that give nothing came from this address; try again in %d s.", wait)}
	}
	if errors.Is(why, access.ErrNoToken) {
		return &refusal{http.StatusUnauthorized, "The header Authorization: " + why.Error() + "."}
	}
	return &refusal{http.StatusUnauthorized, "The header Authorization: " + why.Error() +
		"; “incidentmap token create” gives a new one."}
}

// csrfHeader must stand beside a cookie in requests that write: pages of other origins
// cannot send it unasked.
const csrfHeader = "Incidentmap-Csrf"

// mayWrite refuses who has not the role in a dataset (in all if it is empty), and a cookie
// that comes from another origin's page.
func (s *Server) mayWrite(c echo.Context, role store.Role, dataset string) error {
	scope := scopeOf(c)
	if unverified(c) {
		return errUnverified
	}
	if scope.Grant == nil {
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="incidentmap"`)
		return &refusal{http.StatusUnauthorized, "Without a token nothing is written here; " +
			"“incidentmap token create” gives one, which is sent as “Authorization: Bearer imt_…”."}
	}
	if err := s.checkOrigin(c); err != nil {
		return err
	}
	if !scope.May(role, dataset) {
		return &refusal{http.StatusForbidden, fmt.Sprintf("This token is %s of %s; what is asked needs %s of %s.",
			roleWords(scope.Grant.Role), datasetWords(scope.Grant.Dataset), roleWords(role), datasetWords(dataset))}
	}
	return nil
}

// roleWords is whose a token of a role is.
func roleWords(role store.Role) string {
	if role == store.RoleReader {
		return "a reader's"
	}
	return "an " + string(role) + "'s"
}

func datasetWords(id string) string {
	if id == "" {
		return "all datasets"
	}
	return id
}

// checkOrigin refuses what a page of another origin has a browser send with our cookie.
func (s *Server) checkOrigin(c echo.Context) error {
	if byCookie, _ := c.Get(cookieKey).(bool); !byCookie {
		return nil
	}
	own, err := url.Parse(s.baseURL(c))
	if err != nil {
		return err
	}
	h := c.Request().Header
	if h.Get("Origin") != own.Scheme+"://"+own.Host || h.Get(csrfHeader) == "" {
		return &refusal{http.StatusForbidden, "What is written with a session's cookie comes from a page of this server, " +
			"with the headers Origin and " + csrfHeader + "; programs send a token instead."}
	}
	return nil
}

// acting is the request's context with who acts, for the history and the audit.
func (s *Server) acting(c echo.Context) (ctx context.Context, author string) {
	g := scopeOf(c).Grant
	author = g.Name
	return store.By(c.Request().Context(), store.Actor{Name: author, Grant: g.ID, Address: s.origin(c.Request()).addr}),
		author
}

// checkHost refuses names that this server is not called by: a page of another site could
// have its own name lead here, and read or write as if it were ours (DNS rebinding).
func (s *Server) checkHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.cfg.AllowedHosts == nil || s.byTrustedProxy(c.Request()) {
			return next(c)
		}
		name := hostName(c.Request().Host)
		for _, allowed := range s.cfg.AllowedHosts {
			if strings.EqualFold(name, hostName(allowed)) {
				return next(c)
			}
		}
		return &refusal{http.StatusMisdirectedRequest, fmt.Sprintf(
			"This server is not called %.100q; --allowed-hosts names what it is called, and --trusted-proxies whose word counts.",
			name)}
	}
}

func (s *Server) byTrustedProxy(req *http.Request) bool {
	host, _, found := strings.Cut(req.RemoteAddr, "]")
	if !found {
		host, _, _ = strings.Cut(req.RemoteAddr, ":")
	}
	return s.trusts(strings.TrimPrefix(host, "["))
}

// hostName is the name in a Host header, without its port.
func hostName(host string) string {
	if addr, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return addr.String()
	}
	if u, err := url.Parse("//" + host); err == nil {
		return strings.TrimSuffix(u.Hostname(), ".")
	}
	return host
}

// errNotKept is the answer to a change of what is no database's.
func errNotKept(c echo.Context, of *catalog.Collection) error {
	c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD, OPTIONS")
	return &refusal{http.StatusMethodNotAllowed, fmt.Sprintf(
		"%s can only be read: it is a view, ships with the program, or was read from a file. "+
			"What is imported into a database (--db) can be changed.", of.ID)}
}

// writable finds the collection of a request, whose dataset whoever asks must have a role in.
func (s *Server) writable(c echo.Context, role store.Role) (catalog.Collection, catalog.Log, error) {
	col, err := s.collection(c)
	if err != nil {
		return col, nil, err
	}
	log, err := s.cfg.Catalog.Kept(&col)
	var e *incident.Error
	if errors.As(err, &e) && e.Code == incident.NotFound {
		return col, nil, errNotKept(c, &col)
	}
	if err == nil {
		err = s.mayWrite(c, role, col.Dataset.ID)
	}
	return col, log, err
}
