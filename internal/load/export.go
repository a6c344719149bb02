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

// Choose says what of a dataset is wanted.
type Choose func(context.Context, store.View) (incident.Filter, store.Page, error)

// Export writes what is chosen of a dataset of a log, all for a nil choice, as it is at one
// version, and returns how many incidents that are.
func Export(ctx context.Context, log store.Log, d *incident.Dataset, f format.Format, choose Choose,
	w io.Writer) (int, error) {
	var kept memstore.Store
	into := Index{Loader: &Loader{Store: &kept, Reader: Reader{Log: slog.New(slog.DiscardHandler)}}}
	if _, err := keep.Snapshot(ctx, log, into, d); err != nil {
		return 0, err
	}
	view, err := kept.View(ctx, d.ID)
	if err != nil {
		return 0, err
	}
	return writeView(ctx, view, f, choose, w)
}

// writeView writes what is chosen of a dataset as it is seen, in the order of the API's
// exports, and returns how many incidents that are.
func writeView(ctx context.Context, view store.View, f format.Format, choose Choose, w io.Writer) (int, error) {
	d := view.Dataset()
	filter, page := incident.Filter{Dataset: d.ID}, store.Page{}
	if choose != nil {
		var err error
		if filter, page, err = choose(ctx, view); err != nil {
			return 0, err
		}
	}
	res, err := view.Query(ctx, filter, page)
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
