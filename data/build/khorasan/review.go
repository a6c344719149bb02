package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
)

// articleName is the table that accounts for every date of the article.
const articleName = "article.csv"

var articleHeader = []string{"section", "date_as_written", "what", "kept_as", "ids", "why"}

// reviewTables writes what a reviewer reads: one line an incident, one line a
// context record, and one line a date of the article.
func reviewTables(dir *curated.Directory) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# Review\n\nMade by `go run ./data/build/khorasan` from `incidents/`, `layers/`, `places.lock.csv` and `article.csv`; do not edit.\n\n" +
		"## Incidents\n\nPlaced: class, radius, and the gazetteer's place. Checked: the second source that the point was compared with.\n\n")
	row(&b, "incident", "section", "date", "place as written", "placed", "checked", "killed", "injured",
		"occurrence, attribution")
	row(&b, slices.Repeat([]string{"---"}, 9)...)
	for _, r := range records(dir.Main) {
		row(&b, r.ID, locators(r), r.Date.Text, orNone(r.Place.Text), placed(r), checked(r),
			figure(dir, r, incident.Killed), figure(dir, r, incident.Injured), r.Occurrence+", "+r.Attribution)
	}
	for _, set := range dir.Layers {
		fmt.Fprintf(&b, "\n## %s\n\n", set.Dataset.Title)
		row(&b, "record", "section", "date", "title", "place as written", "placed", "remark")
		row(&b, slices.Repeat([]string{"---"}, 7)...)
		for _, r := range records(set) {
			row(&b, r.ID, locators(r), r.Date.Text, r.Title, orNone(r.Place.Text), placed(r), remark(set.Dataset, r))
		}
	}
	err := articleTable(&b, dir)
	return b.Bytes(), err
}

func row(b *bytes.Buffer, cells ...string) {
	for _, c := range cells {
		b.WriteString("| " + strings.NewReplacer("|", "\\|", "\n", " ").Replace(c) + " ")
	}
	b.WriteString("|\n")
}

func orNone(text string) string {
	if text == "" {
		return "not given"
	}
	return text
}

func locators(r *incident.Record) string {
	var out []string
	for _, s := range r.Sources {
		out = append(out, s.Locator)
	}
	return strings.Join(out, "; ")
}

func placed(r *incident.Record) string {
	if len(r.Place.Points) == 0 {
		return "nowhere"
	}
	var out []string
	for i, g := range r.Place.Geocoding {
		out = append(out, fmt.Sprintf("%s (%s) at %.5f, %.5f", g.Matched, g.GazetteerID, r.Place.Points[i][1],
			r.Place.Points[i][0]))
	}
	return fmt.Sprintf("%s, ± %.1f km: %s", r.Place.Precision, r.Place.RadiusM/1000, strings.Join(out, "; "))
}

func checked(r *incident.Record) string {
	var out []string
	for _, g := range r.Place.Geocoding {
		out = append(out, g.CheckedAgainst)
	}
	return orNone(strings.Join(out, "; "))
}

// figure writes a flat figure, or that of the group.
func figure(dir *curated.Directory, r *incident.Record, measure string) string {
	f, shared := r.Figure(measure), ""
	if g := dir.Main.Dataset.Group(r.Group); g != nil && !f.Known() {
		f, shared = incident.FigureOf(g.Claims, measure), " (shared)"
	}
	if !f.Known() {
		return "not given"
	}
	text := func(n *int) string {
		if n == nil {
			return "?"
		}
		return fmt.Sprint(*n)
	}
	return text(f.Low) + " / " + text(f.Best) + " / " + text(f.High) + shared
}

func remark(d *incident.Dataset, r *incident.Record) string {
	for i, c := range d.Columns {
		if c.Name == "remark" {
			return incident.ExtraValue(r, i, c.Type).Str
		}
	}
	return ""
}

// articleTable writes article.csv and checks that it names every record, and
// no record that there is not.
func articleTable(b *bytes.Buffer, dir *curated.Directory) error {
	rows, err := readArticle(filepath.Join(dir.Root, articleName))
	if err != nil {
		return err
	}
	b.WriteString("\n## Every date of the article\n\nWhat each line of the article with a date in it became: an incident, a context record, or nothing, and why.\n\n")
	row(b, "section", "date as written", "what", "kept as", "records", "why")
	row(b, slices.Repeat([]string{"---"}, 6)...)
	missing := ids(dir)
	known := ids(dir)
	var errs []error
	for i, cells := range rows {
		for _, id := range strings.Fields(cells[4]) {
			if !known[id] {
				errs = append(errs, fmt.Errorf("%s:%d: there is no record %q", articleName, i+2, id))
			}
			delete(missing, id)
		}
		if (cells[3] == "none") != (cells[4] == "") || !slices.Contains([]string{"incident", "context", "none"},
			cells[3]) || (cells[3] == "none" && cells[5] == "") {
			errs = append(errs, fmt.Errorf("%s:%d: kept_as is incident or context with ids, or none with a reason",
				articleName, i+2))
		}
		row(b, cells...)
	}
	for id := range missing {
		errs = append(errs, fmt.Errorf("%s: no line of the article is given for %q", articleName, id))
	}
	return errors.Join(errs...)
}

func ids(dir *curated.Directory) map[string]bool {
	out := map[string]bool{}
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		for _, l := range set.Records {
			out[l.ID] = true
		}
	}
	return out
}

func readArticle(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	r := csv.NewReader(f)
	r.FieldsPerRecord = len(articleHeader)
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], articleHeader) {
		return nil, fmt.Errorf("%s: its header must be %s", path, strings.Join(articleHeader, ","))
	}
	return rows[1:], nil
}
