package gpkg

import (
	_ "embed" // the style's form
	"encoding/xml"
	"maps"
	"slices"
	"strings"
	"text/template"
)

// styleForm is a style of QGIS (QML): a mark for each kind, as on the map.
//
//go:embed style.qml
var styleForm string

var styleTemplate = template.Must(template.New("style").Parse(styleForm))

// mark is how a kind is drawn. The colours are those of Okabe and Ito
// (https://jfly.uni-koeln.de/color/), which people of all kinds of sight tell apart.
type mark struct {
	Kind, Label   string // as XML has them
	Shape, Colour string
	Size          string
}

// usualMarks are those of the kinds that ship, which the map draws in the same way.
var usualMarks = map[string]mark{
	"attack":    {Label: "Attack", Shape: "circle", Colour: "213,94,0", Size: "2.6"},
	"operation": {Label: "Operation", Shape: "diamond", Colour: "0,114,178", Size: "3"},
}

// furtherMarks are those of other kinds in their turn.
var furtherMarks = []mark{
	{Shape: "square", Colour: "0,158,115", Size: "2.4"}, {Shape: "triangle", Colour: "204,121,167", Size: "2.8"},
	{Shape: "pentagon", Colour: "230,159,0", Size: "2.8"}, {Shape: "star", Colour: "86,180,233", Size: "3.2"},
}

// otherMark is that of a kind without one of its own, and of no kind.
var otherMark = mark{Label: "Other", Shape: "triangle", Colour: "120,120,120", Size: "2.6"}

// styleOf makes the style of incidents of some kinds. Labels are the kinds' own words.
func styleOf(kinds map[string]bool) (string, error) {
	var marks []mark
	further := furtherMarks
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		m, usual := usualMarks[kind]
		if !usual {
			if kind == "" || len(further) == 0 {
				continue
			}
			m, further = further[0], further[1:]
			m.Label = kind
		}
		m.Kind, m.Label = asXML(kind), asXML(m.Label)
		marks = append(marks, m)
	}
	var b strings.Builder
	err := styleTemplate.Execute(&b, append(marks, otherMark))
	return b.String(), err
}

// asXML is a text as XML has it.
func asXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
