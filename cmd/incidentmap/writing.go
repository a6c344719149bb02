package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/inspect"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/mapping"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
	"incidentmap/server"
)

// plainReader reads what somebody sends by what they say of it, and not by the options of
// the server's own files. What it needs is loaded with the first use.
func plainReader(places *place.Resolver, log *slog.Logger) func(in *server.Inspection) (load.Reader, error) {
	base := sync.OnceValues(func() (load.Reader, error) {
		var plain readOptions
		return plain.reader(places, log)
	})
	return func(in *server.Inspection) (load.Reader, error) {
		reader, err := base()
		reader.Given, reader.Encoding = in.Columns, in.Encoding
		reader.DateOrder, reader.Country = in.DateOrder, in.Country
		if in.Mapping != nil {
			reader.Mappings = []*mapping.Mapping{in.Mapping}
		}
		return reader, err
	}
}

// inspector tells how files that somebody sends would be read.
func inspector(read func(*server.Inspection) (load.Reader, error)) func(server.Inspection) (*inspect.Document, error) {
	return func(in server.Inspection) (*inspect.Document, error) {
		reader, err := read(&in)
		if err != nil {
			return nil, err
		}
		doc, err := reader.InspectText(in.Name, in.Text)
		if err != nil {
			return nil, err
		}
		return doc, reader.Unfound()
	}
}

// importer brings files that somebody sends into datasets, as the verb does. The file lies
// in a directory of its own meanwhile, so that all formats are read as they are there.
func importer(read func(*server.Inspection) (load.Reader, error)) func(context.Context,
	server.Import) (*server.Imported, error) {
	return func(ctx context.Context, in server.Import) (_ *server.Imported, err error) {
		reader, err := read(&in.Inspection)
		if err != nil {
			return nil, err
		}
		dir, err := os.MkdirTemp("", "incidentmap-import-")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		path := filepath.Join(dir, in.Name) // a name without directories, see server.Inspection
		if err := os.WriteFile(path, []byte(in.Text), 0o600); err != nil {
			return nil, importError(err, path, in.Name)
		}
		file, err := reader.File(path, func(d *incident.Dataset) { d.ID, d.Title = in.Dataset.ID, in.Dataset.Title })
		if err != nil {
			return nil, err
		}
		file.Before, file.Withdraws = reader.Unfound, in.Withdraw
		imported := func(done keep.Outcome) *server.Imported {
			file.Report.Path = in.Name
			return &server.Imported{Outcome: done, Geocoded: file.Geocoded, Report: file.Report}
		}
		in.Answer = func(done keep.Outcome) ([]byte, error) { return json.Marshal(in.Told(imported(done))) }
		done, err := keep.Import(ctx, in.Log, file.Chunks(), in.Options)
		if err != nil {
			return nil, importError(err, path, in.Name)
		}
		return imported(done), nil
	}
}

// importError is why a file that lay at a path was not brought in, by the name that its
// sender gave it. Where the store says that the same may be done later, that is all.
func importError(err error, path, name string) error {
	named := func(text string) string { return strings.ReplaceAll(text, path, name) }
	var e *incident.Error
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return incident.Errorf(incident.Unavailable, "the disk is full; free some room and try again")
	case errors.As(err, &e) && e.Code == incident.Unavailable:
		return e
	case errors.As(err, &e):
		return incident.Errorf(e.Code, "%s", named(err.Error()))
	}
	return errors.New(named(err.Error()))
}

// checker tells what is amiss with incidents that are written. What it compares them with
// is loaded with the first.
func checker(read func(*server.Inspection) (load.Reader, error),
	log *slog.Logger) func(*incident.Incident, *incident.Dataset) []report.Finding {
	return func(inc *incident.Incident, d *incident.Dataset) []report.Finding {
		reader, err := read(&server.Inspection{})
		if err != nil {
			log.Error("what is written is not checked", "err", err)
			return nil
		}
		return reader.CheckIncident(inc, d, geo.DayOf(time.Now().UTC()))
	}
}

// local reports whether the server listens on this machine alone.
func (o *serveOptions) local() bool {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// hosts are the names that clients may call the server by; nil allows all. A server of this
// machine that can be written to is called by this machine's names, so that no page of the
// web reaches it by a name of its own.
func (o *serveOptions) hosts() []string {
	var out []string
	for name := range strings.SplitSeq(strings.Join(o.allowedHosts, ","), ",") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	if len(out) == 0 && (o.db == "" || !o.local()) {
		return nil
	}
	if u, err := url.Parse(o.baseURL); err == nil && u.Host != "" {
		out = append(out, u.Host)
	}
	if o.local() {
		out = append(out, "localhost", "127.0.0.1", "::1")
		if host, _, err := net.SplitHostPort(o.addr); err == nil {
			out = append(out, host)
		}
	}
	return out
}

// tellLink tells the user of this machine how their browser becomes an editor.
func (m *serveMain) tellLink(out io.Writer) {
	if m.db == nil || !m.options.local() {
		return
	}
	fmt.Fprintf(out, "incidentmap: to change incidents, open %s (works once)\n",
		strings.TrimSuffix(m.URL(), "/")+"/"+m.server.OneTimeLink())
}
