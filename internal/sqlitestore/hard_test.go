package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// asNobody does something with the rights of a user who owns nothing.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() != 0 {
		do()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with its rights
		if err := unix.Setfsuid(65534); err != nil {
			t.Errorf("setfsuid: %v", err)
			return
		}
		do()
	}()
	<-done
}

// A directory that may only be read is told, whether the database is there or not.
func TestReadOnlyDirectory(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path+".lock"), os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o555),
		os.Chmod(path, 0o444)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	refused := func(path, want string) {
		t.Helper()
		asNobody(t, func() {
			if l, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, %v; want %q", l, err, want)
			}
		})
	}
	refused(path, "allowed to write its directory")
	refused(filepath.Join(dir, "new.db"), "allowed to write its directory")
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	refused(path, "must be allowed to write the database")
}

// big is an incident of some 4 kB.
func big(id string) store.Edit {
	i := inc(id, "big")
	i.Summary = strings.Repeat("x", 4_000)
	return store.Edit{Op: store.OpPut, Incident: &i}
}

// fill puts incidents, one or many at a time, until that fails, and returns how many were
// acknowledged and why no more.
func fill(l *Log, each, limit int) (acknowledged int, err error) {
	for n := 0; n < limit; n += each {
		var edits []store.Edit
		for i := range each {
			edits = append(edits, big(fmt.Sprint(n+i)))
		}
		if _, err := l.Apply(context.Background(), store.ChangeSet{Dataset: "d", Changes: edits, Brief: true}); err != nil {
			return acknowledged, err
		}
		acknowledged += each
	}
	return acknowledged, nil
}

// holds fails unless a log has so many incidents and is whole.
func holds(t *testing.T, l *Log, want int) {
	t.Helper()
	n := 0
	for _, err := range l.Current(t.Context(), "d") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != want {
		t.Errorf("%d incidents are there, %d were acknowledged", n, want)
	}
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
}

// Whoever is interrupted while a database is made leaves no file that is none, and what is
// left hinders nobody.
func TestInterruptedWhileMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	for _, end := range []string{".new", ".new-wal", ".new-journal"} {
		if err := os.WriteFile(path+end, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	log, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(path + ".new*")
	if err != nil || len(left) != 0 {
		t.Errorf("left: %q, %v", left, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want a file for its owner alone", info, err)
	}
}

// On a full disk nothing is acknowledged that is not kept, and writing goes on when there
// is room.
func TestFullDisk(t *testing.T) {
	for _, each := range []int{1, 2_000} {
		dir := t.TempDir()
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=3m"); err != nil {
			t.Skipf("no small disk can be made: %v", err)
		}
		t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
		ballast := filepath.Join(dir, "ballast")
		if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		l := open(t, filepath.Join(dir, "x.db"))
		put(t, l, &incident.Dataset{ID: "d"})
		n, err := fill(l, each, 1<<20)
		if err == nil || !strings.Contains(err.Error(), "the disk is full; free some room") ||
			!strings.Contains(err.Error(), "x.db") {
			t.Errorf("%d at a time: %v", each, err)
		}
		holds(t, l, n)
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		apply(t, l, big("later")) // there is room again
		holds(t, l, n+1)
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		holds(t, open(t, l.path), n+1)
	}
}

// Where the system refuses to write, all sets of the transaction have failed, and after
// the next start there is what was acknowledged.
func TestCommitFails(t *testing.T) {
	l := testLog(t)
	n, err := fill(l, 10, 50)
	if err != nil {
		t.Fatal(err)
	}
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		t.Skipf("no limit of files can be read: %v", err)
	}
	low := unix.Rlimit{Cur: 600 << 10, Max: before.Max}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &low); err != nil {
		t.Skipf("no limit of files can be set: %v", err)
	}
	more, err := fill(l, 10, 2_000)
	if err2 := unix.Setrlimit(unix.RLIMIT_FSIZE, &before); err2 != nil {
		t.Fatal(err2)
	}
	if err == nil || !strings.Contains(err.Error(), "nothing was written") {
		t.Fatalf("%d were written: %v", more, err)
	}
	// fill begins at 0 again: the first are there as they were, the others were added.
	want := max(n, more)
	holds(t, l, want)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	holds(t, open(t, l.path), want)
}

// After a flush that failed nothing is acknowledged any more.
func TestBrokenLog(t *testing.T) {
	l := testLog(t)
	apply(t, l, big("a"))
	l.mu.Lock()
	l.broken = errors.New("a flush has failed")
	l.mu.Unlock()
	if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{big("b")}}); err == nil ||
		!strings.Contains(err.Error(), "nothing was written: a flush has failed") {
		t.Errorf("%v", err)
	}
	holds(t, l, 1)
}

// Whichever page is damaged, it is told by opening, reading or checking; nothing panics.
func TestDamagedPages(t *testing.T) {
	l := testLog(t)
	if _, err := fill(l, 40, 80); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(l.path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	named := 0
	for at := 0; at < len(whole); at += page {
		for _, with := range []byte{0x00, 0xA5, 0xFF} {
			damaged := append([]byte(nil), whole...)
			for i := at; i < at+page; i++ {
				damaged[i] = with
			}
			path := filepath.Join(t.TempDir(), "x.db")
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			said := damageOf(t, path)
			if said == "" && strings.Trim(string(whole[at:at+page]), string(with)) != "" {
				t.Errorf("page %d of %#x: nobody tells", at/page+1, with)
			}
			if strings.Contains(said, fmt.Sprintf("page %d", at/page+1)) {
				named++
			}
			if strings.Contains(said, "fsck tells where") && !strings.Contains(said, "page ") {
				t.Errorf("page %d of %#x: the check sends to itself: %s", at/page+1, with, said)
			}
		}
	}
	if named == 0 {
		t.Error("fsck has named no page")
	}
}

// damageOf is what opening and checking a log say, and what reading it says where the
// check finds something.
func damageOf(t *testing.T, path string) string {
	t.Helper()
	l, err := Open(path)
	if err != nil {
		return err.Error()
	}
	defer l.Close()
	problems, err := l.Check(t.Context())
	if err != nil {
		problems = append(problems, err.Error())
	}
	for _, err := range l.Current(t.Context(), "d") {
		if err != nil {
			problems = append(problems, err.Error())
		}
	}
	edits := []store.Edit{big("0"), big("n")}
	if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: edits}); err != nil {
		problems = append(problems, err.Error())
	}
	return strings.Join(problems, "\n")
}

// Clocks go backwards; versions and the order of revisions do not.
func TestClockSetBack(t *testing.T) {
	l := testLog(t)
	for i, year := range []int{2026, 1999, 2031, 1970} {
		l.mu.Lock()
		l.now = func() time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
		l.mu.Unlock()
		got := apply(t, l, putOf(inc("a", fmt.Sprint(year))))
		if got.Version != int64(i+1) || got.Revisions[0].Number != i+1 || got.Revisions[0].At.Year() != year {
			t.Errorf("%+v", got)
		}
	}
	var titles []string
	for r, err := range l.Since(t.Context(), "d", 1) {
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, r.Incident.Title)
	}
	if got := strings.Join(titles, " "); got != "1999 2031 1970" {
		t.Errorf("%s", got)
	}
	for i, err := range l.Current(t.Context(), "d") {
		if err != nil || i.Title != "1970" {
			t.Errorf("%+v, %v", i, err)
		}
	}
}
