package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Layer is one of the gazetteers that answer together.
type Layer struct {
	// Name is what the layer is called by whoever loaded it, such as the name of
	// its file. It is empty where nobody named it.
	Name string
	// About describes the layer's own file.
	About
}

// Layers are the tables that t was joined of, in their order: t itself where it was
// not joined. Place.Layer is a position in it.
func (t *Table) Layers() []Layer { return slices.Clone(t.layers) }

// Named is t as a layer of that name. A joined table keeps the names that its
// layers have.
func (t *Table) Named(name string) *Table {
	named := *t
	if named.layers = t.Layers(); len(named.layers) == 1 {
		named.layers[0].Name = name
	}
	return &named
}

// Together describes layers as one: their versions joined by +, and the licences
// and makers that differ joined by semicolons. What a layer does not state is
// said to be so, unless none states it.
func Together(layers ...Layer) About {
	var versions, licences, makers []string
	for _, l := range layers {
		versions, licences, makers = append(versions, l.Version), append(licences, l.Licence), append(makers,
			l.Attribution)
	}
	return About{Version: strings.Join(versions, "+"), Licence: stated(licences), Attribution: stated(makers)}
}

// stated joins the texts that differ.
func stated(texts []string) string {
	var out []string
	for _, text := range texts {
		if text == "" {
			text = "not stated"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	if len(out) == 1 && texts[0] == "" {
		return ""
	}
	return strings.Join(out, "; ")
}

// maxLayers is what a place has room for to say which layer it is of.
const maxLayers = 256

// joint is a join of two tables on its way.
type joint struct {
	base, layer, out *Table
	// twin is, for each row of layer, the row of base that is the same place, none
	// where there is none.
	twin []int32
	// fromBase and fromLayer are the rows in out of the rows of both.
	fromBase, fromLayer []int32
	// changed tells of each row of base whether the population is another in out.
	changed []bool
	// half is how many names both have below middle.
	half int
}

// Join lays one table over another, as gazetteer.Join tells. Both stay as they are.
func Join(base, layer *Table) (*Table, error) {
	j := &joint{base: base, layer: layer, out: &Table{layers: slices.Concat(base.layers, layer.layers)}}
	j.out.about = Together(j.out.layers...)
	if len(j.out.layers) > maxLayers {
		return nil, fmt.Errorf("gazetteer: %d layers, and %d are allowed", len(j.out.layers), maxLayers)
	}
	if len(base.Places)+len(layer.Places) > maxRefs || len(base.Names.Refs)+len(layer.Names.Refs) > maxRefs {
		return nil, errors.New("gazetteer: the layers hold more places and names than can be numbered")
	}
	if err := j.findTwins(); err != nil {
		return nil, err
	}
	if err := j.joinPlaces(); err != nil {
		return nil, err
	}
	j.joinNames()
	return j.out, nil
}

// maxRefs is how many places and names can be numbered in memory.
const maxRefs = 1 << 30
