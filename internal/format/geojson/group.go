package geojson

import (
	"iter"

	"incidentmap/internal/incident"
)

// GroupDetail tells an incident's page with whom it shares its figures.
type GroupDetail struct {
	ID      string            `json:"id"`
	Title   string            `json:"title"`
	Members []Member          `json:"members"`
	Claims  []incident.Claim  `json:"claims"`
	Sources []incident.Source `json:"sources"`
	// Figures are the group's flat figures, by the names that an incident's
	// own have.
	Figures map[string]*int `json:"figures"`
}

// Member is an incident of a group.
type Member struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// group is a group as collections carry it, so that a file can be read back.
type group struct {
	ID      string            `json:"id"`
	Title   string            `json:"title"`
	Claims  []incident.Claim  `json:"claims"`
	Sources []incident.Source `json:"sources"`
}

// NewGroupDetail describes a group with its members.
func NewGroupDetail(g *incident.Group, members iter.Seq[*incident.Record]) *GroupDetail {
	killed, injured := incident.FigureOf(g.Claims, incident.Killed), incident.FigureOf(g.Claims, incident.Injured)
	d := &GroupDetail{ID: g.ID, Title: g.Title, Members: []Member{}, Claims: list(g.Claims), Sources: list(g.Sources),
		Figures: map[string]*int{
			"fatalities_low": killed.Low, "fatalities_best": killed.Best, "fatalities_high": killed.High,
			"injuries_low": injured.Low, "injuries_best": injured.Best, "injuries_high": injured.High,
		}}
	for r := range members {
		d.Members = append(d.Members, Member{r.ID, r.Title})
	}
	return d
}

// Groups are the groups of a dataset as a collection's member.
func Groups(d *incident.Dataset) any {
	out := []group{}
	for _, g := range d.Groups {
		out = append(out, group{g.ID, g.Title, list(g.Claims), list(g.Sources)})
	}
	return out
}
