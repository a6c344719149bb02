package server

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Limits of files that are sent.
const (
	// MaxUpload bounds the bytes of a file that is sent.
	MaxUpload = 50 << 20
	// uploadMemory bounds the bytes of all files that are being sent or looked at.
	uploadMemory = 2 * MaxUpload
	// uploadTime is how long a file may take to come.
	uploadTime = 2 * time.Minute
	// discarded bounds the bytes that are read of a file that is refused as too large, and
	// discardTime the time for that.
	discarded   = 4 * MaxUpload
	discardTime = 20 * time.Second
)

// refusal is an error with a status that the domain has no word for.
type refusal struct {
	status int
	detail string
}

// Error implements error.
func (e *refusal) Error() string { return e.detail }

// uploaded reads the file in a request's body, and has it used when it is the request's
// turn. Files wait at a gate of their own, so that a slow sender holds up no readers.
func (s *Server) uploaded(c echo.Context, use func(body string) error) error {
	err := s.upload(c, use)
	var r *refusal
	if errors.As(err, &r) && r.status == http.StatusRequestEntityTooLarge {
		s.discard(c)
	}
	return err
}

// discard reads the rest of a body that was refused, within bounds: a browser that cannot
// send all of it shows no answer, and tells of the network instead. Whoever waits to be
// asked for the body has its answer without; the connection ends with it.
func (s *Server) discard(c echo.Context) {
	req := c.Request()
	c.Response().Header().Set("Connection", "close")
	if req.ContentLength > discarded || strings.EqualFold(req.Header.Get("Expect"), "100-continue") {
		return
	}
	deadline := time.Now().Add(discardTime)
	for left := int64(discarded); left > 0 && time.Now().Before(deadline); left -= pacedBytes {
		s.extendRead(c, deadline)
		if n, err := io.CopyN(io.Discard, req.Body, pacedBytes); err != nil || n == 0 {
			return
		}
	}
}

// upload is uploaded without the end of a body that is refused.
func (s *Server) upload(c echo.Context, use func(body string) error) error {
	req := c.Request()
	if err := checkUpload(req); err != nil {
		return err
	}
	weight := int64(MaxUpload)
	if req.ContentLength >= 0 {
		weight = max(1, req.ContentLength)
	}
	if err := s.gates.uploads.enter(req.Context(), weight); err != nil {
		return s.refuse(c, err)
	}
	defer s.gates.uploads.Release(weight)
	body, err := s.readUpload(c, weight)
	if err != nil {
		return err
	}
	turn := &turn{gates: s.gates.of(bulk), ctx: c.Request().Context()}
	if err := turn.take(); err != nil {
		return s.refuse(c, err)
	}
	defer turn.give()
	return use(body)
}

// sent reads the file of a request and what is said of it, in its query or in the form that
// it comes in, and has it used when it is the request's turn.
func (s *Server) sent(c echo.Context, q url.Values, use func(name, text string, q url.Values) error) error {
	req := c.Request()
	if !isForm(req.Header) {
		name, err := uploadName(req.Header, q)
		if err != nil {
			return err
		}
		return s.uploaded(c, func(body string) error { return use(name, body, q) })
	}
	return s.uploaded(c, func(body string) error {
		file, err := readForm(req.Header, body)
		if err != nil {
			return err
		}
		all := maps.Clone(q)
		for name, values := range file.fields {
			all[name] = append(all[name], values...)
		}
		if !all.Has("name") {
			all.Set("name", file.name)
		}
		name, err := uploadName(http.Header{}, all)
		if err != nil {
			return err
		}
		return use(name, file.text, all)
	})
}

// checkUpload refuses what shows in the header that it is no file.
func checkUpload(req *http.Request) error {
	switch coding := req.Header.Get("Content-Encoding"); {
	case req.ContentLength > MaxUpload:
		return tooLarge()
	case coding != "" && coding != "identity":
		return &refusal{http.StatusUnsupportedMediaType,
			"The body has a content encoding; a packed file is sent as it is, with a name that ends in .gz or .zip."}
	}
	return nil
}

func tooLarge() error {
	return &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf(
		"The body is larger than %d MB, which is the most that is taken here; incidentmap inspect and import take larger files.",
		MaxUpload>>20)}
}

// readUpload reads a body for as long as it comes. size is how long it should be.
func (s *Server) readUpload(c echo.Context, size int64) (string, error) {
	var text strings.Builder
	if c.Request().ContentLength > 0 {
		text.Grow(int(size))
	}
	body, deadline := c.Request().Body, time.Now().Add(uploadTime)
	for {
		s.extendRead(c, deadline)
		n, err := io.Copy(&text, io.LimitReader(body, pacedBytes))
		switch {
		case text.Len() > MaxUpload:
			return "", tooLarge()
		case err != nil:
			return "", uploadError(err)
		case n < pacedBytes && text.Len() == 0:
			return "", errEmptyBody
		case n < pacedBytes:
			return text.String(), nil
		}
	}
}

// extendRead gives the sender time for the next piece, but no more than until the deadline.
func (s *Server) extendRead(c echo.Context, deadline time.Time) {
	until := time.Now().Add(stalledAfter)
	if until.After(deadline) {
		until = deadline
	}
	if w, ok := c.Request().Context().Value(pacedKey{}).(*pacedWriter); ok {
		_ = w.control.SetReadDeadline(until) // not every ResponseWriter has deadlines
	}
}

// uploadError tells of a body that did not come to its end.
func uploadError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return tooLarge()
	}
	return &refusal{http.StatusRequestTimeout, fmt.Sprintf(
		"The file did not come to its end: a piece of it may take %v, and all of it %v.", stalledAfter, uploadTime)}
}

// postOnly answers a reader of an address that files are sent to.
func postOnly(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderAllow, "POST, OPTIONS")
	return &refusal{http.StatusMethodNotAllowed, "A file is sent to this address, with POST."}
}

// arriving has the time that an answer may take to begin count from when the last of the
// request's body came.
type arriving struct {
	io.ReadCloser
	timer *time.Timer
	wait  time.Duration
}

// Read implements io.Reader.
func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if n > 0 && a.timer.Stop() { // else it is over already
		a.timer.Reset(a.wait)
	}
	return n, err
}
