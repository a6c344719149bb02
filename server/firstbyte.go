package server

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/incident"
)

// errTooSlow is the cause of a request's end whose answer did not begin in
// time.
var errTooSlow = errors.New("the answer did not begin in time")

// timerKey is where timely leaves what ends a request.
const timerKey = "incidentmap.timer"

// unhurried has a request take its own time to answer, when its body has come.
func (s *Server) unhurried(c echo.Context) {
	if timer, ok := c.Get(timerKey).(*time.Timer); ok {
		timer.Stop()
	}
}

// timely ends requests whose answers do not begin in time: 503 tells a client
// more than a connection that a proxy gives up.
func (s *Server) timely(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		res := c.Response()
		ctx, cancel := context.WithCancelCause(c.Request().Context())
		defer cancel(nil)
		timer := time.AfterFunc(s.firstByte, func() { cancel(errTooSlow) })
		defer timer.Stop()
		res.Before(func() { timer.Stop() })
		c.Set(timerKey, timer)
		req := c.Request().WithContext(ctx)
		if req.Body != nil {
			req.Body = &arriving{req.Body, timer, s.firstByte}
		}
		c.SetRequest(req)
		err := next(c)
		if err != nil && !res.Committed && errors.Is(context.Cause(ctx), errTooSlow) {
			return incident.Errorf(incident.Unavailable,
				"the answer took longer than %v to begin; narrow the question, or try again later", s.firstByte)
		}
		return err
	}
}

// whileWanted yields records until the context ends. Whoever uses it must look
// at the context when it is through: what was made of some of the records is
// no answer.
func whileWanted(ctx context.Context, records iter.Seq[*incident.Record]) iter.Seq[*incident.Record] {
	const every = 256 // records
	return func(yield func(*incident.Record) bool) {
		n := 0
		for r := range records {
			if n++; n%every == 0 {
				runtime.Gosched() // short requests must not wait for long ones
				if ctx.Err() != nil {
					return
				}
			}
			if !yield(r) {
				return
			}
		}
	}
}
