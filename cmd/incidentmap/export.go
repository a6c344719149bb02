package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/format"
	"incidentmap/internal/format/known"
	"incidentmap/internal/incident"
	"incidentmap/internal/load"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
	"incidentmap/server"
)

func runExport(ctx context.Context, args []string, out, errOut io.Writer) (err error) {
	var db, dataset, name, path, filter string
	names := strings.Join(known.Formats.Written().Names(), ", ")
	flags := newFlags("export", "[OPTIONS] --db FILE\n\nWrites a dataset of a database, as it is now, in a format of the API ("+
		names+").\nA file is there whole or not at all.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	flags.StringVar(&dataset, "dataset", "", "`ID` of the dataset; not needed where there is one")
	flags.StringVar(&name, "f", "", "`FORMAT`: "+names+"; else that of the file's ending, else geojson")
	flags.StringVar(&filter, "filter", "",
		"`QUERY` of what is wanted, as the API's export takes it: 'kind=attack&bbox=60,30,75,39&sortby=-start'; else all")
	flags.StringVar(&path, "o", "", "`FILE` to write, in place of one that is there; else the incidents are printed")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) != 0 {
		return &usageError{"export", fmt.Sprintf("%q is too much; the file to write is named with -o", rest)}
	}
	f, err := exportFormat(name, path)
	if err != nil {
		return &usageError{"export", err.Error()}
	}
	log, err := openDatabase(ctx, "export", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	d, err := datasetNamed(ctx, "export", log, dataset)
	if err != nil {
		return err
	}
	if path == "" {
		_, err = load.Export(ctx, log, d, f, chosenBy(filter), out)
		return err
	}
	n := 0
	err = load.WriteWhole(path, func(w io.Writer) (err error) {
		n, err = load.Export(ctx, log, d, f, chosenBy(filter), w)
		return err
	})
	if err == nil {
		fmt.Fprintf(errOut, "%s has %s of %s\n", path, report.Many(n, "incident"), d.ID)
	}
	return err
}

// chosenBy chooses what a query asks for; nil for all.
func chosenBy(query string) load.Choose {
	if query == "" {
		return nil
	}
	return func(ctx context.Context, v store.View) (incident.Filter, store.Page, error) {
		f, p, err := server.ReadFilter(ctx, v, query)
		var wrong *incident.Error
		if errors.As(err, &wrong) && wrong.Code == incident.Invalid {
			text := "--filter: " + wrong.Error()
			if n := len(wrong.Allowed); n > 0 && n <= maxAllowedTold {
				text += "; allowed: " + strings.Join(wrong.Allowed, ", ")
			}
			err = &usageError{"export", text}
		}
		return f, p, err
	}
}

// maxAllowedTold is how many allowed values a message lists.
const maxAllowedTold = 60

// exportFormat finds the format by its name, else by the ending of the file's.
func exportFormat(name, path string) (format.Format, error) {
	all := known.Formats.Written()
	if name == "" {
		ending := strings.ToLower(filepath.Ext(path))
		if path == "" {
			return all[0], nil
		}
		i := slices.IndexFunc(all, func(f format.Format) bool { return slices.Contains(f.Endings, ending) })
		if i >= 0 {
			return all[i], nil
		}
		return format.Format{}, fmt.Errorf("no format is known by the ending of %s; name one with -f: %s", path,
			strings.Join(all.Names(), ", "))
	}
	f, ok := all.Named(name)
	if !ok {
		return f, fmt.Errorf("-f is %q; %s are allowed", name, strings.Join(all.Names(), ", "))
	}
	return f, nil
}
