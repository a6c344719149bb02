package server

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// codebookDoc tells what each column of a collection holds, from the same
// definitions as its schema, and how many of its records hold nothing.
type codebookDoc struct {
	Title       string           `json:"title"`
	Description string           `json:"description,omitempty"`
	Licence     string           `json:"license,omitempty"`
	Attribution string           `json:"attribution,omitempty"`
	Release     string           `json:"release,omitempty"`
	Citation    string           `json:"citation,omitempty"`
	DataVersion string           `json:"dataVersion"`
	Records     int              `json:"numberOfItems"`
	Columns     []codebookColumn `json:"columns"`
	Links       []link           `json:"links"`
}

type codebookColumn struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Allowed     []incident.Term `json:"allowed,omitempty"`
	// Missing counts the records of the collection without a value.
	Missing int `json:"missing"`
}

// codebooks keeps the counts of each collection's data version: counting reads
// every record.
type codebooks struct {
	mu    sync.Mutex
	known map[string]countedColumns
}

type countedColumns struct {
	version string
	entries []incident.CodebookEntry
	records int
}

// of returns the entries of a collection, counted once a version.
func (b *codebooks) of(ctx context.Context, v store.View, col catalog.Collection) (countedColumns, error) {
	version := v.Stats().Version
	b.mu.Lock()
	defer b.mu.Unlock()
	if c, ok := b.known[col.ID]; ok && c.version == version {
		return c, nil
	}
	res, err := v.Query(ctx, col.Filter(), store.Page{})
	if err != nil {
		return countedColumns{}, err
	}
	c := countedColumns{version, incident.Codebook(col.Dataset, whileWanted(ctx, res.Records)), res.Matched}
	if ctx.Err() != nil {
		return countedColumns{}, ctx.Err()
	}
	if b.known == nil {
		b.known = map[string]countedColumns{}
	}
	b.known[col.ID] = c
	return c, nil
}

// codebook answers with the codebook of a collection: a page for people, JSON
// for programs.
func (s *Server) codebook(c echo.Context) error {
	f, col, v, err := s.described(c)
	if err != nil {
		return err
	}
	if s.fresh(c, s.dataVersion(col.Dataset, v.Stats()), f.Name) {
		return notModified(c)
	}
	counted, err := s.codebooks.of(c.Request().Context(), v, col)
	if err != nil {
		return err
	}
	d := col.Dataset
	doc := codebookDoc{Title: col.Title, Description: col.Description, Licence: d.Licence, Attribution: d.Attribution,
		Release:  d.Release,
		Citation: d.Citation, DataVersion: v.Stats().Version, Records: counted.records, Columns: codebookColumns(col,
			counted.entries), Links: append(s.representations(c, plainEndpoint.formats, f),
			link{s.href(c, "api", "collections", col.ID), "collection", "application/json", col.Title},
			link{s.href(c, "api", "collections", col.ID, "schema"), "describedby", schemaType,
				"Schema of the properties"})}
	if f.Is(formatHTML) {
		return s.codebookPage(c, doc)
	}
	return c.JSON(http.StatusOK, doc)
}

func codebookColumns(col catalog.Collection, entries []incident.CodebookEntry) []codebookColumn {
	out := make([]codebookColumn, len(entries))
	for i, e := range entries {
		out[i] = codebookColumn{e.Name, string(e.Type), e.Title, e.Description, col.Terms(e.Property), e.Missing}
	}
	return out
}

var codebookTable = template.Must(template.New("codebook").Parse(`{{with .Citation}}<p>How to cite: {{.}}</p>
{{end}}{{with .Attribution}}<p>{{.}}</p>
{{end}}<p>{{.Records}} records{{with .Release}}, release {{.}}{{end}}, data version {{.DataVersion}}{{with .Licence}}, licence {{.}}{{end}}.</p>
<div class="wide codebook" role="region" aria-label="Columns" tabindex="0"><table><thead><tr><th scope="col">Column</th><th scope="col">Title</th><th scope="col">Type</th><th scope="col">What it holds</th><th scope="col">Missing</th></tr></thead>
<tbody>{{$n := .Records}}{{range .Columns}}<tr><th scope="row"><code>{{.Name}}</code></th><td>{{.Title}}</td><td>{{.Type}}</td><td>{{.Description}}{{with .Allowed}}<ul>{{range .}}<li><code>{{.ID}}</code>{{if and .Label (ne .Label .ID)}} {{.Label}}{{end}}</li>{{end}}</ul>{{end}}</td><td>{{.Missing}} of {{$n}}</td></tr>
{{end}}</tbody></table></div>
`))

func (s *Server) codebookPage(c echo.Context, doc codebookDoc) error {
	var b bytes.Buffer
	if err := codebookTable.Execute(&b, doc); err != nil {
		return err
	}
	return s.writePage(c, htmlPage{Title: "Codebook: " + doc.Title, Intro: doc.Description,
		Body: template.HTML(b.String()), Links: doc.Links}) //nolint:gosec // escaped by its own template
}
