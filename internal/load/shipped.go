package load

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"

	"incidentmap/internal/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// shippedViews are the collections of the default dataset.
var shippedViews = []incident.View{
	{ID: "incidents", Title: "All incidents",
		Description: "Attacks by, and operations against, the Islamic State – Khorasan Province"},
	{ID: "attacks", Title: "Attacks", Description: "Attacks by the Islamic State – Khorasan Province",
		Kinds: []string{"attack"}},
	{ID: "operations", Title: "Operations", Description: "Operations against the Islamic State – Khorasan Province",
		Kinds: []string{"operation"}},
}

// Shipped loads the dataset that ships, from a file that has all of it, and its
// context layers, from those that match a pattern. Nothing may be amiss in them.
func (l *Loader) Shipped(files fs.FS, main, layers string) error {
	paths, err := fs.Glob(files, layers)
	if err != nil {
		return err
	}
	for _, path := range append([]string{main}, paths...) {
		if err := l.shipped(files, path); err != nil {
			return fmt.Errorf("the shipped data: %s: %w", path, err)
		}
	}
	return nil
}

func (l *Loader) shipped(files fs.FS, path string) error {
	raw, err := fs.ReadFile(files, path)
	if err != nil {
		return err
	}
	f, err := geojson.Read(filepath.Base(path), bytes.NewReader(raw))
	if err != nil {
		return err
	}
	res, err := ingest.Read(f.Table, ingest.Options{Columns: f.Meta.Columns})
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
	l.keep(d.ID, reportOf(path, len(res.Incidents), nil))
	return l.Store.Put(d, contentSum(string(raw))[:versionDigits], res.Incidents)
}
