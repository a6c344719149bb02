package gpkg

import (
	"strings"

	"incidentmap/internal/incident"
)

// attributes is a table beside the layer, with several rows or none for an incident, whose
// id is its first column.
type attributes struct {
	name, title string
	columns     []string // a name and a type each
	rows        func(*incident.Record) [][]any
}

// attributeTables hold what the layer, which is flat, has no columns for.
var attributeTables = []attributes{
	{"claims", "Figures, as each source has them",
		[]string{"measure TEXT", "scope TEXT", "who TEXT", "given_by TEXT", "bound TEXT", "low INTEGER", "best INTEGER",
			"high INTEGER", "words TEXT", "source TEXT", "preferred BOOLEAN"}, claimRows},
	{"statements", "Who says that it happened, and who did it",
		[]string{"about TEXT", "grade TEXT", "given_by TEXT", "words TEXT", "source TEXT"}, statementRows},
	{"sources", "Sources that claims and statements refer to",
		[]string{"source TEXT", "title TEXT", "publisher TEXT", "url TEXT", "date TEXT", "locator TEXT"}, sourceRows},
}

func claimRows(r *incident.Record) [][]any {
	out := make([][]any, len(r.Claims))
	for i, c := range r.Claims {
		out[i] = []any{c.Measure, string(c.Scope), textOf(c.Who), textOf(c.By), textOf(string(c.Bound)), countOf(c.Low),
			countOf(c.Best), countOf(c.High), textOf(c.Words), textOf(c.Source), c.Preferred}
	}
	return out
}

func statementRows(r *incident.Record) [][]any {
	out := make([][]any, len(r.Statements))
	for i, s := range r.Statements {
		out[i] = []any{string(s.About), s.Grade, textOf(s.By), textOf(s.Words), textOf(s.Source)}
	}
	return out
}

func sourceRows(r *incident.Record) [][]any {
	out := make([][]any, len(r.Sources))
	for i, s := range r.Sources {
		out[i] = []any{s.Key, textOf(s.Title), textOf(s.Publisher), textOf(s.URL), textOf(s.Date), textOf(s.Locator)}
	}
	return out
}

// textOf is a text; nil where nothing is known.
func textOf(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// countOf is a figure; nil where it is unknown, which is not 0.
func countOf(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// create is the SQL that makes the table and finds an incident's rows in it.
func (a *attributes) create() string {
	return "CREATE TABLE " + a.name + " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, incident TEXT NOT NULL, " +
		strings.Join(a.columns, ", ") + ");\nCREATE INDEX " + a.name + "_incident ON " + a.name + " (incident)"
}

// addAttributes writes the rows of an incident.
func (p *pack) addAttributes(a *attributes, r *incident.Record) error {
	for _, row := range a.rows(r) {
		query := "INSERT INTO " + a.name + " VALUES (NULL, ?" + strings.Repeat(", ?", len(row)) + ")"
		if err := p.exec(query, append([]any{r.ID}, row...)...); err != nil {
			return err
		}
		p.attributeRows[a.name]++
	}
	return nil
}

// stylesTable is where QGIS looks for styles.
const stylesTable = "layer_styles"

// describeAttributes lists the tables among the contents, as GDAL and QGIS find them; that
// of the styles too, because where there are any attributes only what is listed is found.
func (p *pack) describeAttributes(now string) error {
	for _, a := range p.beside {
		if err := p.describeTable(a.name, a.title, now, p.attributeRows[a.name]); err != nil {
			return err
		}
	}
	return p.describeTable(stylesTable, "Styles of the layer", now, 1)
}

func (p *pack) describeTable(name, title, now string, rows int64) error {
	err := p.exec("INSERT INTO gpkg_contents VALUES (?, 'attributes', ?, ?, ?, NULL, NULL, NULL, NULL, NULL)",
		name, name, title, now)
	if err != nil {
		return err
	}
	return p.exec("INSERT INTO gpkg_ogr_contents VALUES (?, ?)", name, rows)
}
