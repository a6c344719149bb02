package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"incidentmap/internal/inspect"
)

// inspectOptions are the options of the inspect verb.
type inspectOptions struct {
	format, writeMapping string
	all                  bool
	fileOptions
}

func runInspect(_ context.Context, args []string, out, errOut io.Writer) error {
	var o inspectOptions
	flags := newFlags("inspect",
		"[OPTIONS] FILE\n\nSays how a file of incidents ("+fileEndings+") would be read:\n"+
			"which column has which role and why, what is kept as it is, and which rows would be left out and why.\n"+
			"What a file beside it says of its columns (FILE-metadata.json, FILE.schema.json, datapackage.json) comes before any guess.\n"+
			"It looks at the first 100,000 rows, and changes nothing.", out)
	flags.StringVar(&o.format, "format", "text", "`FORM` of the answer: "+strings.Join(inspect.Formats, ", "))
	flags.BoolVar(&o.all, "all", false, "look at all rows, which may take as long as loading them")
	flags.StringVar(&o.writeMapping, "write-mapping", "",
		"`FILE.yaml` to write which column has which role to, for --mapping; one that is there is not overwritten")
	paths, err := o.parse(flags, args, o.check)
	if err != nil {
		return err
	}
	return o.inspect(paths[0], out, errOut)
}

func (o *inspectOptions) check(paths []string) error {
	switch {
	case !slices.Contains(inspect.Formats, o.format):
		return fmt.Errorf("--format is %q; %s are allowed", o.format, strings.Join(inspect.Formats, ", "))
	case len(paths) != 1:
		return fmt.Errorf("it needs the path of one file of incidents, and %d are given", len(paths))
	}
	return nil
}

func (o *inspectOptions) inspect(path string, out, errOut io.Writer) error {
	log := slog.New(slog.NewTextHandler(errOut, nil))
	reader, err := o.reader(log)
	if err != nil {
		return err
	}
	doc, err := reader.Inspect(path, o.all)
	if err != nil {
		return err
	}
	if err := doc.Write(out, o.format); err != nil {
		return err
	}
	if err := reader.Unfound(); err != nil {
		return err
	}
	if o.writeMapping == "" {
		return nil
	}
	if err := writeMapping(doc, o.writeMapping); err != nil {
		return err
	}
	_, err = fmt.Fprintf(errOut, "%s is written; --mapping %s reads files with this header by it\n", o.writeMapping,
		o.writeMapping)
	return err
}

// writeMapping writes which column has which role to a new file: one that is there may
// have been mended by hand.
func writeMapping(doc *inspect.Document, path string) (err error) {
	m, err := doc.Mapping()
	if err != nil {
		return err
	}
	text, err := m.Text()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // everybody may read it
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("--write-mapping: %s is there already; remove it, or name another file", path)
	}
	if err != nil {
		return fmt.Errorf("--write-mapping: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.WriteString(text)
	return err
}
