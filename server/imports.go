package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/report"
	"incidentmap/internal/store"
)

// importTime bounds how long an import may take when its file is there.
const importTime = 10 * time.Minute

// Import is a file that somebody sends to have it kept.
type Import struct {
	Inspection
	Log     catalog.Log
	Dataset *incident.Dataset
	keep.Options
	// Told makes the answer of what came of it, which is remembered with Once.
	Told func(*Imported) any
}

// Imported is what came of one.
type Imported struct {
	keep.Outcome
	// Geocoded counts the incidents that were placed by name.
	Geocoded int
	Report   *report.Report
}

// importedDoc tells what came of an import.
type importedDoc struct {
	Added     int      `json:"added"`
	Changed   int      `json:"changed"`
	Same      int      `json:"same"`
	Withdrawn int      `json:"withdrawn"`
	Returned  int      `json:"returned"`
	Unread    int      `json:"unread"`
	Gone      []string `json:"gone"`
	Geocoded  int      `json:"geocoded"`

	ColumnsAdded   []incident.ColumnChange `json:"columnsAdded"`
	ColumnsWidened []incident.ColumnChange `json:"columnsWidened"`

	Version int64          `json:"version"`
	Batch   string         `json:"batch,omitempty"`
	DryRun  bool           `json:"dryRun,omitempty"`
	Report  *report.Report `json:"report"`
	Links   []link         `json:"links"`
}

// importParameters are what a file can be sent with.
var importParameters = append([]string{"dry_run", "withdraw", "reason"}, inspectParameters...)

// importFile brings a file into a dataset, whole or not at all: what is there already by
// its ID stays as it is, so that a file that is sent again changes nothing.
func (s *Server) importFile(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	col, log, err := s.writable(c, store.RoleEditor)
	if err != nil {
		return err
	}
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	if s.cfg.Import == nil {
		return echo.ErrNotFound
	}
	if !isForm(c.Request().Header) { // a mistake is told before the file is sent
		if _, err := readImport(q); err != nil {
			return err
		}
	}
	ctx, author := s.acting(c)
	var in Import
	var done *Imported
	err = s.sent(c, q, func(name, text string, q url.Values) error {
		if in, err = readImport(q); err != nil {
			return err
		}
		in.Name, in.Text, in.Log, in.Dataset = name, text, log, col.Dataset
		in.Author, in.Batch = author, time.Now().UTC().Format("20060102T150405.000Z")
		in.Told = func(done *Imported) any { return s.importedDoc(c, &col, &in, done) }
		if in.Once, err = onceOf(c, name, q.Encode(), text); err != nil {
			return err
		}
		if in.Once != nil && !in.DryRun {
			before, err := log.Answered(ctx, col.Dataset.ID, *in.Once)
			if err != nil {
				return err
			}
			if before != nil {
				done = &Imported{Outcome: keep.Outcome{Version: before.Version, Answer: before.Answer}}
				return nil
			}
		}
		s.unhurried(c)
		done, err = s.importNow(ctx, in)
		return err
	})
	if err != nil {
		return err
	}
	if !in.DryRun {
		c.Response().Header().Set(versionHeader, strconv.FormatInt(done.Version, 10))
	}
	if done.Answer != nil {
		return c.JSONBlob(http.StatusOK, done.Answer)
	}
	if done.Report == nil { // it came before, and what was told then is no longer known
		done.Report = report.New(in.Name)
		done.Report.Finish()
	} else if !in.DryRun {
		s.cfg.Catalog.Keep(col.Dataset.ID, done.Report)
	}
	return c.JSON(http.StatusOK, in.Told(done))
}

// importNow ends when it has ended, whether its sender waits or not, unless it takes too
// long.
func (s *Server) importNow(ctx context.Context, in Import) (*Imported, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), importTime)
	defer cancel()
	done, err := s.cfg.Import(ctx, in)
	if err != nil {
		return nil, notImported(in.Name, err)
	}
	return done, nil
}

// notImported says that a file was not brought in. Where the log says why, the same may well
// be done later; anything else is the file's fault.
func notImported(name string, err error) error {
	code := incident.Invalid
	if e := (*incident.Error)(nil); errors.As(err, &e) {
		code = e.Code
	}
	return incident.Errorf(code, "%s: nothing was changed: %s", name, err)
}

// readImport reads what is said of a file that is to be kept.
func readImport(q url.Values) (in Import, err error) {
	if in.Inspection, err = readSent(q, importParameters); err != nil {
		return in, err
	}
	for name, into := range map[string]*bool{"dry_run": &in.DryRun, "withdraw": &in.Withdraw} {
		if *into, err = isSet(q, name); err != nil {
			return in, err
		}
	}
	if in.Reason = q.Get("reason"); len(in.Reason) > maxReason {
		return in, incident.BadParameter("reason", "it has %d bytes; at most %d are kept", len(in.Reason), maxReason)
	}
	return in, nil
}

// maxImportTold bounds the findings and IDs in the answer to an import; the report has
// more.
const maxImportTold = 1000

func (s *Server) importedDoc(c echo.Context, col *catalog.Collection, in *Import, done *Imported) importedDoc {
	told := *done.Report
	told.Findings = told.Findings[:min(len(told.Findings), maxImportTold)]
	doc := importedDoc{Added: done.Added, Changed: done.Changed, Same: done.Same, Withdrawn: done.Withdrawn,
		Returned: done.Returned, Unread: done.Unread,
		Gone:           append([]string{}, done.Gone[:min(len(done.Gone), maxImportTold)]...),
		ColumnsAdded:   append([]incident.ColumnChange{}, done.ColumnsAdded...),
		ColumnsWidened: append([]incident.ColumnChange{}, done.ColumnsWidened...),
		Geocoded:       done.Geocoded, Version: done.Version, Batch: done.Batch, DryRun: in.DryRun, Report: &told,
		Links: []link{{s.href(c, "api", "collections", col.ID), "collection", formatJSON.MediaType, col.Title}}}
	if !in.DryRun {
		doc.Links = append(doc.Links, link{s.href(c, "api", "collections", col.ID, "report"), "describedby",
			"text/html",
			fmt.Sprintf("How %s was read, and what was left out", in.Name)})
	}
	return doc
}
