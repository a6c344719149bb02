package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place"
	"incidentmap/internal/printable"
)

const geocodeUsage = `[OPTIONS] TEXT…
       incidentmap geocode [OPTIONS] --csv FILE --column COLUMN,… [--out FILE]
       incidentmap geocode eval FILE.csv --text COLUMN,… --lat COLUMN --lon COLUMN [OPTIONS]
       incidentmap geocode eval --calibration TABLE… --admin1 FILE --admin2 FILE [OPTIONS]

Finds places by name, such as "Achin District, Nangarhar" or "12 km north-east of
Jalalabad", and says how precisely each is known. With --csv it adds the places of a
column to a table; eval measures how near it comes on a table with known coordinates.`

// geocodeOptions are the options of the geocode verb.
type geocodeOptions struct {
	lookup          gazetteer.Options
	explain, asJSON bool
	table           tableOptions
	places          placeOptions
}

func runGeocode(ctx context.Context, args []string, out, errOut io.Writer) error {
	if len(args) > 0 && args[0] == "eval" {
		return runGeocodeEval(ctx, args[1:], out, errOut)
	}
	var o geocodeOptions
	rest, err := o.parse(args, out)
	if err != nil {
		return err
	}
	p := place.New(o.places.options(nil))
	if o.table.file != "" {
		return o.table.run(ctx, p, o.lookup, out, errOut)
	}
	a, err := p.Geocode(ctx, strings.Join(rest, " "), o.lookup)
	if err != nil {
		return err
	}
	switch {
	case o.asJSON:
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(a)
	case o.explain:
		return explain(out, a)
	}
	return printResult(out, a.Result)
}

// parse reads the options and checks that they go together.
func (o *geocodeOptions) parse(args []string, out io.Writer) ([]string, error) {
	flags := newFlags("geocode", geocodeUsage, out)
	country := flags.String("country", "", "`COUNTRY` to look in, by its name or ISO 3166-1 code, such as Iraq or IQ")
	bias := flags.String("bias", "",
		"`WEST,SOUTH,EAST,NORTH` in degrees: of places of one name, those inside are preferred")
	flags.IntVar(&o.lookup.Limit, "limit", 3, "largest `number` of places")
	flags.BoolVar(&o.asJSON, "json", false, "print JSON")
	flags.BoolVar(&o.explain, "explain", false, "tell how the text was read, and what else it could mean")
	o.table.define(flags)
	o.places.define(flags)
	rest, err := parseFlags(flags, args)
	if err != nil {
		return nil, err
	}
	if err = readCountry(country); err == nil {
		o.lookup.Bias, err = parseBias(*bias)
	}
	if err == nil {
		err = o.check(rest)
	}
	if o.lookup.Country = *country; o.table.mapping != nil {
		o.lookup.Country = cmp.Or(*country, o.table.mapping.Country)
	}
	if err != nil {
		return nil, &usageError{"geocode", err.Error()}
	}
	return rest, nil
}

// check tells what does not go together.
func (o *geocodeOptions) check(rest []string) error {
	text := strings.Join(rest, " ")
	switch {
	case o.lookup.Limit < 1 || o.lookup.Limit > gazetteer.MaxLimit:
		return fmt.Errorf("--limit is %d, and 1 to %d are allowed", o.lookup.Limit, gazetteer.MaxLimit)
	case o.table.file == "" && strings.TrimSpace(text) == "":
		return fmt.Errorf("it needs the text of a place, or --csv with a file")
	case o.table.file != "" && len(rest) > 0:
		return fmt.Errorf("--csv takes its texts from the file, and %q is one too many", text)
	case len(text) > gazetteer.MaxText:
		return fmt.Errorf("the text has %d bytes, and at most %d are read", len(text), gazetteer.MaxText)
	}
	if err := o.table.check(); err != nil {
		return err
	}
	return o.places.check()
}

// parseBias reads a box; nil without one.
func parseBias(text string) (*orb.Bound, error) {
	if text == "" {
		return nil, nil
	}
	var n [4]float64
	parts := strings.Split(text, ",")
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || len(parts) != len(n) {
			return nil, fmt.Errorf("--bias is %q, and four numbers joined by commas are allowed", text)
		}
		n[i] = v
	}
	box, err := geo.NewBox(n[0], n[1], n[2], n[3])
	if err != nil {
		return nil, fmt.Errorf("--bias: %s", strings.TrimPrefix(err.Error(), "geo: "))
	}
	bound := box.Split()[0]
	return &bound, nil
}

// printResult prints a line for each place, the best first.
func printResult(out io.Writer, res gazetteer.Result) error {
	matches := slices.Concat(res.Also, res.Alternatives)
	switch {
	case res.Best != nil:
		matches = slices.Concat([]gazetteer.Match{*res.Best}, matches)
	case len(matches) > 0:
		fmt.Fprintf(out, "no place picked for %q: several are alike, or none is sure\n", res.Query)
	default:
		fmt.Fprintf(out, "no place found for %q\n", res.Query)
	}
	for _, m := range matches {
		if _, err := fmt.Fprintln(out, matchLine(m)); err != nil {
			return err
		}
	}
	return nil
}

// matchLine tells a place in a line.
func matchLine(m gazetteer.Match) string {
	line := fmt.Sprintf("%.5f, %.5f  %-9s ± %.1f km  score %.2f  %s", m.Point[1], m.Point[0], m.Class, m.RadiusM/1000,
		m.Score, m.Name)
	if within := within(m.Place); within != "" {
		line += " (" + within + ")"
	}
	line += "  " + m.ID
	if len(m.Dropped) > 0 {
		line += "  not understood: " + strings.Join(m.Dropped, "; ")
	}
	return printable.Text(line)
}

// within names what a place lies in.
func within(p gazetteer.Place) string {
	var parts []string
	for _, part := range []string{p.Admin2, p.Admin1, p.CountryName} {
		if part != "" && part != p.Name {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// explain tells how a text was read.
func explain(out io.Writer, a place.Answer) error {
	var b strings.Builder
	explainBest(&b, a)
	if len(a.Read) > 0 {
		b.WriteString("\nHow it was read\n")
		for _, r := range a.Read {
			b.WriteString("  " + readingLine(r) + "\n")
		}
	}
	explainOthers(&b, "Further places that the text names", a.Also)
	title := "What else it could mean, less likely"
	if a.Best == nil {
		title = "What it could mean"
	}
	explainOthers(&b, title, a.Alternatives)
	explainSource(&b, a)
	_, err := io.WriteString(out, b.String())
	return err
}

// explainSource tells who answered, where that is not the shipped gazetteer alone.
func explainSource(b *strings.Builder, a place.Answer) {
	switch {
	case a.Provider != "" && a.Provider != "gazetteer":
		fmt.Fprintf(b, "\nAnswered by %s. %s\n", a.Provider, a.Version)
	case a.Best != nil && len(a.Layers) > 1:
		l := a.Layers[a.Best.Layer]
		fmt.Fprintf(b, "\nAnswered by the gazetteer's layer %q, licence %s, makers %s\n", l.Name,
			cmp.Or(printable.Text(l.Licence), "not stated"), cmp.Or(printable.Text(l.Attribution), "not stated"))
	}
}

// classWords say in words what is known of a place.
var classWords = map[gazetteer.Class]string{gazetteer.Exact: "the site itself", gazetteer.Vicinity: "near it",
	gazetteer.Locality: "somewhere in this town or village",
	gazetteer.Admin2:   "somewhere in this district", gazetteer.Admin1: "somewhere in this province",
	gazetteer.Area:     "somewhere in this area",
	gazetteer.Offshore: "at sea off this country", gazetteer.Country: "somewhere in this country"}

func explainBest(b *strings.Builder, a place.Answer) {
	m := a.Best
	switch {
	case m == nil && len(a.Alternatives) > 0:
		fmt.Fprintf(b, "No place picked for %q: several are alike.\n", a.Query)
		return
	case m == nil:
		fmt.Fprintf(b, "No place found for %q.\n", a.Query)
		return
	}
	fmt.Fprintf(b, "%s", m.Name)
	if within := within(m.Place); within != "" {
		fmt.Fprintf(b, ", %s", within)
	}
	fmt.Fprintf(b, "\n  %s (%s): within %.1f km of %.5f, %.5f\n  score %.2f of 1, matched by %q, %s\n",
		classWords[m.Class], m.Class, m.RadiusM/1000, m.Point[1], m.Point[0], m.Score, m.Matched, m.ID)
	if m.Evidence != "" { // services tell none
		fmt.Fprintf(b, "  rests on: %s\n", m.Evidence)
	}
	if len(m.Dropped) > 0 {
		fmt.Fprintf(b, "  not understood: %s\n", printable.Text(strings.Join(m.Dropped, "; ")))
	}
	if wide := m.Class == gazetteer.Country || m.Class == gazetteer.Admin1; wide && len(m.Dropped) > 0 {
		fmt.Fprintf(b, "  only what the place lies in is known, not the place itself\n")
	}
}

// readingLine tells how one piece was read.
func readingLine(r gazetteer.Reading) string {
	line := fmt.Sprintf("%-30q ", r.Text)
	switch {
	case r.Role == gazetteer.RolePlace && r.ID == "":
		line += "the place, of several names"
	case r.Role == gazetteer.RolePlace:
		line += "the place: "
	case r.Role == gazetteer.RoleContext:
		line += "where it lies: "
	case r.Role == gazetteer.RoleAlso:
		line += "several places"
	case r.Role == gazetteer.RoleAlike:
		line += "several places alike, none is picked"
	case r.ID != "":
		line += "known by name alone, without a point: "
	default:
		line += "not understood"
	}
	if r.ID != "" {
		line += fmt.Sprintf("%s (%s), by %s", r.Found, r.ID, r.Manner)
	}
	if r.Kind != "" {
		line += fmt.Sprintf("; asks for %s", r.Kind)
	}
	if r.Phrase != "" {
		line += fmt.Sprintf("; %q", r.Phrase)
	}
	return line
}

func explainOthers(b *strings.Builder, title string, matches []gazetteer.Match) {
	if len(matches) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, m := range matches {
		fmt.Fprintf(b, "  %s\n", matchLine(m))
	}
}
