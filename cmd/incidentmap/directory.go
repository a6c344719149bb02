package main

import (
	"context"
	"fmt"
	"os"

	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
	"incidentmap/internal/intake"
)

// isDirectory reports whether a path is a directory. One that is not there is
// told by whoever opens it.
func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// loadDirectory adds a dataset that is kept by hand, with its context layers.
// What is wrong with it is told; records without a date are left out.
func (l *loader) loadDirectory(ctx context.Context, path string) error {
	if err := checkDirectory(path); err != nil {
		return err
	}
	dir, err := curated.ReadWith(path, l.locateText)
	if err != nil {
		return err
	}
	for i, p := range dir.Problems {
		if i == maxFindings {
			l.log.Warn(fmt.Sprintf("%s: %d more problems; incidentmap validate lists them", path, len(dir.Problems)-i))
			break
		}
		l.log.Warn(path + "/" + p.String())
	}
	main := l.freeID(ctx, dir.Main.Dataset.ID)
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		if err := l.loadSet(ctx, dir, set, main); err != nil {
			return err
		}
	}
	return nil
}

// locateText finds a place that the directory's lock does not have.
func (l *loader) locateText(text string) (curated.LockEntry, bool) {
	g, err := l.places.gazetteer()
	if err != nil {
		return curated.LockEntry{}, false
	}
	e, ok := curated.Locate(g, text)
	if !ok {
		l.log.Warn(fmt.Sprintf("no place named %q is known, or several alike are; it is listed without a place", text))
	}
	return e, ok
}

func (l *loader) loadSet(ctx context.Context, dir *curated.Directory, set curated.Set, main string) error {
	d := *set.Dataset
	d.Release, d.Citation = dir.Version, dir.Citation
	if d.ContextOf == "" {
		d.ID = main
	} else {
		d.ID, d.ContextOf = l.freeID(ctx, d.ID), main
	}
	for i := range d.Groups {
		d.Groups[i].Dataset = d.ID
	}
	usable := usableRecords(set)
	l.log.Info("loaded", "file", set.File, "dataset", d.ID, "incidents", len(usable), "leftOut", len(set.Records)-len(usable))
	return l.store.Put(&d, dir.Fingerprint, usable)
}

// usableRecords are the records that have a date and an ID of their own.
func usableRecords(set curated.Set) []incident.Incident {
	var out []incident.Incident
	ids := map[string]bool{}
	for _, r := range set.Records {
		if r.Date.Text == "" || ids[r.ID] || !intake.IsID(r.ID) {
			continue
		}
		ids[r.ID] = true
		out = append(out, r.Incident)
	}
	return out
}
