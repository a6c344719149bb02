package pgstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/pgstore/pgtest"
	"incidentmap/internal/store"
	"incidentmap/internal/store/storetest"
)

// unavailableWith fails unless an error says that the same may be done later, and why.
func unavailableWith(t *testing.T, err error, why string) {
	t.Helper()
	if storetest.CodeOf(err) != incident.Unavailable || !strings.Contains(err.Error(), why) {
		t.Errorf("%v; want %s", err, why)
	}
}

// dated is an incident with a title.
func dated(id, title string) store.Edit {
	return putOf(incident.Incident{ID: id, Title: title, Date: edtf.MustParse("2020")})
}

// wholeAt fails unless the dataset d has a version and nothing is amiss.
func wholeAt(t *testing.T, l *Log, version int64) {
	t.Helper()
	if v, err := l.Version(t.Context(), "d"); err != nil || v != version {
		t.Errorf("version %d, %v; want %d", v, err, version)
	}
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
}

// cutOff ends all connections of programs to a database.
func cutOff(t *testing.T, s *pgtest.Server, database string) {
	t.Helper()
	err := s.Exec("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+database+"'")
	if err != nil {
		t.Error(err)
	}
}

// A connection that is lost in the middle of a change set is replaced, and the set made
// once; of a stream, which is read once, nothing is left.
func TestLostConnection(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d", Visibility: incident.Public})
	times := 0
	set := store.ChangeSet{Dataset: "d", Changes: []store.Edit{dated("a", "A"), dated("b", "B")},
		Words: func() store.Words {
			if times++; times == 1 {
				cutOff(t, server, databaseIn(url))
			}
			return store.Words{}
		}}
	if got, err := l.Apply(t.Context(), set); err != nil || got.Version != 1 || times != 2 {
		t.Errorf("%+v, %v, after %d times", got, err, times)
	}
	wholeAt(t, l, 1)
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Stream: func(yield func(store.Edit, error) bool) {
		for i := range 10_000 {
			if i == 6_000 {
				cutOff(t, server, databaseIn(url))
			}
			if !yield(dated(fmt.Sprint("s", i), "S"), nil) {
				return
			}
		}
	}})
	if storetest.CodeOf(err) != incident.Unavailable {
		t.Errorf("%v", err)
	}
	wholeAt(t, l, 1)
	cutOff(t, server, databaseIn(url))
	if all, err := l.Revisions(t.Context(), "d", "a"); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
	cutOff(t, server, databaseIn(url))
	apply(t, l, "d", dated("c", "C"))
	wholeAt(t, l, 2)
}

// A lock that somebody else holds is waited for, but not for ever.
func TestLockOfAnother(t *testing.T) {
	url := server.Database(t)
	first := open(t, url)
	put(t, first, &incident.Dataset{ID: "d"})
	put(t, first, &incident.Dataset{ID: "e"})
	l, err := openWaiting(t.Context(), url, false, quiet, waits{lock: 50 * time.Millisecond, stream: time.Minute,
		write: time.Minute, commit: time.Minute, streamCommit: time.Minute,
		long: time.Minute, migration: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // the test ends
	_, err = conn.Exec(t.Context(), "SELECT pg_advisory_lock(hashtextextended('incidentmap dataset d', 0))")
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{dated("a", "A")}})
	unavailableWith(t, err, "somebody else has been writing to the same dataset")
	apply(t, l, "e", dated("a", "A")) // which nobody holds up
	if _, err := conn.Exec(t.Context(), "SELECT pg_advisory_unlock_all()"); err != nil {
		t.Fatal(err)
	}
	apply(t, l, "d", dated("a", "A"))
	wholeAt(t, l, 1)

	empty := server.Database(t)
	held, err := pgx.Connect(t.Context(), empty)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // the test ends
	if _, err := held.Exec(t.Context(), "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		t.Fatal(err)
	}
	_, err = openWaiting(t.Context(), empty, true, quiet, waits{commit: time.Minute, streamCommit: time.Minute,
		long: time.Minute, migration: 1})
	if err == nil || !strings.Contains(err.Error(), "if another program is doing it, or holds the advisory lock") {
		t.Errorf("%v", err)
	}
}

// A database that does not get on is not waited for for ever, and nothing of the change is
// there.
func TestSlowDatabase(t *testing.T) {
	url := server.Database(t)
	l, err := openWaiting(t.Context(), url, true, quiet, waits{lock: time.Minute, write: 300 * time.Millisecond,
		commit: time.Minute, streamCommit: time.Minute,
		long: time.Minute, migration: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	put(t, l, &incident.Dataset{ID: "d"})
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // the test ends
	if _, err := conn.Exec(t.Context(), "BEGIN; LOCK TABLE incidentmap_log.incident"); err != nil {
		t.Fatal(err)
	}
	_, err = l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{dated("a", "A")}})
	unavailableWith(t, err, "the database takes too long; nothing was changed")
	if _, err := conn.Exec(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	apply(t, l, "d", dated("a", "A"))
	wholeAt(t, l, 1)
}

// Where no standby confirms a commit, whether because somebody cancelled the wait or because
// the connection was lost, it is not acknowledged; sent again with its key, it is made once.
func TestUnconfirmedCommit(t *testing.T) {
	pg, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Remove()
	url := pg.Database(t)
	put(t, open(t, url), &incident.Dataset{ID: "d"})
	// It is started anew: told while it runs, a process of its own says so to the others some
	// time later.
	if err := pg.Exec("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"); err != nil {
		t.Fatal(err)
	}
	pg.Stop()
	if err := pg.Run(); err != nil {
		t.Fatal(err)
	}
	l := open(t, url)
	for name, c := range map[string]struct{ do, want string }{
		"cancelled":  {"pg_cancel_backend", "no standby has confirmed it"},
		"terminated": {"pg_terminate_backend", "whether it has is not known"},
	} {
		set := store.ChangeSet{Dataset: "d", Once: &store.Once{Key: name, Body: "b"},
			Changes: []store.Edit{dated(name, "A")}}
		done := make(chan error, 1)
		go func() {
			_, err := l.Apply(context.WithoutCancel(t.Context()), set)
			done <- err
		}()
		for waiting := true; waiting; {
			err := pg.Exec("postgres", "SELECT "+c.do+"(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
			if err != nil {
				t.Fatal(err)
			}
			select {
			case err := <-done:
				unavailableWith(t, err, c.want)
				waiting = false
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	if err := pg.Synchronous(""); err != nil {
		t.Fatal(err)
	}
	again := store.ChangeSet{Dataset: "d", Once: &store.Once{Key: "terminated", Body: "b"},
		Changes: []store.Edit{dated("terminated", "A")}}
	if got, err := l.Apply(t.Context(), again); err != nil || !got.Again || got.Count != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	wholeAt(t, l, 2)
}

// A database that becomes read-only, as one that was demoted does, is told so, and used
// again when it takes writes.
func TestReadOnlyDatabase(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d"})
	name := databaseIn(url)
	if err := server.Exec("postgres", "ALTER DATABASE "+name+" SET default_transaction_read_only = on"); err != nil {
		t.Fatal(err)
	}
	cutOff(t, server, name)
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{dated("a", "A")}})
	unavailableWith(t, err, "takes no writes")
	if err := server.Exec("postgres", "ALTER DATABASE "+name+" RESET default_transaction_read_only"); err != nil {
		t.Fatal(err)
	}
	apply(t, l, "d", dated("a", "A"))
	wholeAt(t, l, 1)
	reading := open(t, url+"&target_session_attrs=any")
	if err := server.Exec("postgres", "ALTER DATABASE "+name+" SET default_transaction_read_only = on"); err != nil {
		t.Fatal(err)
	}
	cutOff(t, server, name)
	_, err = reading.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{dated("b", "B")}})
	unavailableWith(t, err, "the database takes no writes") // SQLSTATE 25006
	if _, err := reading.Revisions(t.Context(), "d", "a"); err != nil {
		t.Errorf("it cannot be read: %v", err)
	}
}

// On a full disk nothing is acknowledged that is not kept, and writing goes on when there
// is room.
func TestFullDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=40m"); err != nil {
		t.Skipf("no small disk can be made: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	space := filepath.Join(dir, "space")
	ballast := filepath.Join(dir, "ballast")
	err := errors.Join(os.Mkdir(space, 0o700), pgtest.Own(space), os.WriteFile(ballast, make([]byte, 8<<20), 0o600))
	for up := dir; up != filepath.Dir(os.TempDir()) && up != os.TempDir(); up = filepath.Dir(up) {
		err = errors.Join(err, os.Chmod(up, 0o755)) // PostgreSQL's user passes
	}
	if err != nil {
		t.Fatal(err)
	}
	pg, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pg.Remove)
	url := pg.Database(t)
	name := databaseIn(url)
	if err := pg.Exec("postgres", "CREATE TABLESPACE small LOCATION '"+space+"'",
		"ALTER DATABASE "+name+" SET TABLESPACE small"); err != nil {
		t.Fatal(err)
	}
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d", Visibility: incident.Public})
	version := int64(0)
	for err == nil && version < 1_000 {
		edits := make([]store.Edit, 500)
		for i := range edits {
			edits[i] = dated(fmt.Sprint(version, "-", i), strings.Repeat("x", 1_000))
		}
		if _, err = l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Brief: true, Changes: edits}); err == nil {
			version++
		}
	}
	unavailableWith(t, err, "the disk of the database is full")
	wholeAt(t, l, version)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	apply(t, l, "d", dated("later", "There is room again"))
	wholeAt(t, l, version+1)
}
