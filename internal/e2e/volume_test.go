//go:build long

package e2e

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

const (
	volumeRows = 200_000
	// volumeMemory is twice what the rows need; the figure is logged.
	volumeMemory = 400 << 20
)

// A table of 200,000 rows is served whole: by pages, by exports in every
// format, and by filters, in bounded memory.
func TestVolume(t *testing.T) {
	rows := makeRows(volumeRows, 100)
	file := writeTable(t, rows)
	start := time.Now()
	p := serve(t, "--data", file)
	t.Logf("%d rows are ready after %v with %d MB", len(rows), time.Since(start).Round(time.Millisecond),
		p.status("VmHWM")/mega)
	all := selectIDs(rows, func(row) bool { return true })
	sameIDs(t, "pages", p.follow(items("made", "limit=10000"), volumeRows), all)
	sameIDs(t, "GeoJSON", stream(p, of("made", "export", "f=geojson"), idsOfGeoJSON), all)
	sameIDs(t, "GeoJSON text sequence", stream(p, of("made", "export", "f=geojsonseq"), idsOfSequence), all)
	sameIDs(t, "CSV", stream(p, of("made", "export", "f=csv"), idsOfCSV), all)
	volumeFilters(t, p, rows)
	peak := p.status("VmHWM")
	t.Logf("the most memory in all: %d MB", peak/mega)
	if peak > volumeMemory {
		t.Errorf("it took %d MB, at most %d are allowed", peak/mega, volumeMemory/mega)
	}
}

// idsOfGeoJSON reads a FeatureCollection feature by feature.
func idsOfGeoJSON(r io.Reader) (ids []string, err error) {
	dec := json.NewDecoder(r)
	for {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		if token == "features" {
			break
		}
	}
	if _, err := dec.Token(); err != nil { // the bracket
		return nil, err
	}
	for dec.More() {
		var f struct{ ID string }
		if err := dec.Decode(&f); err != nil {
			return nil, err
		}
		ids = append(ids, f.ID)
	}
	for err == nil { // what follows must be whole too
		_, err = dec.Token()
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return ids, err
}

func idsOfSequence(r io.Reader) (ids []string, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, mega)
	for lines.Scan() {
		var f struct{ ID string }
		if err := json.Unmarshal(bytes.TrimPrefix(lines.Bytes(), []byte{0x1e}), &f); err != nil {
			return nil, err
		}
		ids = append(ids, f.ID)
	}
	return ids, lines.Err()
}

func idsOfCSV(r io.Reader) (ids []string, err error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	for n := 0; ; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return ids, nil
		}
		if err != nil {
			return nil, err
		}
		if n > 0 {
			ids = append(ids, cells[0])
		}
	}
}

// volumeFilters compares counts of many boxes and windows with a scan.
func volumeFilters(t *testing.T, p *process, rows []row) {
	t.Helper()
	var took []time.Duration
	for i := range 40 {
		w, s := float64(-180+i*8), float64(-80+i*3)
		from, to := fmt.Sprintf("%d-03-01", 2010+i%10), fmt.Sprintf("%d-09-30", 2010+i%10)
		query := "limit=1&bbox=" + box(w, s, w+25, s+20) + "&datetime=" + from + "/" + to
		want := len(selectIDs(rows, func(r row) bool {
			return r.inBox(w, s, w+25, s+20) && r.start <= to && r.end >= from
		}))
		start := time.Now()
		got := read[page](p, items("made", query)).Matched
		took = append(took, time.Since(start))
		if got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	percentiles(t, "boxes and windows of 200,000 rows", took)
}

// Exports stream: the fifth takes no more memory than the first did, and all
// are the same bytes.
func TestExportsKeepMemoryFlat(t *testing.T) {
	p := serve(t, "--data", writeTable(t, makeRows(volumeRows, 101)))
	loaded := p.status("VmHWM")
	var first, peak int
	var sum string
	for i := range 5 {
		start := time.Now()
		got := stream(p, of("made", "export", "f=geojson&detail=true"), digest)
		peak = p.status("VmHWM")
		t.Logf("export %d: %v, %d MB at most, %d MB now", i+1, time.Since(start).Round(time.Millisecond), peak/mega,
			p.status("VmRSS")/mega)
		if i == 0 {
			first, sum = peak, got
		}
		if got != sum {
			t.Errorf("export %d is another file than the first", i+1)
		}
	}
	if peak > first+first/5+64*mega {
		t.Errorf("memory grew from %d MB after the first export to %d MB", first/mega, peak/mega)
	}
	t.Logf("%d MB loaded, %d MB after one export, %d MB after five", loaded/mega, first/mega, peak/mega)
}

func digest(r io.Reader) (string, error) {
	h := sha256.New()
	_, err := io.Copy(h, r)
	return string(h.Sum(nil)), err
}
