package logsocket

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

var quiet = slog.New(slog.DiscardHandler)

// pair is a log, and the same by way of a socket.
func pair(t testing.TB, dir string) (*sqlitestore.Log, *Client) {
	t.Helper()
	path := filepath.Join(dir, "x.db")
	l, err := sqlitestore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Listen(path, l, quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), l.Close()); err != nil {
			t.Error(err)
		}
	})
	c, err := Dial(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	d := &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Private, Kinds: []incident.Term{{ID: "k", Label: "K"}},
		Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger},
			{Name: "w", Type: incident.ColumnString}}}
	if err := c.PutDataset(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return l, c
}

func putOf(id, title string) store.Edit {
	return store.Edit{Op: store.OpPut, Incident: &incident.Incident{ID: id, Title: title,
		Date: edtf.MustParse("2020-05"), Extra: []any{int64(9007199254740993), "a <b> & \n"}}}
}

func set(edits ...store.Edit) store.ChangeSet {
	return store.ChangeSet{Dataset: "d", Author: "ann", Reason: "r", Batch: "b", Changes: edits}
}

// told is all that a log says, as JSON.
func told(t *testing.T, l store.Log) string {
	t.Helper()
	ctx := t.Context()
	datasets, err := l.Datasets(ctx)
	version, err2 := l.Version(ctx, "d")
	history, err3 := l.Revisions(ctx, "d", "a")
	batch, err4 := l.Batch(ctx, "d", "b")
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	all := []any{datasets, version, history, batch}
	for inc, err := range l.Current(ctx, "d") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, inc)
	}
	for r, err := range l.Since(ctx, "d", 1) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// What a client is told is what the log says, and what it changes is changed.
func TestClientIsTheLog(t *testing.T) {
	l, c := pair(t, t.TempDir())
	first, err := c.Apply(t.Context(), set(putOf("a", "A"), putOf("b", "B")))
	if err != nil || first.Version != 1 || first.Count != 2 || len(first.Revisions) != 2 ||
		first.Revisions[0].Incident.Extra[0] != int64(9007199254740993) {
		t.Fatalf("%+v, %v", first, err)
	}
	two := 2
	for _, s := range []store.ChangeSet{set(putOf("a", "A2"), store.Edit{Op: store.OpDelete, ID: "b"}),
		set(store.Edit{Op: store.OpRestore, ID: "b", Revision: 1, Base: &two}),
		set(store.Edit{Op: store.OpRedact, ID: "a", Revision: 1})} {
		if _, err := c.Apply(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if direct, beside := told(t, l), told(t, c); direct != beside {
		t.Errorf("the log says\n%s\nthe client\n%s", direct, beside)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := c.Backup(t.Context(), copied); err != nil {
		t.Error(err)
	}
	if problems, err := c.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
	if _, err := os.Stat(copied); err != nil {
		t.Error(err)
	}
}

// An error has the same code and words; of a set that fails there is nothing left.
func TestErrors(t *testing.T) {
	l, c := pair(t, t.TempDir())
	old := int64(7)
	based := set(putOf("z", "Z"))
	based.Base = &old
	ctx := t.Context()
	_, notThere := c.Revisions(ctx, "d", "nobody")
	_, noDataset := c.Version(ctx, "e")
	_, noBatch := c.Batch(ctx, "d", "none")
	_, gone := c.Apply(ctx, set(putOf("a", "A"), store.Edit{Op: store.OpDelete, ID: "nobody"}))
	_, conflict := c.Apply(ctx, based)
	_, conflictBeside := l.Apply(ctx, based)
	for _, one := range []struct {
		code incident.Code
		err  error
	}{{incident.NotFound, notThere}, {incident.NotFound, noDataset}, {incident.NotFound, noBatch},
		{incident.NotFound, gone}, {incident.Conflict, conflict},
		{incident.Invalid, c.PutDataset(ctx, &incident.Dataset{})}, {incident.Invalid, c.Backup(ctx, "relative.db")}} {
		var e *incident.Error
		if !errors.As(one.err, &e) || e.Code != one.code {
			t.Errorf("%v, want %s", one.err, one.code)
		}
	}
	if conflict.Error() != conflictBeside.Error() {
		t.Errorf("%v, the log says %v", conflict, conflictBeside)
	}
	if v, err := c.Version(ctx, "d"); v != 0 || err != nil {
		t.Errorf("a set that failed left version %d, %v", v, err)
	}
}

// A stream that breaks off changes nothing, and one of many edits is one version.
func TestStreams(t *testing.T) {
	_, c := pair(t, t.TempDir())
	broken := errors.New("the file is broken")
	stream := func(n int, end error) iter.Seq2[store.Edit, error] {
		return func(yield func(store.Edit, error) bool) {
			for i := range n {
				if !yield(putOf(fmt.Sprint(i), strings.Repeat("x", 1000)), nil) {
					return
				}
			}
			if end != nil {
				yield(store.Edit{}, end)
			}
		}
	}
	s := store.ChangeSet{Dataset: "d", Brief: true, Stream: stream(500, broken)}
	if _, err := c.Apply(t.Context(), s); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s.Stream = func(yield func(store.Edit, error) bool) {
		cancel()
		for time.Sleep(10 * time.Millisecond); yield(putOf("z", strings.Repeat("z", 1<<16)), nil); {
			continue
		}
	}
	if _, err := c.Apply(ctx, s); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	s.Stream = stream(500, nil)
	if got, err := c.Apply(t.Context(), s); err != nil || got.Version != 1 || got.Count != 500 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A server that ends ends its calls: who is in the middle of one is told so, and nothing
// of it is kept.
func TestServerEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	l, err := sqlitestore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.PutDataset(t.Context(), &incident.Dataset{ID: "d"}); err != nil {
		t.Fatal(err)
	}
	s, err := Listen(path, l, quiet)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Dial(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	begun, closed := make(chan struct{}), make(chan error)
	go func() {
		<-begun
		closed <- s.Close()
	}()
	_, err = c.Apply(t.Context(), store.ChangeSet{Dataset: "d", Stream: func(yield func(store.Edit, error) bool) {
		for i := 0; yield(putOf(fmt.Sprint(i), strings.Repeat("x", 1<<16)), nil); i++ {
			if i == 10 {
				close(begun)
			}
		}
	}})
	if err == nil || !strings.Contains(err.Error(), "the server that holds the database") {
		t.Errorf("%v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if v, err := l.Version(t.Context(), "d"); v != 0 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
}

// Many ask at once.
func TestManyCallers(t *testing.T) {
	_, c := pair(t, t.TempDir())
	var wg sync.WaitGroup
	for w := range 3 * maxCalls {
		wg.Go(func() {
			if _, err := c.Apply(context.Background(), set(putOf(fmt.Sprint(w), "x"))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if v, err := c.Version(t.Context(), "d"); v != 3*maxCalls || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
}

// The socket is its owner's alone, also in a directory of a long name; a stale one is
// replaced, another file is not, and it goes with the server.
func TestSocketFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x.db")
	name, free, err := short(Path(path))
	if err != nil {
		t.Fatal(err)
	}
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	_ = left.Close()
	free()
	if _, err := Dial(t.Context(), path); err == nil {
		t.Error("a server that has ended answers")
	}
	_, c := pair(t, dir)
	info, err := os.Stat(c.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	other := filepath.Join(t.TempDir(), "y.db")
	if err := os.WriteFile(Path(other), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(other, nil, quiet); err == nil || !strings.Contains(err.Error(), "is no socket") {
		t.Errorf("%v", err)
	}
	s, err := Listen(filepath.Join(dir, "z.db"), nil, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(Path(filepath.Join(dir, "z.db"))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

// Whatever comes is answered with an error, and what has no end is given up.
func TestNonsense(t *testing.T) {
	_, c := pair(t, t.TempDir())
	for said, want := range map[string]string{
		"nonsense\n": "invalid character", `{"Protocol":99}` + "\n": "another version of the program",
		`{"Protocol":2,"Method":"paint","Dataset":"d"}` + "\n":                                                         "nobody knows how",
		`{"Protocol":2,"Method":"apply"}` + "\n":                                                                       "a change set is missing",
		`{"Protocol":2,"Method":"putDataset"}` + "\n":                                                                  "a dataset is missing",
		`{"Protocol":2,"Method":"apply","Set":{"Dataset":"d"}}` + "\nx":                                                "unexpected EOF",
		`{"Protocol":2,"Method":"apply","Set":{"Dataset":"d"}}` + "\n" + `{"Op":"put"}` + "\n" + `{"End":true}` + "\n": "a put without",
	} {
		conn, err := net.Dial("unix", c.path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write([]byte(said)); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(want, "EOF") {
			_ = conn.(*net.UnixConn).CloseWrite()
		}
		answers, err := io.ReadAll(conn)
		if err != nil || !strings.Contains(string(answers), want) {
			t.Errorf("%q: %s, %v", said, answers, err)
		}
		_ = conn.Close()
	}
}

func FuzzServed(f *testing.F) {
	f.Add([]byte(`{"Protocol":2,"Method":"apply","Set":{"Dataset":"d"}}` + "\n{\"Op\":\"put\",\"Content\":{}}\n{\"End\":true}\n"))
	f.Add([]byte(`{"Protocol":2,"Method":"current","Dataset":"d"}` + "\n"))
	f.Fuzz(func(_ *testing.T, said []byte) {
		in := bufio.NewReader(strings.NewReader(string(said)))
		for {
			line, err := readLine(in)
			if err != nil {
				return
			}
			var e edit
			if json.Unmarshal(line, &e) == nil {
				_, _ = e.edit("d", nil)
			}
		}
	})
}

// Many edits wait in a file, which has no name and leaves none.
func TestManyEdits(t *testing.T) {
	dir := t.TempDir()
	l, c := pair(t, dir)
	const n = 3 * lotLines
	many := store.ChangeSet{Dataset: "d", Brief: true, Stream: func(yield func(store.Edit, error) bool) {
		for i := range n {
			if !yield(putOf(fmt.Sprint(i), strings.Repeat("x", maxFew/lotLines)), nil) {
				return
			}
		}
	}, Words: func() store.Words { return store.Words{Kinds: []incident.Term{{ID: "late", Label: "Late"}}} }}
	if got, err := c.Apply(t.Context(), many); err != nil || got.Count != n || !got.Described {
		t.Errorf("%+v, %v", got, err)
	}
	all, err := l.Datasets(t.Context())
	if err != nil || len(all[0].Kinds) != 2 {
		t.Errorf("%+v, %v", all[0], err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".edits-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
	none := set(putOf("a", "A"))
	none.Dataset = "none"
	if _, err := c.Apply(t.Context(), none); err == nil || !strings.Contains(err.Error(), `no dataset "none"`) {
		t.Errorf("%v", err)
	}
}
