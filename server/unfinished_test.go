package server_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
	"incidentmap/server"
)

// troubledStore is a store that breaks while records are read, or takes its
// time.
type troubledStore struct {
	store.Reader
	records func(yield func(*incident.Record) bool) // if not nil, of every query
	columns func(from, to int)                      // if not nil, is told of all that columns are read of
	slow    time.Duration
}

// View implements store.Reader.
func (s *troubledStore) View(ctx context.Context, dataset string) (store.View, error) {
	v, err := s.Reader.View(ctx, dataset)
	return troubledView{v, s}, err
}

type troubledView struct {
	store.View
	of *troubledStore
}

// Query implements store.View.
func (v troubledView) Query(ctx context.Context, f incident.Filter, p store.Page) (*store.Result, error) {
	res, err := v.View.Query(ctx, f, p)
	if err == nil && v.of.records != nil {
		res.Records = v.of.records
	}
	return res, err
}

// Columns implements store.View.
func (v troubledView) Columns(ctx context.Context, f incident.Filter) (store.Columns, error) {
	c, err := v.View.Columns(ctx, f)
	if err == nil && v.of.columns != nil {
		c = troubledColumns{c, v.of}
	}
	return c, err
}

type troubledColumns struct {
	store.Columns
	of *troubledStore
}

// Read implements store.Columns.
func (c troubledColumns) Read(from, to int, into *store.Rows) {
	c.of.columns(from, to)
	c.Columns.Read(from, to, into)
}

// Aggregate implements store.View.
func (v troubledView) Aggregate(ctx context.Context, f incident.Filter,
	a incident.Aggregation) (*incident.Aggregates, error) {
	select {
	case <-time.After(v.of.slow):
		return v.View.Aggregate(ctx, f, a)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// newTroubled returns a server over a troubled store, and its log.
func newTroubled(t *testing.T, troubled *troubledStore) (*server.Server, *httptest.Server, *strings.Builder) {
	t.Helper()
	if troubled.Reader == nil {
		troubled.Reader = testStore(t)
	}
	log := &strings.Builder{}
	s := server.New(server.Config{Catalog: catalog.New(troubled), Places: testPlaces(),
		Version: "test", Log: slog.New(slog.NewTextHandler(log, nil))})
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s.Ready()
	ts := httptest.NewServer(h)
	t.Cleanup(ts.Close)
	return s, ts, log
}

// TestBrokenOffAnswersAbort: an answer that breaks off half-way is never a
// complete one, compressed or not.
func TestBrokenOffAnswersAbort(t *testing.T) {
	record := incident.NewRecord(incident.Profile{}, testIncidents()[0], testDataset())
	_, ts, log := newTroubled(t, &troubledStore{records: func(yield func(*incident.Record) bool) {
		for range 20_000 { // far more than any buffer on the way holds
			if !yield(record) {
				return
			}
		}
		panic("the snapshot decayed")
	}})
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		for _, path := range []string{"export", "export?f=csv", "export?f=geojsonseq", "items?limit=10000"} {
			req, err := http.NewRequest(http.MethodGet, ts.URL+"/api/collections/incidents/"+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Accept-Encoding", encoding)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				continue // aborted before the first byte
			}
			_, err = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if err == nil && res.StatusCode < 500 {
				t.Errorf("%s of %s: %d, and the answer looks whole", encoding, path, res.StatusCode)
			}
		}
	}
	if !strings.Contains(log.String(), "the snapshot decayed") {
		t.Errorf("the log does not say why: %.500s", log)
	}
}

// TestSlowToBegin: an answer that does not begin in time is a problem that
// says when to try again.
func TestSlowToBegin(t *testing.T) {
	s, ts, _ := newTroubled(t, &troubledStore{slow: time.Minute})
	s.SetFirstByte(50 * time.Millisecond)
	res, err := http.Get(ts.URL + "/api/collections/incidents/facets")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" ||
		!strings.Contains(string(body), "50ms to begin") {
		t.Errorf("%d %v %s %v", res.StatusCode, res.Header, body, err)
	}
}

// TestClientsThatLeave: work ends with the client.
func TestClientsThatLeave(t *testing.T) {
	_, ts, log := newTroubled(t, &troubledStore{slow: time.Minute})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ts.URL+"/api/collections/incidents/facets", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(req); !errors.Is(err, context.DeadlineExceeded) {
		res.Body.Close()
		t.Fatalf("%v, %v", res, err)
	}
	ts.Close() // waits until all requests have ended
	if !strings.Contains(log.String(), "status=499") {
		t.Errorf("%s", log)
	}
}

// TestGates: what is too much at once waits, or is refused; what is cheap is
// answered all the same.
func TestGates(t *testing.T) {
	s, ts, _ := newTroubled(t, &troubledStore{})
	empty := s.FillGates()
	ask := func(path string) (int, string) {
		res, err := http.Get(ts.URL + path)
		if err != nil {
			t.Error(err)
			return 0, ""
		}
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body)
		return res.StatusCode, res.Header.Get("Retry-After")
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	counts := map[int]int{}
	refused := make(chan struct{}, 100)
	for range s.GatesQueue() + 10 {
		wg.Go(func() {
			status, after := ask("/api/collections/incidents/export")
			mu.Lock()
			defer mu.Unlock()
			counts[status]++
			if status == http.StatusServiceUnavailable && after == "5" {
				refused <- struct{}{}
			}
		})
	}
	for range 10 {
		<-refused
	}
	if status, _ := ask("/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	if status, _ := ask("/api/collections/incidents/items/kabul-1"); status != http.StatusOK {
		t.Errorf("one incident: %d", status)
	}
	empty()
	wg.Wait()
	if counts[http.StatusOK] != s.GatesQueue() || counts[http.StatusServiceUnavailable] != 10 {
		t.Errorf("%v, want those that had room to wait answered", counts)
	}
}
