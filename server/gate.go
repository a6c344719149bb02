package server

import (
	"context"
	"net/http"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/semaphore"

	"incidentmap/internal/incident"
)

// A request is dear if what it takes grows with the data. So many are worked
// on at once that the processors are busy and memory stays bounded; others wait
// for a short time, and the rest is answered 503 with Retry-After.
const (
	// answerMemory bounds the memory of all bulk answers that are being made,
	// in bytes, as memoryOf estimates them. One that is larger is made alone.
	answerMemory = 128 << 20
	// queueWait is how long a request waits for its turn.
	queueWait = 8 * time.Second
	// retryAfter is what a refused client is told to wait, in seconds.
	retryAfter = 5
)

// kind is how dear a request is.
type kind int

const (
	// light requests are answered from the index: counts, tiles, pages.
	light kind = iota
	// bulk requests read all that matches: exports, columns, other orders.
	bulk
)

// gates are what dear requests wait at.
type gates struct {
	memory gate
	// uploads bounds the memory of files that are sent.
	uploads gate
	work    gate // all of them: as many at once as there are processors
	bulk    gate // of them, bulk requests
}

// of lists the gates of a kind's turn.
func (g *gates) of(k kind) []*gate {
	if k == bulk {
		return []*gate{&g.bulk, &g.work}
	}
	return []*gate{&g.work}
}

func newGates() *gates {
	processors := int64(runtime.GOMAXPROCS(0))
	return &gates{memory: newGate(answerMemory, 64), uploads: newGate(uploadMemory, 16),
		work: newGate(processors, 4096),
		bulk: newGate(max(1, processors/2), 64)}
}

// gate lets so much weight pass at once. Who comes first is first to pass.
type gate struct {
	*semaphore.Weighted
	waiting *atomic.Int64
	queue   int64 // how many may wait
}

func newGate(room, queue int64) gate {
	return gate{semaphore.NewWeighted(room), &atomic.Int64{}, queue}
}

// enter waits for a weight's turn. Unavailable: too many wait already, or the
// turn did not come.
func (g *gate) enter(ctx context.Context, weight int64) error {
	if g.TryAcquire(weight) {
		return nil
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return errBusy()
	}
	waiting, cancel := context.WithTimeout(ctx, queueWait)
	defer cancel()
	if err := g.Acquire(waiting, weight); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errBusy()
	}
	return nil
}

func errBusy() error {
	return incident.Errorf(incident.Unavailable, "too much is asked at once; try again in a few seconds")
}

// dear has a route's requests wait at the gates. What light ones take does not
// grow with the data: they wait for processors only.
func (s *Server) dear(k kind) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			k := k
			if c.QueryParam("sortby") != "" {
				k = bulk
			}
			ctx := c.Request().Context()
			if k == bulk {
				weight := min(s.memoryOf(c), answerMemory)
				if err := s.gates.memory.enter(ctx, weight); err != nil {
					return s.refuse(c, err)
				}
				defer s.gates.memory.Release(weight)
			}
			turn := &turn{gates: s.gates.of(k), ctx: ctx}
			if err := turn.take(); err != nil {
				return s.refuse(c, err)
			}
			defer turn.give()
			if w, ok := ctx.Value(pacedKey{}).(*pacedWriter); ok {
				w.turn = turn
			}
			return next(c)
		}
	}
}

func (s *Server) refuse(c echo.Context, err error) error {
	c.Response().Header().Set("Retry-After", strconv.Itoa(retryAfter))
	return err
}

// memoryOf estimates what a bulk answer takes while it is made: per incident of
// the dataset, a position of 4 bytes; in another order a key, a position and
// its copy; for columns, of as many as are answered, the site of 8 bytes and up to
// four numbers of sites, and a few chunks of 16,384 rows.
func (s *Server) memoryOf(c echo.Context) int64 {
	const fixed = 2 << 20
	rows := int64(s.rowsOf(c))
	switch {
	case c.QueryParam("sortby") != "":
		return fixed + 40*rows
	case c.Path() == columnsPath:
		return 4*fixed + 4*rows + 24*min(rows, maxColumnRows)
	}
	return fixed + 8*rows
}

// rowsOf is the number of incidents in the dataset that a request is about.
func (s *Server) rowsOf(c echo.Context) int {
	_, v, err := s.viewed(c)
	if err != nil {
		return 0 // the handler says so
	}
	return v.Stats().Incidents
}

// turn is a request's turn at the processors. A stream gives it up while it
// waits for its reader, so that slow readers keep nobody from being answered.
type turn struct {
	// gates are taken in order, those of the rarer kind first.
	gates []*gate
	ctx   context.Context //nolint:containedctx // it lives as long as the request
	held  bool
}

// take waits for the turn at first.
func (t *turn) take() error {
	return t.each(func(g *gate) error { return g.enter(t.ctx, 1) })
}

// resume waits for the turn again, as long as the request lives.
func (t *turn) resume() error {
	return t.each(func(g *gate) error { return g.Acquire(t.ctx, 1) })
}

func (t *turn) each(pass func(*gate) error) error {
	for i, g := range t.gates {
		if err := pass(g); err != nil {
			release(t.gates[:i])
			return err
		}
	}
	t.held = true
	return nil
}

func (t *turn) give() {
	if t.held {
		t.held = false
		release(t.gates)
	}
}

func release(gates []*gate) {
	for _, g := range gates {
		g.Release(1)
	}
}

// Time limits of answers.
const (
	// firstByteWithin is how long an answer may take to begin.
	firstByteWithin = 20 * time.Second
	// stalledAfter is how long a reader may take for pacedBytes.
	stalledAfter = 30 * time.Second
	pacedBytes   = 64 << 10
)

// pacedWriter writes an answer for as long as its reader goes on reading: with
// each piece the server's time limit for writing moves on.
type pacedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	turn    *turn // nil for answers that are not dear
}

// pacedKey is where a request's context holds its pacedWriter.
type pacedKey struct{}

// pace has answers written by a pacedWriter. It stands below compression, which
// is work that needs a turn.
func pace(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paced := &pacedWriter{ResponseWriter: w, control: http.NewResponseController(w)}
		next.ServeHTTP(paced, r.WithContext(context.WithValue(r.Context(), pacedKey{}, paced)))
	})
}

// Unwrap has http.ResponseController find the writer's deadlines.
func (w *pacedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write implements io.Writer.
func (w *pacedWriter) Write(p []byte) (n int, err error) {
	err = w.withoutTurn(func() error {
		n, err = w.write(p)
		return err
	})
	return n, err
}

// Flush implements http.Flusher: what was written so far leaves at once.
func (w *pacedWriter) Flush() {
	// What fails here fails the next Write too, or has ended the context.
	_ = w.withoutTurn(func() error {
		_ = w.control.SetWriteDeadline(time.Now().Add(stalledAfter))
		return w.control.Flush()
	})
}

// withoutTurn gives the turn up, if there is one, while the reader is waited for.
func (w *pacedWriter) withoutTurn(wait func() error) error {
	if w.turn == nil || !w.turn.held {
		return wait()
	}
	w.turn.give()
	if err := wait(); err != nil {
		return err
	}
	return w.turn.resume()
}

func (w *pacedWriter) write(p []byte) (n int, err error) {
	for err == nil && n < len(p) {
		// Not every ResponseWriter has deadlines (tests' recorders do not).
		_ = w.control.SetWriteDeadline(time.Now().Add(stalledAfter))
		var m int
		m, err = w.ResponseWriter.Write(p[n:min(n+pacedBytes, len(p))])
		n += m
	}
	return n, err
}
