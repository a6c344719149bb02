package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
	"incidentmap/internal/input"
	"incidentmap/internal/place"
	"incidentmap/internal/place/eval"
	"incidentmap/internal/printable"
)

const calibrateUsage = `eval --calibration TABLE… --admin1 FILE --admin2 FILE [OPTIONS]

Measures how often the circles of the answers hold the truth. Of GeoNames' tables of
places, villages are drawn by chance and every second one is taken out; a gazetteer of
the others is laid over the shipped one and asked for all of them, as "name, district,
province, country".`

// calibration are the options of geocode eval --calibration.
type calibration struct {
	tableFiles
	draw   int
	seed   uint64
	layers gazetteerOptions
	worst  int
	form   string
}

// forms are the texts that are asked, by the units that they name.
var forms = []string{"district", "province", "country"}

func runCalibration(ctx context.Context, args []string, out, errOut io.Writer) (err error) {
	var o calibration
	flags := newFlags("geocode", calibrateUsage, out)
	flags.Bool("calibration", true, "measure by villages that are taken out")
	o.define(flags)
	flags.IntVar(&o.draw, "draw", 5000, "`number` of villages to draw")
	flags.Uint64Var(&o.seed, "seed", 1, "`number` that the draw depends on")
	flags.StringVar(&o.form, "form", "district",
		"the smallest `unit` that the texts name beside the village: district, province or country")
	flags.IntVar(&o.worst, "worst", 0, "`number` of the worst answers to tell")
	o.layers.define(flags)
	if o.places, err = parseFlags(flags, args); err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return &usageError{"geocode", err.Error()}
	}
	t, err := o.read(ctx, errOut)
	if err != nil {
		return err
	}
	return o.run(t, out)
}

func (o *calibration) check() error {
	switch {
	case len(o.places) == 0 || len(o.admin1) == 0 || len(o.admin2) == 0:
		return errors.New("eval --calibration needs tables of places, --admin1 and --admin2")
	case !slices.Contains(forms, o.form):
		return fmt.Errorf("--form is %q; %s are allowed", o.form, strings.Join(forms, ", "))
	case o.draw < 2 || o.draw > 1_000_000:
		return fmt.Errorf("--draw is %d, and 2 to 1000000 are allowed", o.draw)
	}
	return o.layers.check()
}

// read reads the tables.
func (o *calibration) read(ctx context.Context, errOut io.Writer) (*geonames.Tables, error) {
	t := &geonames.Tables{}
	wrong := func(e *geonames.LineError) {
		fmt.Fprintf(errOut, "%s; the row was left out\n", printable.Text(e.Error()))
	}
	return t, readTables(o.steps(t, wrong), func(file string, read readTable) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return readTableFile(file, read)
	})
}

// readTableFile opens one table and reads it.
func readTableFile(file string, read readTable) error {
	if err := input.Check(file); err != nil {
		return err
	}
	f, _, err := geonames.Open(file)
	if err != nil {
		return err
	}
	return errors.Join(read(f, file), f.Close())
}

// run draws, builds, asks and prints.
func (o *calibration) run(t *geonames.Tables, out io.Writer) error {
	villages := t.Draw(o.draw, o.seed)
	if len(villages) < 2 {
		return errors.New("geocode: the tables have no two villages whose province and district --admin1 and --admin2 name")
	}
	without := map[string]bool{}
	for i, v := range villages {
		if i%2 == 1 {
			without[v.ID] = true
		}
	}
	g, err := o.build(t, without)
	if err != nil {
		return err
	}
	countries := map[string]string{}
	for p := range g.All() {
		if p.Class == gazetteer.Country {
			countries[p.Country] = p.Name
		}
	}
	judge := eval.NewJudge(g, gazetteer.Options{Limit: 1})
	var in, gone []eval.Outcome
	for i, v := range villages {
		outcome := judge.Judge(eval.Row{Line: i + 1, Point: v.Point, Country: countries[v.Country], Admin1: v.Province,
			Text: o.text(v, countries[v.Country])})
		if without[v.ID] {
			gone = append(gone, outcome)
		} else {
			in = append(in, outcome)
		}
	}
	return o.print(out, in, gone)
}

// text is what is asked for a village.
func (o *calibration) text(v geonames.Village, country string) string {
	names := []string{v.District, v.Province, country}
	return strings.Join(append([]string{v.Name}, names[slices.Index(forms, o.form):]...), ", ")
}

// build makes the gazetteer of the villages that stay and lays it over the others.
func (o *calibration) build(t *geonames.Tables, without map[string]bool) (*gazetteer.Gazetteer, error) {
	records, err := t.Records(without)
	if err != nil {
		return nil, err
	}
	file, err := gazetteer.Encode(gazetteer.About{Version: "calibration"}, records)
	if err != nil {
		return nil, err
	}
	layer, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	below, err := place.New((&placeOptions{layers: o.layers}).options(nil)).Gazetteer()
	if err != nil {
		return nil, err
	}
	return gazetteer.Join(below, layer)
}

func (o *calibration) print(out io.Writer, in, gone []eval.Outcome) error {
	both := append(append([]eval.Outcome{}, in...), gone...)
	for _, table := range []struct {
		title string
		lines []eval.Held
	}{
		{"evidence", eval.ByEvidence(both)}, {"class", eval.ByClass(both)},
		{"of villages in the gazetteer", eval.ByEvidence(in)}, {"of villages taken out", eval.ByEvidence(gone)},
	} {
		if err := eval.WriteHeld(out, table.title, table.lines); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprintf(out,
		"of %d villages in the gazetteer %.1f %% are answered within %d km; median radius %.1f km\n",
		len(in), 100*eval.Near(in), eval.NearM/1000, eval.MedianRadius(in)/1000)
	return errors.Join(err, printWorst(out, eval.Worst(both, o.worst)))
}
