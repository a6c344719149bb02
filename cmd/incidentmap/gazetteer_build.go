package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
	"incidentmap/internal/input"
	"incidentmap/internal/printable"
)

// buildOptions are the options of gazetteer build.
type buildOptions struct {
	tableFiles
	alternates, csv           stringList
	countriesOf, classes, out string
	licence, attribution      string
	minPopulation             int
}

func runGazetteerBuild(ctx context.Context, args []string, out, errOut io.Writer) error {
	var o buildOptions
	flags := newFlags("gazetteer", gazetteerUsage, out)
	flags.Var(&o.places, "geonames",
		"`FILE` of places of GeoNames, such as allCountries.zip, AF.txt or cities500.zip; more than once for several")
	flags.Var(&o.csv, "csv",
		"`FILE` of places as CSV, with columns name, lat, lon and, if they are there, id, country, admin1, admin2, class, radius, population, names")
	o.define(flags)
	flags.Var(&o.alternates, "alternates", "`FILE` of further names, alternateNamesV2.zip or .txt")
	flags.StringVar(&o.countriesOf, "countries-of", "", "`CODES` of the only countries to take, such as AF,PK")
	flags.StringVar(&o.classes, "feature-classes", "",
		"`LETTERS` of the only feature classes of GeoNames to take, such as P,A")
	flags.IntVar(&o.minPopulation, "min-population", 0, "least `number` of inhabitants of a town")
	flags.StringVar(&o.licence, "licence", "",
		"`TEXT` that names the licence of the places, which answers of the geocoder then state; "+
			"without it CC BY 4.0 where all are of GeoNames, and else none")
	flags.StringVar(&o.attribution, "attribution", "",
		"`TEXT` that names the makers of the places; without it GeoNames where any are of GeoNames")
	flags.StringVar(&o.out, "out", "", "`FILE` to write")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	opt, err := o.check(rest)
	if err != nil {
		return &usageError{"gazetteer", err.Error()}
	}
	b := &gazetteerBuild{Builder: geonames.New(opt), sum: sha256.New(), out: errOut}
	fmt.Fprintln(b.sum, opt, o.credit()) // other options, another version
	if err := b.readAll(ctx, &o); err != nil {
		return narrow(err)
	}
	return b.write(out, o.out, o.credit())
}

func (o *buildOptions) check(rest []string) (opt geonames.Options, err error) {
	list := func(text string) []string {
		return strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return r == ',' || r == ' ' })
	}
	opt = geonames.Options{Countries: list(o.countriesOf), FeatureClasses: list(o.classes),
		MinPopulation: o.minPopulation}
	for _, c := range opt.Countries {
		if len(c) != 2 {
			return opt, fmt.Errorf("--countries-of has %q; codes of two letters are allowed", c)
		}
	}
	for _, c := range opt.FeatureClasses {
		if !slices.Contains(geonames.FeatureClasses, c) {
			return opt, fmt.Errorf("--feature-classes has %q; %s are allowed", c,
				strings.Join(geonames.FeatureClasses, ", "))
		}
	}
	switch {
	case len(rest) > 0:
		return opt, fmt.Errorf("build takes files by option, and %q is none", rest[0])
	case len(o.places)+len(o.csv) == 0:
		return opt, errors.New("build needs --geonames or --csv")
	case o.out == "":
		return opt, errors.New("build needs --out, the file to write")
	case o.minPopulation < 0:
		return opt, fmt.Errorf("--min-population is %d; 0 and more are allowed", o.minPopulation)
	}
	return opt, o.credit().Check()
}

// Credit of GeoNames' tables, as their readme states it.
const (
	geonamesLicence     = "CC BY 4.0"
	geonamesAttribution = "GeoNames (https://www.geonames.org, CC BY 4.0)"
)

// credit is the licence and the attribution of the places: what was stated, else
// what is known of GeoNames. Nothing is claimed for tables of the caller's own.
func (o *buildOptions) credit() gazetteer.About {
	about := gazetteer.About{Licence: o.licence, Attribution: o.attribution}
	theirs := len(o.places)+len(o.alternates)+len(o.admin1)+len(o.admin2)+len(o.countries) > 0
	if theirs && about.Attribution == "" {
		about.Attribution = geonamesAttribution
	}
	if theirs && len(o.csv) == 0 && about.Licence == "" {
		about.Licence = geonamesLicence
	}
	return about
}

// narrow tells how to take less where there is too much.
func narrow(err error) error {
	if errors.Is(err, geonames.ErrTooMany) || errors.Is(err, gazetteer.ErrFormat) {
		return fmt.Errorf("%w; take less by --countries-of AF,PK, --feature-classes P,A or --min-population 1000", err)
	}
	return err
}

// toldBad is how many malformed rows of all files are told one by one.
const toldBad = 20

// gazetteerBuild reads the files and tells what was wrong with them.
type gazetteerBuild struct {
	*geonames.Builder
	sum  io.Writer // of all that is read
	out  io.Writer
	bad  int
	full error
}

// wrong tells a row that is malformed.
func (b *gazetteerBuild) wrong(e *geonames.LineError) {
	if errors.Is(e, geonames.ErrTooMany) {
		b.full = e.Err
		return
	}
	if b.bad++; b.bad <= toldBad {
		fmt.Fprintf(b.out, "%s; the row was left out\n", printable.Text(e.Error()))
	}
}

// readAll reads all files: places first, then what they are called.
func (b *gazetteerBuild) readAll(ctx context.Context, o *buildOptions) error {
	return readTables(append(o.steps(b, b.wrong),
		readStep{o.csv, func(r io.Reader, file string) error { return b.AddCSV(r, file, b.wrong) }},
		readStep{o.alternates, func(r io.Reader, file string) error {
			return geonames.ReadAlternates(r, file, b.AddAlternate, b.wrong)
		}}), func(file string, read readTable) error { return b.readFile(ctx, file, read) })
}

// readFile reads one file.
func (b *gazetteerBuild) readFile(ctx context.Context, file string, read readTable) error {
	if err := input.Check(file); err != nil {
		return err
	}
	f, size, err := geonames.Open(file)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it is only read
	w := &watched{ctx: ctx, r: io.TeeReader(f, b.sum), name: filepath.Base(file), size: size, build: b}
	if t, ok := b.out.(*os.File); ok && isatty.IsTerminal(t.Fd()) {
		w.progress = t
		defer fmt.Fprint(t, "\r\x1b[K")
	}
	return cmp.Or(read(w, file), b.full)
}

// watched reads a file until the program is stopped or the builder full, and shows
// on a terminal how much was read.
type watched struct {
	ctx        context.Context
	r          io.Reader
	name       string
	size, done int64
	shown      int64
	build      *gazetteerBuild
	progress   io.Writer
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	if err := cmp.Or(w.ctx.Err(), w.build.full); err != nil {
		return 0, err
	}
	n, err := w.r.Read(p)
	w.done += int64(n)
	if percent := 100 * w.done / max(w.size, 1); w.progress != nil && percent > w.shown {
		w.shown = percent
		fmt.Fprintf(w.progress, "\r%s: %d %%, %d places", w.name, min(percent, 100), w.build.Len())
	}
	return n, err
}

// write writes the gazetteer, whole or not at all, and tells what is in it.
func (b *gazetteerBuild) write(out io.Writer, path string, about gazetteer.About) error {
	if b.bad > toldBad {
		fmt.Fprintf(b.out, "and %d malformed rows more\n", b.bad-toldBad)
	}
	records := b.Records()
	if len(records) == 0 {
		return errors.New("gazetteer: no row is a place; nothing was written")
	}
	sum := b.sum.(interface{ Sum([]byte) []byte }).Sum(nil) //nolint:forcetypeassert // it is a hash
	about.Version = fmt.Sprintf("%d-%x", gazetteer.FormatVersion, sum[:6])
	file, err := gazetteer.Encode(about, records)
	if err != nil {
		return err
	}
	g, err := gazetteer.Load(bytes.NewReader(file))
	if err != nil {
		return narrow(fmt.Errorf("%d places make a file of %d bytes, which is more than a gazetteer holds: %w",
			len(records), len(file), err))
	}
	tmp := path + ".part"
	if err := os.WriteFile(tmp, file,
		0o644); err != nil { //nolint:gosec // a file of public places, named by the caller
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	c := b.Counts()
	left := 0
	for _, n := range c.LeftOut {
		left += n
	}
	fmt.Fprintf(out, "%s: %d places of %d rows (%d left out, %d malformed), %d names\n", path, g.Len(), c.Rows, left,
		b.bad, g.Names())
	for _, why := range slices.SortedFunc(maps.Keys(c.LeftOut), func(x,
		y string) int {
		return cmp.Or(c.LeftOut[y]-c.LeftOut[x], cmp.Compare(x, y))
	}) {
		fmt.Fprintf(out, "  left out: %8d  %s\n", c.LeftOut[why], why)
	}
	if c.Unlocated > 0 {
		fmt.Fprintf(out, "  known by name only: %d units without a point or a town\n", c.Unlocated)
	}
	return nil
}
