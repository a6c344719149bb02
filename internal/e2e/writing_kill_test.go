//go:build long

package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A server that is killed under 16 writers over HTTP has everything that it has
// acknowledged, nothing half, and no change twice though its writers send again what they
// have no answer to.
func TestKilledUnderWriters(t *testing.T) {
	db, token := makeDatabase(t)
	const kills, writers = 10, 16
	acknowledged := map[string]bool{}
	var mu sync.Mutex
	pending := make([]string, writers) // what each has sent and knows nothing of
	next := make([]int, writers)
	for range kills {
		s := &keptServer{serve(t, "--no-shipped", "--db", db), db, token}
		timer := time.AfterFunc(time.Duration(100+rand.IntN(900))*time.Millisecond, func() {
			s.killed = true
			_ = s.cmd.Process.Kill()
		})
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for !s.ended() {
					key := pending[w]
					if key == "" {
						key = fmt.Sprintf("w%d-%d", w, next[w])
						next[w]++
					}
					pending[w] = key
					body := `{"type":"FeatureCollection","features":[` + aFeature(key+"-a") + "," + aFeature(key+"-b") + `]}`
					code, _, err := s.send("POST", "/api/collections/cases/items", strings.NewReader(body), "Idempotency-Key", key)
					if err != nil || code == http.StatusServiceUnavailable {
						continue
					}
					if code != http.StatusOK {
						t.Errorf("%s: %d", key, code)
					}
					mu.Lock()
					acknowledged[key] = true
					mu.Unlock()
					pending[w] = ""
				}
			})
		}
		wg.Wait()
		timer.Stop()
		client.CloseIdleConnections()
	}
	out, err := command(t, nil, "fsck", "--db", db).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "is whole") {
		t.Errorf("%s, %v", out, err)
	}
	s := serve(t, "--no-shipped", "--db", db)
	there := map[string]int{}
	for _, id := range s.follow(items("cases", "limit=10000"), read[page](s, items("cases", "limit=1")).Matched) {
		there[strings.TrimSuffix(strings.TrimSuffix(id, "-a"), "-b")]++
	}
	delete(there, "first")
	for key := range acknowledged {
		if there[key] != 2 {
			t.Errorf("of %s, which was acknowledged, %d of 2 are there", key, there[key])
		}
	}
	for key, n := range there {
		if n != 2 {
			t.Errorf("%s is half there", key)
		}
	}
	doc := read[struct{ DataVersion string }](s, "/api/collections/cases")
	if want := fmt.Sprint(1 + len(there)); doc.DataVersion != want {
		t.Errorf("version %s of %s sets: a version is missing, or a set was made twice", doc.DataVersion, want)
	}
	t.Logf("%d sets were acknowledged under %d kills; %d are there", len(acknowledged), kills, len(there))
}
