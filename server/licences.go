package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// licences answers with the licences of the program, of what is built into it and
// of its data, as plain text. It needs no data and takes no parameters.
func (s *Server) licences(c echo.Context) error {
	if s.fresh(c, s.cfg.Licences, "licences") {
		return notModified(c)
	}
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(s.cfg.Licences))
}
