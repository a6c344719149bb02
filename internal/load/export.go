package load

import (
	"context"
	"io"
	"log/slog"

	"incidentmap/internal/format"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// Export writes a dataset of a log, as it is at one version, in the order of the API's
// exports, and returns how many incidents it has.
func Export(ctx context.Context, log store.Log, d *incident.Dataset, f format.Format, w io.Writer) (int, error) {
	var kept memstore.Store
	into := Index{Loader: &Loader{Store: &kept, Reader: Reader{Log: slog.New(slog.DiscardHandler)}}}
	if _, err := keep.Snapshot(ctx, log, into, d); err != nil {
		return 0, err
	}
	view, err := kept.View(ctx, d.ID)
	if err != nil {
		return 0, err
	}
	return writeView(ctx, view, f, w)
}

// writeView writes all of a dataset as it is seen, and returns how many incidents it has.
func writeView(ctx context.Context, view store.View, f format.Format, w io.Writer) (int, error) {
	d := view.Dataset()
	res, err := view.Query(ctx, incident.Filter{Dataset: d.ID}, store.Page{})
	if err != nil {
		return 0, err
	}
	head := map[string]any{"name": d.ID, "title": d.Title, "dataset": d.ID, "dataVersion": view.Stats().Version,
		"numberMatched": res.Matched, "numberReturned": res.Returned, "license": d.Licence,
		"attribution": d.Attribution}
	if d.Description != "" {
		head["description"] = d.Description
	}
	doc := &format.Document{Head: head, Columns: incident.PropertiesOf(d), Records: res.Records}
	if err := f.Write(w, doc); err != nil {
		return 0, err
	}
	return res.Returned, ctx.Err()
}
