package curated

import (
	"fmt"

	"incidentmap/internal/incident"
)

// The types of this file are the forms in which people write.

type datasetEntry struct {
	ID          string
	Version     string
	Released    string
	Title       string
	Description string
	Licence     string
	Attribution string
	Citation    string
	Review      reviewEntry // of the records
	Sources     []sourceEntry
	Groups      []groupEntry
}

type reviewEntry struct{ By, At string }

type sourceEntry struct{ Key, Title, Publisher, URL, Date, Locator string }

func (e sourceEntry) source() incident.Source {
	return incident.Source{Key: e.Key, Title: e.Title, Publisher: e.Publisher, URL: e.URL, Date: e.Date,
		Locator: e.Locator}
}

type groupEntry struct {
	ID, Title string
	Sources   []string
	Claims    []claimEntry
}

// claimEntry is a claim; exactly, at_least and over ("more than") are short
// forms of low, best and high with their bound. None of them is "not reported".
type claimEntry struct {
	Measure, Scope, Who, By, Words, Source string
	Exactly                                *int
	AtLeast                                *int `yaml:"at_least"`
	Over                                   *int
	Low, Best, High                        *int
	Preferred                              bool
}

type partyEntry struct{ Name, Role string }

type statementEntry struct{ About, Grade, By, Words, Source string }

// placeEntry is a place as the source writes it, and what to look up for it:
// one text for each point.
type placeEntry struct {
	Text string
	Find []string
}

type incidentEntry struct {
	Title      string
	Summary    string
	Kind       string
	EventType  string `yaml:"event_type"`
	Date       string
	Time       string
	Place      *placeEntry
	Origin     *placeEntry
	Actors     []partyEntry
	Targets    []partyEntry
	Statements []statementEntry
	Claims     []claimEntry
	Group      string
	Revision   int
	// DistinctFrom names records that look like this one and are not.
	DistinctFrom []string `yaml:"distinct_from"`
	Sources      []string
}

// layerEntry is a context layer: a dataset of its own.
type layerEntry struct {
	Title       string
	Description string
	Kinds       []termEntry
	EventTypes  []termEntry `yaml:"event_types"`
	Columns     []columnEntry
	Records     []recordEntry
}

type termEntry struct{ ID, Label string }

type columnEntry struct{ Name, Type, Title, Description string }

// recordEntry is a row of a layer.
type recordEntry struct {
	ID            string
	incidentEntry `yaml:",inline"`
	Extra         map[string]any
}

func (c claimEntry) claim() (incident.Claim, error) {
	out := incident.Claim{Measure: c.Measure, Scope: incident.Scope(c.Scope), Who: c.Who, By: c.By, Words: c.Words,
		Source:    c.Source,
		Preferred: c.Preferred, Figure: incident.Figure{Low: c.Low, Best: c.Best, High: c.High}}
	forms := 0
	if c.Exactly != nil {
		out.Figure, forms = incident.Exactly(*c.Exactly), forms+1
	}
	if c.AtLeast != nil {
		out.Figure, forms = incident.AtLeast(*c.AtLeast), forms+1
	}
	if c.Over != nil {
		out.Figure, out.Bound, forms = incident.Over(*c.Over), incident.BoundOver, forms+1
	}
	if c.Low != nil || c.Best != nil || c.High != nil {
		forms++
	}
	if forms > 1 {
		return out, fmt.Errorf("give one of exactly, at_least, over, and low, best, high")
	}
	return out.WithBound(), nil
}

func parties(entries []partyEntry) []incident.Party {
	var out []incident.Party
	for _, e := range entries {
		out = append(out, incident.Party{Name: e.Name, Role: e.Role})
	}
	return out
}
