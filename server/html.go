package server

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/csv"
	"incidentmap/internal/incident"
)

// apiPage is the plain page on which people read the API's documents. It has
// no style or script of its own, so the strict content policy holds.
var apiPage = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} · incidentmap</title></head>
<body><header><p><a href="{{.Base}}/">Map</a> · <a href="{{.Base}}/api?f=html">API</a> · <a href="{{.Base}}/api/collections?f=html">Collections</a></p></header>
<main><h1>{{.Title}}</h1>
{{with .Intro}}<p>{{.}}</p>{{end}}
{{with .Rows}}<table><thead><tr>{{range $.Head}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .}}<tr>{{range .Cells}}<td>{{.}}</td>{{end}}<td><a href="{{.Href}}">open</a></td></tr>
{{end}}</tbody></table>{{end}}
{{with .Document}}<pre>{{.}}</pre>{{end}}
<h2>Links</h2><ul>{{range .Links}}<li><a href="{{.Href}}">{{if .Title}}{{.Title}}{{else}}{{.Rel}}{{end}}</a> ({{.Rel}}{{with .Type}}, {{.}}{{end}})</li>
{{end}}</ul></main></body></html>
`))

type htmlPage struct {
	Title, Base, Intro, Document string
	Head                         []string
	Rows                         []htmlRow
	Links                        []link
}

type htmlRow struct {
	Cells []string
	Href  string
}

func (s *Server) writePage(c echo.Context, p htmlPage) error {
	p.Base = s.baseURL(c)
	var b bytes.Buffer
	if err := apiPage.Execute(&b, p); err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusOK, b.Bytes())
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
var itemColumns = []string{"title", "date", "kind", "event_type", "place", "country_name", "fatalities_best", "injuries_best"}

func (s *Server) htmlItems(c echo.Context, r *request, res *incident.Result, links []link) error {
	p := htmlPage{Title: r.collection.title, Intro: r.collection.description, Links: links}
	var columns []incident.Property
	for _, col := range incident.Properties {
		for _, name := range itemColumns {
			if col.Name == name {
				columns = append(columns, col)
				p.Head = append(p.Head, col.Title)
			}
		}
	}
	p.Head = append(p.Head, "Incident")
	for record := range res.Records {
		row := htmlRow{Href: s.href(c, "api", "collections", r.collection.id, "items", record.ID) + "?f=html"}
		for _, col := range columns {
			row.Cells = append(row.Cells, csv.Cell(col.Value(record)))
		}
		p.Rows = append(p.Rows, row)
	}
	return s.writePage(c, p)
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
