package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// Bounds of streams of changes: those of one address and of all, and how often a stream
// that has nothing to tell says so, so that what lies between does not close it.
const (
	maxStreamsOfOne = 16
	maxStreams      = 1000
	streamPulse     = 15 * time.Second
)

const eventStreamType = "text/event-stream"

// streams counts those that are open.
type streams struct {
	mu   sync.Mutex
	open map[string]int // by address
	all  int
}

func (s *streams) enter(address string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all >= maxStreams || s.open[address] >= maxStreamsOfOne {
		return false
	}
	if s.open == nil {
		s.open = map[string]int{}
	}
	s.open[address]++
	s.all++
	return true
}

func (s *streams) leave(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[address]--; s.open[address] == 0 {
		delete(s.open, address)
	}
	s.all--
}

// streamEndpoint takes the filters of items: what does not match them is told as leaving.
var streamEndpoint = endpoint{groups: []group{groupFilter, groupSince, groupFormat}, filters: true,
	formats: format.List{formatJSON, {Name: "events", MediaType: eventStreamType, Title: "stream of events"}}}

// stream tells changes as they come (https://html.spec.whatwg.org/multipage/server-sent-events.html).
// The ID of an event is the version that it leads to, with which a reader that comes again
// goes on.
func (s *Server) stream(c echo.Context, r *request, log catalog.Log) error {
	address := s.origin(c.Request()).addr
	if !s.streams.enter(address) {
		c.Response().Header().Set("Retry-After", "30")
		return &refusal{http.StatusTooManyRequests, fmt.Sprintf(
			"Too many streams of changes are open; %d of one address and %d of all are kept up.", maxStreamsOfOne, maxStreams)}
	}
	defer s.streams.leave(address)
	since, err := s.streamStart(c, r)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, eventStreamType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would keep events back
	h.Del("ETag")
	c.Response().WriteHeader(http.StatusOK)
	return s.pour(c, r, log, since)
}

// streamStart is the version that the reader has: that of the last event that it got, or
// since; the newest where it says nothing.
func (s *Server) streamStart(c echo.Context, r *request) (int64, error) {
	if last := c.Request().Header.Get("Last-Event-ID"); last != "" {
		n, err := strconv.ParseInt(last, 10, 64)
		if err != nil || n < 0 {
			return 0, incident.BadParameter("Last-Event-ID", "%.20q is no version", last)
		}
		return n, nil
	}
	if r.since != nil {
		return *r.since, nil
	}
	n, err := strconv.ParseInt(r.view.Stats().Version, 10, 64)
	if err != nil {
		return 0, incident.Errorf(incident.Unavailable, "%s is being loaded anew", r.collection.ID)
	}
	return n, nil
}

// pour writes what changes until the reader leaves or the server stops.
func (s *Server) pour(c echo.Context, r *request, log catalog.Log, since int64) error {
	ctx := c.Request().Context()
	if err := writeEvent(c, ": changes of "+r.collection.ID+"\nretry: 2000"); err != nil {
		return nil //nolint:nilerr // the reader has left
	}
	pulse := time.NewTicker(streamPulse)
	defer pulse.Stop()
	for {
		changed := log.Changed()
		text, version, err := s.news(ctx, r, log, since)
		if err != nil {
			return nil //nolint:nilerr // the dataset is gone, or its reader: it asks again, and is told
		}
		if text != "" {
			since = version
			if writeEvent(c, text) != nil {
				return nil
			}
		}
		select {
		case <-changed:
		case <-pulse.C:
			if writeEvent(c, ":") != nil {
				return nil
			}
		case <-ctx.Done():
			return nil
		case <-s.ending:
			return nil
		}
	}
}

func writeEvent(c echo.Context, text string) error {
	if _, err := c.Response().Write([]byte(text + "\n\n")); err != nil {
		return err
	}
	c.Response().Flush()
	return c.Request().Context().Err()
}

// news are the events after a version, and the version that they lead to; empty for none.
// Who asks may have lost the right to see the dataset meanwhile.
func (s *Server) news(ctx context.Context, r *request, log catalog.Log, since int64) (string, int64, error) {
	if g := r.scope.Grant; g != nil {
		if err := s.cfg.Access.Holds(g.ID); err != nil {
			return "", 0, err
		}
	}
	col, err := s.cfg.Catalog.Collection(ctx, r.scope, r.collection.ID)
	if err != nil {
		return "", 0, err
	}
	view, err := s.cfg.Catalog.View(ctx, &col)
	if err != nil {
		return "", 0, err
	}
	doc, err := changesSince(ctx, log, &col, view.Stats().Version, since)
	if err != nil {
		return "", 0, err
	}
	if doc.Reset {
		return fmt.Sprintf("id: %d\nevent: resync\ndata: {\"version\":%d}", doc.Version, doc.Version), doc.Version, nil
	}
	var events []string
	for i := range doc.Changes {
		doc.Changes[i].filter(r, &col)
		data, err := json.Marshal(doc.Changes[i])
		if err != nil {
			return "", 0, err
		}
		events = append(events, fmt.Sprintf("event: change\ndata: %s", data))
	}
	if len(events) > 0 { // whoever breaks off before the last of a version is told all of it again
		events[len(events)-1] = fmt.Sprintf("id: %d\n", doc.Version) + events[len(events)-1]
	}
	return strings.Join(events, "\n\n"), doc.Version, nil
}
