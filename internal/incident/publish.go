package incident

import (
	"net/url"
	"slices"
	"strings"
)

// Profile says how closely a dataset may be published. Its zero value
// publishes records as they are, but for what no profile publishes.
type Profile struct{}

// Publish is the only way of a record into an index: whatever a profile
// coarsens or hides is gone before any query, tile, text search or export can
// see it. It must be deterministic, so that repeated queries tell no more
// than one. Names and passwords in the addresses of sources are never
// published.
func Publish(_ Profile, inc Incident) Incident {
	secret := func(s Source) bool { return hasUser(s.URL) || hasUser(s.Title) }
	if slices.ContainsFunc(inc.Sources, secret) {
		inc.Sources = slices.Clone(inc.Sources) // other incidents may share them
		for i := range inc.Sources {
			s := &inc.Sources[i]
			s.URL, s.Title = withoutUser(s.URL), withoutUser(s.Title)
		}
	}
	return inc
}

// hasUser reports, without parsing most texts, whether one may be an address
// with a user's name in it.
func hasUser(s string) bool {
	_, rest, ok := strings.Cut(s, "://")
	return ok && strings.Contains(rest, "@")
}

// withoutUser cuts the name and the password out of an address.
func withoutUser(s string) string {
	if !hasUser(s) {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.User == nil {
		return s
	}
	u.User = nil
	return u.String()
}
