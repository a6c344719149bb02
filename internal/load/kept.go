package load

import (
	"context"
	"fmt"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// File is what a user's file says.
type File struct {
	// Dataset has the columns and words that were found; its ID is made of the file's
	// name.
	Dataset   *incident.Dataset
	Incidents []incident.Incident
	Report    *report.Report
	Geocoded  int
}

// File reads a file as serve does.
func (r *Reader) File(path string) (*File, error) {
	if err := input.Check(path); err != nil {
		return nil, err
	}
	read, err := r.read(path)
	if err != nil {
		return nil, err
	}
	table, in, err := r.table(read)
	if err != nil {
		return nil, err
	}
	res, err := ingest.Read(table, in)
	if err != nil {
		return nil, err
	}
	if n := table.Total(); len(res.Incidents) == 0 && n > 0 {
		return nil, fmt.Errorf("%s: none of its %d %ss could be read; the first: %s", path, n, table.Unit, res.Findings[0])
	}
	d := newDataset(ingest.Slug(input.Stem(path)), path, table.Dataset)
	d.Columns = res.Columns
	d.Kinds, d.EventTypes = relabelled(res.Kinds, table.Dataset.Kinds), relabelled(res.EventTypes,
		table.Dataset.EventTypes)
	return &File{Dataset: d, Incidents: res.Incidents, Report: tableReport(path, table, res),
		Geocoded: res.Geocoded}, nil
}

// Kept loads the datasets of a log, as they are now. One whose ID another collection has
// is refused.
func (l *Loader) Kept(ctx context.Context, log store.Log) error {
	all, err := log.Datasets(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		if free, err := l.Catalog.FreeID(ctx, d.ID); err != nil || free != d.ID {
			return fmt.Errorf("the dataset %q of the database has the ID of another collection; "+
				"import it under another one (--dataset)", d.ID)
		}
		if err := l.kept(ctx, log, d); err != nil {
			return fmt.Errorf("the dataset %s of the database: %w", d.ID, err)
		}
	}
	return nil
}

func (l *Loader) kept(ctx context.Context, log store.Log, d *incident.Dataset) error {
	version, err := log.Version(ctx, d.ID)
	if err != nil {
		return err
	}
	b := l.Store.NewBuilder(d, 0)
	const chunk = 4096
	incidents := make([]incident.Incident, 0, chunk)
	count := 0
	for inc, err := range log.Current(ctx, d.ID) {
		if err != nil {
			return err
		}
		if incidents = append(incidents, *inc); len(incidents) == chunk {
			b.Add(incidents)
			incidents = make([]incident.Incident, 0, chunk)
		}
		count++
	}
	b.Add(incidents)
	if err := b.Put(fmt.Sprintf("%d", version)); err != nil {
		return err
	}
	l.Log.Info("loaded", "dataset", d.ID, "incidents", count, "version", version)
	return nil
}
