package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
)

const releases = "releases"

// frozen reports whether a built file is part of a frozen copy.
func frozen(path string) bool {
	return strings.HasPrefix(filepath.ToSlash(path), directory+"/"+releases+"/")
}

// release adds the frozen copy of the version to the files: each set as
// GeoJSON and CSV, the codebook, the citation, and the sums of all of them.
func release(dir *curated.Directory, files []file) ([]file, error) {
	if dir.Version == "" || dir.Released == "" {
		return nil, fmt.Errorf("%s: it needs a version and the day of its release", curated.DatasetName)
	}
	root := filepath.Join(directory, releases, dir.Version)
	var frozen []file
	for _, f := range files {
		if filepath.Ext(f.path) == ".geojson" {
			frozen = append(frozen, file{filepath.Join(root, filepath.Base(f.path)), f.content})
		}
	}
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		content, err := table(set)
		if err != nil {
			return nil, err
		}
		frozen = append(frozen, file{filepath.Join(root, set.Dataset.ID+".csv"), content})
	}
	citation, err := citation(dir)
	if err != nil {
		return nil, err
	}
	frozen = append(frozen, file{filepath.Join(root, "CITATION.cff"), citation},
		file{filepath.Join(root, "CODEBOOK.md"), codebook(dir)})
	slices.SortFunc(frozen, func(a, b file) int { return strings.Compare(a.path, b.path) })
	return append(files, append(frozen, file{filepath.Join(root, "SHA256SUMS"), sums(frozen)})...), nil
}

func sums(files []file) []byte {
	var b bytes.Buffer
	for _, f := range files {
		sum := sha256.Sum256(f.content)
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), filepath.Base(f.path))
	}
	return b.Bytes()
}

// citation writes the citation in the Citation File Format 1.2.0
// (https://citation-file-format.github.io/).
func citation(dir *curated.Directory) ([]byte, error) {
	type author struct {
		Name string `yaml:"name"`
	}
	type reference struct {
		Type    string   `yaml:"type"`
		Title   string   `yaml:"title"`
		Authors []author `yaml:"authors"`
		Licence string   `yaml:"license"`
	}
	var references []reference
	for _, r := range dir.Main.Records {
		s := r.Sources[0]
		if !slices.ContainsFunc(references, func(o reference) bool { return o.Title == s.Title }) {
			references = append(references, reference{"encyclopedia", s.Title,
				[]author{{"Contributors of the article"}}, "CC-BY-SA-4.0"})
		}
	}
	return yaml.Marshal(struct {
		Version  string   `yaml:"cff-version"`
		Message  string   `yaml:"message"`
		Type     string   `yaml:"type"`
		Title    string   `yaml:"title"`
		Abstract string   `yaml:"abstract"`
		Authors  []author `yaml:"authors"`
		Release  string   `yaml:"version"`
		Date     string   `yaml:"date-released"`
		Licence  string   `yaml:"license"`
		// References are the works that the data were taken from.
		References []reference `yaml:"references"`
	}{"1.2.0", "Cite the data as: " + dir.Citation, "dataset", dir.Main.Dataset.Title, dir.Main.Dataset.Description,
		[]author{{dir.Main.Records[0].RecordReview.By}}, dir.Version, dir.Released, "CC-BY-SA-4.0", references})
}

// claimsText describes the claims of GeoJSON with detail, which no column holds.
const claimsText = `
## Claims

The figures of an incident are worked out from its claims, which stand in the GeoJSON files and in the API with detail=true.

| member | what it holds |
| --- | --- |
| ` + "`measure`" + ` | What is counted: killed, injured, arrested, displaced_families, … |
| ` + "`scope`" + ` | total; part, one of several that add up; subset, which is contained in another and never added |
| ` + "`who`" + ` | Whom the figure is about; everyone where it is missing |
| ` + "`by`" + ` | Who gave it, where the source passes it on; parts by different parties are not added up |
| ` + "`bound`" + ` | exact: n; least: at least n; over: more than n, of which low and best are n + 1; missing for a range and for words alone |
| ` + "`low`, `best`, `high`" + ` | The figure; null is unknown and never 0 |
| ` + "`words`" + ` | The figure as the source words it |
| ` + "`source`" + ` | Key of the source |
| ` + "`preferred`" + ` | True for the most specific passage where sources differ |
`

// codebook describes the columns of every set, with what is missing.
func codebook(dir *curated.Directory) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Codebook, version %s\n\n%s\n\n%s\n", dir.Version, dir.Citation, dir.Main.Dataset.Attribution)
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		fmt.Fprintf(&b, "\n## %s (`%s`)\n\n%s\n\n", set.Dataset.Title, set.Dataset.ID, set.Dataset.Description)
		row(&b, "column", "type", "what it holds", "allowed", "missing")
		row(&b, slices.Repeat([]string{"---"}, 5)...)
		for _, e := range incident.Codebook(set.Dataset, slices.Values(records(set))) {
			row(&b, "`"+e.Name+"`", string(e.Type), e.Description, words(e.Terms),
				fmt.Sprintf("%d of %d", e.Missing, e.Records))
		}
	}
	b.WriteString(claimsText)
	return b.Bytes()
}

func words(terms []incident.Term) string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = "`" + t.ID + "`"
		if t.Label != "" {
			out[i] += " " + t.Label
		}
	}
	return strings.Join(out, ", ")
}
