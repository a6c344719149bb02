package gazetteer

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

// Layers are the gazetteers that g was joined of, in their order: g itself where
// it was not joined. Place.Layer is a position in it.
func (g *Gazetteer) Layers() []Layer { return slices.Clone(g.layers) }

// Named is g as a layer of that name. A joined gazetteer keeps the names that its
// layers have.
func (g *Gazetteer) Named(name string) *Gazetteer {
	named := &Gazetteer{about: g.about, layers: g.Layers(), countries: g.countries, nations: g.nations, kinds: g.kinds,
		places: g.places, ids: g.ids, labels: g.labels, names: g.names}
	if len(named.layers) == 1 {
		named.layers[0].Name = name
	}
	return named
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

// Join lays gazetteers over the first, one after the other, and returns one that
// answers with the places and names of all. The ones that it is made of stay as
// they are.
//
// Two layers speak of one place where they give it one ID. A country is also known
// by its code; a province by one of its names within its country; a district by
// one of its names within its province; a town by one of its names and a point not
// farther than a kilometre from that of the layer below. Such a place keeps the ID,
// the name, the class and the feature code of the lowest layer that has it, and is
// found by the names of all. Of the rest it has what the higher layer knows: the
// population, the province and district, and, for a site or a town, the point.
// Where that layer does not know the population it makes no circle smaller, as it
// has no reason to. Units and areas keep point and radius: tables of places know no
// more of them than a seat.
//
// Join fails where one ID is two places, of different names and far apart, or
// where the layers are too many to be told apart.
func Join(first *Gazetteer, more ...*Gazetteer) (*Gazetteer, error) {
	out := first
	for _, layer := range more {
		var err error
		if out, err = joinTwo(out, layer); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// joint is a join of two gazetteers on its way.
type joint struct {
	base, layer, out *Gazetteer
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

// joinTwo lays one gazetteer over another.
func joinTwo(base, layer *Gazetteer) (*Gazetteer, error) {
	j := &joint{base: base, layer: layer, out: &Gazetteer{layers: slices.Concat(base.layers, layer.layers)}}
	j.out.about = Together(j.out.layers...)
	if len(j.out.layers) > maxLayers {
		return nil, fmt.Errorf("gazetteer: %d layers, and %d are allowed", len(j.out.layers), maxLayers)
	}
	if len(base.places)+len(layer.places) > maxRefs || len(base.names.refs)+len(layer.names.refs) > maxRefs {
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
