//go:build e2e || long

package e2e

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// row is an incident of a made-up table, which tests scan to know what the
// server must answer.
type row struct {
	id, date, start, end string // start and end: YYYY-MM-DD, both included
	lon, lat             float64
	placed               bool
	kind, eventType      string
	actor                string
	killed               int // -1 where it is not reported
	rounds               int
}

var (
	madeKinds  = []string{"strike", "protest", "accident"}
	madeTypes  = []string{"flood", "fire", "storm", "other"}
	madeActors = []string{"River Guard", "Hill Union", "Coast League"}
)

// makeRows makes rows all over the globe; the same seed makes the same rows.
func makeRows(n int, seed uint64) []row {
	rng := rand.New(rand.NewPCG(seed, 17))
	rows := make([]row, n)
	for i := range rows {
		r := row{id: fmt.Sprintf("row-%06d", i), placed: rng.IntN(10) > 0, kind: pick(rng, madeKinds),
			eventType: pick(rng, madeTypes), actor: pick(rng,
				madeActors), killed: rng.IntN(40) - 1, rounds: rng.IntN(9)}
		r.lon, r.lat = float64(rng.IntN(3600)-1800)/10, float64(rng.IntN(1801)-900)/10
		r.setDate(rng)
		rows[i] = r
	}
	return rows
}

func pick(rng *rand.Rand, from []string) string { return from[rng.IntN(len(from))] }

// setDate gives most rows a day, some a month, some several days.
func (r *row) setDate(rng *rand.Rand) {
	const layout = "2006-01-02"
	first := time.Date(2010, 1, 1+rng.IntN(3650), 0, 0, 0, 0, time.UTC)
	last := first
	r.date = first.Format(layout)
	switch rng.IntN(10) {
	case 0:
		first = first.AddDate(0, 0, 1-first.Day())
		last = first.AddDate(0, 1, -1)
		r.date = first.Format("2006-01")
	case 1:
		last = first.AddDate(0, 0, 1+rng.IntN(20))
		r.date += "/" + last.Format(layout)
	}
	r.start, r.end = first.Format(layout), last.Format(layout)
}

// writeTable writes rows as made.csv, with columns as people name them.
func writeTable(t testing.TB, rows []row) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "id,title,date,latitude,longitude,kind,event_type,actor,fatalities,rounds")
	for _, r := range rows {
		fmt.Fprintln(w, r.csv())
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func (r row) csv() string {
	point, killed := ",", ""
	if r.placed {
		point = fmt.Sprintf("%.1f,%.1f", r.lat, r.lon)
	}
	if r.killed >= 0 {
		killed = fmt.Sprint(r.killed)
	}
	return fmt.Sprintf("%s,Event %s,%s,%s,%s,%s,%s,%s,%d", r.id, r.id, r.date, point, r.kind, r.eventType, r.actor,
		killed, r.rounds)
}

// inBox reports whether a box holds the row; west above east crosses the
// antimeridian. A row without a place is in every box (OGC 17-069r4, 7.15.3).
func (r row) inBox(w, s, e, n float64) bool {
	in := r.lon >= w && r.lon <= e
	if w > e {
		in = r.lon >= w || r.lon <= e
	}
	return !r.placed || (in && r.lat >= s && r.lat <= n)
}

// box writes a box as the parameter bbox has it.
func box(w, s, e, n float64) string { return fmt.Sprintf("%v,%v,%v,%v", w, s, e, n) }

// selectIDs lists the rows that a test matches.
func selectIDs(rows []row, match func(row) bool) map[string]bool {
	out := map[string]bool{}
	for _, r := range rows {
		if match(r) {
			out[r.id] = true
		}
	}
	return out
}

// sameIDs fails unless the page lists just the wanted incidents, each once.
func sameIDs(t testing.TB, what string, got []string, want map[string]bool) {
	t.Helper()
	seen := map[string]bool{}
	for _, id := range got {
		if seen[id] {
			t.Errorf("%s: %s is listed twice", what, id)
		}
		if !want[id] {
			t.Errorf("%s: %s does not belong there", what, id)
		}
		seen[id] = true
	}
	if len(seen) != len(want) {
		t.Errorf("%s: %d incidents, want %d", what, len(seen), len(want))
	}
}
