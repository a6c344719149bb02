// Package inspect tells how a table would be read: which column has which role and why,
// what is kept as it is, and what would be left out.
package inspect

import (
	"fmt"
	"slices"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/mapping"
	"incidentmap/internal/report"
)

// maxFindings bounds the findings of a document; more are counted.
const maxFindings = 100

// Document tells how a table would be read.
type Document struct {
	// File is the table's name, Encoding that of a file of text.
	File     string `json:"file"`
	Encoding string `json:"encoding,omitempty"`
	// Rows is how many rows were looked at, each called Unit; Complete says that the
	// file has no more.
	Rows     int    `json:"rows"`
	Unit     string `json:"unit"`
	Complete bool   `json:"complete"`
	// Beside is the file beside it that describes its columns.
	Beside string `json:"beside,omitempty"`
	// Preset is the well-known export that the header is of.
	Preset string `json:"preset,omitempty"`
	// DateOrder is dmy or mdy where there are dates such as 3/4/2020, Country the code
	// of the country that the user names.
	DateOrder string `json:"dateOrder,omitempty"`
	Country   string `json:"country,omitempty"`
	// Roles have a column, Kept are the columns that are kept as they are, Empty those
	// without any value, and Derived those that follow from others and are not read.
	Roles   []Role   `json:"roles"`
	Kept    []Kept   `json:"kept"`
	Empty   []string `json:"empty,omitempty"`
	Derived []string `json:"derived,omitempty"`
	// Nested are the parts of records that are read by their form, such as sources.
	Nested []string `json:"nested,omitempty"`
	// TitlesFrom are the columns that titles are made of, as far as a row has them, where
	// no column holds titles.
	TitlesFrom []string `json:"titlesFrom,omitempty"`
	// Refused says why the table cannot be read as it is. Nothing is counted then.
	Refused string `json:"refused,omitempty"`
	// Words tell what would become of the rows, and how many findings there are of each
	// kind; Incidents, WithoutPlace and LeftOut are the numbers.
	Words        []string `json:"words"`
	Incidents    int      `json:"incidents"`
	WithoutPlace int      `json:"withoutPlace"`
	LeftOut      int      `json:"leftOut"`
	// PlacesNotLookedUp counts the places by name that are taken as found, beyond those
	// that were looked up.
	PlacesNotLookedUp int `json:"placesNotLookedUp,omitempty"`
	// Findings are the first, those of rows that would be left out before all others;
	// MoreFindings counts the rest.
	Findings     []report.Finding `json:"findings"`
	MoreFindings int              `json:"moreFindings,omitempty"`
	// Header names all columns, First are the cells of the first rows, cut, and Fingerprint
	// identifies headers that have the same.
	Header      []string   `json:"header"`
	First       [][]string `json:"first"`
	Fingerprint string     `json:"fingerprint"`
	// Sketch is where and when the incidents would be, roughly.
	Sketch Sketch `json:"sketch"`
}

// Role is a role and the columns that it is read from.
type Role struct {
	Role string `json:"role"`
	// Columns are one, or several that are added or joined; Fills fill in where they are
	// empty.
	Columns []string `json:"columns"`
	Fills   []string `json:"fills,omitempty"`
	// By is how the role came to its columns: column (the user says so), preset, beside (the
	// file beside it), hxl, name or content. Why says it in words.
	By       ingest.Why `json:"by"`
	Why      string     `json:"why"`
	Examples []string   `json:"examples"`
}

// Kept is a column that is kept as it is.
type Kept struct {
	// Column is what the file calls it, Name what the dataset does.
	Column string              `json:"column"`
	Name   string              `json:"name"`
	Type   incident.ColumnType `json:"type"`
	// Where says that it helps to place rows without coordinates.
	Where    bool     `json:"where,omitempty"`
	Examples []string `json:"examples"`
}

// Table finds out how a table would be read. complete says that it has all rows of its
// file.
func Table(t *ingest.Table, opt ingest.Options, complete bool) *Document {
	var drawn sketcher
	opt.Take = drawn.take
	in := ingest.Inspect(t, opt)
	d := &Document{File: t.File, Rows: t.Total(), Unit: t.Unit, Complete: complete, Beside: t.Beside, Preset: in.Preset,
		First: in.First, Sketch: drawn.sketch(),
		DateOrder: in.DateOrder, Country: opt.Country, Empty: in.Empty, Derived: in.Derived, Header: t.Header,
		Nested: t.Nested, TitlesFrom: in.TitlesFrom,
		Fingerprint: mapping.Fingerprint(t.Header), Roles: []Role{}, Kept: []Kept{}, Words: []string{},
		Findings: []report.Finding{}}
	for _, u := range in.Uses {
		d.Roles = append(d.Roles, Role{Role: u.Role, Columns: orEmpty(u.Columns), Fills: u.Fills, By: u.Why,
			Why: why(&u, in.Preset, opt.Only), Examples: orEmpty(u.Examples)})
	}
	for _, k := range in.Kept {
		d.Kept = append(d.Kept, Kept{Column: k.Header, Name: k.Column.Name, Type: k.Column.Type, Where: k.Where,
			Examples: orEmpty(k.Examples)})
	}
	if in.Refused != nil {
		d.Refused = in.Refused.Error()
		return d
	}
	d.count(t, in.Result)
	return d
}

// NotLookedUp notes that so many places beyond those that were looked up by name are taken
// as found.
func (d *Document) NotLookedUp(places int) {
	if d.PlacesNotLookedUp = places; places > 0 {
		d.Words = append(d.Words, fmt.Sprintf("%s by name beyond the first were not looked up, and are taken as found; "+
			"--all looks all up", report.Many(places, "place")))
	}
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// count tells what came of the rows.
func (d *Document) count(t *ingest.Table, res *ingest.Result) {
	r := report.New(t.File)
	r.Rows, r.Unit, r.Incidents, r.WithoutPlace = t.Total(), t.Unit, res.Count, res.Unplaced
	for _, f := range res.Findings {
		r.Add(f)
	}
	r.Finish()
	d.Words, d.Incidents, d.WithoutPlace, d.LeftOut = r.Words, r.Incidents, r.WithoutPlace, r.LeftOut
	first := slices.Clone(r.Findings)
	slices.SortStableFunc(first, func(a, b report.Finding) int { return rank(a) - rank(b) })
	d.Findings = first[:min(len(first), maxFindings)]
	d.MoreFindings = r.Errors + r.Warnings + r.Hints - len(d.Findings)
}

// rank orders findings: those that cost a row, then those about columns, then the others.
func rank(f report.Finding) int {
	switch {
	case f.Dropped:
		return 0
	case f.Row == 0:
		return 1
	}
	return 2
}

// why says in words how a role came to its columns; mapped says that a mapping gives all
// that are given.
func why(u *ingest.Use, preset string, mapped bool) string {
	cells := ""
	if u.Asks != "" && u.Cells > 0 {
		cells = fmt.Sprintf("%s of %s cells are %s", report.Thousands(u.Fit), report.Thousands(u.Cells), u.Asks)
	}
	switch u.Why {
	case ingest.WhyGiven:
		if mapped {
			return "the mapping says so"
		}
		return "you say so"
	case ingest.WhyPreset:
		return "the header is that of " + preset
	case ingest.WhyBeside:
		if u.Tag != "" {
			return "the file beside it says so: “" + u.Tag + "”"
		}
		return "the file beside it says so"
	case ingest.WhyHXL:
		return "its HXL hashtag is " + u.Tag
	case ingest.WhyContent:
		return "no name says so, but " + cells
	}
	if cells == "" {
		return "its name"
	}
	return "its name, and " + cells
}

// Mapping is what the document says of the columns, to read others by. The error says
// that the table cannot be read.
func (d *Document) Mapping() (*mapping.Mapping, error) {
	if d.Refused != "" {
		return nil, fmt.Errorf("no mapping is written of a table that cannot be read: %s", d.Refused)
	}
	m := &mapping.Mapping{Columns: map[string][]string{}, Fills: map[string][]string{}, Encoding: d.Encoding,
		DateOrder: d.DateOrder, Country: d.Country, Header: d.Header}
	for _, r := range d.Roles {
		if len(r.Columns) > 0 {
			m.Columns[r.Role] = r.Columns
		}
		if len(r.Fills) > 0 {
			m.Fills[r.Role] = r.Fills
		}
	}
	return m, nil
}
