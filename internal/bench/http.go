package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/sample"
)

// served is our program, serving the sample from a CSV file.
type served struct {
	cmd    *exec.Cmd
	url    string
	loaded time.Duration // from the start of the process to the first answer
	asked  int           // windows that were asked for
	said   said
}

// said is what the program logs.
type said struct {
	mu  sync.Mutex
	all bytes.Buffer
}

// Write implements io.Writer.
func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(b)
}

// wait waits until the program has logged something.
func (s *said) wait(what string) error {
	for start := time.Now(); time.Since(start) < 5*time.Minute; time.Sleep(50 * time.Millisecond) {
		s.mu.Lock()
		there := bytes.Contains(s.all.Bytes(), []byte(what))
		s.mu.Unlock()
		if there {
			return nil
		}
	}
	return fmt.Errorf("the program does not tell %q", what)
}

// startServed runs the program on a port of its own, with more options.
func startServed(bin, csv string, options ...string) (*served, error) {
	return start(bin, strings.TrimSuffix(filepath.Base(csv), ".csv"), append([]string{csv}, options...)...)
}

// start runs the program on a port of its own, and waits until it has a collection.
func start(bin, collection string, options ...string) (*served, error) {
	const addr = "127.0.0.1:18490"
	s := &served{url: "http://" + addr + "/api/collections/" + collection}
	s.cmd = exec.CommandContext(context.Background(), bin, append([]string{"serve", "--addr", addr}, //nolint:gosec // its user names the program
		options...)...)
	s.cmd.Stderr = &s.said
	start := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(start) < 5*time.Minute {
		if res, err := fetch(s.url + "/items?limit=1"); err == nil {
			drain(res)
			if res.StatusCode == http.StatusOK {
				s.loaded = time.Since(start)
				return s, nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s did not answer", bin)
}

// timesLoaded is the median of so many starts to the first answer.
func timesLoaded(starts int, bin, csv string, options ...string) time.Duration {
	var all []time.Duration
	for range starts {
		s, err := startServed(bin, csv, options...)
		must(err)
		all = append(all, s.loaded)
		s.stop()
	}
	slices.Sort(all)
	return all[starts/2]
}

func drain(res *http.Response) int64 {
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	must(err)
	return n
}

// plain asks for no compression, as a peer on a socket sends none.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64}}

func fetch(url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return plain.Do(req)
}

func (s *served) get(path string) int64 {
	res, err := fetch(s.url + path)
	must(err)
	if res.StatusCode >= http.StatusBadRequest {
		panic(fmt.Sprintf("%s: %s", path, res.Status))
	}
	return drain(res)
}

func (s *served) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

// resident is the process's memory in MB, as the kernel tells it.
func (s *served) resident() int {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	must(err)
	for line := range strings.Lines(string(raw)) {
		var kb int
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			return kb >> 10
		}
	}
	return 0
}

// inBox is the query string of a sample's query.
func inBox(q *sample.Query) string {
	s := fmt.Sprintf("bbox=%v,%v,%v,%v", q.Box.West, q.Box.South, q.Box.East, q.Box.North)
	if !q.Window.IsAll() {
		s += "&datetime=" + q.Window.From.String() + "/" + q.Window.To.String()
	}
	return s
}

// itemColumns are the columns of postgis.features.
const itemColumns = "&properties=title,kind,event_type,start,end,fatalities_best"

// overHTTP measures what clients see, beside PostGIS over its socket.
func overHTTP(t *table, s *served, p *postgis, queries map[int][]sample.Query) {
	ctx := context.Background()
	for _, results := range []int{1000, 10_000} {
		if len(queries[results]) == 0 { // the sample is too small
			continue
		}
		ours := measure(queries[results], func(q *sample.Query) {
			s.get("/items?limit=10000&" + inBox(q) +
				itemColumns)
		})
		if p == nil {
			t.alone(fmt.Sprintf("HTTP: %d features of bbox+time", results), ours)
			continue
		}
		theirs := measure(queries[results], func(q *sample.Query) { p.features(ctx, q) })
		t.ratio(fmt.Sprintf("HTTP: %d features of bbox+time", results), ours, "PostGIS ST_AsGeoJSON", theirs)
	}
	if len(queries[1000]) > 0 {
		p50, p99 := s.under(16, queries[1000])
		t.alone("HTTP: 1000 features, 16 connections, p50", p50)
		t.alone("HTTP: 1000 features, 16 connections, p99", p99)
	}
	exported := once(func() {
		t.note(fmt.Sprintf("export over HTTP: %d bytes",
			s.get("/export?f=geojson&"+itemColumns[1:]+",actor,country,admin1,place_precision,fatalities_low,fatalities_high")))
	})
	if p == nil {
		t.alone("HTTP: export of all as GeoJSON", exported)
		return
	}
	t.ratio("HTTP: export of all as GeoJSON", exported, "PostGIS COPY of ST_AsGeoJSON",
		once(func() { p.copyOut(ctx, io.Discard) }))
}

// under sends the queries over n connections at once for five seconds.
func (s *served) under(n int, queries []sample.Query) (p50, p99 time.Duration) {
	var mu sync.Mutex
	var all []time.Duration
	var wg sync.WaitGroup
	until := time.Now().Add(5 * time.Second)
	for c := range n {
		wg.Go(func() {
			for i := c; time.Now().Before(until); i++ {
				d := once(func() { s.get("/items?limit=10000&" + inBox(&queries[i%len(queries)]) + itemColumns) })
				mu.Lock()
				all = append(all, d)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(all)
	return percentile(all, 50), percentile(all, 99)
}

// tilesOverHTTP measures clusters and thinned tiles as they are worked out, of
// all and of a window.
func tilesOverHTTP(t *table, s *served) {
	for _, asked := range []struct {
		name, query string
		window      func(i int) geo.Window
	}{{"all days", "", wideWindow}, {"a year", "", yearWindow}, {"a year, one actor", "&actor=Group%2003",
		yearWindow}} {
		for _, kind := range []string{"clusters", "tiles"} {
			for z := range deepest + 1 {
				x, y := kabulTile(z)
				all, size := s.anew(fmt.Sprintf("/%s/WebMercatorQuad/%d/%d/%d", kind, z, y, x), asked.query,
					asked.window)
				name := fmt.Sprintf("HTTP: %s z%d, %s (%d kB)", kind, z, asked.name, size>>10)
				t.alone(name+", p50", percentile(all, 50))
				t.alone(name+", p99", percentile(all, 99))
			}
		}
	}
}

// aggregatesOverHTTP measures what the page's filters and time axis ask for.
func aggregatesOverHTTP(t *table, s *served) {
	const facets = "/facets?by=kind,event_type,actor,target,country,admin1,admin2,occurrence,attribution,place_precision,date_precision,place_review,record_review"
	for _, path := range []string{facets, "/histogram?bin=month"} {
		for _, narrow := range []string{"", "&country=AF"} {
			one := []string{path + narrow}
			t.alone("HTTP: "+strings.SplitN(path[1:], "=", 2)[0]+narrow, measure(one, func(p *string) { s.get(*p) }))
		}
	}
}

// asks is how often a tile is asked for, each time of another window, so that
// no cache answers.
const asks = 200

// anew times a path under windows that were not asked for before, in order,
// and tells the size of the last answer.
func (s *served) anew(path, query string, window func(i int) geo.Window) (times []time.Duration, size int64) {
	for range asks {
		w := window(s.asked)
		s.asked++
		times = append(times, once(func() {
			size = s.get(fmt.Sprintf("%s?datetime=%s/%s%s", path, w.From, w.To,
				query))
		}))
	}
	slices.Sort(times)
	return times, size
}

// wideWindow holds all days of the sample; yearWindow is a year of them.
func wideWindow(i int) geo.Window {
	return geo.Window{From: geo.NewDay(1950, 1, 1) - geo.Day(i), To: geo.NewDay(2090, 1, 1)}
}

func yearWindow(i int) geo.Window {
	shift := geo.Day(i % 1000)
	return geo.Window{From: year.From - shift, To: year.To - shift + geo.Day(i/1000)}
}

// columnAsks is how often the columns of all are asked for.
const columnAsks = 9

// columnsOverHTTP measures what the page reads to hold all incidents: until the first
// byte, and all, as clients take it packed.
func columnsOverHTTP(t *table, s *served) {
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		var first, all []time.Duration
		var size int64
		for range columnAsks {
			f, a, n := s.stream("/columns", encoding)
			first, all, size = append(first, f), append(all, a), n
		}
		slices.Sort(first)
		slices.Sort(all)
		name := fmt.Sprintf("HTTP: columns of all, %s (%.1f MB)", encoding, float64(size)/1e6)
		t.alone(name+", first byte", percentile(first, 50))
		t.alone(name+", all", percentile(all, 50))
	}
}

// stream reads an answer without unpacking it, and tells when its first byte came, when
// its last, and how many there were.
func (s *served) stream(path, encoding string) (first, all time.Duration, size int64) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.url+path, nil)
	must(err)
	req.Header.Set("Accept-Encoding", encoding)
	start := time.Now()
	res, err := plain.Do(req)
	must(err)
	if res.StatusCode != http.StatusOK {
		panic(fmt.Sprintf("%s: %s", path, res.Status))
	}
	var one [1]byte
	_, err = io.ReadFull(res.Body, one[:])
	must(err)
	first = time.Since(start)
	size = 1 + drain(res)
	return first, time.Since(start), size
}

// fromSnapshot times the first answer of a start that finds a snapshot, which
// a start before it has written.
func fromSnapshot(t *table, bin, csv, dir string) error {
	kept := filepath.Join(dir, "snapshots")
	s, err := startServed(bin, csv, "--snapshots", kept)
	if err != nil {
		return err
	}
	err = s.said.wait("snapshot written")
	s.stop()
	if err != nil {
		return err
	}
	t.alone("snapshot to first answer", timesLoaded(7, bin, csv, "--snapshots", kept))
	if s, err = startServed(bin, csv, "--snapshots", kept); err != nil {
		return err
	}
	defer s.stop()
	t.note(fmt.Sprintf("resident with a snapshot: %d MB after the start", s.resident()))
	s.get("/export?f=geojson&" + itemColumns[1:])
	t.note(fmt.Sprintf("and %d MB after an export", s.resident()))
	return nil
}
