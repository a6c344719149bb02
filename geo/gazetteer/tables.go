package gazetteer

import (
	"io"

	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/spell"
	"incidentmap/geo/gazetteer/table"
)

// What the rooms below give to everyone.
type (
	// Class says how precisely a place is known, from a building to a country.
	Class = lexicon.Class
	// Place is one entry of the gazetteer.
	Place = table.Place
	// Record is a place as Encode takes it.
	Record = table.Record
	// About describes a gazetteer file as a whole.
	About = table.About
	// Layer is one of the gazetteers that answer together.
	Layer = table.Layer
)

// The classes, from the most to the least precise.
const (
	Exact    = lexicon.Exact    // a building or site
	Vicinity = lexicon.Vicinity // near a named site, within a few kilometres
	Locality = lexicon.Locality // somewhere in a village, town or city
	Admin2   = lexicon.Admin2   // somewhere in a district
	Admin1   = lexicon.Admin1   // somewhere in a province
	Area     = lexicon.Area     // a part of a province or country, or several together
	Offshore = lexicon.Offshore // at sea
	Country  = lexicon.Country  // somewhere in a country
)

// What begins a file, and the version of its format that Load reads.
const (
	Magic         = table.Magic
	FormatVersion = table.FormatVersion
)

// ErrFormat is wrapped by every error of Load about the content of the file.
var ErrFormat = table.ErrFormat

// none is the row of no place.
const none = table.None

// Key is the form in which a name of the gazetteer is compared, see spell.Key.
func Key(name string) string { return spell.Key(name) }

// Bare splits a folded name from the words that say what sort of place it is, see
// lexicon.Bare.
func Bare(key string) (string, Class) { return lexicon.Bare(key) }

// Load reads a gazetteer file as Encode writes it. An error about the content
// names the section and the row and wraps ErrFormat. Memory is bounded,
// whatever the file announces.
func Load(r io.Reader) (*Gazetteer, error) {
	t, err := table.Load(r)
	if err != nil {
		return nil, err
	}
	return &Gazetteer{table: t}, nil
}

// Encode writes a gazetteer file. The order of the records does not matter:
// equal records give equal bytes. It refuses what Load would refuse: two places of
// one ID, references to places that are not there, numbers out of bounds.
func Encode(about About, records []Record) ([]byte, error) { return table.Encode(about, records) }

// Layers are the gazetteers that g was joined of, in their order: g itself where
// it was not joined. Place.Layer is a position in it.
func (g *Gazetteer) Layers() []Layer { return g.table.Layers() }

// Named is g as a layer of that name. A joined gazetteer keeps the names that its
// layers have.
func (g *Gazetteer) Named(name string) *Gazetteer { return &Gazetteer{table: g.table.Named(name)} }

// Together describes layers as one: their versions joined by +, and the licences
// and makers that differ joined by semicolons.
func Together(layers ...Layer) About { return table.Together(layers...) }

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
	if len(more) == 0 {
		return first, nil
	}
	joined := first.table
	for _, layer := range more {
		var err error
		if joined, err = table.Join(joined, layer.table); err != nil {
			return nil, err
		}
	}
	return &Gazetteer{table: joined}, nil
}
