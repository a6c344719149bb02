package server

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// onceHeader names a request that may be sent again.
const onceHeader = "Idempotency-Key"

// maxKey bounds an Idempotency-Key.
const maxKey = 255

// onceOf reads the header Idempotency-Key: of one token and address it names one request.
// body is what makes the request another one, in its parts.
func onceOf(c echo.Context, body ...string) (*store.Once, error) {
	key := c.Request().Header.Get(onceHeader)
	if key == "" {
		return nil, nil
	}
	if len(key) > maxKey {
		return nil, incident.BadParameter(onceHeader, "it has %d characters; at most %d are allowed", len(key), maxKey)
	}
	req := c.Request()
	if in := req.Header.Get(contentCRSHeader); in != "" {
		body = append(body, in)
	}
	return &store.Once{Key: hashOf(scopeOf(c).Grant.ID, req.Method, req.URL.Path, key),
		Body: hashOf(append([]string{req.URL.RawQuery, req.Header.Get("If-Match")}, body...)...)}, nil
}

// hashOf is the hash of texts, one of which may be as large as a file.
func hashOf(parts ...string) string {
	sum := sha256.New()
	for i, p := range parts {
		if i > 0 {
			_, _ = sum.Write([]byte{0}) // a hash takes everything
		}
		_, _ = io.WriteString(sum, p)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// madeBefore is the dataset that the same request has made; empty where it has not.
func madeBefore(c echo.Context, log store.Log, once *store.Once) (id string, err error) {
	if once == nil {
		return "", nil
	}
	before, err := log.Answered(c.Request().Context(), "", *once)
	if err != nil || before == nil {
		return "", err
	}
	return before.Dataset, nil
}

// answerMade answers that a dataset was made, or that it was by the same request before.
func (s *Server) answerMade(c echo.Context, id string) error {
	c.Response().Header().Set(echo.HeaderLocation, s.href(c, "api", "collections", id))
	return s.answerDataset(c, http.StatusCreated, id)
}
