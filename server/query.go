package server

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/incident"
)

// queryOf reads the query string. net/url drops a part that is not well
// encoded; that would answer for more than was asked, so it is refused here.
func queryOf(c echo.Context) (url.Values, error) {
	raw := c.Request().URL.RawQuery
	q, err := url.ParseQuery(raw)
	if err == nil {
		return q, nil
	}
	for _, part := range strings.Split(raw, "&") {
		if _, err := url.ParseQuery(part); err != nil {
			name, _, _ := strings.Cut(part, "=")
			if plain, err := url.QueryUnescape(name); err == nil {
				name = plain
			}
			return nil, incident.BadParameter(cut(name),
				"it is not well encoded: a %% or ; in a value is written %%25 or %%3B")
		}
	}
	return nil, incident.BadParameter("query", "it is not well encoded")
}

func sortedKeys(q url.Values) []string {
	return slices.Sorted(maps.Keys(q))
}
