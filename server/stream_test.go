package server_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// follow opens a stream and returns its events as they come. Headers are pairs.
func follow(t *testing.T, url string, header ...string) (events <-chan string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s: %s %v", url, res.Status, res.Header)
	}
	out := make(chan string, 100)
	go func() {
		defer close(out)
		defer res.Body.Close()
		var event []string
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			if line := in.Text(); line != "" {
				event = append(event, line)
				continue
			}
			out <- strings.Join(event, "\n")
			event = nil
		}
	}()
	t.Cleanup(cancel)
	return out, cancel
}

func next(t *testing.T, events <-chan string) string {
	t.Helper()
	select {
	case e, ok := <-events:
		if !ok {
			return "the end"
		}
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("nothing comes")
		return ""
	}
}

// Pages of other origins may come again to a stream, and read when to.
func TestStreamOfOtherOrigins(t *testing.T) {
	w := newWriters(t)
	rec := w.ask("OPTIONS", "/api/collections/kept/changes", "", "", "Access-Control-Request-Method", "GET",
		"Access-Control-Request-Headers", "last-event-id")
	if allowed := rec.Header().Get("Access-Control-Allow-Headers"); !strings.Contains(allowed, "Last-Event-ID") {
		t.Errorf("%d %s", rec.Code, allowed)
	}
	rec = get(t, w, "/api/collections/kept/changes")
	if exposed := rec.Header().Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "Retry-After") {
		t.Errorf("%d %s", rec.Code, exposed)
	}
}

// A dataset that is made where another one was deleted is not taken for it: who knows that
// one reads anew, and bases no change on it.
func TestDatasetMadeAnew(t *testing.T) {
	w := newWriters(t)
	ts := httptest.NewServer(w)
	t.Cleanup(ts.Close)
	w.ask("POST", keptItems, featureOf("y", "Old"), store.RoleEditor)
	old := get(t, w, keptItems+"/y").Header().Get("ETag")
	if gone := w.ask("DELETE", "/api/collections/kept?confirm=kept", "", store.RoleAdmin); gone.Code != 204 {
		t.Fatalf("%d %s", gone.Code, gone.Body)
	}
	made := w.ask("POST", "/api/collections", `{"id":"kept","title":"Anew"}`, store.RoleEditor, "Content-Type",
		"application/json")
	if made.Code != 201 {
		t.Fatalf("%d %s", made.Code, made.Body)
	}
	const changes = "/api/collections/kept/changes"
	if body := get(t, w, changes+"?since=1").Body.String(); !strings.Contains(body, `"version":2,"reset":true`) {
		t.Errorf("the empty one: %s", body)
	}
	events, _ := follow(t, ts.URL+changes, "Accept", "text/event-stream", "Last-Event-ID", "1")
	next(t, events)
	if e := next(t, events); !strings.Contains(e, "event: resync") {
		t.Errorf("%q", e)
	}
	w.ask("POST", keptItems, featureOf("y", "New"), store.RoleEditor)
	if body := get(t, w, changes+"?since=1").Body.String(); !strings.Contains(body, `"reset":true`) {
		t.Errorf("with an incident: %s", body)
	}
	if body := get(t, w, changes).Body.String(); !strings.Contains(body, `"reset":false,"changes":[{"id":"y"`) {
		t.Errorf("from the beginning: %s", body)
	}
	for tag, want := range map[string]int{old: 412, `"1-written"`: 412, get(t, w, keptItems+"/y").Header().Get("ETag"): 200} {
		rec := w.ask("PATCH", keptItems+"/y", `{"properties":{"summary":"S"}}`, store.RoleEditor, "If-Match", tag)
		if rec.Code != want {
			t.Errorf("based on %s: %d %s", tag, rec.Code, rec.Body)
		}
	}
	if rec := w.ask("DELETE", keptItems+"/y", "", store.RoleEditor, "If-Match", `"2"`); rec.Code != 204 {
		t.Errorf("based on the number alone: %d %s", rec.Code, rec.Body)
	}
}

// A stream tells each change as it comes; who comes again goes on after the last event.
func TestStream(t *testing.T) {
	w := newWriters(t)
	ts := httptest.NewServer(w)
	t.Cleanup(ts.Close)
	url := ts.URL + "/api/collections/kept/changes"
	events, stop := follow(t, url, "Accept", "text/event-stream")
	if first := next(t, events); !strings.HasPrefix(first, ": changes of kept") {
		t.Errorf("%q", first)
	}
	w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	if e := next(t, events); !strings.HasPrefix(e, "id: 1\nevent: change\ndata: {\"id\":\"a\",\"op\":\"put\",\"revision\":1,\"version\":1") {
		t.Errorf("%q", e)
	}
	stop()
	w.ask("POST", keptItems, `{"type":"FeatureCollection","features":[`+featureOf("b", "B")+","+featureOf("c", "C")+`]}`,
		store.RoleEditor)
	w.ask("DELETE", keptItems+"/a", "", store.RoleEditor, "If-Match", "*")
	again, _ := follow(t, url+"?f=events", "Last-Event-ID", "1")
	next(t, again)
	var told []string
	for range 3 {
		told = append(told, next(t, again))
	}
	all := strings.Join(told, "\n")
	if strings.Count(all, "id: ") != 1 || !strings.HasPrefix(told[2], "id: 3\n") || !strings.Contains(told[2], `"op":"delete"`) {
		t.Errorf("%q", told)
	}
	late, _ := follow(t, url+"?f=events&since=99")
	next(t, late)
	if e := next(t, late); e != "id: 3\nevent: resync\ndata: {\"version\":3}" {
		t.Errorf("%q", e)
	}
}

// What does not match the filter of a stream, or not any more, is told as leaving.
func TestStreamFilter(t *testing.T) {
	w := newWriters(t)
	ts := httptest.NewServer(w)
	t.Cleanup(ts.Close)
	events, _ := follow(t, ts.URL+"/api/collections/kept/changes?f=events&q=wanted")
	next(t, events)
	w.ask("POST", keptItems, featureOf("a", "wanted"), store.RoleEditor)
	w.ask("PATCH", keptItems+"/a", `{"properties":{"title":"other"}}`, store.RoleEditor, "If-Match", "*")
	for _, want := range []string{`"op":"put"`, `"op":"leave"`} {
		if e := next(t, events); !strings.Contains(e, want) || strings.Contains(e, "other") {
			t.Errorf("%q, want %s", e, want)
		}
	}
}

// Who loses the right to see a dataset is told nothing more, and a flood of streams is
// refused.
func TestStreamEnds(t *testing.T) {
	w := newHidden(t)
	ts := httptest.NewServer(w)
	t.Cleanup(ts.Close)
	token, g, err := w.book.Create(t.Context(), store.Grant{Name: "R", Role: store.RoleReader})
	if err != nil {
		t.Fatal(err)
	}
	events, _ := follow(t, ts.URL+"/api/collections/sealed/changes?f=events", "Authorization", "Bearer "+token)
	next(t, events)
	if _, err := w.book.Revoke(t.Context(), g.ID); err != nil {
		t.Fatal(err)
	}
	put := store.Edit{Op: store.OpDelete, ID: "s1"}
	if _, err := w.log.Apply(t.Context(), store.ChangeSet{Dataset: "sealed", Changes: []store.Edit{put}}); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events); e != "the end" {
		t.Errorf("%q", e)
	}
	var stops []func()
	for range 16 {
		_, stop := follow(t, ts.URL+"/api/collections/kept/changes?f=events")
		stops = append(stops, stop)
	}
	res, err := http.Get(ts.URL + "/api/collections/kept/changes?f=events")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" {
		t.Errorf("%d", res.StatusCode)
	}
	for _, stop := range stops {
		stop()
	}
}

// A change of how a dataset is described is no new version, and is not answered from what
// clients have kept.
func TestDescriptionIsFresh(t *testing.T) {
	w := newWriters(t)
	paths := []string{"/api/collections", "/api/collections/kept", "/api/collections/kept/schema", keptItems,
		"/api/collections/kept/codebook", "/api/openapi.json"}
	tags := map[string]string{}
	for _, path := range paths {
		tags[path] = get(t, w, path).Header().Get("ETag")
	}
	err := w.log.PutDataset(t.Context(), &incident.Dataset{ID: "kept", Title: "New title", Visibility: incident.Public})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if rec := get(t, w, path, "If-None-Match", tags[path]); rec.Code != 200 {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}
