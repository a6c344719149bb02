package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
	"incidentmap/internal/pgstore"
	"incidentmap/internal/pgstore/pgtest"
	"incidentmap/internal/sample"
	"incidentmap/internal/store"
)

var quiet = slog.New(slog.DiscardHandler)

// durable are settings of a server that flushes, with memory as large ones have.
var durable = []string{"fsync=on", "shared_buffers=1GB", "maintenance_work_mem=256MB", "max_wal_size=8GB"}

// sharedAlone measures the database in PostgreSQL: bulk import beside COPY into the same
// tables, starts of a server, reads beside those of the embedded database, and how long
// after it was acknowledged a change is on other servers.
func sharedAlone(t *table, bin string, all []sample.Incident) {
	pg, err := pgtest.Start(durable...)
	must(err)
	defer pg.Remove()
	must(pg.Exec("postgres", "CREATE DATABASE bench OWNER "+pgtest.Owner))
	must(pg.Exec("bench", "CREATE EXTENSION postgis"))
	url := pg.URL("bench")
	log, err := pgstore.Open(context.Background(), url, true, quiet)
	must(err)
	ours := once(func() { must(fillShared(log, all)) })
	t.ratio("all incidents into PostgreSQL: log, heads and the published table, durable", ours,
		"COPY of the same rows into the same tables and indexes", copied(pg))
	t.note(sizes(pg))
	dir, err := os.MkdirTemp("", "incidentmap-bench-")
	must(err)
	defer os.RemoveAll(dir)
	if bin != "" {
		sharedStarts(t, bin, url, filepath.Join(dir, "cache"))
		besideEmbedded(t, bin, url, dir, all)
	}
	lags(t, url, log, all)
	must(log.Close())
}

// fillShared brings all incidents into a new dataset.
func fillShared(log store.Log, all []sample.Incident) error {
	ctx := context.Background()
	if err := log.PutDataset(ctx, &incident.Dataset{ID: "sample", Title: "sample", Visibility: incident.Public}); err != nil {
		return err
	}
	_, err := log.Apply(ctx, store.ChangeSet{Dataset: "sample", Author: "me", Reason: "first", Batch: "b", Brief: true,
		Stream: func(yield func(store.Edit, error) bool) {
			for i := range all {
				if !yield(store.Edit{Op: store.OpPut, Incident: sampled(&all[i])}, nil) {
					return
				}
			}
		}})
	return err
}

// copied is how long PostgreSQL takes to copy what we have written into tables like ours, in
// one transaction that is flushed. The rows are in files, in its own binary form.
func copied(pg *pgtest.Server) time.Duration {
	ctx := context.Background()
	conn, err := pg.Connect(ctx, "bench")
	must(err)
	defer conn.Close(ctx) //nolint:errcheck // it was answered
	dir, err := os.MkdirTemp("", "incidentmap-bench-")
	must(err)
	defer os.RemoveAll(dir)
	tables := map[string]string{"incidentmap_log.revision": "", "incidentmap_log.incident": "",
		"incidentmap.sample": ""}
	for name := range tables {
		clone := "public." + name[strings.Index(name, ".")+1:]
		_, err := conn.Exec(ctx, fmt.Sprintf("CREATE TABLE %s (LIKE %s INCLUDING ALL)", clone, name))
		must(err)
		must(streamed(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY, func(f *os.File) error {
			_, err := conn.PgConn().CopyTo(ctx, f, "COPY "+name+" TO STDOUT (FORMAT binary)")
			return err
		}))
		tables[name] = clone
	}
	return once(func() {
		must(pgx.BeginFunc(ctx, conn, func(pgx.Tx) error {
			for name, clone := range tables {
				err := streamed(filepath.Join(dir, name), os.O_RDONLY, func(f *os.File) error {
					_, err := conn.PgConn().CopyFrom(ctx, io.Reader(f), "COPY "+clone+" FROM STDIN (FORMAT binary)")
					return err
				})
				if err != nil {
					return err
				}
			}
			return nil
		}))
	})
}

// sizes tells how much room the tables take, with their indexes.
func sizes(pg *pgtest.Server) (text string) {
	ctx := context.Background()
	conn, err := pg.Connect(ctx, "bench")
	must(err)
	defer conn.Close(ctx) //nolint:errcheck // it was answered
	must(conn.QueryRow(ctx, `SELECT format('in PostgreSQL: the log %s, the heads %s, the published table %s',
		pg_size_pretty(pg_total_relation_size('incidentmap_log.revision')),
		pg_size_pretty(pg_total_relation_size('incidentmap_log.incident')),
		pg_size_pretty(pg_total_relation_size('incidentmap.sample')))`).Scan(&text))
	return text
}

func streamed(path string, flag int, do func(*os.File) error) error {
	f, err := os.OpenFile(path, flag, 0o600) //nolint:gosec // our own directory
	if err != nil {
		return err
	}
	return errors.Join(do(f), f.Close())
}

// startShared runs the program on the database in PostgreSQL.
func startShared(bin, url, cache string) (*served, error) {
	must(os.Setenv("INCIDENTMAP_DB", url))
	defer os.Unsetenv("INCIDENTMAP_DB") //nolint:errcheck // it is set
	return start(bin, "sample", "--no-shipped", "--snapshots", cache)
}

// sharedStarts measures starts with the image and from the log alone.
func sharedStarts(t *table, bin, url, cache string) {
	var fromLog, fromImage time.Duration
	resident := 0
	for range 2 { // the first writes the image
		must(os.RemoveAll(cache))
		s, err := startShared(bin, url, cache)
		must(err)
		fromLog = s.loaded
		must(s.said.wait("image written"))
		s.stop()
		s, err = startShared(bin, url, cache)
		must(err)
		fromImage = s.loaded
		time.Sleep(settling)
		resident = s.resident()
		s.stop()
	}
	t.note(fmt.Sprintf("resident with its image, on PostgreSQL: %d MB", resident))
	t.ratio("start of a server on PostgreSQL, with its image", fromImage, "the same from the log alone", fromLog)
}

// besideEmbedded measures the same reads of servers on both databases, in turn.
func besideEmbedded(t *table, bin, url, dir string, all []sample.Incident) {
	queries := sample.Queries(all, 40, 1000, 60, 7, newSnapshot(all).Count)
	file := filepath.Join(dir, "sample.db")
	must(exec.CommandContext(context.Background(), bin, "copy", "--from", url, "--to", file).Run()) //nolint:gosec // our own
	var embedded, shared []time.Duration
	for range besideRounds {
		s, err := startDatabase(bin, file)
		must(err)
		time.Sleep(settling)
		embedded = append(embedded, s.reading(queries)...)
		s.stop()
		s, err = startShared(bin, url, filepath.Join(dir, "cache"))
		must(err)
		time.Sleep(settling)
		shared = append(shared, s.reading(queries)...)
		s.stop()
	}
	slices.Sort(embedded)
	slices.Sort(shared)
	for _, p := range []int{50, besidePercent} {
		t.ratio(fmt.Sprintf("HTTP: 1,000 features of a server on PostgreSQL, p%d", p), percentile(shared, p),
			"of one on the embedded database", percentile(embedded, p))
	}
}
