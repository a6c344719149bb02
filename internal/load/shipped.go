package load

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"incidentmap/internal/format/known"
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

// ReserveShipped keeps the IDs of what ships from being given to data of users, also
// where it is not loaded.
func (l *Loader) ReserveShipped(files fs.FS, main, layers string) error {
	ids, err := ShippedIDs(files, main, layers)
	l.Catalog.Reserve(ids...)
	return err
}

// ShippedIDs are the IDs of the collections that ship.
func ShippedIDs(files fs.FS, main, layers string) ([]string, error) {
	paths, err := fs.Glob(files, layers)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, v := range shippedViews {
		ids = append(ids, v.ID)
	}
	for _, p := range append([]string{main}, paths...) {
		ids = append(ids, strings.TrimSuffix(path.Base(p), path.Ext(p)))
	}
	return ids, nil
}

// Shipped loads the dataset that ships, from a file that has all of it, and its
// context layers, from those that match a pattern. Nothing may be amiss in them.
func (l *Loader) Shipped(files fs.FS, main, layers string) error {
	paths, err := fs.Glob(files, layers)
	if err != nil {
		return err
	}
	for _, p := range append([]string{main}, paths...) {
		if err := l.shipped(files, p); err != nil {
			return fmt.Errorf("the shipped data: %s: %w", p, err)
		}
	}
	return nil
}

func (l *Loader) shipped(files fs.FS, name string) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	table, err := known.Formats.Read(name, string(raw), nil)
	if err != nil {
		return err
	}
	res, err := ingest.Read(table, ingest.Options{Columns: table.Dataset.Columns})
	if err != nil {
		return err
	}
	if len(res.Findings) > 0 {
		return fmt.Errorf("%s", res.Findings[0])
	}
	d := table.Dataset
	d.Visibility, d.Columns, d.Groups = incident.Public, res.Columns, groupsOf(d.ID, d.Groups)
	if d.ContextOf == "" {
		d.Views, d.Default = shippedViews, true
	}
	l.keep(d.ID, reportOf(name, len(res.Incidents), nil))
	return l.Store.Put(&d, contentSum(string(raw))[:versionDigits], res.Incidents)
}
