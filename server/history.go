package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/store"
)

// historyDoc tells the revisions of an incident, the oldest first.
type historyDoc struct {
	ID        string         `json:"id"`
	Dataset   string         `json:"dataset"`
	Version   string         `json:"dataVersion"`
	Revisions []historyEntry `json:"revisions"`
	Links     []link         `json:"links"`
}

// historyEntry is what is told of a revision.
type historyEntry struct {
	Revision int             `json:"revision"`
	Version  int64           `json:"version"`
	Time     time.Time       `json:"time"`
	Op       store.Operation `json:"op"`
	Redacted bool            `json:"redacted,omitempty"`
	// Author, Reason, Batch and Changes are told to editors.
	Author  string            `json:"author,omitempty"`
	Reason  string            `json:"reason,omitempty"`
	Batch   string            `json:"batch,omitempty"`
	Changes []keep.Difference `json:"changes,omitempty"`
	// Fields are the names of what the revision changed.
	Fields []string `json:"fields"`
	// Href is the incident as it was then; empty where there was none. Of what it is no
	// more it is told to editors.
	Href string `json:"href,omitempty"`
}

// history answers how an incident came to be what it is.
func (s *Server) history(c echo.Context) error {
	f, col, v, err := s.described(c)
	if err != nil {
		return err
	}
	log, err := s.cfg.Catalog.Kept(&col)
	if err != nil {
		return err
	}
	id := c.Param("id")
	revisions, err := log.Revisions(c.Request().Context(), col.Dataset.ID, id)
	if err != nil {
		return err
	}
	if s.fresh(c, s.dataVersion(col.Dataset, v.Stats()), f.Name) {
		return notModified(c)
	}
	steps, err := keep.Steps(revisions, col.Dataset.Columns)
	if err != nil {
		return err
	}
	self := s.href(c, "api", "collections", col.ID, "items", id)
	doc := historyDoc{ID: id, Dataset: col.Dataset.ID, Version: v.Stats().Version,
		Revisions: historyEntries(steps, revisions, self, scopeOf(c).May(store.RoleEditor, col.Dataset.ID)),
		Links: append(s.representations(c, plainEndpoint.formats, f),
			link{self, "latest-version", "application/geo+json", "The incident as it is"},
			link{s.href(c, "api", "collections", col.ID), "collection", "application/json", col.Title})}
	return s.document(c, f, "History of "+id, doc)
}

// historyEntries tell what each revision changed; to editors also who made it, why, and
// from what to what.
func historyEntries(steps []keep.Step, revisions []store.Revision, self string, editor bool) []historyEntry {
	out := make([]historyEntry, len(steps))
	for i, st := range steps {
		out[i] = historyEntry{Revision: st.Revision, Version: st.Version, Time: st.At, Op: st.Op, Redacted: st.Redacted,
			Fields: make([]string, len(st.Changes))}
		if editor {
			out[i].Author, out[i].Reason, out[i].Batch, out[i].Changes = st.Author, st.Reason, st.Batch, st.Changes
		}
		for k := range st.Changes {
			out[i].Fields[k] = st.Changes[k].Field
		}
		if revisions[i].Incident != nil && (editor || i == len(steps)-1) {
			out[i].Href = self + "?version=" + strconv.FormatInt(st.Version, 10)
		}
	}
	return out
}

// readVersion reads the version of the dataset that an item is asked of.
func readVersion(r *reader, value string) error {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 {
		return incident.BadParameter("version", "%.20q is no version; versions are whole numbers from 0", value)
	}
	r.version = &n
	return nil
}

// recordOf is the item of a request: as it is now, or as it was at the version asked for.
// What it is no more, because it was corrected or deleted, is told to editors alone.
func (s *Server) recordOf(c echo.Context, r *request, id string) (*incident.Record, error) {
	ctx := c.Request().Context()
	if r.version == nil {
		return r.view.Get(ctx, id)
	}
	log, err := s.cfg.Catalog.Kept(&r.collection)
	if err != nil {
		return nil, err
	}
	past, err := pastRecord(ctx, log, r.collection.Dataset, id, *r.version)
	if err != nil {
		return nil, err
	}
	if now, err := r.view.Get(ctx, id); err == nil && now.Revision == past.Revision {
		return past, nil
	}
	return past, s.mayReadPast(c, r.collection.Dataset.ID)
}

// mayReadPast refuses who is no editor of a dataset what its incidents were before.
func (s *Server) mayReadPast(c echo.Context, dataset string) error {
	switch scope := scopeOf(c); {
	case unverified(c):
		return errUnverified
	case scope.Grant == nil:
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="incidentmap"`)
		return &refusal{http.StatusUnauthorized, "What an incident was before it was changed or deleted is told to " +
			"editors, by a token; its history tells everybody when it was changed and in which fields."}
	case !scope.May(store.RoleEditor, dataset):
		return &refusal{http.StatusForbidden, fmt.Sprintf("This token is %s of %s; what an incident was before it was "+
			"changed or deleted needs %s of %s.", roleWords(scope.Grant.Role), datasetWords(scope.Grant.Dataset),
			roleWords(store.RoleEditor), datasetWords(dataset))}
	}
	return nil
}

func pastRecord(ctx context.Context, log catalog.Log, d *incident.Dataset, id string,
	version int64) (*incident.Record, error) {
	inc, err := keep.AtVersion(ctx, log, d.ID, id, version)
	if err != nil {
		return nil, err
	}
	return incident.NewRecord(incident.Profile{}, *inc, d), nil
}

// maxChanges bounds the changes of one answer. Who is further behind reads the items anew.
const maxChanges = 10_000

// changesDoc tells what became of a dataset since a version.
type changesDoc struct {
	Dataset string `json:"dataset"`
	Since   int64  `json:"since"`
	// Version is what the changes lead to.
	Version int64 `json:"version"`
	// Reset says that the changes cannot be told: everything known must be read anew.
	Reset   bool     `json:"reset"`
	Changes []change `json:"changes"`
	Links   []link   `json:"links"`
}

// change is one revision of a dataset.
type change struct {
	ID       string          `json:"id"`
	Op       store.Operation `json:"op"`
	Revision int             `json:"revision"`
	Version  int64           `json:"version"`
	Time     time.Time       `json:"time"`
	incident *incident.Incident
}

// changes answers what was changed since a version: as a document, or as a stream of what
// comes.
func (s *Server) changes(c echo.Context) error {
	r, stats, err := s.prepare(c, streamEndpoint)
	if err != nil {
		return err
	}
	log, err := s.cfg.Catalog.Kept(&r.collection)
	if err != nil {
		return err
	}
	r.scope = scopeOf(c)
	if r.format.Type() == eventStreamType {
		return s.stream(c, r, log)
	}
	if s.fresh(c, s.dataVersion(r.collection.Dataset, stats), formatJSON.Name) {
		return notModified(c)
	}
	since := int64(0)
	if r.since != nil {
		since = *r.since
	}
	doc, err := changesSince(c.Request().Context(), log, &r.collection, stats.Version, since)
	if err != nil {
		return err
	}
	for i := range doc.Changes {
		doc.Changes[i].filter(r, &r.collection)
	}
	next := s.here(c, map[string]string{"since": strconv.FormatInt(doc.Version, 10)})
	doc.Links = []link{{s.here(c, nil), "self", formatJSON.MediaType, "These changes"},
		{next, "next", formatJSON.MediaType, "What is changed after them"},
		{s.here(c, map[string]string{"f": "events"}), "alternate", eventStreamType, "Changes as they come"},
		{s.href(c, "api", "collections", r.collection.ID), "collection", formatJSON.MediaType, r.collection.Title}}
	setLinkHeaders(c, doc.Links)
	return c.JSON(http.StatusOK, doc)
}

// readSince reads the version after which changes are asked for.
func readSince(r *reader, value string) error {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 {
		return incident.BadParameter("since", "%.20q is no version; versions are whole numbers from 0", value)
	}
	r.since = &n
	return nil
}

// opLeave is told of an incident that does not match what is asked for, or not any more.
const opLeave store.Operation = "leave"

// filter has a change of what does not match the request's filter be told as leaving.
func (ch *change) filter(r *request, col *catalog.Collection) {
	if ch.incident == nil {
		return
	}
	record := incident.NewRecord(incident.Profile{}, *ch.incident, col.Dataset)
	if !r.filter.Match(record) {
		ch.Op = opLeave
	}
}

// changesSince reads the revisions after a version up to that of the view, which readers
// see. A version that the dataset does not have yet is of another log, or of one that was
// restored from an older copy; one before its first is of another dataset that had its ID.
// Who asks from 0 knows nothing that could be of that.
func changesSince(ctx context.Context, log store.Log, col *catalog.Collection, shown string,
	since int64) (*changesDoc, error) {
	until, err := strconv.ParseInt(shown, 10, 64)
	if err != nil {
		return nil, incident.Errorf(incident.Unavailable, "%s is being loaded anew", col.ID)
	}
	doc := &changesDoc{Dataset: col.Dataset.ID, Since: since, Version: until, Changes: []change{}}
	if doc.Reset = since > until || since > 0 && since < col.Dataset.Base; doc.Reset {
		return doc, nil
	}
	for r, err := range log.Since(ctx, col.Dataset.ID, since) {
		if err != nil {
			return nil, err
		}
		if r.Version > until {
			break
		}
		if len(doc.Changes) == maxChanges {
			doc.Reset, doc.Changes = true, []change{}
			break
		}
		doc.Changes = append(doc.Changes, change{r.ID, r.Op, r.Number, r.Version, r.At, r.Incident})
	}
	return doc, nil
}
