package server

import (
	"bytes"
	encoding "encoding/csv"
	"html/template"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// reportDoc tells how a collection's dataset was read.
type reportDoc struct {
	*report.Report
	Dataset string `json:"dataset"`
	Links   []link `json:"links"`
}

// report answers how the dataset of a collection was read: as a page, as JSON,
// and what was left out as CSV.
func (s *Server) report(c echo.Context) error {
	f, err := s.formatOf(c, reportEndpoint)
	if err != nil {
		return err
	}
	col, v, err := s.viewed(c)
	if err != nil {
		return err
	}
	kept := s.cfg.Catalog.Report(col.Dataset.ID)
	if kept == nil {
		return incident.Errorf(incident.NotFound, "nothing was kept of how %s was read", col.Dataset.ID)
	}
	if s.fresh(c, s.dataVersion(col.Dataset, v.Stats()), f.Name) {
		return notModified(c)
	}
	doc := reportDoc{Report: kept, Dataset: col.Dataset.ID, Links: append(s.representations(c, reportEndpoint.formats,
		f),
		link{s.href(c, "api", "collections", col.ID), "collection", "application/json", col.Title})}
	switch f.Name {
	case csv.Format.Name:
		return writeLeftOut(c, kept)
	case formatHTML.Name:
		return s.reportPage(c, col.Title, doc)
	}
	return c.JSON(http.StatusOK, doc)
}

// writeLeftOut writes the rows that were left out as CSV, with all their cells and why:
// mended, they can be loaded again. Its cells are guarded as those of every CSV are.
func writeLeftOut(c echo.Context, r *report.Report) error {
	left := leftOut(r)
	c.Response().Header().Set(echo.HeaderContentType, csv.Format.MediaType)
	if left.More > 0 {
		c.Response().Header().Set(rowsOmittedHeader, strconv.Itoa(left.More))
	}
	rows := left.Table()
	for _, row := range rows {
		for i := range row {
			row[i] = csv.Guard(row[i])
		}
	}
	return encoding.NewWriter(c.Response()).WriteAll(rows)
}

// leftOut are the rows that a report says were left out; of data that are no table, why
// alone.
func leftOut(r *report.Report) report.LeftOut {
	if r.Originals != nil {
		return *r.Originals
	}
	var out report.LeftOut
	for _, f := range r.Findings {
		if f.Dropped {
			out.Add(nil, "", f)
		}
	}
	return out
}

// rowsOmittedHeader counts the rows that were left out and that the CSV does not have.
const rowsOmittedHeader = "Incidentmap-Rows-Omitted"

// maxReportRows bounds the findings on a page; the JSON has more.
const maxReportRows = 1000

var reportTable = template.Must(template.New("report").Parse(`{{with .Words}}<p>{{index . 0}}.</p>
{{end}}{{if .LeftOut}}<p><a href="{{.Table}}">The {{.LeftOut}} rows that were left out</a>, with all their cells and why, as CSV: mended, it can be loaded again.</p>
{{end}}{{if .Summary}}<div class="wide" role="region" aria-label="Summary" tabindex="0"><table><thead><tr><th scope="col">Findings</th><th scope="col">Severity</th><th scope="col">Rule</th></tr></thead>
<tbody>{{range .Summary}}<tr><td>{{.Findings}}</td><td>{{.Severity}}</td><td>{{.Rule}}</td></tr>
{{end}}</tbody></table></div>
<div class="wide" role="region" aria-label="Findings" tabindex="0"><table><thead><tr><th scope="col">Where</th><th scope="col">Left out</th><th scope="col">What is wrong</th><th scope="col">Allowed</th></tr></thead>
<tbody>{{range .Findings}}<tr><th scope="row">{{.Where}}</th><td>{{if .Dropped}}left out{{end}}</td><td>{{.Message}}</td><td>{{.Allowed}}</td></tr>
{{end}}</tbody></table></div>
{{with .More}}<p>… and {{.}} more, which the JSON has.</p>
{{end}}{{else}}<p>Nothing was amiss.</p>
{{end}}`))

func (s *Server) reportPage(c echo.Context, title string, doc reportDoc) error {
	shown := doc.Findings[:min(len(doc.Findings), maxReportRows)]
	var b bytes.Buffer
	err := reportTable.Execute(&b, map[string]any{"Incidents": doc.Incidents, "LeftOut": doc.LeftOut,
		"Words": doc.Words, "Table": s.href(c, "api", "collections", c.Param("c"), "report") + "?f=csv",
		"Summary":  doc.Summary,
		"Findings": shown, "More": len(doc.Findings) - len(shown)})
	if err != nil {
		return err
	}
	return s.writePage(c, htmlPage{Title: "How it was read: " + title, Links: doc.Links,
		Body: template.HTML(b.String())}) //nolint:gosec // escaped by its own template
}
