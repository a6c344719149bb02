//go:build long

package e2e

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	soakTime        = 60 * time.Second
	soakConnections = 8
	// soakPause keeps the traffic bounded: about 40 requests a second from
	// each connection.
	soakPause = 25 * time.Millisecond
)

// soaker is one client of the soak.
type soaker struct {
	p     *process
	rng   *rand.Rand
	tags  map[string]string
	took  []time.Duration
	fault []string
	count map[int]int
}

// soakPath is a request as the map, a notebook or a mistaken client makes it.
func soakPath(rng *rand.Rand) string {
	lon, lat := float64(rng.IntN(340)-170), float64(rng.IntN(160)-80)
	area := "bbox=" + box(lon, lat, min(180, lon+float64(1+rng.IntN(30))), lat+10)
	when := fmt.Sprintf("datetime=20%d-01-01/P%dM", 10+rng.IntN(10), 1+rng.IntN(18))
	return pick(rng, []string{
		items("made", area), items("made", "limit=500&"+when), items("made",
			area+"&"+when+"&kind=strike"), items("incidents", "limit=100"),
		items("made", "q=hill&event_type="+pick(rng, madeTypes)), of("made", "facets",
			"by=kind,event_type,actor&"+when), of("made", "histogram", area),
		of("made", "tiles/WebMercatorQuad/"+fmt.Sprintf("4/%d/%d", rng.IntN(16), rng.IntN(16)),
			""), "/api/geocode?q=Jalalabad", "/api/reverse?lat=34&lon=70",
		"/", "/api", "/api/collections", items("made", "f=html&limit=50"), of("made", "export",
			"f=csv&"+area+"&"+when), items("made", "bbox=1,2"), "/basemap/3/5/3.mvt",
		of("made", fmt.Sprintf("items/row-%06d", rng.IntN(20_000)), ""),
	})
}

// A minute of mixed traffic: no failure, and nothing left open or growing.
func TestSoak(t *testing.T) {
	p := serve(t, "--data", writeTable(t, makeRows(20_000, 102)))
	idle := p.descriptors()
	warm := soak(p, 5*time.Second, 200)
	p.settles(idle)
	memory := p.status("VmRSS")
	all := soak(p, soakTime, 300)
	for _, f := range append(warm.fault, all.fault...) {
		t.Error(f)
	}
	percentiles(t, "soak", all.took)
	t.Logf("statuses: %v; memory: %d MB before, %d MB after, %d MB at most", all.count, memory/mega,
		p.status("VmRSS")/mega, p.status("VmHWM")/mega)
	if all.count[http.StatusOK] == 0 || all.count[http.StatusNotModified] == 0 ||
		all.count[http.StatusBadRequest] == 0 {
		t.Errorf("the requests were not mixed: %v", all.count)
	}
	p.settles(idle)
	if now := p.status("VmRSS"); now > 2*memory+128*mega {
		t.Errorf("memory grew from %d MB to %d MB", memory/mega, now/mega)
	}
}

// soak runs all connections for a while and gathers what they saw.
func soak(p *process, length time.Duration, seed uint64) *soaker {
	all := &soaker{count: map[int]int{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range soakConnections {
		wg.Go(func() {
			s := &soaker{p: p, rng: rand.New(rand.NewPCG(seed, uint64(i))), tags: map[string]string{},
				count: map[int]int{}}
			s.run(length)
			mu.Lock()
			defer mu.Unlock()
			all.merge(s)
		})
	}
	wg.Wait()
	return all
}

func (s *soaker) run(length time.Duration) {
	end := time.After(length)
	tick := time.NewTicker(soakPause)
	defer tick.Stop()
	for {
		select {
		case <-end:
			return
		case <-tick.C:
			s.step()
		}
	}
}

// step sends one request; a known tag makes it a conditional one.
func (s *soaker) step() {
	path := soakPath(s.rng)
	req, err := http.NewRequest(http.MethodGet, s.p.url+path, http.NoBody)
	if err != nil {
		s.fault = append(s.fault, err.Error())
		return
	}
	req.Header.Set("Accept-Encoding", pick(s.rng, []string{"gzip", "zstd", "identity"}))
	if tag := s.tags[path]; tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	start := time.Now()
	res, err := client.Do(req)
	if err != nil {
		s.fault = append(s.fault, err.Error())
		return
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode >= 500 ||
		(res.StatusCode >= 400) != strings.HasSuffix(path, "bbox=1%2C2") {
		s.fault = append(s.fault, fmt.Sprintf("%s: %d, %v", path, res.StatusCode, err))
	}
	s.took = append(s.took, time.Since(start))
	s.count[res.StatusCode]++
	s.tags[path] = res.Header.Get("ETag")
}

func (s *soaker) merge(o *soaker) {
	s.took = append(s.took, o.took...)
	s.fault = append(s.fault, o.fault...)
	for status, n := range o.count {
		s.count[status] += n
	}
}
