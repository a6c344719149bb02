package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"incidentmap/internal/access"
	"incidentmap/internal/printable"
	"incidentmap/internal/store"
)

//nolint:gosec // no token is in it
const tokenUsage = `create --db FILE --role ROLE --name NAME [--dataset ID] [--expires 90d]
       incidentmap token list --db FILE
       incidentmap token revoke --db FILE ID

Gives people and programs the right to see private datasets and to write over HTTP.
A token is told once and not kept. Readers see private datasets, editors change them and
make new ones, admins also say who sees a dataset, delete it, and need no other right.`

func runToken(ctx context.Context, args []string, out, errOut io.Writer) error {
	verbs := map[string]func(context.Context, []string, io.Writer) error{"list": runTokenList, "revoke": runTokenRevoke}
	if len(args) > 0 && args[0] == "create" {
		return runTokenCreate(ctx, args[1:], out, errOut)
	}
	if len(args) > 0 && verbs[args[0]] != nil {
		return verbs[args[0]](ctx, args[1:], out)
	}
	if _, err := parseFlags(newFlags("token", tokenUsage, out), args); err != nil {
		return err
	}
	return &usageError{"token", "it needs create, list or revoke"}
}

// withBook opens the book of grants of a database.
func withBook(ctx context.Context, db string, do func(*access.Book, database) error) (err error) {
	log, err := openDatabase(ctx, "token", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	book, err := access.Open(ctx, log, nil)
	if err != nil {
		return err
	}
	return do(book, log)
}

// runTokenCreate prints the token alone, so that a script can take it; what there is to know
// of it goes where errors go.
func runTokenCreate(ctx context.Context, args []string, out, errOut io.Writer) error {
	var db, role, expires string
	var g store.Grant
	flags := newFlags("token", tokenUsage, out)
	flags.StringVar(&db, "db", "", usageOfDB)
	flags.StringVar(&role, "role", "", "`ROLE`: reader, editor or admin")
	flags.StringVar(&g.Name, "name", "", "`NAME` of whom it is for: histories give it as the author")
	flags.StringVar(&g.Dataset, "dataset", "", "`ID` of the only dataset that it is for; else it is for all")
	flags.StringVar(&expires, "expires", "", "how `LONG` it holds, such as 90d or 12h; else until it is revoked")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	g.Role, g.Name = store.Role(role), strings.TrimSpace(g.Name)
	if len(rest) > 0 || g.Name == "" || role == "" {
		return &usageError{"token", "create needs --role and --name, and takes nothing else"}
	}
	if g.Expires, err = expiry(expires, time.Now()); err != nil {
		return &usageError{"token", err.Error()}
	}
	return withBook(ctx, db, func(book *access.Book, log database) error {
		if g.Dataset != "" {
			if _, err := datasetNamed(ctx, "token", log, g.Dataset); err != nil {
				return err
			}
		}
		token, made, err := book.Create(ctx, g)
		if err != nil {
			return &usageError{"token", err.Error()}
		}
		if _, err := fmt.Fprintln(out, token); err != nil {
			return err
		}
		_, err = fmt.Fprintf(errOut, "The token %s of %s (%s). It is not shown again: keep it where passwords are kept.\n"+
			"Send it as “Authorization: Bearer %s…”.\n", made.ID, printable.Text(made.Name), grantText(made), access.Prefix)
		return err
	})
}

// expiry is when what holds for so long ends; zero for no end.
func expiry(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	long, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		long = time.Duration(min(n, 100*366)) * 24 * time.Hour
	}
	if err != nil || long <= 0 {
		return time.Time{}, fmt.Errorf("--expires is %q; 90d and 12h are allowed", text)
	}
	return now.Add(long).UTC(), nil
}

// grantText says in words what a grant gives.
func grantText(g store.Grant) string {
	words := string(g.Role) + " of " + cmp.Or(g.Dataset, "all datasets")
	switch {
	case !g.Revoked.IsZero():
		return words + ", revoked " + day(g.Revoked)
	case !g.Expires.IsZero() && time.Now().After(g.Expires):
		return words + ", expired " + day(g.Expires)
	case !g.Expires.IsZero():
		return words + ", until " + day(g.Expires)
	}
	return words
}

func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format("2006-01-02 15:04Z")
}

// tokenArgs are the database, and what else is given to list and revoke.
func tokenArgs(args []string, out io.Writer) (db string, rest []string, err error) {
	flags := newFlags("token", tokenUsage, out)
	flags.StringVar(&db, "db", "", usageOfDB)
	rest, err = parseFlags(flags, args)
	return db, rest, err
}

func runTokenList(ctx context.Context, args []string, out io.Writer) error {
	db, rest, err := tokenArgs(args, out)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{"token", "list takes nothing else"}
	}
	return withBook(ctx, db, func(book *access.Book, _ database) error {
		all, err := book.Grants(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tfor\tgives\tmade\tlast used")
		for _, g := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", g.ID, printable.Text(g.Name), grantText(g), day(g.Created), day(g.Used))
		}
		return w.Flush()
	})
}

func runTokenRevoke(ctx context.Context, args []string, out io.Writer) error {
	db, rest, err := tokenArgs(args, out)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return &usageError{"token", "revoke needs the ID of one token, as list tells it"}
	}
	return withBook(ctx, db, func(book *access.Book, _ database) error {
		g, err := book.Revoke(ctx, rest[0])
		if err == nil {
			fmt.Fprintf(out, "the token %s of %s gives nothing any more\n", g.ID, printable.Text(g.Name))
		}
		return err
	})
}

func runAudit(ctx context.Context, args []string, out, _ io.Writer) (err error) {
	var db string
	var limit int
	var asJSON bool
	flags := newFlags("audit", "--db FILE\n\nTells who has changed what, when and from where, the newest first.", out)
	flags.StringVar(&db, "db", "", usageOfDB)
	flags.IntVar(&limit, "limit", 100, "most `ENTRIES` to tell")
	flags.BoolVar(&asJSON, "json", false, "answer as JSON")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 || limit < 1 {
		return &usageError{"audit", "it takes nothing else, and --limit is 1 or more"}
	}
	log, err := openDatabase(ctx, "audit", db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	all, err := log.Audit(ctx, limit)
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(out).Encode(all)
	}
	for _, e := range all {
		what := strings.TrimSpace(fmt.Sprintf("%s %s", e.Action, e.Dataset))
		if e.Version > 0 {
			what += fmt.Sprintf(" to version %d", e.Version)
		}
		who := cmp.Or(e.Name, "somebody")
		if e.Grant != "" {
			who += " (token " + e.Grant + ")"
		}
		line := fmt.Sprintf("%s %s from %s: %s: %s", day(e.At), who, cmp.Or(e.Address, "an unknown address"), what,
			e.Detail)
		fmt.Fprintln(out, printable.Text(line))
	}
	return nil
}
