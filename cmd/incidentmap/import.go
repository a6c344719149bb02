package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"incidentmap/data"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/pgstore"
)

// importOptions are the options of the import verb.
type importOptions struct {
	db, dataset, title, reason, author string
	private, dryRun, withdraw          bool
	rejected                           string
	fileOptions
}

func runImport(ctx context.Context, args []string, out, errOut io.Writer) error {
	var o importOptions
	flags := newFlags("import",
		"[OPTIONS] --db FILE PATH…\n\nBrings files of incidents ("+fileEndings+")\ninto a database, which keeps every change. "+
			"An incident is known by its ID; the same file twice changes nothing.\n"+
			"Each import is a batch that undo takes back. It is made whole or not at all: interrupted, it is begun anew.", out)
	flags.StringVar(&o.db, "db", "", usageOfDB)
	flags.StringVar(&o.dataset, "dataset", "", "`ID` of the dataset, else that of the file's name")
	flags.StringVar(&o.title, "title", "", "`TEXT` that the dataset is called by, else the file's")
	flags.StringVar(&o.reason, "reason", "", "`TEXT` that the history gives as the reason")
	flags.StringVar(&o.author, "author", "", "`NAME` that the history gives, else that of this user of the machine")
	flags.BoolVar(&o.private, "private", false, "make the dataset one that nobody sees without leave")
	flags.BoolVar(&o.dryRun, "dry-run", false, "say what would change, and change nothing")
	flags.BoolVar(&o.withdraw, "withdraw", false, "delete the dataset's incidents that the file does not have")
	flags.StringVar(&o.rejected, "rejected", "",
		"`FILE.csv` to write the rows to that were left out, with why: mended, it can be imported")
	paths, err := o.parse(flags, args, o.check)
	if err != nil {
		return err
	}
	return o.importAll(ctx, paths, out, slog.New(slog.NewTextHandler(errOut, nil)))
}

func (o *importOptions) check(paths []string) error {
	switch {
	case o.db == "":
		return errors.New("it needs --db FILE")
	case len(paths) == 0:
		return errors.New("it needs the path of a file of incidents")
	case len(paths) > 1 && (o.dataset != "" && o.withdraw):
		return errors.New("--withdraw with one --dataset takes one file: the second would withdraw what the first brings")
	case len(paths) > 1 && o.rejected != "":
		return errors.New("--rejected takes the rows of one file: import the files one by one")
	case o.rejected != "" && strings.ToLower(filepath.Ext(o.rejected)) != ".csv":
		return fmt.Errorf("--rejected is %q; a file that ends in .csv is allowed", o.rejected)
	case o.dataset != "" && !ingest.IsDatasetID(o.dataset):
		return fmt.Errorf("--dataset is %q; %s are allowed, such as %q", o.dataset, ingest.DatasetIDs,
			ingest.DatasetID(o.dataset))
	}
	return o.checkReserved(paths)
}

// checkReserved refuses datasets that no server would show, because what ships is called so.
func (o *importOptions) checkReserved(paths []string) error {
	reserved, err := load.ShippedIDs(data.Files(), data.KhorasanFile, data.KhorasanLayers)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if id := cmp.Or(o.dataset, load.FileDataset(path)); slices.Contains(reserved, id) {
			return fmt.Errorf("%s would become the dataset %q, which is the ID of a collection that ships; name another with "+
				"--dataset, such as --dataset my-%s", path, id, id)
		}
	}
	return nil
}

func (o *importOptions) importAll(ctx context.Context, paths []string, out io.Writer, log *slog.Logger) (err error) {
	reader, err := o.reader(log)
	if err != nil {
		return err
	}
	db, done, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	defer load.CollectSteadily()()
	for i, path := range paths {
		file, err := reader.File(path, o.describe)
		if err != nil {
			return err
		}
		if i == len(paths)-1 {
			file.Before = reader.Unfound // before the last is written, which is mostly the only one
		}
		if err := o.importOne(ctx, db, file, path, out); err != nil {
			return err
		}
	}
	return nil
}

// open opens the database, and says how it is closed. A dry run makes none: one that is
// empty tells the same.
func (o *importOptions) open(ctx context.Context) (db database, done func() error, err error) {
	missing := !pgstore.IsAddress(o.db) && isMissing(o.db)
	if !o.dryRun || !missing {
		if o.dryRun {
			db, err = openDatabase(ctx, "import", o.db)
		} else {
			db, err = openOrMake(ctx, "import", o.db)
		}
		if err == nil {
			return db, db.Close, nil
		}
		if !o.dryRun || !errors.Is(err, pgstore.ErrNoLog) {
			return nil, nil, err
		}
	}
	dir, err := os.MkdirTemp("", "incidentmap-")
	if err != nil {
		return nil, nil, err
	}
	db, err = openOrMake(ctx, "import", filepath.Join(dir, "empty.db"))
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return db, func() error { return errors.Join(db.Close(), os.RemoveAll(dir)) }, nil
}

func (o *importOptions) importOne(ctx context.Context, db database, file *load.File, path string,
	out io.Writer) error {
	file.Withdraws = o.withdraw
	batch := time.Now().UTC().Format("20060102T150405.000Z")
	done, err := keep.Import(ctx, db, file.Chunks(), keep.Options{Author: authorOf(o.author),
		Reason: o.reason, Batch: batch, Withdraw: o.withdraw, DryRun: o.dryRun})
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s: interrupted, and nothing was changed", path)
		}
		return fmt.Errorf("%s: nothing was changed: %w", path, err)
	}
	fmt.Fprint(out, outcomeText(path, file, done, o.dryRun))
	return o.writeRejected(file, path, out)
}

func (o *importOptions) describe(d *incident.Dataset) {
	if o.dataset != "" {
		d.ID = o.dataset
	}
	if o.title != "" {
		d.Title = o.title
	}
	if o.private {
		d.Visibility = incident.Private
	}
}
