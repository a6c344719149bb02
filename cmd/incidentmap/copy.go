package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"incidentmap/internal/keep"
	"incidentmap/internal/pgstore"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

func runCopy(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var from, to string
	flags := newFlags("copy", "--from FILE --to postgres://USER@HOST/DATABASE\n\nCopies a database into a new one, a file into "+
		"PostgreSQL or the other way: datasets, the whole history\nwith its batches, tokens, and the audit. Both are read again "+
		"and compared.\nNothing may write to either meanwhile: stop the servers first.", out)
	flags.StringVar(&from, "from", "", usageOfDB)
	flags.StringVar(&to, "to", "", "the same of the new one: a `FILE` that is not there, or the address of a database "+
		"that has no log of incidentmap yet")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	switch {
	case from == "" || to == "":
		return &usageError{"copy", "it needs --from and --to, each a file or the address of a database"}
	case len(rest) > 0:
		return &usageError{"copy", "it takes nothing beside --from and --to"}
	case !pgstore.IsAddress(to) && !isMissing(to):
		return &usageError{"copy", fmt.Sprintf("%s is there already; a copy is a new file", to)}
	}
	source, err := openArchived(ctx, from, openDatabase)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if err := whole(ctx, source, nameOf(from)); err != nil {
		return fmt.Errorf("nothing was copied: %w", err)
	}
	target, err := openArchived(ctx, to, openOrMake)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	done, err := keep.Copy(ctx, source, target)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is a copy of %s: %s, %s, %s, %s; both have the sum %s\n", nameOf(to), nameOf(from),
		report.Many(done.Datasets, "dataset"), report.Many(done.Revisions, "revision"),
		report.Many(done.Grants, "token"), report.Many(done.Entries, "line")+" of the audit", done.Sum[:16])
	return nil
}

// archived is a database that can be copied.
type archived interface {
	store.Archived
	checkable
	Close() error
}

func openArchived(ctx context.Context, path string,
	open func(ctx context.Context, verb, path string) (database, error)) (archived, error) {
	log, err := open(ctx, "copy", path)
	if err != nil {
		return nil, err
	}
	if a, ok := log.(archived); ok {
		return a, nil
	}
	return nil, errors.Join(fmt.Errorf("%s is in use by a server; stop it first", nameOf(path)), log.Close())
}
