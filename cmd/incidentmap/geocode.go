package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"incidentmap/geo/gazetteer"
)

func runGeocode(ctx context.Context, args []string, out, errOut io.Writer) error {
	if len(args) > 0 && args[0] == "eval" {
		return runGeocodeEval(ctx, args[1:], out, errOut)
	}
	flags := newFlags("geocode", "[OPTIONS] TEXT…\n\nFinds a place by name, such as \"Achin District, Nangarhar\".", out)
	country := flags.String("country", "", "`CODE` of the country to look in (ISO 3166-1 alpha-2)")
	limit := flags.Int("limit", 3, "largest `number` of places")
	asJSON := flags.Bool("json", false, "print JSON")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return &usageError{"geocode", "it needs the text of a place"}
	}
	if *limit < 1 || *limit > gazetteer.MaxLimit {
		return &usageError{"geocode", fmt.Sprintf("--limit is %d, and 1 to %d are allowed", *limit, gazetteer.MaxLimit)}
	}
	var p places
	g, err := p.gazetteer()
	if err != nil {
		return err
	}
	res := g.Lookup(strings.Join(rest, " "), gazetteer.Options{Country: strings.ToUpper(*country), Limit: *limit})
	if *asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(res)
	}
	return printResult(out, res)
}

func printResult(out io.Writer, res gazetteer.Result) error {
	if res.Best == nil {
		_, err := fmt.Fprintf(out, "no place found for %q\n", res.Query)
		return err
	}
	for _, m := range append([]gazetteer.Match{*res.Best}, res.Alternatives...) {
		within := []string{}
		for _, part := range []string{m.Admin2, m.Admin1, m.CountryName} {
			if part != "" && part != m.Name {
				within = append(within, part)
			}
		}
		line := fmt.Sprintf("%.5f, %.5f  %-9s ± %.1f km  score %.2f  %s", m.Point[1], m.Point[0], m.Class, m.RadiusM/1000, m.Score, m.Name)
		if len(within) > 0 {
			line += " (" + strings.Join(within, ", ") + ")"
		}
		line += "  " + m.ID
		if len(m.Dropped) > 0 {
			line += "  not understood: " + strings.Join(m.Dropped, "; ")
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}
