package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// options are the options of all verbs, which environment variables may set:
// one that another verb knows is no mistake.
var options = []string{
	"access-log", "addr", "admin1", "admin2", "all", "allowed-hosts", "alternates", "attribution", "author", "base-url",
	"basemap",
	"basemap-attribution", "bias", "by", "column", "config", "countries", "countries-of", "country",
	"country-column", "csv", "data", "dataset", "date-order", "db", "dry-run", "encoding", "expires", "explain", "f",
	"feature-classes", "filter",
	"format", "from",
	"gazetteer", "geonames", "json", "lat", "layer", "licence", "limit", "lon", "mapping", "min-population",
	"name",
	"no-shipped", "no-shipped-gazetteer", "o", "out", "private", "provider-cache", "provider-every", "providers",
	"publish",
	"reason", "rejected", "role", "rules", "sheet", "snapshots", "strict", "text", "title", "to", "trusted-proxies",
	"withdraw",
	"write-mapping",
}

// variablePrefix begins the names of environment variables that are options.
const variablePrefix = "INCIDENTMAP_"

// unknownVariable finds a variable that looks like an option and is none, such
// as a misspelt one.
func unknownVariable(fs *flag.FlagSet, environment []string) error {
	for _, pair := range environment {
		name, _, _ := strings.Cut(pair, "=")
		rest, ours := strings.CutPrefix(name, variablePrefix)
		option := strings.ToLower(strings.ReplaceAll(rest, "_", "-"))
		if !ours || setByOthers(rest) || slices.Contains(options, option) || fs.Lookup(option) != nil {
			continue
		}
		return fmt.Errorf("the environment variable %q sets no option; those of this command are: %s",
			name, strings.Join(variablesOf(fs), ", "))
	}
	return nil
}

// setByOthers knows the variables that Kubernetes sets in every pod beside a
// service called incidentmap, and the one that names the program to its tests.
func setByOthers(rest string) bool {
	return rest == "BIN" || rest == "PORT" || strings.HasPrefix(rest, "PORT_") || strings.HasPrefix(rest, "SERVICE_")
}

func variablesOf(fs *flag.FlagSet) []string {
	var names []string
	fs.VisitAll(func(f *flag.Flag) {
		names = append(names, variablePrefix+strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")))
	})
	return names
}

// parseConfig reads a file of options: a name, a blank and a value on each
// line; empty lines and those that begin with # say nothing. Names must be
// options, and stand once, except those that may be given more than once.
func parseConfig(fs *flag.FlagSet, r io.Reader, set func(name, value string) error) error {
	seen := map[string]int{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, err := configLine(fs, line)
		if err == nil && seen[name] > 0 && !repeatable(fs.Lookup(name)) {
			err = fmt.Errorf("%s is set in line %d already", name, seen[name])
		}
		if err == nil {
			seen[name] = n
			err = set(name, value)
		}
		if err != nil {
			return fmt.Errorf("line %d of the file of --config: %w", n, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return errors.New("the file of --config has a line of more than 64 kB; is it a file of options?")
	}
	return lines.Err()
}

func configLine(fs *flag.FlagSet, line string) (name, value string, err error) {
	name, value, hasValue := strings.Cut(line, " ")
	name = strings.TrimLeft(name, "-")
	if f := fs.Lookup(name); f == nil {
		if before, _, equals := strings.Cut(name, "="); equals && fs.Lookup(before) != nil {
			return "", "", fmt.Errorf("%q: a blank stands between an option and its value, as in: %s",
				line, strings.Replace(line, "=", " ", 1))
		}
		return "", "", fmt.Errorf("there is no option %q", name)
	} else if !hasValue {
		if takesValue(fs, "--"+name) {
			return "", "", fmt.Errorf("the option %s needs a value", name)
		}
		return name, "true", nil
	}
	value, _, _ = strings.Cut(strings.TrimSpace(value), " #") // a remark
	return name, strings.TrimSpace(value), nil
}

// repeatable reports whether an option may be given more than once.
func repeatable(f *flag.Flag) bool {
	_, ok := f.Value.(*stringList)
	return ok
}
