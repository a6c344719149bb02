package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"incidentmap/internal/pgstore/pgtest"
)

// failovers is how often the primary is killed: FAILOVERS, or once.
func failovers(t *testing.T) int {
	t.Helper()
	text := os.Getenv("FAILOVERS")
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("FAILOVERS is %q; a number from 1 is allowed", text)
	}
	return n
}

// cluster is a primary, a standby that confirms each commit, and one that does not, in this
// order.
type cluster struct{ servers [3]*pgtest.Server }

func newCluster(t *testing.T) *cluster {
	t.Helper()
	primary, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(primary.Remove)
	c := &cluster{servers: [3]*pgtest.Server{primary}}
	for i, name := range []string{"", "confirms", "follows"} {
		if name == "" {
			continue
		}
		if c.servers[i], err = primary.Standby(name); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.servers[i].Remove)
	}
	if err := primary.Synchronous("confirms"); err != nil {
		t.Fatal(err)
	}
	return c
}

// failOver kills the primary, promotes the standby that confirmed, and has the two others
// follow that. Until they do, nothing is confirmed by a standby.
func (c *cluster) failOver(t *testing.T) {
	t.Helper()
	c.servers[0].Kill()
	next := c.servers[1]
	if err := next.Promote(); err != nil {
		t.Fatal(err)
	}
	c.servers[2].Kill()
	c.servers = [3]*pgtest.Server{next, c.servers[2], c.servers[0]}
	for i, name := range []string{"", "confirms", "follows"} {
		if name == "" {
			continue
		}
		if err := c.servers[i].Rejoin(next, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := next.Synchronous("confirms"); err != nil {
		t.Fatal(err)
	}
}

// traffic is what writers and readers do with servers.
type traffic struct {
	t            *testing.T
	urls         []string
	token        string
	client       *http.Client
	mu           sync.Mutex
	acknowledged map[string]bool // titles
	sent, reads  atomic.Int64
}

// write writes incidents of titles of its own until the context ends, each until it is
// acknowledged: sent again, it has the same key.
func (f *traffic) write(ctx context.Context, writer int) {
	for n := 0; ctx.Err() == nil; n++ {
		title := fmt.Sprintf("written %d-%d", writer, n)
		f.sent.Add(1)
		for try := 0; ctx.Err() == nil; try++ {
			// Any server takes it, also one that did not see it before.
			url := f.urls[(writer+n+try)%len(f.urls)] + "api/collections/first/items"
			code, text := f.post(url, strings.Replace(fmt.Sprintf(shot, "", title), `"id":"",`, "", 1), title)
			switch code {
			case http.StatusCreated:
				f.mu.Lock()
				f.acknowledged[title] = true
				f.mu.Unlock()
			case http.StatusServiceUnavailable:
				time.Sleep(50 * time.Millisecond)
				continue
			default:
				f.t.Errorf("%s: %d %s", title, code, text)
			}
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (f *traffic) post(url, body, key string) (int, string) {
	req, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", "application/geo+json")
	req.Header.Set("Authorization", "Bearer "+f.token)
	req.Header.Set("Idempotency-Key", key)
	res, err := f.client.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(text)
}

// read reads until the context ends; every answer must be a good one, of whatever version.
func (f *traffic) read(ctx context.Context, reader int) {
	for n := reader; ctx.Err() == nil; n++ {
		res, err := f.client.Get(f.urls[n%len(f.urls)] + "api/collections/first/items?limit=5&sortby=-start")
		if err != nil {
			f.t.Errorf("a read fails: %v", err)
			return
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(text), `"numberMatched"`) {
			f.t.Errorf("a read fails: %d %.300s %v", res.StatusCode, text, err)
			return
		}
		f.reads.Add(1)
		time.Sleep(100 * time.Millisecond)
	}
}

// titles counts the incidents of a server by their titles, and tells its version.
func (f *traffic) titles(url string) (map[string]int, string) {
	out, next, version := map[string]int{}, url+"api/collections/first/items?limit=1000", ""
	for next != "" {
		res, err := f.client.Get(next)
		if err != nil {
			f.t.Fatal(err)
		}
		var page struct {
			Features []struct{ Properties struct{ Title string } }
			Links    []struct{ Rel, Href string }
		}
		err = json.NewDecoder(res.Body).Decode(&page)
		_ = res.Body.Close()
		if err != nil {
			f.t.Fatal(err)
		}
		version, next = res.Header.Get("Incidentmap-Version"), ""
		for _, feature := range page.Features {
			out[feature.Properties.Title]++
		}
		for _, l := range page.Links {
			if l.Rel == "next" {
				next = l.Href
			}
		}
	}
	return out, version
}

// The primary is killed while many write and read, and the standby that confirmed becomes
// it. What was acknowledged is there once, what is read is always answered, and in the end
// all servers have the same.
func TestFailover(t *testing.T) {
	c := newCluster(t)
	db := pgtest.URL(c.database(t), c.servers[:]...)
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(t.TempDir(), "first.csv"),
		"id,title,date,lat,lon,kind\na,Shots,2020-01-01,34,69,attack\n"))
	f := &traffic{t: t, token: tokenOf(t, db, "editor"), acknowledged: map[string]bool{},
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}}
	var logs []*said
	for range 3 {
		url, log, _ := serving(t, "--db", db, "--access-log", "off")
		f.urls, logs = append(f.urls, url), append(logs, log)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var writing, reading sync.WaitGroup
	for i := range 16 {
		writing.Go(func() { f.write(ctx, i) })
	}
	for i := range 32 {
		reading.Go(func() { f.read(ctx, i) })
	}
	for range failovers(t) {
		time.Sleep(time.Second)
		c.failOver(t)
		f.awaitWrites()
	}
	cancel()
	writing.Wait()
	reading.Wait()
	f.compare()
	for _, log := range logs {
		if strings.Contains(log.String(), pgtest.Password) {
			t.Error("the log tells the password")
		}
	}
	told(t, exitOK, "fsck", "--db", db)
	t.Logf("%d failovers: %d writes sent, %d acknowledged, %d reads", failovers(t), f.sent.Load(), len(f.acknowledged),
		f.reads.Load())
}

// database makes a database on the primary.
func (c *cluster) database(t *testing.T) string {
	t.Helper()
	url := c.servers[0].Database(t)
	name, _, _ := strings.Cut(url[strings.LastIndex(url, "/")+1:], "?")
	return name
}

// awaitWrites waits until writes are acknowledged again.
func (f *traffic) awaitWrites() {
	count := func() int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return len(f.acknowledged)
	}
	before := count()
	eventually(f.t, "writes are acknowledged again", func() bool { return count() > before+50 })
}

// compare compares what the servers have with each other and with what was acknowledged.
func (f *traffic) compare() {
	_, newest := f.titles(f.urls[0])
	for _, url := range f.urls {
		eventually(f.t, "all servers have the same version", func() bool {
			_, version := f.titles(url)
			_, newest = f.titles(f.urls[0])
			return version == newest
		})
	}
	for _, url := range f.urls {
		there, version := f.titles(url)
		if version != newest {
			f.t.Errorf("%s has version %s, not %s", url, version, newest)
		}
		for title := range f.acknowledged {
			if there[title] == 0 {
				f.t.Errorf("%s lacks %q, which was acknowledged", url, title)
			}
		}
		for title, n := range there {
			if n > 1 {
				f.t.Errorf("%s has %q %d times", url, title, n)
			}
		}
	}
}
