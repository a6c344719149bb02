package main

import (
	"fmt"
	"io"
	"time"
)

// table gathers what was measured.
type table struct {
	notes []string
	rows  []row
}

type row struct {
	what, peer   string
	ours, theirs time.Duration
}

func (t *table) note(s string) { t.notes = append(t.notes, s) }

// ratio adds a row: the same answer by us and by a peer.
func (t *table) ratio(what string, ours time.Duration, peer string, theirs time.Duration) {
	t.rows = append(t.rows, row{what, peer, ours, theirs})
}

// alone adds a figure without a peer.
func (t *table) alone(what string, ours time.Duration) {
	t.rows = append(t.rows, row{what: what, ours: ours})
}

// find returns our time of a row.
func (t *table) find(what string) time.Duration {
	for _, r := range t.rows {
		if r.what == what {
			return r.ours
		}
	}
	return 0
}

// print writes the table as Markdown.
func (t *table) print(w io.Writer) {
	for _, n := range t.notes {
		fmt.Fprintf(w, "%s\n\n", n)
	}
	fmt.Fprintf(w, "| what | incidentmap | peer | peer's | ratio |\n|---|---|---|---|---|\n")
	for _, r := range t.rows {
		if r.peer == "" {
			fmt.Fprintf(w, "| %s | %s | | | |\n", r.what, short(r.ours))
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %.1f× |\n", r.what, short(r.ours), r.peer, short(r.theirs),
			float64(r.theirs)/float64(r.ours))
	}
}

// short writes a time with about three digits.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Microsecond:
		return d.Round(10 * time.Nanosecond).String()
	case d < time.Millisecond:
		return d.Round(100 * time.Nanosecond).String()
	case d < time.Second:
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}
