// Command notices writes data/notices/NOTICES.txt: the licence of the program
// and those of the software that is built into it. What that is comes from the
// packages linked into the binary (go list, for the systems that it is built
// for) and from the page's npm lockfile; the texts come from the module cache
// and from web/node_modules.
//
//	go run ./data/build/notices          # write the file
//	go run ./data/build/notices -check   # fail when the committed file is not what would be written
//
// It must be run from the root of the repository, after "npm ci --prefix web".
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

const (
	outputPath   = "data/notices/NOTICES.txt"
	licencePath  = "LICENSE"
	command      = "./cmd/incidentmap"
	lockfilePath = "web/package-lock.json"
	modulesPath  = "web"
)

func main() {
	check := flag.Bool("check", false, "compare with the committed file, write nothing")
	flag.Parse()
	if err := run(context.Background(), *check); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool) error {
	text, err := build(ctx)
	if err != nil {
		return err
	}
	if !check {
		return os.WriteFile(outputPath, text, 0o644)
	}
	committed, err := os.ReadFile(outputPath)
	if err != nil {
		return err
	}
	if !bytes.Equal(committed, text) {
		return fmt.Errorf("%s is not what the dependencies say; run go run ./data/build/notices", outputPath)
	}
	return nil
}

// build writes the notices of everything that is built into the program.
func build(ctx context.Context) ([]byte, error) {
	own, err := readText(licencePath)
	if err != nil {
		return nil, err
	}
	linked, err := linkedModules(ctx)
	if err != nil {
		return nil, err
	}
	bundled, err := bundledPackages()
	if err != nil {
		return nil, err
	}
	return format(own, slices.Concat(linked, bundled)), nil
}

// component is a piece of software with the texts of its licence files.
type component struct {
	name  string // with its version
	texts []string
}

const rule = "================================================================================"

const preamble = `LICENCES

incidentmap is licensed under the Apache License 2.0, which follows. After it stand the licences of the software that is
built into it, each below the names of what it applies to. The source code of a Go module is at
https://pkg.go.dev/MODULE@VERSION, that of an npm package at https://www.npmjs.com/package/NAME.

` + rule + `
incidentmap
` + rule + `

`

// format writes the own licence, then each text once, under the names of all that
// have it.
func format(own string, components []component) []byte {
	owners := map[string][]string{}
	var texts []string
	for _, c := range components {
		for _, text := range c.texts {
			if owners[text] == nil {
				texts = append(texts, text)
			}
			if !slices.Contains(owners[text], c.name) {
				owners[text] = append(owners[text], c.name)
			}
		}
	}
	for _, names := range owners {
		slices.Sort(names)
	}
	slices.SortFunc(texts, func(a, b string) int {
		return slices.Compare(append(owners[a], a), append(owners[b], b))
	})
	var b bytes.Buffer
	b.WriteString(preamble + own)
	for _, text := range texts {
		fmt.Fprintf(&b, "\n%s\n%s\n%s\n\n%s", rule, strings.Join(owners[text], "\n"), rule, text)
	}
	return b.Bytes()
}

// readText reads a text file with its line ends as LF and one at its end.
func readText(path string) (string, error) {
	b, err := os.ReadFile(path) //nolint:gosec // licence files of the dependencies
	if err != nil {
		return "", err
	}
	text := strings.ReplaceAll(string(bytes.ToValidUTF8(b, nil)), "\r\n", "\n")
	return strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n") + "\n", nil
}
