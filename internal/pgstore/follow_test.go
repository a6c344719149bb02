package pgstore

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// follower is a server's index of a database.
type follower struct {
	*keep.Followed
	index *memstore.Store
	said  *said
}

// said is what was logged.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// following follows a database as a server does; hears says whether it hears notifications.
func following(t *testing.T, l *Log, images string, hears bool) *follower {
	t.Helper()
	f := &follower{index: &memstore.Store{}, said: &said{}}
	told := slog.New(slog.NewTextHandler(f.said, nil))
	loader := &load.Loader{Reader: load.Reader{Log: told}, Store: f.index, Catalog: catalog.New(f.index)}
	x := load.Index{Loader: loader}
	if images != "" {
		identity, err := l.Identity(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		x.Images = load.NewImages(images, "this", identity, l, f.index, told)
	}
	var err error
	if f.Followed, err = keep.Follow(t.Context(), l, x, told); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	rings := make(chan struct{}, 1)
	var running sync.WaitGroup
	if hears {
		running.Go(func() {
			l.Listen(ctx, func() {
				select {
				case rings <- struct{}{}:
				default:
				}
			})
		})
	}
	running.Go(func() { f.Run(ctx, rings, nil) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		if x.Images != nil {
			x.Images.Finish(context.Background())
		}
	})
	return f
}

// shows waits until an index has a version of a dataset, with so many incidents.
func (f *follower) shows(t *testing.T, dataset string, version int64, incidents int) {
	t.Helper()
	var last string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		v, err := f.index.View(t.Context(), dataset)
		if err != nil {
			last = err.Error()
			continue
		}
		stats := v.Stats()
		if last = fmt.Sprintf("version %s, %d incidents", stats.Version, stats.Incidents); stats.Version ==
			fmt.Sprint(version) && stats.Incidents == incidents {
			return
		}
	}
	t.Fatalf("%s has %s; want version %d, %d incidents: %s", dataset, last, version, incidents, f.said)
}

// A writer that pauses in the middle of its transaction, which began before others and
// commits after them, holds up no other dataset, and nothing of it is missed.
func TestPausedWriter(t *testing.T) {
	url := server.Database(t)
	slow, l := open(t, url), open(t, url)
	for _, id := range []string{"a", "b"} {
		put(t, slow, &incident.Dataset{ID: id, Visibility: incident.Public})
	}
	f := following(t, l, "", true)
	begun, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error, 2)
	go func() {
		_, err := slow.Apply(context.WithoutCancel(t.Context()), store.ChangeSet{Dataset: "a", Brief: true,
			Stream: func(yield func(store.Edit, error) bool) {
				for i := range 6_000 {
					if i == 5_000 { // its first revisions were sent
						close(begun)
						<-goOn
					}
					if !yield(dated(fmt.Sprint("slow", i), "Slow"), nil) {
						return
					}
				}
			}})
		done <- err
	}()
	<-begun
	for i := range 5 {
		apply(t, l, "b", dated(fmt.Sprint("b", i), "Quick"))
	}
	f.shows(t, "b", 5, 5)
	go func() { // to the same dataset: waits for the slow one
		_, err := l.Apply(context.WithoutCancel(t.Context()), store.ChangeSet{Dataset: "a",
			Changes: []store.Edit{dated("after", "After")}})
		done <- err
	}()
	f.shows(t, "a", 0, 0)
	close(goOn)
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	f.shows(t, "a", 2, 6_001)
	if problems, err := f.CheckIndex(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
}

// Who hears no notification has all changes nevertheless, of many writers on many servers,
// with datasets that come, are described anew, and go.
func TestLostNotifications(t *testing.T) {
	url := server.Database(t)
	logs := []*Log{open(t, url), open(t, url), open(t, url)}
	put(t, logs[0], &incident.Dataset{ID: "d", Visibility: incident.Public})
	deaf, hearing := following(t, open(t, url), "", false), following(t, open(t, url), "", true)
	const each = 40
	var writing sync.WaitGroup
	for w, l := range logs {
		writing.Go(func() {
			for i := range each {
				_, err := l.Apply(context.WithoutCancel(t.Context()), store.ChangeSet{Dataset: "d",
					Changes: []store.Edit{dated(fmt.Sprintf("w%d-%d", w, i), "x")}})
				if err != nil {
					t.Error(err)
				}
				if i == each/2 {
					column := incident.Column{Name: fmt.Sprint("column", w), Type: incident.ColumnString}
					put(t, l, &incident.Dataset{ID: "d", Visibility: incident.Public, Columns: []incident.Column{column}})
				}
			}
		})
	}
	writing.Wait()
	put(t, logs[1], &incident.Dataset{ID: "late", Title: "Late", Visibility: incident.Private})
	apply(t, logs[2], "late", dated("a", "A"))
	for _, f := range []*follower{hearing, deaf} {
		f.shows(t, "d", 3*each, 3*each)
		f.shows(t, "late", 1, 1)
		if problems, err := f.CheckIndex(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("%q, %v", problems, err)
		}
		if v, err := f.index.View(t.Context(), "d"); err != nil || len(v.Dataset().Columns) != 3 {
			t.Errorf("%+v, %v", v.Dataset().Columns, err)
		}
	}
	if err := logs[0].DropDataset(t.Context(), "late"); err != nil {
		t.Fatal(err)
	}
	for deaf.Keeps("late") || hearing.Keeps("late") {
		time.Sleep(5 * time.Millisecond)
	}
}

// A log that lost its end, and went on another way, as a standby does that lacked it, is
// loaded anew, and the log says so.
func TestCutLog(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d", Visibility: incident.Public})
	apply(t, l, "d", dated("a", "A"))
	apply(t, l, "d", dated("b", "Lost"), dated("a", "Changed"))
	f := following(t, open(t, url), "", true)
	f.shows(t, "d", 2, 2)
	asked(t, url, `BEGIN; DELETE FROM incidentmap_log.revision WHERE version = 2;
		DELETE FROM incidentmap_log.incident WHERE id = 'b';
		UPDATE incidentmap_log.incident SET number = 1, seq = (SELECT seq FROM incidentmap_log.revision);
		UPDATE incidentmap_log.dataset SET version = 1; DELETE FROM incidentmap.d; COMMIT`)
	apply(t, l, "d", dated("c", "Another way"), dated("e", "Here"))
	f.shows(t, "d", 2, 3)
	if !strings.Contains(f.said.String(), "the log of a dataset was cut, and goes on another way") {
		t.Errorf("%s", f.said)
	}
	if problems, err := f.CheckIndex(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
}

// A server that starts again has its image, and what came since from the log; what was
// redacted meanwhile is in neither.
func TestImage(t *testing.T) {
	url, dir := server.Database(t), t.TempDir()
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d", Visibility: incident.Public})
	many := make([]store.Edit, 1_500)
	for i := range many {
		many[i] = dated(fmt.Sprint("i", i), "First")
	}
	apply(t, l, "d", many...)
	t.Run("first start", func(t *testing.T) { following(t, open(t, url), dir, true).shows(t, "d", 1, len(many)) })
	apply(t, l, "d", dated("later", "Later"), dated("i0", "Second"))
	apply(t, l, "d", store.Edit{Op: store.OpRedact, ID: "i0", Revision: 1})
	t.Run("second start", func(t *testing.T) {
		f := following(t, open(t, url), dir, true)
		f.shows(t, "d", 3, len(many)+1)
		if !strings.Contains(f.said.String(), "loaded from its image") {
			t.Errorf("%s", f.said)
		}
		if problems, err := f.CheckIndex(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("%q, %v", problems, err)
		}
	})
}

// A large import of another server is loaded beside: other datasets are followed meanwhile,
// and who writes to that one here sees what they wrote.
func TestLargeImportOfAnother(t *testing.T) {
	url := server.Database(t)
	other := open(t, url)
	put(t, other, &incident.Dataset{ID: "a", Visibility: incident.Public})
	put(t, other, &incident.Dataset{ID: "b", Visibility: incident.Public})
	f := following(t, open(t, url), "", true)
	const rows = 25_000 // more than are followed one by one
	_, err := other.Apply(t.Context(), store.ChangeSet{Dataset: "a", Brief: true,
		Stream: func(yield func(store.Edit, error) bool) {
			for i := range rows {
				if !yield(dated(fmt.Sprint("i", i), "x"), nil) {
					return
				}
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, other, "b", dated("b", "Beside"))
	for i := range 5 {
		own := []store.Edit{dated(fmt.Sprint("own", i), "Own")}
		got, err := f.Apply(t.Context(), store.ChangeSet{Dataset: "a", Changes: own})
		if err != nil {
			t.Fatal(err)
		}
		v, err := f.index.View(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if n, err := strconv.ParseInt(v.Stats().Version, 10, 64); err != nil || n < got.Version {
			t.Errorf("version %s is shown after a write that led to %d", v.Stats().Version, got.Version)
		}
	}
	f.shows(t, "b", 1, 1)
	f.shows(t, "a", 6, rows+5)
	if problems, err := f.CheckIndex(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
	if f.Age() > time.Minute {
		t.Errorf("the data are said to be %s old", f.Age())
	}
}
