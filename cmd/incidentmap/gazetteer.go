package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"incidentmap/data"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place"
)

const gazetteerUsage = `build --geonames FILE [OPTIONS] --out FILE.bin
       incidentmap gazetteer info [FILE.bin]

build makes a gazetteer of GeoNames' tables (download.geonames.org) and of tables of
places of your own; --gazetteer FILE.bin then lays it over the shipped one. Files of
GeoNames are read as they come: as .txt, .zip or .gz. info tells what a gazetteer
holds; without a file, the shipped one.`

func runGazetteer(ctx context.Context, args []string, out, errOut io.Writer) error {
	if len(args) > 0 {
		switch args[0] {
		case "build":
			return runGazetteerBuild(ctx, args[1:], out, errOut)
		case "info":
			return runGazetteerInfo(args[1:], out)
		}
	}
	if _, err := parseFlags(newFlags("gazetteer", gazetteerUsage, out), args); err != nil {
		return err
	}
	return &usageError{"gazetteer", "it needs build or info"}
}

// openGazetteer loads a gazetteer, the shipped one without a path.
func openGazetteer(path string) (*gazetteer.Gazetteer, error) {
	if path == "" {
		return place.OpenShipped(shippedGazetteer)
	}
	return place.OpenGazetteer(path)
}

func runGazetteerInfo(args []string, out io.Writer) error {
	rest, err := parseFlags(newFlags("gazetteer", gazetteerUsage, out), args)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return &usageError{"gazetteer", "info takes one file"}
	}
	path := ""
	if len(rest) == 1 {
		path = rest[0]
	}
	g, err := openGazetteer(path)
	if err != nil {
		return err
	}
	return describe(out, g, path)
}

// mostCountries is how many countries info lists.
const mostCountries = 20

// describe tells what a gazetteer holds.
func describe(out io.Writer, g *gazetteer.Gazetteer, path string) error {
	size := int64(0)
	if info, err := os.Stat(path); path != "" && err == nil { //nolint:gosec // the file is the caller's own choice
		size = info.Size()
	} else if f, err := data.Files().Open(data.GazetteerFile); err == nil {
		defer f.Close() //nolint:errcheck // an embedded file
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
	}
	classes, countries, unlocated := map[string]int{}, map[string]int{}, 0
	for p := range g.All() {
		classes[string(p.Class)]++
		countries[cmp.Or(p.Country, "none")]++
		if !p.Located {
			unlocated++
		}
	}
	about := g.About()
	fmt.Fprintf(out, "version  %s\nlicence  %s\nmakers   %s\nbytes    %d\nplaces   %d, of which %d are known by name only\nnames    %d\n\n", about.Version,
		cmp.Or(about.Licence, "not stated"), cmp.Or(about.Attribution,
			"not stated"), size, g.Len(), unlocated, g.Names())
	printCounts(out, "class", classes, len(classes))
	fmt.Fprintln(out)
	printCounts(out, "country", countries, mostCountries)
	return nil
}

// printCounts prints the largest counts, the largest first, and what the rest are.
func printCounts(out io.Writer, of string, counts map[string]int, most int) {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a],
			cmp.Compare(a, b))
	})
	rest := 0
	for i, k := range keys {
		if i >= most {
			rest += counts[k]
			continue
		}
		fmt.Fprintf(out, "%-8s %-9s %d\n", of, k, counts[k])
	}
	if rest > 0 {
		fmt.Fprintf(out, "%-8s %d more  %d\n", of, len(keys)-most, rest)
	}
}
