package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// cell is a cell of a table with types.
type cell struct {
	text string
	kind ingest.Kind
}

// Cells as tests write them.
var absent = cell{"", ingest.KindAbsent}

func untyped(s string) cell { return cell{s, ingest.KindUntyped} }
func text(s string) cell    { return cell{s, ingest.KindText} }
func number(s string) cell  { return cell{s, ingest.KindNumber} }
func boolean(s string) cell { return cell{s, ingest.KindBoolean} }
func list(s string) cell    { return cell{s, ingest.KindList} }
func object(s string) cell  { return cell{s, ingest.KindObject} }

// column reads a table with a column of the cells, one a row.
func column(t *testing.T, name string, cells ...cell) *ingest.Result {
	t.Helper()
	table := &ingest.Table{File: "x", Unit: "feature", Header: []string{"date", "place", name}}
	for i, c := range cells {
		table.Rows = append(table.Rows, ingest.Row{Number: i + 1,
			Cells: []string{"2020", fmt.Sprint("Place ", i), c.text},
			Kinds: []ingest.Kind{ingest.KindText, ingest.KindText, c.kind}})
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil || res.Count != len(cells) {
		t.Fatalf("%d of %d rows, %v: %v", res.Count, len(cells), err, res.Findings)
	}
	return res
}

// TestKinds: the type of an own column follows from what its cells are, and from
// their texts only where the file has no types.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		of     string
		cells  []cell
		column incident.ColumnType
		values []any
	}{
		{"texts that look like anything", []cell{text("7"), text("true"), text("007")}, "string",
			[]any{"7", "true", "007"}},
		{"texts with blanks around a number", []cell{text(" 7")}, "string", []any{"7"}},
		{"answers", []cell{text("yes"), text("no")}, "string", []any{"yes", "no"}},
		{"days", []cell{text("2020-01-01"), absent}, "date", []any{"2020-01-01", nil}},
		{"the same without types", []cell{untyped("7"), untyped("")}, "integer", []any{int64(7), nil}},
		{"numbers", []cell{number("7"), number("1e2"), number("3.0")}, "integer",
			[]any{int64(7), int64(100), int64(3)}},
		{"fractions", []cell{number("1.50"), number("2")}, "number", []any{1.5, 2.0}},
		{"numbers that are too long", []cell{number("90071992547409931234"), number("1")}, "string",
			[]any{"90071992547409931234", "1"}},
		{"a number and a text", []cell{number("7"), text("8")}, "string", []any{"7", "8"}},
		{"booleans", []cell{boolean("true"), boolean("false"), absent}, "boolean", []any{true, false, nil}},
		{"a boolean and a number", []cell{boolean("true"), number("1")}, "string", []any{"true", "1"}},
		{"the same without types, the number after it", []cell{untyped("true"), untyped("1")}, "string",
			[]any{"true", "1"}},
		{"a number before a day", []cell{untyped("5"), untyped("2020-01-01")}, "string", []any{"5", "2020-01-01"}},
		{"a whole number before a fraction", []cell{untyped("5"), untyped("0.5")}, "number", []any{5.0, 0.5}},
		{"nothing, empty and a word for it", []cell{absent, text(""), text("none"), text("NA")}, "string",
			[]any{nil, "", "none", "NA"}},
		{"an empty text among numbers", []cell{number("7"), text("")}, "integer", []any{int64(7), nil}},
		{"lists", []cell{list(`["a", 1.0, true, null]`), list(`[]`)}, "string", []any{"a; 1; true", nil}},
		{"a list of one number", []cell{list(`[5]`)}, "string", []any{"5"}},
		{"lists that semicolons would mix up", []cell{list(`["a;b", "c"]`), list(`[[1], [2]]`)}, "string",
			[]any{`["a;b","c"]`, `[[1],[2]]`}},
		{"objects", []cell{object(`{"a": [1, 2.50]}`), object(`{}`)}, "string", []any{`{"a":[1,2.50]}`, `{}`}},
	} {
		res := column(t, "free", c.cells...)
		var got []any
		for _, inc := range res.Incidents {
			got = append(got, inc.Extra[0])
		}
		if res.Columns[0].Type != c.column || !slices.Equal(got, c.values) || len(res.Findings) > 0 {
			t.Errorf("%s: %s %q, want %s %q; %v", c.of, res.Columns[0].Type, got, c.column, c.values, res.Findings)
		}
	}
}

// TestWordsAmongNumbers: a text that stands for no value makes numbers no texts, and is
// told where it is one by the file.
func TestWordsAmongNumbers(t *testing.T) {
	res := column(t, "Depth", number("7"), text("NA"), text("NA"))
	if res.Columns[0].Type != "integer" || res.Incidents[1].Extra[0] != nil || len(res.Findings) != 1 ||
		!strings.Contains(res.Findings[0].Message, `2 features with "NA" in Depth`) {
		t.Errorf("%+v, %v", res.Columns, res.Findings)
	}
	if res = column(t, "Depth", untyped("7"), untyped("NA")); len(res.Findings) > 0 {
		t.Errorf("%v", res.Findings)
	}
}

// TestKindsOfRoles: a property of an incident is read of any kind.
func TestKindsOfRoles(t *testing.T) {
	for _, c := range []struct {
		column string
		cell   cell
		want   string
	}{
		{"id", number("7.0"), "7"}, {"id", number("90071992547409931234"), "90071992547409931234"},
		{"title", boolean("true"), "true"}, {"title", list(`["A","B"]`), "A; B"}, {"title", object(`{"a":1}`), `{"a":1}`},
		{"killed", number("5.0"), "5"}, {"actor", list(`["A","B"]`), "A|B"},
	} {
		inc := column(t, c.column, c.cell).Incidents[0]
		got := map[string]string{"id": inc.ID, "title": inc.Title}[c.column]
		switch c.column {
		case "killed":
			got = fmt.Sprint(*inc.Claims[0].Best)
		case "actor":
			got = inc.Actors[0].Name + "|" + inc.Actors[1].Name
		}
		if got != c.want {
			t.Errorf("%s: %q is read as %q, want %q", c.column, c.cell.text, got, c.want)
		}
	}
}

// TestCell: a row that is shorter than the header has no value there, and a table
// without types knows of none.
func TestCell(t *testing.T) {
	plain := ingest.Row{Cells: []string{" 1.0 "}}
	typed := ingest.Row{Cells: []string{"1.0"}, Kinds: []ingest.Kind{ingest.KindNumber}}
	for _, c := range []struct {
		row        ingest.Row
		column     int
		cell, text string
		kind       ingest.Kind
	}{
		{plain, 0, " 1.0 ", "1.0", ingest.KindUntyped}, {typed, 0, "1.0", "1", ingest.KindNumber},
		{plain, 1, "", "", ingest.KindAbsent}, {typed, 1, "", "", ingest.KindAbsent},
	} {
		cell, kind := c.row.Cell(c.column)
		if text := c.row.Text(c.column); cell != c.cell || kind != c.kind || text != c.text {
			t.Errorf("cell %d of %v: %q of kind %d, told as %q", c.column, c.row, cell, kind, text)
		}
	}
}

// FuzzItems: a list that is joined has all its texts in the joined one.
func FuzzItems(f *testing.F) {
	f.Add(`["a","b; c",1e2,[1],{"a":null}]`)
	f.Add(`["\u0041", null, true]`)
	f.Fuzz(func(t *testing.T, list string) {
		items, ok := ingest.Items(list)
		if ok && strings.Count(strings.Join(items, ";"), ";") != max(0, len(items)-1) {
			t.Errorf("%q is joined of %q", list, items)
		}
	})
}

// TestNamesOfColumns: names are of at most 63 bytes, in whole letters, and none is one of
// databases or GIS formats.
func TestNamesOfColumns(t *testing.T) {
	long := strings.Repeat("é", 40)
	table := tableOf("title|date|FID|"+long+"|"+long+"a|"+long+"b", "a|2024|y|1|2|3")
	res, err := ingest.Read(table, ingest.Options{Year: 2026})
	if err != nil || len(res.Incidents) != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	seen := map[string]bool{"geom": true, "fid": true}
	for _, c := range res.Columns {
		if seen[c.Name] || len(c.Name) > 63 || !utf8.ValidString(c.Name) {
			t.Errorf("%q", c.Name)
		}
		seen[c.Name] = true
	}
	if len(res.Columns) != 4 {
		t.Errorf("%+v", res.Columns)
	}
}
