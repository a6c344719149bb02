package ingest

import (
	"cmp"
	"slices"
	"strings"

	"incidentmap/internal/incident"
)

// Why says how a column came to have its role.
type Why string

// The ways in which columns get roles.
const (
	WhyGiven   Why = "column"  // the user says so
	WhyPreset  Why = "preset"  // the header is that of a well-known export
	WhyBeside  Why = "beside"  // the file beside the table
	WhyHXL     Why = "hxl"     // its HXL hashtag
	WhyName    Why = "name"    // its name
	WhyContent Why = "content" // its cells alone
)

// Inspection is how a table would be read.
type Inspection struct {
	// Preset is the well-known export that the header is of; empty if it is of none.
	Preset string
	// Uses are the roles that columns have, Kept the columns that are kept as they are,
	// Empty those without any value, and Derived those that follow from others.
	Uses    []Use
	Kept    []Kept
	Empty   []string
	Derived []string
	// First are the cells of the first rows, each cut to a line's width.
	First [][]string
	// DateOrder is dmy or mdy, the order of dates such as 3/4/2020; empty where the table
	// has none.
	DateOrder string
	// TitlesFrom are the columns that titles are made of, none where a column holds them.
	TitlesFrom []string
	// Refused is the error of a table that cannot be read at all.
	Refused error
	// Result is what came of the rows, without the incidents themselves. It is empty
	// where the table is refused.
	Result *Result
}

// Use is a role and the columns that it is read from.
type Use struct {
	Role string
	// Columns are one, or several that are added or joined. Fills are those that fill in
	// where they are empty.
	Columns, Fills []string
	Why            Why
	// Tag is the HXL hashtag of a column that has its role by that, or what the file
	// beside it calls the column.
	Tag string
	// Asks names what the cells must be, such as dates: Fit of Cells that were looked at
	// are. It is empty where they may be any text.
	Asks       string
	Cells, Fit int
	// Examples are the first few different values of the columns.
	Examples []string
}

// Kept is a column that is kept as it is.
type Kept struct {
	Column incident.Column
	Header string
	// Where says that it helps to place rows without coordinates.
	Where    bool
	Examples []string
}

// Inspect finds out how a table would be read. Its incidents are counted, and not kept;
// opt.Take sees them as they pass.
func Inspect(t *Table, opt Options) *Inspection {
	if opt.Take == nil {
		opt.Take = func(Taken) {}
	}
	b, err := newBuilder(t, opt)
	in := &Inspection{Refused: err, Result: b.result}
	if p := b.assigned.preset; p != nil {
		in.Preset = p.name
	}
	for ro := range roleCount {
		if u := b.use(ro); ro != roleDerived && len(u.Columns)+len(u.Fills) > 0 {
			in.Uses = append(in.Uses, u)
		}
	}
	in.Kept = b.kept()
	in.Empty, in.Derived = b.unread()
	in.First, in.TitlesFrom = firstCells(t), b.titleParts()
	if err != nil {
		return in
	}
	if b.numeric {
		in.DateOrder = "dmy"
		if b.dates.MonthFirst {
			in.DateOrder = "mdy"
		}
	}
	b.read()
	return in
}

// maxFirst is how many of the first rows are shown.
const maxFirst = 6

// firstCells are the cells of the first rows, one for each name of the header.
func firstCells(t *Table) [][]string {
	rows := t.First(maxFirst).Rows
	out := make([][]string, len(rows))
	for i := range rows {
		out[i] = make([]string, len(t.Header))
		for k := range t.Header {
			out[i][k] = cutText(strings.Join(strings.Fields(rows[i].at(k)), " "))
		}
	}
	return out
}

// use is a role with its columns; without any if it has none.
func (b *builder) use(ro role) Use {
	a := b.assigned
	u := Use{Role: roleNames[ro], Why: a.why[ro], Fills: b.headersAt(a.others[ro])}
	i := a.columns[ro]
	if i < 0 {
		u.Why = cmp.Or(u.Why, WhyName)
		u.Examples = b.examples(a.others[ro])
		return u
	}
	all := slices.Concat([]int{i}, a.plus[ro], a.numberedAs(ro))
	u.Columns, u.Examples = b.headersAt(all), b.examples(all)
	if u.Why == WhyHXL && i < len(b.table.Tags) {
		u.Tag = b.table.Tags[i]
	}
	if u.Why == WhyBeside {
		u.Tag = b.table.describedAt(i).Title
	}
	test := testOf(ro)
	if ro == roleLatlon && a.tailPairs {
		test = testTailPair
	}
	if test != nil && test != testText {
		h := a.sample.holds(i, test)
		u.Asks, u.Cells, u.Fit = test.name, h.cells, h.fit
	}
	return u
}

func (b *builder) kept() (out []Kept) {
	for _, e := range b.extras {
		out = append(out, Kept{Column: e.column, Header: b.table.Header[e.index], Examples: b.examples([]int{e.index}),
			Where: slices.ContainsFunc(b.places, func(p placeColumn) bool {
				return p.role == roleDerived && p.index == e.index
			})})
	}
	return out
}

// unread are the columns that are not read: without any value, and those that follow from
// others.
func (b *builder) unread() (empty, derived []string) {
	for _, i := range b.spare {
		if !slices.ContainsFunc(b.extras, func(e extra) bool { return e.index == i }) && !b.assigned.used[i] {
			empty = append(empty, b.table.Header[i])
		}
	}
	for i := range b.table.Header {
		if b.assigned.derived[i] {
			derived = append(derived, b.table.Header[i])
		}
	}
	return empty, derived
}

func (b *builder) headersAt(columns []int) (out []string) {
	for _, i := range columns {
		out = append(out, b.table.Header[i])
	}
	return out
}

// Limits of examples.
const (
	maxExamples     = 3
	maxExampleRunes = 60
)

// examples are the first few different values of columns, each cut to a line's width.
func (b *builder) examples(columns []int) (out []string) {
	rows := b.assigned.sample.rows
	for i := range rows {
		text := strings.Join(cellsOf(&rows[i], columns), " + ")
		if text == "" || slices.Contains(out, text) {
			continue
		}
		if out = append(out, text); len(out) == maxExamples {
			break
		}
	}
	return out
}

// cellsOf are the values of columns that a row has, cut.
func cellsOf(r *Row, columns []int) (out []string) {
	for _, i := range columns {
		if v := strings.Join(strings.Fields(r.at(i)), " "); v != "" {
			out = append(out, cutText(v))
		}
	}
	return out
}

// cutText cuts a text to maxExampleRunes. What it returns keeps no file in memory.
func cutText(v string) string {
	if len(v) <= maxExampleRunes {
		return strings.Clone(v)
	}
	runes := []rune(v[:min(len(v), 4*maxExampleRunes)]) // of at most four bytes each
	if len(runes) <= maxExampleRunes {
		return strings.Clone(v)
	}
	return string(runes[:maxExampleRunes]) + "…"
}
