// Package load turns what users bring into datasets of a store: files, directories
// that are kept by hand, and what ships with the program. It keeps a report of how
// each was read.
package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/memstore"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// maxTold is how many findings of one file are logged one by one.
const maxTold = 200

// Loader fills a store.
type Loader struct {
	Reader
	Store   *memstore.Store
	Catalog *catalog.Catalog
	// Snapshots keep large files as they were loaded; nil keeps none.
	Snapshots *Snapshots
}

// Paths loads files and directories, each as a dataset of its own. One that cannot
// be used at all is an error: better no map than one that silently lacks it.
func (l *Loader) Paths(ctx context.Context, paths []string) error {
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		load := l.file
		if input.IsDirectory(path) {
			load = l.directory
		}
		if err := load(ctx, path); err != nil {
			return err
		}
	}
	return l.Unfound()
}

// Settle does for what was loaded what can wait until it can be read: its records are laid
// in their order, and its snapshots are written.
func (l *Loader) Settle(ctx context.Context) {
	if err := l.Store.Arrange(ctx); err != nil {
		return // the program ends
	}
	l.Snapshots.write(ctx, l.Store)
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

// file adds a user's file.
func (l *Loader) file(ctx context.Context, path string) error {
	if err := input.Check(path); err != nil {
		return err
	}
	id, err := l.freeID(ctx, input.Stem(path))
	if err != nil {
		return err
	}
	if saved, note := l.Snapshots.restore(l.Store, path, id); saved != nil {
		l.keep(id, note.Report)
		l.find(note.Given)
		l.notePart(path)
		l.Log.Info("loaded from its snapshot", "file", path, "dataset", id, "incidents", saved.Stats().Incidents,
			"leftOut", note.Report.LeftOut, "geocoded", note.Geocoded)
		return nil
	}
	stamped, err := stamp(path)
	if err != nil {
		return err
	}
	read, err := l.read(path)
	if err != nil {
		return err
	}
	return l.content(path, id, read, stamped)
}

// content adds what a user's file says.
func (l *Loader) content(path, id string, read source, stamped sourceFile) error {
	sum := make(chan string, 1) // worked out beside the reading
	go func() { sum <- contentSum(read.text) }()
	table, in, err := l.table(read)
	if err != nil {
		return err
	}
	l.tellBeside(path, table)
	in.Progress = l.progress(path)
	b := l.newBuilding(id, path, table)
	in.Take = b.take
	res, err := ingest.Read(table, in)
	if err != nil {
		return err
	}
	told := tableReport(path, table, res)
	l.keep(id, told)
	if res.Count == 0 && table.Total() > 0 {
		return errNone(path, table, res)
	}
	if stamped.SHA256 = <-sum; !read.changed {
		stamped.Size = int64(len(read.text))
	} else if stamped.SHA256, err = sumOf(path); err != nil {
		return err
	}
	l.Log.Info("loaded", "file", path, "dataset", id, "incidents", res.Count, "leftOut", told.LeftOut,
		"geocoded", res.Geocoded)
	b.take(ingest.Taken{Kinds: res.Kinds, EventTypes: res.EventTypes, Columns: res.Columns})
	collectLarge(res.Count)
	if err := b.builder.Put(stamped.SHA256[:versionDigits]); err != nil {
		return err
	}
	l.Snapshots.plan(path, id, res, stamped, told)
	return nil
}

// errNone is the error of a table of which no row could be read, with why the first could not.
func errNone(path string, t *ingest.Table, res *ingest.Result) error {
	first := max(0, slices.IndexFunc(res.Findings, func(f report.Finding) bool { return f.Dropped }))
	return fmt.Errorf("%s: none of its %d %ss could be read; the first: %s", path, t.Total(), t.Unit, res.Findings[first])
}

// building is a dataset on its way from a file into the store.
type building struct {
	store   *memstore.Store
	dataset *incident.Dataset
	said    incident.Dataset  // what the file says of it
	rows    int               // that the file has
	builder *memstore.Builder // made when the columns are known
}

func (l *Loader) newBuilding(id, path string, table *ingest.Table) *building {
	return &building{store: l.Store, dataset: newDataset(id, path, table.Dataset), said: table.Dataset,
		rows: table.Total()}
}

// take adds incidents, and what the file's own words are until now.
func (b *building) take(of ingest.Taken) {
	if b.builder == nil {
		b.dataset.Columns = of.Columns
		b.builder = b.store.NewBuilder(b.dataset, b.rows)
	}
	b.dataset.Kinds = relabelled(of.Kinds, b.said.Kinds)
	b.dataset.EventTypes = relabelled(of.EventTypes, b.said.EventTypes)
	b.builder.Add(of.Incidents)
}

// reportOf is the report of records that were read.
func reportOf(path string, incidents int, findings []report.Finding) *report.Report {
	r := report.New(filepath.Base(path))
	r.Incidents = incidents
	for _, f := range findings {
		r.Add(f)
	}
	r.Finish()
	return r
}

// tableReport is the report of a table that was read.
func tableReport(path string, t *ingest.Table, res *ingest.Result) *report.Report {
	r := report.New(filepath.Base(path))
	r.Incidents, r.WithoutPlace, r.Rows, r.Unit = res.Count, res.Unplaced, t.Total(), t.Unit
	for _, f := range res.Findings {
		r.Add(f)
	}
	r.Originals = &res.LeftOut
	r.Finish()
	return r
}

// keep keeps how a dataset was read, and tells it: in words, then the first findings.
func (l *Loader) keep(id string, r *report.Report) {
	l.Catalog.Keep(id, r)
	if r.Rows > 0 {
		for _, words := range r.Words {
			l.Log.Info(printable.Text(r.Path + ": " + words))
		}
	}
	for i, f := range r.Findings {
		if i == maxTold {
			break
		}
		l.Log.Warn(f.String())
	}
	if more := r.Errors + r.Warnings + r.Hints - maxTold; more > 0 {
		l.Log.Warn(fmt.Sprintf("%s: %d more findings", r.Path, more))
	}
}

// newDataset makes a dataset of what a user's file says of it.
func newDataset(id, path string, said incident.Dataset) *incident.Dataset {
	d := &incident.Dataset{ID: id, Title: said.Title, Description: said.Description, Licence: said.Licence,
		Attribution: said.Attribution, Visibility: incident.Public, Groups: groupsOf(id, said.Groups)}
	if d.Title == "" {
		d.Title = input.Stem(path)
	}
	if d.Description == "" {
		d.Description = "From the file " + filepath.Base(path)
	}
	return d
}

// groupsOf has groups belong to a dataset.
func groupsOf(dataset string, groups []incident.Group) []incident.Group {
	out := slices.Clone(groups)
	for i := range out {
		out[i].Dataset = dataset
	}
	return out
}

// relabelled takes the labels that a file gives for words of its vocabulary.
func relabelled(found, given []incident.Term) []incident.Term {
	out := slices.Clone(found)
	for i, t := range out {
		if out[i].Label = incident.Label(given, t.ID); out[i].Label == t.ID {
			out[i].Label = t.Label
		}
	}
	return out
}

// freeID makes a dataset's ID of a file's name that no collection has yet.
func (l *Loader) freeID(ctx context.Context, stem string) (string, error) {
	return l.Catalog.FreeID(ctx, ingest.DatasetID(stem))
}
