package revise

import (
	"encoding/json"
	"fmt"

	"incidentmap/internal/incident"
)

// about is what is kept of a dataset.
type about struct {
	Title       string              `json:"title"`
	Description string              `json:"description,omitempty"`
	Licence     string              `json:"licence,omitempty"`
	Attribution string              `json:"attribution,omitempty"`
	Visibility  incident.Visibility `json:"visibility"`
	Kinds       []incident.Term     `json:"kinds,omitempty"`
	EventTypes  []incident.Term     `json:"event_types,omitempty"`
	Columns     []incident.Column   `json:"columns,omitempty"`
	Groups      []group             `json:"groups,omitempty"`
}

// group is what is kept of a group.
type group struct {
	ID      string            `json:"id"`
	Title   string            `json:"title,omitempty"`
	Claims  []incident.Claim  `json:"claims"`
	Sources []incident.Source `json:"sources,omitempty"`
}

func groupsOf(d *incident.Dataset) []group {
	var out []group
	for _, g := range d.Groups {
		out = append(out, group{g.ID, g.Title, g.Claims, g.Sources})
	}
	return out
}

// DatasetText is what is kept of a dataset beside its ID, as JSON. Invalid: what no log
// keeps (views, layers of other datasets).
func DatasetText(d *incident.Dataset) (string, error) {
	if d.ID == "" || len(d.Views) > 0 || d.ContextOf != "" {
		return "", incident.Errorf(incident.Invalid,
			"the dataset %q cannot be kept: it has no ID, or views or a dataset that it is a layer of", d.ID)
	}
	text, err := json.Marshal(about{d.Title, d.Description, d.Licence, d.Attribution, d.Visibility, d.Kinds,
		d.EventTypes, d.Columns, groupsOf(d)})
	return string(text), err
}

// ParseDataset reads what DatasetText wrote of a dataset that was made at a version.
func ParseDataset(id, text string, base int64) (*incident.Dataset, error) {
	var a about
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, fmt.Errorf("what is kept of the dataset %q cannot be read: %w", id, err)
	}
	d := &incident.Dataset{ID: id, Title: a.Title, Description: a.Description, Licence: a.Licence,
		Attribution: a.Attribution, Visibility: a.Visibility, Kinds: a.Kinds, EventTypes: a.EventTypes,
		Columns: a.Columns, Base: base}
	for _, g := range a.Groups {
		d.Groups = append(d.Groups, incident.Group{ID: g.ID, Dataset: id, Title: g.Title, Claims: g.Claims,
			Sources: g.Sources})
	}
	return d, nil
}
