package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"incidentmap/data"
	"incidentmap/internal/csv"
	"incidentmap/internal/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/intake"
	"incidentmap/internal/memstore"
	"incidentmap/internal/report"
)

// maxFindings is how many findings of one file are logged one by one.
const maxFindings = 200

// shippedViews are the collections of the default dataset.
var shippedViews = []incident.View{
	{ID: "incidents", Title: "All incidents", Description: "Attacks by, and operations against, the Islamic State – Khorasan Province"},
	{ID: "attacks", Title: "Attacks", Description: "Attacks by the Islamic State – Khorasan Province", Kinds: []string{"attack"}},
	{ID: "operations", Title: "Operations", Description: "Operations against the Islamic State – Khorasan Province", Kinds: []string{"operation"}},
}

// loader fills a store.
type loader struct {
	store     *memstore.Store
	places    *places
	log       *slog.Logger
	reading   readOptions
	snapshots *snapshots
}

func (l *loader) loadAll(ctx context.Context, files []string) error {
	if err := l.loadShipped(); err != nil {
		return fmt.Errorf("the shipped data: %w", err)
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		load := l.loadFile
		if isDirectory(f) {
			load = l.loadDirectory
		}
		if err := load(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// loadShipped loads the shipped incidents and their context layers.
func (l *loader) loadShipped() error {
	layers, err := fs.Glob(data.Files(), data.KhorasanLayers)
	if err != nil {
		return err
	}
	for _, path := range append([]string{data.KhorasanFile}, layers...) {
		if err := l.loadBuilt(path); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// loadBuilt loads one of the shipped files, of which nothing may be amiss.
func (l *loader) loadBuilt(path string) error {
	raw, err := fs.ReadFile(data.Files(), path)
	if err != nil {
		return err
	}
	f, err := geojson.Read(filepath.Base(path), bytes.NewReader(raw))
	if err != nil {
		return err
	}
	res, err := intake.Read(f.Table, intake.Options{Columns: f.Meta.Columns})
	if err != nil {
		return err
	}
	if len(res.Findings) > 0 {
		return fmt.Errorf("%s", res.Findings[0])
	}
	m := f.Meta
	d := &incident.Dataset{ID: m.Dataset, Title: m.Title, Description: m.Description, Licence: m.Licence,
		Attribution: m.Attribution, Visibility: incident.Public, Kinds: m.Vocabularies["kind"],
		EventTypes: m.Vocabularies["event_type"], Columns: res.Columns, Groups: m.GroupsOf(m.Dataset),
		ContextOf: m.ContextOf, Release: m.Release, Citation: m.Citation}
	if d.ContextOf == "" {
		d.Views, d.Default = shippedViews, true
	}
	return l.store.Put(d, contentSum(string(raw))[:versionDigits], res.Incidents)
}

// versionDigits is how much of its sum identifies a dataset's content.
const versionDigits = 12

// contentSum is the SHA-256 of content, worked out without a copy of all of it.
func contentSum(text string) string {
	h := sha256.New()
	// The reader alone: as a WriterTo it would copy the text as a whole.
	if _, err := io.Copy(h, struct{ io.Reader }{strings.NewReader(text)}); err != nil {
		panic(err) // neither of them ever fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

// loadFile adds a user's file as a dataset of its own.
func (l *loader) loadFile(ctx context.Context, path string) error {
	if err := checkRegular(path); err != nil {
		return err
	}
	id := l.freeID(ctx, stemOf(path))
	if saved, note := l.snapshots.restore(l.store, path, id); saved != nil {
		note.Findings.tell(l.log)
		l.log.Info("loaded from its snapshot", "file", path, "dataset", id, "incidents", saved.Stats().Incidents, "leftOut", note.Findings.Dropped, "geocoded", note.Geocoded)
		return nil
	}
	source, err := stamp(path)
	if err != nil {
		return err
	}
	text, err := readFile(path)
	if err != nil {
		return err
	}
	sum := make(chan string, 1) // worked out beside the reading
	go func() { sum <- contentSum(text) }()
	table, meta, err := readTable(path, text)
	if err != nil {
		return err
	}
	in := l.places.intake(l.reading)
	in.Columns, in.Progress = meta.Columns, l.progress(path)
	res, err := intake.Read(table, in)
	if err != nil {
		return err
	}
	told := newFindings(res.Findings)
	told.tell(l.log)
	if len(res.Incidents) == 0 && len(table.Rows) > 0 {
		return fmt.Errorf("%s: none of its %d %ss could be read; the first: %s", path, len(table.Rows), table.Unit, res.Findings[0])
	}
	d := newDataset(id, path, meta, res)
	source.Size, source.SHA256 = int64(len(text)), <-sum
	l.log.Info("loaded", "file", path, "dataset", d.ID, "incidents", len(res.Incidents), "leftOut", told.Dropped, "geocoded", res.Geocoded)
	if err := l.store.Put(d, source.SHA256[:versionDigits], res.Incidents); err != nil {
		return err
	}
	l.snapshots.plan(path, d, res, source, told)
	return nil
}

// progressEvery is how often a long load tells how far it is.
const progressEvery = 2 * time.Second

// progress tells how far a file is.
func (l *loader) progress(path string) func(done, total int) {
	told := time.Now()
	return func(done, total int) {
		if time.Since(told) > progressEvery {
			told = time.Now()
			l.log.Info("loading", "file", path, "rows", done, "of", total)
		}
	}
}

func readTable(path, text string) (*intake.Table, geojson.Meta, error) {
	name := filepath.Base(path)
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".csv", ".tsv", ".txt":
		t, err := csv.ParseTable(name, text)
		return t, geojson.Meta{}, err
	case ".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson":
		f, err := geojson.Read(name, strings.NewReader(text))
		if err != nil {
			return nil, geojson.Meta{}, err
		}
		return f.Table, f.Meta, nil
	default:
		return nil, geojson.Meta{}, fmt.Errorf("%s: files that end in %q are not known; .csv, .tsv, .geojson and .json are", path, ext)
	}
}

// findings are what the file's owner should know, in lines, and how many rows
// were left out.
type findings struct {
	Lines   []string
	Dropped int
}

func newFindings(all []report.Finding) findings {
	var out findings
	for i, f := range all {
		if f.Dropped {
			out.Dropped++
		}
		if i < maxFindings {
			out.Lines = append(out.Lines, f.String())
		}
	}
	if more := len(all) - maxFindings; more > 0 {
		out.Lines = append(out.Lines, fmt.Sprintf("%s: %d more findings", all[0].File, more))
	}
	return out
}

func (f *findings) tell(log *slog.Logger) {
	for _, line := range f.Lines {
		log.Warn(line)
	}
}

// stemOf is a file's name without its extension.
func stemOf(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

func newDataset(id, path string, meta geojson.Meta, res *intake.Result) *incident.Dataset {
	d := &incident.Dataset{ID: id, Title: stemOf(path), Description: meta.Description, Licence: meta.Licence,
		Attribution: meta.Attribution, Visibility: incident.Public, Columns: res.Columns,
		Kinds: relabel(res.Kinds, meta.Vocabularies["kind"]), EventTypes: relabel(res.EventTypes, meta.Vocabularies["event_type"])}
	if meta.Title != "" {
		d.Title = meta.Title
	}
	if d.Description == "" {
		d.Description = "From the file " + filepath.Base(path)
	}
	d.Groups = meta.GroupsOf(d.ID)
	return d
}

// relabel takes the labels that a file gives for words of its vocabulary.
func relabel(found, given []incident.Term) []incident.Term {
	for i, t := range found {
		found[i].Label = incident.Label(given, t.ID)
		if found[i].Label == t.ID {
			found[i].Label = t.Label
		}
	}
	return found
}

// freeID makes a dataset's ID of a file's name that no collection has yet.
func (l *loader) freeID(ctx context.Context, stem string) string {
	base := intake.Slug(stem)
	if base == "" {
		base = "dataset"
	}
	taken := []string{}
	datasets, err := l.store.Datasets(ctx)
	if err != nil {
		return base
	}
	for _, d := range datasets {
		taken = append(taken, d.ID)
		for _, v := range d.Views {
			taken = append(taken, v.ID)
		}
	}
	id := base
	for n := 2; slices.Contains(taken, id); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}
