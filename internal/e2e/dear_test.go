//go:build long

package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// dearRows is how many incidents make single requests dear.
const dearRows = 1_000_000

// writeDearTable writes a table with an own column of few values and one of
// as many as there are rows.
func writeDearTable(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dear.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "id,title,date,lat,lon,kind,event_type,country,admin1,fatalities,weapon,case")
	rng := rand.New(rand.NewPCG(4711, 1))
	for i := range dearRows {
		day := time.Date(2000, 1, 1+rng.IntN(8700), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		fmt.Fprintf(w, "m%d,Made-up %d,%s,%.5f,%.5f,attack,bombing,%s,Province %d,%d,w%d,case %d\n", i,
			rng.IntN(dearRows), day,
			24+rng.Float64()*15, 60+rng.Float64()*18, []string{"AF",
				"PK"}[rng.IntN(2)], rng.IntN(30), rng.IntN(40), i%20, i)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return path
}

// cpu is the processor time that the process has used.
func (p *process) cpu() time.Duration {
	p.t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	ticks := 0
	for _, field := range fields[11:13] { // user and system time
		n, err := strconv.Atoi(field)
		if err != nil {
			p.t.Fatal(err)
		}
		ticks += n
	}
	const tick = 10 * time.Millisecond // USER_HZ is 100 on Linux
	return time.Duration(ticks) * tick
}

// cost is the processor time that something takes, until the process is idle.
func (p *process) cost(do func()) time.Duration {
	before := p.cpu()
	do()
	last := p.cpu()
	for idle := 0; idle < 3; {
		time.Sleep(100 * time.Millisecond)
		now := p.cpu()
		if idle++; now-last > 20*time.Millisecond {
			idle = 0
		}
		last = now
	}
	return last - before
}

// leave asks and goes away.
func (p *process) leave(path string, after time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), after)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(req); err == nil {
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
}

// dearest are requests that read much of a million incidents.
func dearest(i int) string {
	return []string{
		of("dear", "export", "f=geojson&sortby=-title"), of("dear", "export", "f=csv&detail=true"), of("dear",
			"columns", ""),
		of("dear", "items", "sortby=title&limit=10000"), of("dear", "histogram", "bin=day&q=made"), of("dear", "export",
			"f=csv&sortby=case,-title"),
		of("dear", "facets", "by=admin1,country&sums=true&weapon=w"+strconv.Itoa(i)), of("dear", "items",
			"limit=10000&q=up+province"),
		of("dear", "clusters/WebMercatorQuad/0/0/0", "fatalities_min="+strconv.Itoa(i)), of("dear",
			"tiles/WebMercatorQuad/3/3/5", "q=made"),
	}[i%10]
}

// loadingMemory is above what a million rows need while they are loaded: as values they
// take three times as much.
const loadingMemory = 800 << 20

// TestDearRequests: what single requests over a million incidents take, that
// work ends with its client, and that twenty of the dearest at once leave the
// server answering, within bounded memory.
func TestDearRequests(t *testing.T) {
	p := serve(t, "--data", writeDearTable(t))
	loading := p.status("VmHWM")
	t.Logf("a million rows took %d MB while they were loaded", loading/mega)
	if loading > loadingMemory {
		t.Errorf("a million rows took %d MB while they were loaded, at most %d are allowed", loading/mega,
			loadingMemory/mega)
	}
	coded := p.cost(func() { p.probeOK(of("dear", "histogram", "country=AF&admin1=Province 1")) })
	for _, query := range []string{"weapon=w3", "weapon=none", "case=case 77", "case=none", "weapon=w3&case=case 83",
		"filter=case='case 91'", "filter=weapon='w5' AND country='AF'"} {
		own := p.cost(func() { p.probeOK(of("dear", "histogram", query)) })
		t.Logf("a histogram by %s: %v of processor time, beside %v by country and province", query, own, coded)
		if own > 10*coded+200*time.Millisecond {
			t.Errorf("a filter by an own column (%s) takes %v, one by shared columns %v", query, own, coded)
		}
	}
	whole := p.cost(func() { p.probeOK(dearest(0)) })
	left := p.cost(func() { p.leave(dearest(0), 50*time.Millisecond) })
	t.Logf("a sorted export: %v of processor time, %v where its client leaves after 50 ms", whole, left)
	if left > whole/3 {
		t.Errorf("work goes on when its client has left")
	}
	idle := p.status("VmRSS")
	health, statuses, peak := p.besiege()
	percentiles(t, "healthz beside twenty of the dearest requests", health)
	t.Logf("statuses %v; %d MB idle, %d MB at most", statuses, idle/mega, peak/mega)
	for status := range statuses {
		if status != http.StatusOK && status != http.StatusServiceUnavailable {
			t.Errorf("an answer of %d", status)
		}
	}
	if peak > 2*idle {
		t.Errorf("%d MB at most, more than twice the %d MB idle", peak/mega, idle/mega)
	}
}

// besiege asks twenty of the dearest at once, and /healthz beside them.
func (p *process) besiege() (health []time.Duration, statuses map[int]int, peak int) {
	statuses = map[int]int{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			status := p.drain(dearest(i))
			mu.Lock()
			defer mu.Unlock()
			statuses[status]++
		})
	}
	finished := make(chan struct{})
	go func() { wg.Wait(); close(finished) }()
	for {
		select {
		case <-finished:
			return health, statuses, peak
		case <-time.After(20 * time.Millisecond):
		}
		start := time.Now()
		p.drain("/healthz")
		health = append(health, time.Since(start))
		peak = max(peak, p.status("VmRSS"))
	}
}

// drain reads an answer to its end and returns its status; 0 where it breaks
// off.
func (p *process) drain(path string) int {
	req, err := http.NewRequest(http.MethodGet, p.url+path, nil)
	if err != nil {
		return 0
	}
	// Go's client would unpack the answers, twenty at once beside what measures.
	req.Header.Set("Accept-Encoding", "identity")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return 0
	}
	return res.StatusCode
}

// probeOK asks for a path that must be answered.
func (p *process) probeOK(path string) {
	p.t.Helper()
	if status := p.drain(path); status != http.StatusOK {
		p.t.Errorf("%s: %d", path, status)
	}
}
