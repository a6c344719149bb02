package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/outline"
	"incidentmap/internal/place"
	"incidentmap/internal/store"
)

// writeRows writes a table that is large enough for a snapshot; its first row
// has a date that cannot be read.
func writeRows(t *testing.T, path, title string, modified time.Time) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("id,date,title,latitude,longitude,fatalities\nbroken,someday,x,34,69,1\n")
	for i := range minSaved {
		fmt.Fprintf(&b, "e%d,2020-01-%02d,%s,34.%d,69.%d,%d\n", i, i%28+1, title, i%1000, i%999, i%7)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, modified, modified); err != nil {
		t.Fatal(err)
	}
}

// newLoader loads into an empty store, and knows no places.
func newLoader(t *testing.T, log *slog.Logger) *Loader {
	t.Helper()
	outlines, err := outline.Open(os.DirFS("../../data"), "basemap/basemap.zip")
	if err != nil {
		t.Fatal(err)
	}
	store := &memstore.Store{}
	places := place.New(place.Options{Log: log, Shipped: func() (io.ReadCloser,
		error) {
		return os.Open("../../data/gazetteer/gazetteer.bin")
	}})
	return &Loader{Reader: Reader{Places: places, Outlines: outlines, Log: log}, Store: store,
		Catalog: catalog.New(store)}
}

// viewOf is a dataset as it was loaded.
func viewOf(t *testing.T, l *Loader, dataset string) store.View {
	t.Helper()
	v, err := l.Store.View(t.Context(), dataset)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// start loads a file as serve does, and returns what it logs and the title
// of one of its incidents.
func start(t *testing.T, path, dir, dateOrder, providers string) (said, title string) {
	t.Helper()
	var log bytes.Buffer
	l := newLoader(t, slog.New(slog.NewTextHandler(&log, nil)))
	l.DateOrder = dateOrder
	l.Snapshots = NewSnapshots(dir, "this build", &l.Reader, &place.Options{Providers: providers})
	ctx := context.Background()
	if err := l.Paths(ctx, []string{path}); err != nil {
		t.Fatal(err)
	}
	l.Snapshots.write(ctx, l.Store)
	r, err := viewOf(t, l, "rows").Get(ctx, "e7")
	if err != nil {
		t.Fatal(err)
	}
	res, err := viewOf(t, l, "rows").Query(ctx, incident.Filter{}, store.Page{Limit: 1})
	if err != nil || res.Matched != minSaved {
		t.Fatalf("%+v, %v: want %d incidents", res, err, minSaved)
	}
	if kept := l.Catalog.Report("rows"); kept == nil || kept.LeftOut != 1 || kept.Incidents != minSaved ||
		kept.Findings[0].Row != 2 {
		t.Errorf("the report is %+v", kept)
	}
	return log.String(), r.Title
}

const fromSnapshot, written, anew = "loaded from its snapshot", "snapshot written", "the snapshot is made anew"

func expect(t *testing.T, what, said string, words ...string) {
	t.Helper()
	for _, w := range []string{fromSnapshot, written, anew} {
		want := strings.Contains(strings.Join(words, "\n"), w)
		if got := strings.Contains(said, w); got != want {
			t.Errorf("%s: %q was said: %v, want %v\n%.2000s", what, w, got, want, said)
		}
	}
	if !strings.Contains(said, "someday") {
		t.Errorf("%s: the row that was left out is not told", what)
	}
}

func TestSnapshots(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "rows.csv"), filepath.Join(t.TempDir(), "kept")
	long := time.Now().Add(-time.Hour)
	writeRows(t, path, "one", long)
	said, _ := start(t, path, dir, "", "")
	expect(t, "the first start", said, written)
	said, title := start(t, path, dir, "", "")
	expect(t, "the second", said, fromSnapshot)
	if title != "one" {
		t.Errorf("the title is %q", title)
	}

	writeRows(t, path, "one", time.Now())
	said, _ = start(t, path, dir, "", "")
	expect(t, "the same content with another time", said, fromSnapshot)

	writeRows(t, path, "two", time.Now())
	said, title = start(t, path, dir, "", "")
	expect(t, "another content of the same size", said, anew, written)
	if title != "two" {
		t.Errorf("the stale title %q is served", title)
	}

	said, _ = start(t, path, dir, "dmy", "")
	expect(t, "other options", said, anew, written)

	kept, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("there are the files %v, %v", kept, err)
	}
	raw, err := os.ReadFile(kept[0])
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	// In a file of its own: the one that is there is mapped into this process.
	if err := os.Remove(kept[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept[0], raw, 0o600); err != nil {
		t.Fatal(err)
	}
	said, _ = start(t, path, dir, "dmy", "")
	expect(t, "a damaged file", said, anew, written)
}

// TestNoSnapshots: without a directory none is written, nor where services are
// asked for places, and one that cannot be written is told and no more.
func TestNoSnapshots(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.csv")
	writeRows(t, path, "one", time.Now())
	said, _ := start(t, path, "", "", "")
	expect(t, "without a directory", said)
	said, _ = start(t, path, t.TempDir(), "", "gazetteer,photon=http://127.0.0.1:1")
	expect(t, "with a service", said)
	if !strings.Contains(said, "no snapshot is kept") {
		t.Errorf("nothing is said of the service: %.2000s", said)
	}
	said, _ = start(t, path, filepath.Join(path, "below a file"), "", "")
	expect(t, "a directory that cannot be", said, anew)
	if !strings.Contains(said, "no snapshot was written") {
		t.Errorf("nothing is said of the failure: %.2000s", said)
	}
}
