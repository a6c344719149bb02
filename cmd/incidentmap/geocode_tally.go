package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place"
)

// toldTexts bounds the texts without a place that are told one by one.
const toldTexts = 20

// tally counts what became of the rows of a table.
type tally struct {
	start                               time.Time
	rows, empty, placed, province       int
	country, nothing, failures, unnamed int
	texts                               []string       // without a place, in their order
	times                               map[string]int // how often each of them
	first                               map[string]int // and its first row
	lastFailure                         string
}

func newTally() *tally {
	return &tally{start: time.Now(), times: map[string]int{}, first: map[string]int{}}
}

// failed counts a row that a provider could not be asked for.
func (t *tally) failed(row int, err error) {
	t.failures++
	t.lastFailure = fmt.Sprintf("row %d: %v", row, err)
}

// count counts a row by how precisely its place is known.
func (t *tally) count(row int, text string, a place.Answer) {
	t.rows++
	m := a.Best
	switch {
	case text == "":
		t.empty++
	case m == nil:
		t.nothing++
		t.tell(row, text)
	case m.Class == gazetteer.Country && len(m.Dropped) > 0:
		t.country++
		t.tell(row, text)
	case m.Class == gazetteer.Admin1 && len(m.Dropped) > 0:
		t.province++
	default:
		t.placed++
	}
}

// tell remembers a text that no place was found for. There are bounds on how many.
func (t *tally) tell(row int, text string) {
	if t.times[text]++; t.times[text] > 1 {
		return
	}
	if len(t.texts) == toldTexts {
		delete(t.times, text)
		t.unnamed++
		return
	}
	t.texts = append(t.texts, text)
	t.first[text] = row
}

// print tells the counts, the speed and the texts without a place.
func (t *tally) print(w io.Writer) error {
	took := time.Since(t.start)
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows in %.1f s, %.0f a second: %d placed, %d by their province only, %d by their country only, %d not found, %d without a text\n",
		t.rows, took.Seconds(), float64(t.rows)/max(took.Seconds(),
			1e-9), t.placed, t.province, t.country, t.nothing, t.empty)
	if t.failures > 0 {
		fmt.Fprintf(&b, "%d rows could not be asked for everywhere; the last was %s\n", t.failures, t.lastFailure)
	}
	if len(t.texts) > 0 {
		fmt.Fprintln(&b, "Not found, or known by their country only:")
	}
	for _, text := range t.texts {
		fmt.Fprintf(&b, "  row %d, %d times: %.200q\n", t.first[text], t.times[text], text)
	}
	if t.unnamed > 0 {
		fmt.Fprintf(&b, "  and %d more rows\n", t.unnamed)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// progress shows how much of a file was read, on a terminal only.
type progress struct{ bar *progressbar.ProgressBar }

func newProgress(w io.Writer, size int64) *progress {
	f, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions64(size, progressbar.OptionSetWriter(f), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30),
		progressbar.OptionSetDescription("geocoding"), progressbar.OptionClearOnFinish())}
}

// Write implements io.Writer: it counts.
func (p *progress) Write(b []byte) (int, error) {
	if p.bar == nil {
		return len(b), nil
	}
	return p.bar.Write(b)
}

// finish takes the bar away.
func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
