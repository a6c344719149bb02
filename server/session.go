package server

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

const sessionPath = "/session"

// sessionLength is how long a browser stays signed in, unless its token expires before.
const sessionLength = 30 * 24 * time.Hour

// cookieName names the session's cookie. Over HTTPS and without a path the browser keeps
// it to this very host (the prefix __Host-).
func (s *Server) cookieName(c echo.Context) string {
	if s.overTLS(c) && s.cookiePath(c) == "/" {
		return "__Host-incidentmap"
	}
	return "incidentmap"
}

func (s *Server) overTLS(c echo.Context) bool { return strings.HasPrefix(s.baseURL(c), "https://") }

func (s *Server) cookiePath(c echo.Context) string {
	u, err := url.Parse(s.baseURL(c))
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.Path
}

// sessionCookie holds a token where no script reaches it and no other site sends it.
func (s *Server) sessionCookie(c echo.Context, token string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // it is Secure wherever clients come over TLS
		Name: s.cookieName(c), Value: token, Path: s.cookiePath(c), MaxAge: maxAge, HttpOnly: true,
		Secure: s.overTLS(c), SameSite: http.SameSiteStrictMode,
	}
}

// sessionDoc tells a browser who it is.
type sessionDoc struct {
	// Writes says that this server keeps incidents, so that a token is of use.
	Writes  bool       `json:"writes"`
	Name    string     `json:"name,omitempty"`
	Role    store.Role `json:"role,omitempty"`
	Dataset string     `json:"dataset,omitempty"`
	Expires *time.Time `json:"expires,omitempty"`
}

// session answers who asks.
func (s *Server) session(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "private, no-store")
	doc := sessionDoc{Writes: s.cfg.Access != nil}
	if g := scopeOf(c).Grant; g != nil {
		doc.Name, doc.Role, doc.Dataset = g.Name, g.Role, g.Dataset
		if !g.Expires.IsZero() {
			doc.Expires = &g.Expires
		}
	}
	return c.JSON(http.StatusOK, doc)
}

// signIn turns a token into a cookie of this origin: the token of the header, or of the
// body, {"token": "imt_…"}.
func (s *Server) signIn(c echo.Context) error {
	if s.cfg.Access == nil {
		return &refusal{http.StatusNotFound, "This server keeps nothing that a token would be of use for; it runs without --db."}
	}
	token, byHeader := bearer(c.Request())
	if !byHeader {
		var body struct {
			Token string `json:"token"`
		}
		if err := json.NewDecoder(c.Request().Body).Decode(&body); err != nil || body.Token == "" {
			return incident.Errorf(incident.Invalid, `the body must be {"token": "imt_…"}, or the header Authorization have it`)
		}
		token = strings.TrimSpace(body.Token)
	}
	// A page of another site must not sign its visitors in as somebody.
	if origin := c.Request().Header.Get("Origin"); origin != "" && origin != originOf(s.baseURL(c)) {
		return &refusal{http.StatusForbidden, "A page of another site cannot begin a session here."}
	}
	grant, err := s.cfg.Access.Find(token)
	if err != nil {
		return s.refuseToken(c, err)
	}
	return s.begin(c, token, &grant)
}

// originOf is the origin of an address.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func (s *Server) begin(c echo.Context, token string, g *store.Grant) error {
	long := sessionLength
	if !g.Expires.IsZero() {
		long = min(long, time.Until(g.Expires))
	}
	c.SetCookie(s.sessionCookie(c, token, max(1, int(long/time.Second))))
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return c.JSON(http.StatusOK, sessionDoc{Writes: true, Name: g.Name, Role: g.Role, Dataset: g.Dataset})
}

// signOut ends a browser's session; its token goes on to hold.
func (s *Server) signOut(c echo.Context) error {
	if err := s.checkOrigin(c); err != nil {
		return err
	}
	c.SetCookie(s.sessionCookie(c, "", -1))
	return c.NoContent(http.StatusNoContent)
}

// oneTime is a code that works once.
type oneTime struct {
	mu   sync.Mutex
	code string
}

// OneTimeLink makes the path of a link that makes the browser that opens it an editor, once.
// A later link replaces it.
func (s *Server) OneTimeLink() string {
	s.once.mu.Lock()
	defer s.once.mu.Unlock()
	s.once.code = rand.Text()
	return "session/" + s.once.code
}

// take reports whether a code is the one that holds, which it uses up.
func (o *oneTime) take(code string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	ok := o.code != "" && subtle.ConstantTimeCompare([]byte(code), []byte(o.code)) == 1
	if ok {
		o.code = ""
	}
	return ok
}

// giveBack has a code that was taken and came to nothing hold again, unless there is a newer
// one.
func (o *oneTime) giveBack(code string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.code == "" {
		o.code = code
	}
}

// openOnce makes the browser that opens the link an editor, and shows it the map. Only a
// navigation of the user's own uses the link up, not what a page or a preview loads.
func (s *Server) openOnce(c echo.Context) error {
	site := c.Request().Header.Get("Sec-Fetch-Site")
	if s.cfg.Access == nil || (site != "" && site != "none" && site != "same-origin") || !s.once.take(c.Param("code")) {
		return &refusal{http.StatusNotFound, "This link has been used, or was replaced; the server tells a new one when it starts, " +
			"and “incidentmap token create” gives tokens."}
	}
	ctx := store.By(c.Request().Context(), store.Actor{Name: "the link of the server",
		Address: s.origin(c.Request()).addr})
	token, grant, err := s.cfg.Access.Create(ctx, store.Grant{Name: "editor on this machine", Role: store.RoleEditor,
		Expires: time.Now().Add(sessionLength)})
	if err != nil {
		s.once.giveBack(c.Param("code"))
		return err
	}
	c.SetCookie(s.sessionCookie(c, token, int(time.Until(grant.Expires)/time.Second)))
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return c.Redirect(http.StatusSeeOther, s.baseURL(c)+"/")
}
