package load

import (
	"context"

	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// directory adds a dataset that is kept by hand, with its context layers.
// What is wrong with it is told; records without a date are left out.
func (l *Loader) directory(ctx context.Context, path string) error {
	if err := checkDirectory(path); err != nil {
		return err
	}
	dir, err := curated.ReadWith(path, l.Places.Locate)
	if err != nil {
		return err
	}
	main, err := l.Catalog.FreeID(ctx, dir.Main.Dataset.ID)
	if err != nil {
		return err
	}
	l.keep(main, reportOf(path, len(dir.Main.Records), dir.Problems))
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		if err := l.set(ctx, dir, set, main); err != nil {
			return err
		}
	}
	return nil
}

// set adds the incidents of a directory, or one of its layers.
func (l *Loader) set(ctx context.Context, dir *curated.Directory, set curated.Set, main string) error {
	d := *set.Dataset
	d.Release, d.Citation = dir.Version, dir.Citation
	if d.ContextOf == "" {
		d.ID = main
	} else {
		id, err := l.Catalog.FreeID(ctx, d.ID)
		if err != nil {
			return err
		}
		d.ID, d.ContextOf = id, main
	}
	for i := range d.Groups {
		d.Groups[i].Dataset = d.ID
	}
	usable := usableRecords(set)
	l.Log.Info("loaded", "file", set.File, "dataset", d.ID, "incidents", len(usable), "leftOut",
		len(set.Records)-len(usable))
	return l.Store.Put(&d, dir.Fingerprint, usable)
}

// usableRecords are the records that have a date and an ID of their own.
func usableRecords(set curated.Set) []incident.Incident {
	var out []incident.Incident
	ids := map[string]bool{}
	for _, r := range set.Records {
		if r.Date.Text == "" || ids[r.ID] || !ingest.IsID(r.ID) {
			continue
		}
		ids[r.ID] = true
		out = append(out, r.Incident)
	}
	return out
}
