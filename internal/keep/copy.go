package keep

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"incidentmap/internal/store"
)

// Copied says what a copy of a log has.
type Copied struct {
	// Datasets, Revisions, Grants and Entries count what was copied; Entries are the audit's.
	Datasets, Revisions, Grants, Entries int
	// Sum is the SHA-256 of all of it, as both logs have it.
	Sum string
}

// Copy moves all of a log into another one that has nothing: datasets, the whole history
// with its batches, tokens and the audit. Then it reads both, and fails where the counts or
// the sums differ. What is remembered for a day, of change sets that may come again, is
// left behind.
func Copy(ctx context.Context, from, to store.Archived) (Copied, error) {
	source, release, err := from.Archive(ctx)
	if err != nil {
		return Copied{}, err
	}
	defer release()
	if err := to.Fill(ctx, source); err != nil {
		return Copied{}, err
	}
	copied, done, err := to.Archive(ctx)
	if err != nil {
		return Copied{}, err
	}
	defer done()
	want, err := sumOf(ctx, source)
	if err != nil {
		return Copied{}, err
	}
	got, err := sumOf(ctx, copied)
	if err == nil && got != want {
		err = fmt.Errorf("the copy differs: it has %+v, and what was copied %+v; drop it, and copy again", got, want)
	}
	return got, err
}

// sumOf counts what an archive has, and sums it.
func sumOf(ctx context.Context, all store.Archive) (c Copied, err error) {
	sum := sha256.New()
	out := json.NewEncoder(sum)
	datasets, err := all.KeptDatasets(ctx)
	if err != nil {
		return c, err
	}
	c.Datasets = len(datasets)
	if err := out.Encode(datasets); err != nil {
		return c, err
	}
	for r, err := range all.Rows(ctx) {
		if err == nil {
			r.At = whenOf(r.At)
			r.Author, r.Reason, r.Batch = textOf(r.Author), textOf(r.Reason), textOf(r.Batch)
			err = out.Encode(r)
		}
		if err != nil {
			return c, err
		}
		c.Revisions++
	}
	grants, err := all.Grants(ctx)
	if err != nil {
		return c, err
	}
	c.Grants = len(grants)
	for _, g := range grants {
		g.Name = textOf(g.Name)
		for _, at := range []*time.Time{&g.Created, &g.Expires, &g.Used, &g.Revoked} {
			*at = whenOf(*at)
		}
		if err := out.Encode(g); err != nil {
			return c, err
		}
	}
	for e, err := range all.AuditRows(ctx) {
		if err == nil {
			e.At = whenOf(e.At)
			e.Name, e.Address, e.Detail = textOf(e.Name), textOf(e.Address), textOf(e.Detail)
			err = out.Encode(e)
		}
		if err != nil {
			return c, err
		}
		c.Entries++
	}
	c.Sum = hex.EncodeToString(sum.Sum(nil))
	return c, nil
}

// whenOf is a time as every log keeps it: to the microsecond.
func whenOf(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// textOf is a text as every log keeps it: PostgreSQL has no NUL, and nothing but UTF-8.
func textOf(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
