package keep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

// shelf is an index of plain maps.
type shelf struct {
	mu       sync.Mutex
	sets     map[string]map[string]string // titles by dataset and ID
	versions map[string]string
	loads    int
	redacted int
	fails    error // of the next Apply or Load
	foreign  string
}

func newShelf() *shelf {
	return &shelf{sets: map[string]map[string]string{}, versions: map[string]string{}}
}

func (s *shelf) fail() error {
	err := s.fails
	s.fails = nil
	return err
}

func (s *shelf) Apply(_ context.Context, dataset, version string, put []incident.Incident, deleted []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail(); err != nil {
		return err
	}
	set := s.sets[dataset]
	for _, id := range deleted {
		if _, there := set[id]; !there {
			return incident.Errorf(incident.NotFound, "no %s", id)
		}
		delete(set, id)
	}
	for _, inc := range put {
		set[inc.ID] = inc.Title
	}
	s.versions[dataset] = version
	return nil
}

func (s *shelf) Load(ctx context.Context, log Source, d *incident.Dataset, version int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail(); err != nil {
		return err
	}
	s.loads++
	set := map[string]string{}
	for inc, err := range log.Current(ctx, d.ID) {
		if err != nil {
			return err
		}
		set[inc.ID] = inc.Title
	}
	s.sets[d.ID], s.versions[d.ID] = set, VersionText(version)
	return nil
}

func (s *shelf) Drop(_ context.Context, dataset string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sets, dataset)
	return s.fail()
}

// Restore gives what is on the shelf already, of the version that it has.
func (s *shelf) Restore(_ context.Context, d *incident.Dataset) (int64, bool) {
	version, err := strconv.ParseInt(s.versions[d.ID], 10, 64)
	return version, err == nil
}

func (s *shelf) Redacted(string) error {
	s.redacted++
	return nil
}

func (s *shelf) Free(_ context.Context, dataset string) error {
	if dataset == s.foreign {
		return incident.Errorf(incident.Conflict, "%s is another's", dataset)
	}
	return nil
}

func (s *shelf) View(_ context.Context, dataset string) (store.View, error) {
	return shelfView{nil, s, dataset}, nil
}

type shelfView struct {
	store.View
	shelf   *shelf
	dataset string
}

func (v shelfView) Get(_ context.Context, id string) (*incident.Record, error) {
	v.shelf.mu.Lock()
	defer v.shelf.mu.Unlock()
	if _, there := v.shelf.sets[v.dataset][id]; !there {
		return nil, incident.Errorf(incident.NotFound, "no %s", id)
	}
	return &incident.Record{}, nil
}

// same fails where the index has not what the log has, at the log's version.
func (s *shelf) same(t interface{ Fatalf(string, ...any) }, log store.Log) {
	now := map[string]string{}
	for inc, err := range log.Current(context.Background(), "d") {
		if err != nil {
			t.Fatalf("%v", err)
		}
		now[inc.ID] = inc.Title
	}
	version, err := log.Version(context.Background(), "d")
	if got := s.versions["d"]; err != nil || fmt.Sprint(now) != fmt.Sprint(s.sets["d"]) || got != VersionText(version) {
		t.Fatalf("version %d: the log has %v; version %s: the index %v; %v", version, now, got, s.sets["d"], err)
	}
}

func following(t *testing.T, s *shelf) *Followed {
	t.Helper()
	log := testLog(t)
	if err := log.PutDataset(t.Context(), dataset()); err != nil {
		t.Fatal(err)
	}
	f, err := Follow(t.Context(), log, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func titled(id, title string) store.Edit {
	return store.Edit{Op: store.OpPut, Incident: &incident.Incident{ID: id, Title: title, Date: edtf.MustParse("2020")}}
}

// Random changes leave the index with what the log has, whether the index fails or not.
func TestFollowsTheLog(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		log, err := sqlitestore.Open(filepath.Join(t.TempDir(), rapid.StringMatching(`[a-z]{12}`).Draw(rt, "name")))
		if err != nil {
			rt.Fatal(err)
		}
		defer log.Close()
		s := newShelf()
		f, err := Follow(t.Context(), log, s, slog.New(slog.DiscardHandler))
		if err != nil {
			rt.Fatal(err)
		}
		if err := f.PutDataset(t.Context(), dataset()); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(1, 10).Draw(rt, "sets") {
			if rapid.IntRange(0, 4).Draw(rt, "failing") == 0 {
				s.fails = errors.New("no memory")
			}
			edits := rapid.SliceOfN(rapid.Custom(drawn), 1, 5).Draw(rt, "edits")
			if _, err := f.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: edits}); err == nil {
				s.same(rt, log)
			}
			s.fails = nil
		}
		s.same(rt, log)
	})
}

func drawn(t *rapid.T) store.Edit {
	id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "id")
	switch rapid.IntRange(0, 3).Draw(t, "op") {
	case 0:
		return store.Edit{Op: store.OpDelete, ID: id}
	case 1:
		return store.Edit{Op: store.OpRestore, ID: id, Revision: rapid.IntRange(1, 3).Draw(t, "revision")}
	}
	return titled(id, rapid.SampledFrom([]string{"x", "y"}).Draw(t, "title"))
}

// Many write at once: whoever is told of a change finds it, at a version that the log has.
func TestFollowedByManyWriters(t *testing.T) {
	s := newShelf()
	f := following(t, s)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 20 {
				id := fmt.Sprintf("%d-%d", w, i)
				if _, err := f.Apply(context.Background(), store.ChangeSet{Dataset: "d",
					Changes: []store.Edit{titled(id, "x")}}); err != nil {
					t.Error(err)
				}
				if _, err := (shelfView{nil, s, "d"}).Get(context.Background(), id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	s.same(t, f.Log)
	if s.loads != 1 {
		t.Errorf("it was loaded %d times", s.loads)
	}
}

// Columns that come, and many revisions at once, have the dataset loaded anew.
func TestLoadsAnew(t *testing.T) {
	s := newShelf()
	f := following(t, s)
	if err := f.PutDataset(t.Context(), dataset()); err != nil || s.loads != 1 {
		t.Errorf("nothing has changed, and it was loaded %d times, %v", s.loads, err)
	}
	wider := dataset(incident.Column{Name: "weapon", Type: incident.ColumnString})
	if err := f.PutDataset(t.Context(), wider); err != nil || s.loads != 2 {
		t.Errorf("loaded %d times, %v", s.loads, err)
	}
	many := make([]store.Edit, maxFollowed+1)
	for i := range many {
		many[i] = titled(fmt.Sprint(i), "x")
	}
	if _, err := f.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: many, Brief: true}); err != nil ||
		s.loads != 3 {
		t.Errorf("loaded %d times, %v", s.loads, err)
	}
	s.same(t, f.Log)
	// A load that fails is made up for with the next change.
	s.fails = errors.New("no memory")
	wider.Title = "Another"
	if err := f.PutDataset(t.Context(), wider); err != nil {
		t.Error(err)
	}
	next := []store.Edit{titled("0", "y")}
	if _, err := f.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: next}); err != nil {
		t.Error(err)
	}
	s.same(t, f.Log)
}

// When nobody reads the index any more, the log still takes changes.
func TestFollowedToTheEnd(t *testing.T) {
	log := testLog(t)
	ctx, cancel := context.WithCancel(t.Context())
	f, err := Follow(ctx, log, newShelf(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := f.PutDataset(t.Context(), dataset()); err != nil {
		t.Error(err)
	}
	set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{titled("a", "A")}}
	if got, err := f.Apply(t.Context(), set); err != nil || got.Version != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// What is not of the log keeps its ID.
func TestForeignID(t *testing.T) {
	s := newShelf()
	f := following(t, s)
	s.foreign = "shipped"
	err := f.PutDataset(t.Context(), &incident.Dataset{ID: "shipped"})
	if err == nil || !strings.Contains(err.Error(), "another's") {
		t.Errorf("%v", err)
	}
	all, err := f.Datasets(t.Context())
	if err != nil || slices.ContainsFunc(all, func(d *incident.Dataset) bool { return d.ID == "shipped" }) {
		t.Errorf("%v, %v", all, err)
	}
}

// A log that fails leaves the index alone.
func TestFollowedFailure(t *testing.T) {
	s := newShelf()
	f := following(t, s)
	if _, err := f.Apply(t.Context(), store.ChangeSet{Dataset: "d",
		Changes: []store.Edit{titled("a", "A"), {Op: store.OpDelete, ID: "nobody"}}}); err == nil {
		t.Error("it has not failed")
	}
	s.same(t, f.Log)
}

// A start goes on from what the index has kept, unless the log has changed too much since.
func TestRestored(t *testing.T) {
	log, s := testLog(t), newShelf()
	begin := func(loads int) *Followed {
		t.Helper()
		f, err := Follow(t.Context(), log, s, slog.New(slog.DiscardHandler))
		if err != nil || s.loads != loads {
			t.Fatalf("loaded %d times, want %d; %v", s.loads, loads, err)
		}
		return f
	}
	if err := log.PutDataset(t.Context(), dataset()); err != nil {
		t.Fatal(err)
	}
	begin(1)
	change := func(edits ...store.Edit) {
		t.Helper()
		if _, err := log.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: edits, Brief: true}); err != nil {
			t.Fatal(err)
		}
	}
	change(titled("a", "A"), titled("b", "B"))
	change(titled("a", "A2"), store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})
	begin(1)
	if s.same(t, log); s.redacted != 1 {
		t.Errorf("told of %d redactions", s.redacted)
	}
	s.fails = errors.New("what was kept is not whole")
	change(titled("c", "C"))
	begin(2)
	many := make([]store.Edit, maxFollowed+1)
	for i := range many {
		many[i] = titled(fmt.Sprint(i), "x")
	}
	change(many...)
	begin(3)
	s.same(t, log)
}

// Words that come late in a large file have the dataset loaded once, not twice.
func TestLateWordsLoadOnce(t *testing.T) {
	s := newShelf()
	f := following(t, s)
	chunks := func(yield func(Chunk, error) bool) {
		for c := range 3 {
			d := dataset()
			for k := range c + 1 {
				d.Kinds = append(d.Kinds, incident.Term{ID: fmt.Sprint("kind", k)})
			}
			var in []incident.Incident
			for i := range maxFollowed / 2 {
				in = append(in, inc(fmt.Sprint(c, "-", i), "x"))
			}
			if !yield(Chunk{Dataset: d, Incidents: in}, nil) {
				return
			}
		}
	}
	before := s.loads
	got, err := Import(t.Context(), f, chunks, Options{Batch: "b"})
	if err != nil || got.Added != 3*maxFollowed/2 || s.loads != before+2 { // once for the first chunk's words
		t.Errorf("%+v, %v; loaded %d times", got, err, s.loads-before)
	}
	s.same(t, f.Log)
	all, err := f.Datasets(t.Context())
	if err != nil || len(all[0].Kinds) != 3 {
		t.Errorf("%+v, %v", all, err)
	}
	// One change that brings a word has it loaded too: labels are searched.
	next := dataset()
	next.Kinds = []incident.Term{{ID: "kind9"}}
	set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{titled("w", "W")},
		Words: func() store.Words { return store.Words{Kinds: next.Kinds} }}
	if done, err := f.Apply(t.Context(), set); err != nil || !done.Described || s.loads != before+3 {
		t.Errorf("%+v, %v; loaded %d times", done, err, s.loads-before)
	}
	s.same(t, f.Log)
}
