package main

import (
	"bytes"
	"path/filepath"
	"slices"

	"incidentmap/internal/curated"
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
)

// build makes every file that follows from the directory.
func build(dir *curated.Directory) ([]file, error) {
	var files []file
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		content, err := collection(dir, set)
		if err != nil {
			return nil, err
		}
		files = append(files, file{filepath.Join(directory, set.Dataset.ID+".geojson"), content})
	}
	review, err := reviewTables(dir)
	if err != nil {
		return nil, err
	}
	files = append(files, file{filepath.Join(directory, "REVIEW.md"), review})
	return release(dir, files)
}

// records derives the records of a set, in the default order.
func records(set curated.Set) []*incident.Record {
	var out []*incident.Record
	for _, l := range set.Records {
		out = append(out, incident.NewRecord(incident.Profile{}, l.Incident, set.Dataset))
	}
	slices.SortFunc(out, incident.CompareDefault)
	return out
}

// collection writes a set as GeoJSON with all detail.
func collection(dir *curated.Directory, set curated.Set) ([]byte, error) {
	d := set.Dataset
	head := map[string]any{"title": d.Title, "description": d.Description, "license": d.Licence,
		"attribution": d.Attribution,
		"dataset":     d.ID, "release": dir.Version, "citation": dir.Citation, "groups": geojson.Groups(d),
		"vocabularies": map[string][]incident.Term{"kind": d.Kinds, "event_type": d.EventTypes},
		"columns":      append([]incident.Column{}, d.Columns...)}
	if d.ContextOf != "" {
		head["contextOf"] = d.ContextOf
	}
	var out bytes.Buffer
	err := geojson.Format.Write(&out, &format.Document{Head: head, Columns: incident.PropertiesOf(d), Detail: true,
		Records: slices.Values(records(set))})
	return out.Bytes(), err
}

// table writes a set as CSV, as exports do.
func table(set curated.Set) ([]byte, error) {
	var out bytes.Buffer
	err := csv.Format.Write(
		&out,
		&format.Document{Columns: incident.PropertiesOf(set.Dataset), Records: slices.Values(records(set))},
	)
	return out.Bytes(), err
}
