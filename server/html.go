package server

import (
	"bytes"
	_ "embed" // the style sheet
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

//go:embed static/api.css
var apiStyle []byte

// apiPage is the page on which people read the API's documents. It has no
// inline style or script, so the strict content policy holds.
var apiPage = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} · incidentmap</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{{.Base}}/api/style.css"></head>
<body><header><a href="{{.Base}}/">Map</a> <a href="{{.Base}}/api?f=html">API</a> <a href="{{.Base}}/api/collections?f=html">Collections</a></header>
<main><h1>{{.Title}}</h1>
{{with .Intro}}<p>{{.}}</p>
{{end}}{{.Body}}{{if .Head}}<div class="wide" role="region" aria-label="Incidents" tabindex="0"><table><thead><tr>{{range .Head}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .Rows}}<tr>{{$href := .Href}}{{range $i, $cell := .Cells}}<td>{{if $i}}{{$cell}}{{else}}<a href="{{$href}}">{{$cell}}</a>{{end}}</td>{{end}}</tr>
{{else}}<tr><td colspan="{{len .Head}}">No incident matches.</td></tr>
{{end}}</tbody></table></div>
{{end}}{{if .Links}}<h2>Links</h2>
<ul>{{range .Links}}<li><a href="{{.Href}}">{{or .Title .Rel}}</a>{{with .Type}} <span class="type">{{.}}</span>{{end}}</li>
{{end}}</ul>
{{end}}{{with .Document}}<h2>The document</h2>
<div class="wide" role="region" aria-label="The document" tabindex="0"><pre>{{.}}</pre></div>
{{end}}</main></body></html>
`))

type htmlPage struct {
	Title, Base, Intro, Document string
	Head                         []string
	Rows                         []htmlRow
	Links                        []link
	// Body is a part that a template of its own has made.
	Body template.HTML
}

type htmlRow struct {
	Cells []string
	Href  string
}

func (s *Server) writePage(c echo.Context, p htmlPage) error {
	return s.writePageStatus(c, http.StatusOK, p)
}

func (s *Server) writePageStatus(c echo.Context, status int, p htmlPage) error {
	p.Base = s.baseURL(c)
	p.Links = slices.Clone(p.Links)
	for i := range p.Links {
		p.Links[i] = s.labelled(c, p.Links[i])
	}
	var b bytes.Buffer
	if err := apiPage.Execute(&b, p); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// htmlDocument shows a JSON document with its links to click on.
func (s *Server) htmlDocument(c echo.Context, title string, doc any) error {
	body, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	var linked struct {
		Links       []link
		Collections []struct{ Links []link }
	}
	if err := json.Unmarshal(body, &linked); err != nil {
		return err
	}
	links := linked.Links
	for _, col := range linked.Collections {
		links = append(links, col.Links...)
	}
	return s.writePage(c, htmlPage{Title: title, Document: string(body), Links: links})
}

// itemColumns are the columns of the page of items.
var itemColumns = []string{"title", "date", "kind", "event_type", "place", "country_name", "fatalities_best",
	"injuries_best"}

func (s *Server) htmlItems(c echo.Context, r *request, res *store.Result, links []link) error {
	p := htmlPage{Title: r.collection.Title, Links: links,
		Intro: fmt.Sprintf("%d of %d matching incidents. %s", res.Returned, res.Matched, r.collection.Description)}
	var columns []incident.Property
	for _, col := range incident.PropertiesOf(r.collection.Dataset) {
		for _, name := range itemColumns {
			if col.Name == name {
				columns = append(columns, col)
				p.Head = append(p.Head, col.Title)
			}
		}
	}
	for record := range res.Records {
		row := htmlRow{Href: s.href(c, "api", "collections", r.collection.ID, "items", record.ID) + "?f=html"}
		for _, col := range columns {
			row.Cells = append(row.Cells, cellText(r.collection.Dataset, col, record))
		}
		p.Rows = append(p.Rows, row)
	}
	return s.writePage(c, p)
}

// cellText writes a cell for people: words of a vocabulary by their labels.
func cellText(d *incident.Dataset, col incident.Property, record *incident.Record) string {
	switch v := col.Value(record); col.Name {
	case "kind":
		return incident.Label(d.Kinds, v.Str)
	case "event_type":
		return incident.Label(d.EventTypes, v.Str)
	case "title":
		return v.Str // a page is no spreadsheet: nothing to guard
	default:
		return csv.Cell(v)
	}
}

func (s *Server) htmlItem(c echo.Context, record *incident.Record, feature []byte) error {
	var b bytes.Buffer
	if err := json.Indent(&b, feature, "", "  "); err != nil {
		return err
	}
	var doc struct{ Links []link }
	if err := json.Unmarshal(feature, &doc); err != nil {
		return err
	}
	return s.writePage(c, htmlPage{Title: record.Title, Intro: record.Summary, Document: b.String(), Links: doc.Links})
}

// style serves the style sheet of the API's pages.
func (s *Server) style(c echo.Context) error {
	if s.fresh(c, string(apiStyle), "style") {
		return notModified(c)
	}
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", apiStyle)
}
