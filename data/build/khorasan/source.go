package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"

	"incidentmap/internal/incident"
)

// source is what is written by hand.
type source struct {
	Title       string
	Description string
	Licence     string
	Attribution string
	Sources     []sourceEntry
	Groups      []groupEntry

	incidents []incidentEntry
}

type sourceEntry struct{ Key, Title, Publisher, URL, Date, Locator string }

type groupEntry struct {
	ID, Title string
	Sources   []string
	Claims    []claimEntry
}

// claimEntry is a claim; exactly and at_least are short forms of low, best
// and high. None of them is "not reported".
type claimEntry struct {
	Measure, Scope, Who, Words, Source string
	Exactly                            *int
	AtLeast                            *int `yaml:"at_least"`
	Low, Best, High                    *int
	Preferred                          bool
}

type partyEntry struct{ Name, Role string }

type statementEntry struct{ About, Grade, By, Words, Source string }

// placeEntry is a place as the article writes it, and what to look up for it:
// one text for each point.
type placeEntry struct {
	Text string
	Find []string
}

type incidentEntry struct {
	id         string
	Title      string
	Summary    string
	Kind       string
	EventType  string `yaml:"event_type"`
	Date       string
	Place      *placeEntry
	Origin     *placeEntry
	Actors     []partyEntry
	Targets    []partyEntry
	Statements []statementEntry
	Claims     []claimEntry
	Group      string
	Sources    []string
}

func readSource(datasetPath, incidentsPath string) (*source, error) {
	src := &source{}
	if err := readYAML(datasetPath, src); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(incidentsPath + "/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, f := range files { // in the order of their names
		e := incidentEntry{id: strings.TrimSuffix(filepath.Base(f), ".yaml")}
		if err := readYAML(f, &e); err != nil {
			return nil, err
		}
		src.incidents = append(src.incidents, e)
	}
	if len(src.incidents) == 0 {
		return nil, fmt.Errorf("%s: there are no incidents", incidentsPath)
	}
	return src, nil
}

// readYAML refuses keys that are not known: a misspelt one would be lost.
func readYAML(path string, into any) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// texts lists every text that is looked up, once, in the order of first use.
func (s *source) texts() []string {
	var out []string
	seen := map[string]bool{}
	for _, e := range s.incidents {
		for _, p := range []*placeEntry{e.Place, e.Origin} {
			if p == nil {
				continue
			}
			for _, t := range p.Find {
				if !seen[t] {
					seen[t] = true
					out = append(out, t)
				}
			}
		}
	}
	return out
}

func (c claimEntry) claim() (incident.Claim, error) {
	out := incident.Claim{Measure: c.Measure, Scope: incident.Scope(c.Scope), Who: c.Who, Words: c.Words, Source: c.Source,
		Preferred: c.Preferred, Figure: incident.Figure{Low: c.Low, Best: c.Best, High: c.High}}
	forms := 0
	if c.Exactly != nil {
		out.Figure, forms = incident.Exactly(*c.Exactly), forms+1
	}
	if c.AtLeast != nil {
		out.Figure, forms = incident.AtLeast(*c.AtLeast), forms+1
	}
	if c.Low != nil || c.Best != nil || c.High != nil {
		forms++
	}
	if forms > 1 {
		return out, fmt.Errorf("claim %q: give one of exactly, at_least, and low, best, high", c.Words)
	}
	return out, out.Check()
}
