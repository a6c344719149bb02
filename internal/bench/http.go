package main

import (
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

	"incidentmap/internal/bench/sample"
)

// served is our program, serving the sample from a CSV file.
type served struct {
	cmd    *exec.Cmd
	url    string
	loaded time.Duration // from the start of the process to the first answer
}

// startServed runs the program on a port of its own.
func startServed(bin, csv string) (*served, error) {
	const addr = "127.0.0.1:18490"
	name := strings.TrimSuffix(filepath.Base(csv), ".csv")
	s := &served{url: "http://" + addr + "/api/collections/" + name}
	s.cmd = exec.CommandContext(context.Background(), bin, "serve", "--addr", addr, csv) //nolint:gosec // its user names the program
	s.cmd.Stderr = io.Discard
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
		time.Sleep(20 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s did not answer", bin)
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
		ours := measure(queries[results], func(q *sample.Query) { s.get("/items?limit=10000&" + inBox(q) + itemColumns) })
		if p == nil {
			t.alone(fmt.Sprintf("HTTP: %d features of bbox+time", results), ours)
			continue
		}
		theirs := measure(queries[results], func(q *sample.Query) { p.features(ctx, q) })
		t.ratio(fmt.Sprintf("HTTP: %d features of bbox+time", results), ours, "PostGIS ST_AsGeoJSON", theirs)
	}
	p50, p99 := s.under(16, queries[1000])
	t.alone("HTTP: 1000 features, 16 connections, p50", p50)
	t.alone("HTTP: 1000 features, 16 connections, p99", p99)
	exported := once(func() {
		t.note(fmt.Sprintf("export over HTTP: %d bytes", s.get("/export?f=geojson&"+itemColumns[1:]+",actor,country,admin1,place_precision,fatalities_low,fatalities_high")))
	})
	if p == nil {
		t.alone("HTTP: export of all as GeoJSON", exported)
		return
	}
	t.ratio("HTTP: export of all as GeoJSON", exported, "PostGIS COPY of ST_AsGeoJSON", once(func() { p.copyOut(ctx, io.Discard) }))
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

// tilesOverHTTP measures clusters and thinned tiles, of all and of a window.
func tilesOverHTTP(t *table, s *served) {
	for _, window := range []struct{ name, query string }{{"all days", ""}, {"a year", "?datetime=2021-01-01/2021-12-31"}, {"a year, one actor", "?datetime=2021-01-01/2021-12-31&actor=Group%2003"}} {
		for _, kind := range []string{"clusters", "tiles"} {
			for z := range 7 {
				n := 1 << z
				// The tile that holds Kabul is among the fullest.
				x, y := int((69.2+180)/360*float64(n)), int(0.4005*float64(n))
				path := fmt.Sprintf("/%s/WebMercatorQuad/%d/%d/%d%s", kind, z, y, x, window.query)
				size := s.get(path)
				one := []string{path}
				t.alone(fmt.Sprintf("HTTP: %s z%d, %s (%d kB)", kind, z, window.name, size>>10), measure(one, func(p *string) { s.get(*p) }))
			}
		}
	}
	for _, path := range []string{"/facets?by=kind,event_type,actor,target,country,admin1,admin2,occurrence,attribution,place_precision,date_precision,place_review,record_review", "/histogram?bin=month"} {
		for _, narrow := range []string{"", "&country=AF"} {
			one := []string{path + narrow}
			t.alone("HTTP: "+strings.SplitN(path[1:], "=", 2)[0]+narrow, measure(one, func(p *string) { s.get(*p) }))
		}
	}
}
