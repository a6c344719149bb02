package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"

	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

func runRedact(ctx context.Context, args []string, out, errOut io.Writer) (err error) {
	var db, dataset, author, reason string
	flags := newFlags("redact", "[OPTIONS] --db FILE INCIDENT REVISION…\n\nBlanks what an incident was at earlier revisions, for good: "+
		"in the log, in what is exported and in later backups.\nThat there was something stays, with who wrote it. Every other "+
		"revision that says the same is blanked too.\nWhat the incident is now is not: change or delete it first. "+
		"Backups that there are already are not changed.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	flags.StringVar(&dataset, "dataset", "", "`ID` of the dataset; not needed where there is one")
	flags.StringVar(&author, "author", "", "`NAME` that the history gives, else that of this user of the machine")
	flags.StringVar(&reason, "reason", "", "`TEXT` that the history gives as the reason")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	edits, err := redactions(rest)
	if err != nil {
		return &usageError{"redact", err.Error()}
	}
	log, err := openDatabase(ctx, "redact", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	d, err := datasetNamed(ctx, "redact", log, dataset)
	if err != nil {
		return err
	}
	if file, ours := log.(*sqlitestore.Log); ours { // a server forgets its images itself
		images, err := imagesOf(ctx, db, "", file, nil, slog.New(slog.NewTextHandler(errOut, nil)))
		if err != nil {
			return err
		}
		if err := images.Forget(d.ID); err != nil {
			return fmt.Errorf("nothing was redacted: the image beside the database cannot be removed: %w", err)
		}
	}
	done, err := log.Apply(ctx, store.ChangeSet{Dataset: d.ID, Author: authorOf(author), Reason: reason,
		Changes: edits})
	if err == nil {
		fmt.Fprintf(out, "what %s was is redacted; version %d\n", rest[0], done.Version)
	}
	return err
}

// redactions are the edits that blank the revisions of an incident.
func redactions(args []string) ([]store.Edit, error) {
	if len(args) < 2 {
		return nil, errors.New("it needs the ID of an incident, and the numbers of the revisions to blank, as history tells them")
	}
	var out []store.Edit
	for _, text := range args[1:] {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no revision; revisions are numbers from 1, as history tells them", text)
		}
		out = append(out, store.Edit{Op: store.OpRedact, ID: args[0], Revision: n})
	}
	return out, nil
}
