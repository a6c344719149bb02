package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

func runHistory(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var db, dataset string
	var asJSON bool
	flags := newFlags("history", "[OPTIONS] --db FILE --dataset ID INCIDENT\n\n"+
		"Tells how an incident came to be what it is: each revision with who changed it, when, why, and which fields.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	flags.StringVar(&dataset, "dataset", "", "`ID` of the dataset; not needed where there is one")
	flags.BoolVar(&asJSON, "json", false, "answer as JSON")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return &usageError{"history", "it needs the ID of one incident"}
	}
	log, err := openDatabase(ctx, "history", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	d, err := datasetNamed(ctx, "history", log, dataset)
	if err != nil {
		return err
	}
	revisions, err := log.Revisions(ctx, d.ID, rest[0])
	if err != nil {
		return err
	}
	steps, err := keep.Steps(revisions, d.Columns)
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(out).Encode(steps)
	}
	for i := range steps {
		fmt.Fprint(out, stepText(&steps[i]))
	}
	return nil
}

// datasetNamed finds a dataset by its ID, or the only one.
func datasetNamed(ctx context.Context, verb string, log database, id string) (*incident.Dataset, error) {
	all, err := log.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, d := range all {
		if d.ID == id || (id == "" && len(all) == 1) {
			return d, nil
		}
		ids = append(ids, d.ID)
	}
	if id == "" {
		return nil, &usageError{verb, fmt.Sprintf("it needs --dataset ID; the database has %q", ids)}
	}
	return nil, &usageError{verb, fmt.Sprintf("there is no dataset %q; the database has %q", id, ids)}
}

// stepText tells a step in words, a line for each field.
func stepText(s *keep.Step) string {
	head := fmt.Sprintf("revision %d (%s) %s by %s, version %d", s.Revision, s.Op, s.At.Format(time.RFC3339), s.Author,
		s.Version)
	if s.Reason != "" {
		head += ": " + s.Reason
	}
	if s.Batch != "" {
		head += " [batch " + s.Batch + "]"
	}
	lines := []string{head}
	if s.Redacted {
		lines = append(lines, "  redacted")
	}
	for _, c := range s.Changes {
		lines = append(lines, fmt.Sprintf("  %s: %s → %s", c.Field, valueText(c.Before), valueText(c.After)))
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(printable.Text(line) + "\n")
	}
	return b.String()
}

func valueText(raw json.RawMessage) string {
	if raw == nil {
		return "–"
	}
	return string(raw)
}

func runUndo(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var db, dataset, author string
	flags := newFlags("undo", "[OPTIONS] --db FILE BATCH\n\nTakes a batch back: what it added is deleted, what it changed or "+
		"deleted is as it was before.\nWhere an incident was changed since, nothing is undone.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	flags.StringVar(&dataset, "dataset", "", "`ID` of the dataset; not needed where there is one")
	flags.StringVar(&author, "author", "", "`NAME` that the history gives, else that of this user of the machine")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return &usageError{"undo", "it needs the name of one batch, as import tells it"}
	}
	log, err := openDatabase(ctx, "undo", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	d, err := datasetNamed(ctx, "undo", log, dataset)
	if err != nil {
		return err
	}
	done, err := keep.Undo(ctx, log, d.ID, rest[0], authorOf(author))
	if err == nil {
		fmt.Fprintf(out, "%s before the batch %s; version %d\n", asItWas(done.Count), rest[0],
			done.Version)
	}
	return err
}

// asItWas says that so many incidents are what they were.
func asItWas(n int) string {
	if n == 1 {
		return "1 incident is as it was"
	}
	return report.Many(n, "incident") + " are as they were"
}
