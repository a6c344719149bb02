package sqlitestore

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// killedLog names the file that this program writes to until it is killed.
const killedLog = "INCIDENTMAP_TEST_KILLED_LOG"

func TestMain(m *testing.M) {
	if path := os.Getenv(killedLog); path != "" {
		writeUntilKilled(path)
		return
	}
	os.Exit(m.Run())
}

const killedWriters = 16

// writeUntilKilled puts incidents by many writers at once, each in a set of two, and
// says of each set that was acknowledged.
func writeUntilKilled(path string) {
	l, err := Open(path)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var out sync.Mutex
	start := time.Now().UnixNano()
	for w := range killedWriters {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%d", start, w, i)
				set := store.ChangeSet{Dataset: "d",
					Changes: []store.Edit{putOf(inc(id+"-a", id)), putOf(inc(id+"-b", id))}}
				if _, err := l.Apply(context.Background(), set); err != nil {
					fmt.Println("error", err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(id)
				out.Unlock()
			}
		}()
	}
	select {}
}

// A process that is killed at any moment loses nothing that it has acknowledged, and
// leaves nothing half. INCIDENTMAP_KILLS says how often it is tried.
func TestKilled(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("INCIDENTMAP_KILLS")); err == nil {
		kills = n
	}
	total := 0
	for left := kills; left > 0; left -= killsOfAFile {
		total += killOften(t, min(left, killsOfAFile))
	}
	if total < kills {
		t.Errorf("only %d sets were acknowledged in %d runs", total, kills)
	}
	t.Logf("%d kills, %d sets acknowledged, none lost", kills, total)
}

// killsOfAFile is how often a process is killed that writes to one file: all of it is
// looked through after each.
const killsOfAFile = 20

// killOften kills a process that writes to a new log, and returns how many sets were
// acknowledged, all of which must be there after each time.
func killOften(t *testing.T, kills int) int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "incidents.db")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, l, &incident.Dataset{ID: "d"})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]bool{}
	for range kills {
		for _, id := range killAtRandom(t, path) {
			acknowledged[id] = true
		}
		checkAfterKill(t, path, acknowledged)
	}
	return len(acknowledged)
}

// killAtRandom runs the writers for a while and returns what they acknowledged.
func killAtRandom(t *testing.T, path string) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killedLog+"="+path)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	lines := bufio.NewScanner(pipe)
	var once sync.Once
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Error(lines.Text())
		}
		ids = append(ids, lines.Text())
		once.Do(func() {
			time.AfterFunc(time.Duration(rand.IntN(300_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		})
	}
	_ = cmd.Wait()
	if len(ids) > 0 {
		ids = ids[:len(ids)-1] // the last line may be cut off
	}
	return ids
}

func checkAfterKill(t *testing.T, path string, acknowledged map[string]bool) {
	t.Helper()
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Fatalf("%q, %v", problems, err)
	}
	halves := map[string]int{}
	for i, err := range l.Current(t.Context(), "d") {
		if err != nil {
			t.Fatal(err)
		}
		halves[i.Title]++
	}
	for id, n := range halves {
		if n != 2 {
			t.Errorf("%s: %d of 2 are there", id, n)
		}
	}
	for id := range acknowledged {
		if halves[id] != 2 {
			t.Errorf("%s was acknowledged and is gone", id)
		}
	}
}
