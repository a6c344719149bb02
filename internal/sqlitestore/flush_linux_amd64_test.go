package sqlitestore

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// failingFlushes names the database of the process that failFlushes ends the flushes of.
const failingFlushes = "INCIDENTMAP_TEST_FAILING_FLUSHES"

// failFlushes has the kernel answer every flush of this process with an error of the disk
// from now on. There is no way back.
func failFlushes() error {
	runtime.LockOSThread()
	jump := func(nr uint32, equal uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jt: equal, K: nr}
	}
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // the number of the call
		jump(unix.SYS_FSYNC, 2), jump(unix.SYS_FDATASYNC, 1),
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EIO)},
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return errno
	}
	return nil
}

// Where the disk fails to flush, the change is not acknowledged and neither is any after
// it; what was acknowledged before can be read, and is there after the next start.
func TestFlushFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	l := open(t, path)
	put(t, l, &incident.Dataset{ID: "d", Title: "D"})
	apply(t, l, big("acknowledged"))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestFlushFailsInside$", "-test.v")
	cmd.Env = append(os.Environ(), failingFlushes+"="+path)
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "--- SKIP") {
		t.Skipf("no flush can be made to fail: %s", out)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	again := open(t, path)
	n, err := again.Version(t.Context(), "d")
	if err != nil || n < 1 || n > 2 { // what was not acknowledged may have reached the disk, whole
		t.Errorf("version %d, %v", n, err)
	}
	holds(t, again, int(n))
	if _, err := again.Revisions(t.Context(), "d", "acknowledged"); err != nil {
		t.Error(err)
	}
}

// TestFlushFailsInside is the process whose flushes fail.
func TestFlushFailsInside(t *testing.T) {
	path := os.Getenv(failingFlushes)
	if path == "" {
		t.Skip("it is a part of TestFlushFails")
	}
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := failFlushes(); err != nil {
		t.Skip(err)
	}
	for _, id := range []string{"first", "second"} {
		_, err := l.Apply(context.Background(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{big(id)}})
		if err == nil || !strings.Contains(err.Error(), "nothing was written") || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", id, err)
		}
		if l.broken == nil {
			t.Errorf("%s: further changes would be tried", id)
		}
		holds(t, l, 1)
	}
	_ = l.Close() // which cannot flush either
}
