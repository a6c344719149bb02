package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/dialect"
	"incidentmap/internal/input"
	"incidentmap/internal/place"
	"incidentmap/internal/place/eval"
	"incidentmap/internal/printable"
)

const evalUsage = `eval FILE.csv --text COL,… --lat COL --lon COL [OPTIONS]

Measures how near, and how honestly, a file's texts of places are placed whose true
coordinates it has. With --calibration TABLE… it takes villages out of tables of
GeoNames instead, and asks for them: see incidentmap geocode eval --calibration --help.`

// worstRows is how many of the worst rows are told in full.
const worstRows = 20

// evalColumns are the positions of the columns that are read, -1 for one not asked for.
type evalColumns struct {
	text                          []int
	lat, lon, by, admin1, country int
}

func runGeocodeEval(ctx context.Context, args []string, out, errOut io.Writer) error {
	if slices.Contains(args, "--calibration") {
		return runCalibration(ctx, args, out, errOut)
	}
	flags := newFlags("geocode", evalUsage, out)
	text := flags.String("text", "", "`columns` that make the text, joined by commas")
	lat, lon := flags.String("lat", "", "`column` of the latitude"), flags.String("lon", "",
		"`column` of the longitude")
	by := flags.String("by", "", "`column` to divide the table by")
	admin1 := flags.String("admin1", "", "`column` of the true province; without it that of the nearest place counts")
	country := flags.String("country", "", "`column` of the true country; without it that of the nearest place counts")
	detail := flags.String("out", "", "`file` to write what became of each row to, as CSV")
	var o placeOptions
	o.layers.define(flags)
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if err := o.layers.check(); err != nil {
		return &usageError{"geocode", err.Error()}
	}
	if len(rest) != 1 || *text == "" || *lat == "" || *lon == "" {
		return &usageError{"geocode", "eval needs one file, --text, --lat and --lon"}
	}
	f, err := input.Open(rest[0])
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it is only read
	g, err := place.New(o.options(nil)).Gazetteer()
	if err != nil {
		return err
	}
	outcomes, err := evaluate(f, eval.NewJudge(g, gazetteer.Options{}), errOut,
		strings.Split(*text, ","), []string{*lat, *lon, *by, *admin1, *country})
	if err != nil {
		return fmt.Errorf("%s: %w", rest[0], err)
	}
	if *detail != "" {
		if err := writeOutcomes(*detail, outcomes); err != nil {
			return err
		}
	}
	return printEval(out, *by, outcomes)
}

// evaluate judges each row that has coordinates. Rows without, such as the row of
// tags that some files have under their header, are counted on errOut.
func evaluate(r io.Reader, judge *eval.Judge, errOut io.Writer, text, single []string) ([]eval.Outcome, error) {
	in, err := dialect.NewReader(r)
	if err != nil {
		return nil, err
	}
	head, err := in.Read()
	if err != nil {
		return nil, err
	}
	cols, err := findColumns(head, text, single)
	if err != nil {
		return nil, err
	}
	var outcomes []eval.Outcome
	skipped := 0
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		row, ok := cols.row(record)
		if row.Line, _ = in.FieldPos(0); !ok {
			skipped++
			continue
		}
		outcomes = append(outcomes, judge.Judge(row))
	}
	if skipped > 0 {
		fmt.Fprintf(errOut, "%d rows without coordinates were left out\n", skipped)
	}
	return outcomes, nil
}

// findColumns finds columns by name.
func findColumns(head []string, text, single []string) (*evalColumns, error) {
	var missing []string
	find := func(name string) int {
		i := slices.Index(head, strings.TrimSpace(name))
		if i < 0 && name != "" {
			missing = append(missing, name)
		}
		return i
	}
	c := &evalColumns{}
	for _, name := range text {
		c.text = append(c.text, find(name))
	}
	c.lat, c.lon, c.by, c.admin1, c.country = find(single[0]), find(single[1]), find(single[2]), find(single[3]),
		find(single[4])
	if len(missing) > 0 {
		return nil, fmt.Errorf("there is no column %s; the columns are %s", strings.Join(missing, ", "),
			strings.Join(head, ", "))
	}
	return c, nil
}

// row reads one row, and reports whether it has coordinates.
func (c *evalColumns) row(record []string) (eval.Row, bool) {
	cell := func(i int) string {
		if i < 0 || i >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[i])
	}
	lat, err1 := strconv.ParseFloat(cell(c.lat), 64)
	lon, err2 := strconv.ParseFloat(cell(c.lon), 64)
	if err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) { // NaN is not
		return eval.Row{}, false
	}
	r := eval.Row{Point: orb.Point{lon, lat}, Group: cell(c.by), Admin1: cell(c.admin1), Country: cell(c.country)}
	r.Text = joinCells(c.text, cell)
	return r, true
}

// joinCells joins the cells that are not empty by commas.
func joinCells(columns []int, cell func(int) string) string {
	var parts []string
	for _, i := range columns {
		if v := cell(i); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

func printEval(out io.Writer, by string, outcomes []eval.Outcome) error {
	if err := eval.Write(out, by, eval.Table(outcomes)); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := eval.WriteWays(out, eval.Ways(outcomes)); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := eval.WriteHeld(out, "evidence", eval.ByEvidence(outcomes)); err != nil {
		return err
	}
	return printWorst(out, eval.Worst(outcomes, worstRows))
}

// printWorst tells the worst answers in full.
func printWorst(out io.Writer, worst []eval.Miss) error {
	if len(worst) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\nThe %d texts whose truth lies farthest outside of the stated radius:\n", len(worst))
	for _, w := range worst {
		o, m := w.Outcome, w.Result.Best
		fmt.Fprintf(out, "\nline %d, %d times: %.1f km off, stated ± %.1f km; the truth is %.5f, %.5f\n  %s\n",
			o.Row.Line, w.Times, o.ErrorM/1000, m.RadiusM/1000, o.Row.Point[1], o.Row.Point[0],
			printable.Text(o.Row.Text))
		if err := explain(out, place.Answer{Result: o.Result}); err != nil {
			return err
		}
	}
	return nil
}

// writeOutcomes writes what became of each row as CSV.
func writeOutcomes(path string, outcomes []eval.Outcome) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	_ = w.Write([]string{"line", "text", "group", "name", "gazetteer_id", "class", "error_m", "radius_m", "score",
		"right_admin1", "right_country", "dropped"})
	for _, o := range outcomes {
		_ = w.Write(outcomeCells(o)) // its first error is told by Error
	}
	w.Flush()
	return errors.Join(w.Error(), f.Close())
}

// outcomeCells are the cells of a row; those of an answer are empty without one.
func outcomeCells(o eval.Outcome) []string {
	cells := []string{strconv.Itoa(o.Row.Line), o.Row.Text, o.Row.Group}
	m := o.Result.Best
	if m == nil {
		return append(cells, "", "", "", "", "", "", "", "", "")
	}
	return append(cells, m.Name, m.ID, string(m.Class), fmt.Sprintf("%.0f", o.ErrorM), fmt.Sprintf("%.0f", m.RadiusM),
		fmt.Sprintf("%.3f", m.Score), o.Admin1.String(), o.Country.String(), strings.Join(m.Dropped, "; "))
}
