package load

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/keep"
	"incidentmap/internal/memstore"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// File is a user's file on its way into a log.
type File struct {
	reader   *Reader
	path     string
	describe func(*incident.Dataset)

	// Before, if not nil, may refuse the file when its columns are known, before anything
	// of it is passed on.
	Before func() error
	// Withdraws says that what the file does not have is withdrawn: it is noted then which
	// incidents the rows that are left out would have been.
	Withdraws bool

	// What was read is known when all chunks have come.
	Report    *report.Report
	Count     int
	Geocoded  int
	DatasetID string
}

// File opens a file that is read as serve does. Its dataset's ID is made of the file's
// name; describe may change how the dataset is called.
func (r *Reader) File(path string, describe func(*incident.Dataset)) (*File, error) {
	if err := input.Check(path); err != nil {
		return nil, err
	}
	return &File{reader: r, path: path, describe: describe}, nil
}

// FileDataset is the ID of the dataset of a file, by its name.
func FileDataset(path string) string { return ingest.DatasetID(input.Stem(path)) }

// Chunks reads the file and yields its incidents; one chunk at least, which may be empty.
// The next ones are read while one is used.
func (f *File) Chunks() iter.Seq2[keep.Chunk, error] {
	return func(yield func(keep.Chunk, error) bool) {
		chunks, ended, failed := make(chan keep.Chunk), make(chan struct{}), make(chan error, 1)
		go func() {
			failed <- f.read(func(c keep.Chunk) {
				select {
				case chunks <- c:
				case <-ended:
				}
			})
			close(chunks)
		}()
		defer func() { // the reading ends before this does
			close(ended)
			for range chunks {
				continue
			}
		}()
		for c := range chunks {
			if !yield(c, nil) {
				return
			}
		}
		if err := <-failed; err != nil {
			yield(keep.Chunk{}, err)
		}
	}
}

func (f *File) read(take func(keep.Chunk)) error {
	read, err := f.reader.read(f.path)
	if err != nil {
		return err
	}
	table, in, err := f.reader.table(read)
	if err != nil {
		return err
	}
	f.reader.tellBeside(f.path, table)
	in.Progress, in.Unread = f.reader.progress(f.path), f.Withdraws
	told := false
	var refused error
	pass := func(of ingest.Taken, unread []keep.Unread) {
		if !told && f.Before != nil {
			refused = f.Before()
		}
		if refused == nil && (len(of.Incidents) > 0 || len(unread) > 0 || !told) { // their memory is used again
			d := f.dataset(table, of)
			take(keep.Chunk{Dataset: d, Incidents: slices.Clone(of.Incidents), Unread: unread,
				Untitled: table.Dataset.Title == "" && d.Title == input.Stem(f.path), Rows: rowsOf(table)})
		}
		told = true
	}
	in.Take = func(of ingest.Taken) {
		if len(of.Incidents) > 0 {
			pass(of, nil)
		}
	}
	res, err := ingest.Read(table, in)
	if err != nil {
		return err
	}
	if res.Count == 0 && table.Total() > 0 {
		return errNone(f.path, table, res)
	}
	pass(ingest.Taken{Kinds: res.Kinds, EventTypes: res.EventTypes, Columns: res.Columns}, unreadRows(table, res))
	if refused != nil {
		return refused
	}
	f.Report, f.Count, f.Geocoded = tableReport(f.path, table, res), res.Count, res.Geocoded
	return nil
}

// rowsOf is the name of a table whose rows have flat columns alone, as keep.Chunk has it.
func rowsOf(t *ingest.Table) string {
	if len(t.Nested) > 0 {
		return ""
	}
	return t.File
}

// unreadRows are the rows that were left out, as an import knows them.
func unreadRows(t *ingest.Table, res *ingest.Result) []keep.Unread {
	var out []keep.Unread
	for _, r := range res.Unread {
		out = append(out, keep.Unread{Where: fmt.Sprintf("%s %d", t.Unit, r.Number), IDs: r.IDs, Named: r.Named})
	}
	return out
}

// dataset describes what was read until now.
func (f *File) dataset(table *ingest.Table, of ingest.Taken) *incident.Dataset {
	d := newDataset(FileDataset(f.path), f.path, table.Dataset)
	d.Columns = of.Columns
	d.Kinds = relabelled(of.Kinds, table.Dataset.Kinds)
	d.EventTypes = relabelled(of.EventTypes, table.Dataset.EventTypes)
	f.describe(d)
	f.DatasetID = d.ID
	return d
}

// Index is the loader's store as one that follows a log.
type Index struct {
	*Loader
	Images *Images // nil keeps none
}

var _ keep.Index = Index{}

// Apply implements store.Writer.
func (x Index) Apply(ctx context.Context, dataset, version string, put []incident.Incident, deleted []string) error {
	err := x.Store.Apply(ctx, dataset, version, put, deleted)
	if err == nil {
		x.Images.changed(dataset, len(put)+len(deleted))
	}
	return err
}

// Restore implements keep.Index.
func (x Index) Restore(ctx context.Context, d *incident.Dataset) (int64, bool) {
	return x.Images.restore(ctx, d)
}

// Redacted implements keep.Index.
func (x Index) Redacted(dataset string) error {
	err := x.Images.drop(dataset)
	x.Images.changed(dataset, maxBehind)
	return err
}

// Drop implements keep.Index.
func (x Index) Drop(_ context.Context, dataset string) error {
	return errors.Join(x.Store.Drop(dataset), x.Images.drop(dataset))
}

// View implements keep.Index.
func (x Index) View(ctx context.Context, dataset string) (store.View, error) {
	return x.Store.View(ctx, dataset)
}

// Free implements keep.Index. What is not shown has no image.
func (x Index) Free(ctx context.Context, dataset string) error {
	free, err := x.Catalog.FreeID(ctx, dataset)
	if err == nil && free != dataset {
		if err := x.Images.drop(dataset); err != nil {
			return err
		}
		err = incident.Errorf(incident.Conflict, "the dataset %q has the ID of another collection; give it "+
			"another one: “incidentmap export --db … --dataset %s -o FILE” writes what there is, and “incidentmap import --dataset "+
			"OTHER --db … FILE” brings it under another ID", dataset, dataset)
	}
	return err
}

// Load implements keep.Index.
func (x Index) Load(ctx context.Context, log keep.Source, d *incident.Dataset, version int64) error {
	if err := x.Images.drop(d.ID); err != nil { // which is not of this version, or of another description
		x.Log.Warn("the image of a dataset is stale, and cannot be removed", "dataset", d.ID, "why", err)
	}
	count, err := Kept(ctx, x.Store, log, d, version)
	if err == nil {
		x.Images.changed(d.ID, maxBehind)
		x.Log.Info("loaded", "dataset", d.ID, "incidents", count, "version", version)
	}
	return err
}

// Kept loads a dataset of a log into a store, as it is now, and returns how many
// incidents it has. Nobody may change it meanwhile.
func Kept(ctx context.Context, into *memstore.Store, log keep.Source, d *incident.Dataset, version int64) (int, error) {
	b := into.NewBuilder(d, 0)
	const chunk = 4096
	incidents := make([]incident.Incident, 0, chunk)
	count := 0
	for inc, err := range log.Current(ctx, d.ID) {
		if err != nil {
			return 0, err
		}
		if incidents = append(incidents, *inc); len(incidents) == chunk {
			b.Add(incidents)
			incidents = incidents[:0]
		}
		count++
	}
	b.Add(incidents)
	return count, b.Put(keep.VersionText(version))
}
