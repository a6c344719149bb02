package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/country"
	"incidentmap/internal/dialect"
	incidentcsv "incidentmap/internal/format/csv"
	"incidentmap/internal/input"
	"incidentmap/internal/mapping"
	"incidentmap/internal/place"
)

// tableOptions are the options for geocoding a column of a table.
type tableOptions struct {
	file, countryColumn, out, encoding string
	columns                            stringList
	mappingFile                        string
	text                               []string         // after check, the columns that make the text
	mapping                            *mapping.Mapping // likewise; nil without one
}

func (o *tableOptions) define(flags *flag.FlagSet) {
	flags.StringVar(&o.file, "csv", "", "`FILE` to add places to, as CSV with a header; - for the standard input")
	flags.Var(&o.columns, "column",
		"`COLUMNS` of --csv that make the text, joined by commas; or place=NAME, admin2=NAME, admin1=NAME and country=NAME, "+
			"more than once for several")
	flags.StringVar(&o.countryColumn, "country-column", "",
		"`COLUMN` of --csv with the country, by its name or ISO 3166-1 code")
	flags.StringVar(&o.mappingFile, "mapping", "",
		"`FILE.yaml` that says which columns of --csv hold places, as inspect --write-mapping writes it, instead of --column")
	defineEncoding(flags, &o.encoding)
	flags.StringVar(&o.out, "out", "", "`FILE` to write the table to; without it the standard output")
}

func (o *tableOptions) check() error {
	switch {
	case o.file == "" && (len(o.columns) > 0 || o.mappingFile != "" || o.encoding != "" ||
		o.countryColumn != "" || o.out != ""):
		return errors.New("--column, --mapping, --country-column, --encoding and --out go with --csv")
	case o.file != "" && len(o.columns) == 0 && o.mappingFile == "":
		return errors.New("--csv needs --column, the column that has the text of the place")
	case o.out != "" && samePath(o.file, o.out):
		return errors.New("--out is the file that is read; another name is needed")
	}
	if err := checkEncoding(o.encoding); err != nil {
		return err
	}
	if err := o.readMapping(); err != nil {
		return fmt.Errorf("--mapping: %w", err)
	}
	return o.readColumns()
}

// readMapping reads --mapping, which counts less than what is said beside it.
func (o *tableOptions) readMapping() error {
	if o.mappingFile == "" {
		return nil
	}
	all, err := readMappings([]string{o.mappingFile})
	if err != nil {
		return err
	}
	o.mapping = all[0]
	o.encoding = cmp.Or(o.encoding, o.mapping.Encoding)
	if country := o.mapping.Columns["country"]; o.countryColumn == "" && len(country) == 1 {
		o.countryColumn = country[0]
	}
	if len(o.columns) > 0 {
		return nil
	}
	for _, role := range placeRoles {
		o.text = append(o.text, o.mapping.Columns[role]...)
	}
	if len(o.text) == 0 {
		return fmt.Errorf("%s gives no column the role %s, which make the text of the place", o.mappingFile,
			strings.Join(placeRoles, ", "))
	}
	return nil
}

// placeRoles are the roles of columns that make the text of a place, the finest first.
var placeRoles = []string{"place", "admin2", "admin1"}

// readColumns reads --column: names joined by commas, or roles with their columns, in
// whatever order.
func (o *tableOptions) readColumns() error {
	byRole := map[string][]string{}
	for _, text := range o.columns {
		role, name, ok := strings.Cut(text, "=")
		switch {
		case !ok:
			o.text = append(o.text, strings.Split(text, ",")...)
		case role == "country":
			o.countryColumn = name
		case slices.Contains(placeRoles, role) && name != "":
			byRole[role] = append(byRole[role], strings.Split(name, "+")...)
		default:
			return fmt.Errorf("--column is %q; names of columns, or %s and country with one each, such as place=Town, are allowed",
				text, strings.Join(placeRoles, ", "))
		}
	}
	for _, role := range placeRoles {
		o.text = append(o.text, byRole[role]...)
	}
	if o.file != "" && len(o.text) == 0 {
		return errors.New("--column names no column that has the text of the place")
	}
	return nil
}

// samePath reports whether two names are of one file.
func samePath(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y) || filepath.Clean(a) == filepath.Clean(b)
}

// run reads the table, and writes it with the places. What it counted, and what it
// found no place for, goes to errOut.
func (o *tableOptions) run(ctx context.Context, p *place.Resolver, opt gazetteer.Options, out,
	errOut io.Writer) (err error) {
	in, size, err := openTable(o.file)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it is only read
	if o.out != "" {
		f, err := os.Create(o.out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	bar := newProgress(errOut, size)
	t := &table{places: p, opt: opt, tally: newTally()}
	if t.in, err = dialect.NewReaderIn(io.TeeReader(in, bar), o.encoding); err == nil {
		t.out = csv.NewWriter(out)
		t.out.Comma = t.in.Comma
		t.mapping, t.file = o.mapping, o.file
		err = t.run(ctx, o.text, o.countryColumn)
	}
	bar.finish()
	if err != nil {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	return t.tally.print(errOut)
}

// openTable opens a file, or the standard input, whose size is not known.
func openTable(name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(os.Stdin), -1, nil
	}
	f, err := input.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// table is a table on its way from the reader to the writer.
type table struct {
	places  *place.Resolver
	opt     gazetteer.Options
	in      *csv.Reader
	out     *csv.Writer
	text    []int // columns of the text
	country int   // column of the country, -1 for none
	width   int   // columns of the table
	tally   *tally
	mapping *mapping.Mapping // nil without one
	file    string
}

// added are the columns that are put beside those of the table, with their tags in
// tables that have a row of them (https://hxlstandard.org).
var added = []struct{ name, tag string }{
	{"latitude", "#geo+lat"}, {"longitude", "#geo+lon"}, {"place_precision", "#geo+precision"}, {"place_radius_m",
		"#geo+radius"},
	{"place_name", "#loc+name"}, {"admin2", "#adm2+name"}, {"admin1", "#adm1+name"}, {"country", "#country+code"},
	{"gazetteer_id", "#geo+code"}, {"score", "#geo+score"}, {"not_understood", "#geo+dropped"}, {"also", "#geo+also"},
}

// run reads rows until there are no more.
func (t *table) run(ctx context.Context, columns []string, countryColumn string) error {
	if err := t.header(columns, countryColumn); err != nil {
		return err
	}
	for row := 2; ; row++ {
		record, err := t.in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("row %d: stopped", row)
		}
		if err := t.row(ctx, row, record); err != nil {
			return err
		}
	}
	t.out.Flush()
	return t.out.Error()
}

// header finds the columns, and writes the header with the added ones. One that the
// table has already is given a name of its own.
func (t *table) header(columns []string, countryColumn string) error {
	head, err := t.in.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty, and a header is needed")
	}
	if err != nil {
		return err
	}
	head = slices.Clone(head)
	if t.mapping != nil && !t.mapping.Fits(head) {
		return t.mapping.Refuse(t.file, head)
	}
	t.width = len(head)
	cols, err := findColumns(head, columns, []string{"", "", "", "", countryColumn})
	if err != nil {
		return err
	}
	t.text, t.country = cols.text, cols.country
	for _, c := range added {
		name := c.name
		for slices.ContainsFunc(head[:t.width], func(h string) bool {
			return strings.EqualFold(strings.TrimSpace(h),
				name)
		}) {
			name = "geocoded_" + name
		}
		head = append(head, name)
	}
	return t.out.Write(head)
}

// row writes a row with its place. A row of tags, and one without a text, is only
// passed on.
func (t *table) row(ctx context.Context, row int, record []string) error {
	if row == 2 && tagged(record) {
		return t.out.Write(t.tags(record))
	}
	cell := func(i int) string {
		if i < 0 || i >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[i])
	}
	text, opt := joinCells(t.text, cell), t.opt
	if named := cell(t.country); named != "" {
		if c, _, ok := country.Parse(named); ok {
			opt.Country = c.Code
		} else {
			text += ", " + named // not understood alone, but maybe beside the place
		}
	}
	var a place.Answer
	if text != "" {
		var err error
		if a, err = t.places.Geocode(ctx, text, opt); err != nil {
			t.tally.failed(row, err)
		}
	}
	t.tally.count(row, text, a)
	return t.out.Write(append(t.padded(record), placeCells(a)...))
}

// padded is a row with as many cells as the header has, or more.
func (t *table) padded(record []string) []string {
	out := append(make([]string, 0, t.width+len(added)), record...)
	for len(out) < t.width {
		out = append(out, "")
	}
	return out
}

// tagged reports whether a row is one of tags under the header.
func tagged(record []string) bool {
	i := slices.IndexFunc(record, func(s string) bool { return strings.TrimSpace(s) != "" })
	return i >= 0 && strings.HasPrefix(strings.TrimSpace(record[i]), "#")
}

// tags adds the tags of the added columns.
func (t *table) tags(record []string) []string {
	out := t.padded(record)
	for _, c := range added {
		out = append(out, c.tag)
	}
	return out
}

// placeCells are the cells of the added columns; empty without a place.
func placeCells(a place.Answer) []string {
	cells := make([]string, len(added))
	m := a.Best
	if m == nil {
		return cells
	}
	admin1, admin2 := m.Units()
	var also []string
	for _, other := range a.Also {
		also = append(also, fmt.Sprintf("%s (%.5f, %.5f)", other.Name, other.Point[1], other.Point[0]))
	}
	for i, s := range []string{"", "", string(m.Class), "", m.Name, admin2, admin1, m.Country, m.ID, "",
		strings.Join(m.Dropped, "; "), strings.Join(also, "; ")} {
		cells[i] = incidentcsv.Guard(s)
	}
	cells[0], cells[1] = strconv.FormatFloat(m.Point[1], 'f', 5, 64), strconv.FormatFloat(m.Point[0], 'f', 5, 64)
	cells[3], cells[9] = strconv.FormatFloat(m.RadiusM, 'f', 0, 64), strconv.FormatFloat(m.Score, 'f', 3, 64)
	return cells
}
