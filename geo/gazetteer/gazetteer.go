// Package gazetteer finds places by name: a text of a place goes in, a point
// with its precision and radius comes out. It works from one file held in
// memory and never asks another host.
//
// A place that cannot be told apart from its namesakes by name alone is chosen
// by the context written beside it (district, province, country), then by how
// prominent it is. Where only the containing province or town is known, that is
// the answer, in the widest sense of its name, and the parts that were not
// understood are named. No answer at all is a valid answer: of several places alike
// none is picked. How wide the circle of an answer is follows from what speaks for
// it, see Evidence.
//
//	g, err := gazetteer.Load(file)
//	r := g.Lookup("Achin District, Nangarhar", gazetteer.Options{})
//	if r.Best != nil {
//		fmt.Println(r.Best.Name, r.Best.Point, r.Best.RadiusM, r.Best.Dropped)
//	}
//
// A Gazetteer never changes after Load and is safe for concurrent use.
package gazetteer

import (
	"iter"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer/table"
)

// Match is a place with the reason why it was chosen.
type Match struct {
	// Place is as ByID has it, except that Class and RadiusM are wider where the
	// text asks for a district and only the town of its name is known.
	Place
	// Score is in 0..1: how much of the text was understood, and how certain
	// the choice among namesakes is.
	Score float64
	// Evidence says what the match rests on, by which Class and RadiusM were chosen.
	Evidence Evidence
	// Matched is the name that matched, as the gazetteer writes it.
	Matched string
	// Dropped are the parts of the text that the match does not account for.
	Dropped []string
}

// Result is the answer to one Lookup.
type Result struct {
	// Query is the text as asked, cut off at MaxText bytes.
	Query string
	// Best is nil when no place was found, or when several are alike.
	Best *Match
	// Alternatives are the next best matches, best first; where several places are
	// alike, those.
	Alternatives []Match
	// Also are the further places that the text names beside Best, such as
	// Jalalabad in "Kabul and Jalalabad".
	Also []Match
	// Read is how the text was read, piece by piece in its order.
	Read []Reading
}

// Options narrow a Lookup. The zero value asks for anything, anywhere.
type Options struct {
	// Country is an ISO 3166-1 alpha-2 code that every match must have.
	Country string
	// Class, if not empty, is the class that every match must have: a column
	// of provinces names no towns.
	Class Class
	// Limit bounds the number of matches, Best included: 0 means 5, and more
	// than MaxLimit means MaxLimit.
	Limit int
	// Bias prefers, among namesakes that are equal otherwise, places inside.
	Bias *orb.Bound
}

// Bounds of the work that one call does.
const (
	// MaxText is the longest text, in bytes, that Lookup reads; a longer one
	// matches nothing.
	MaxText = 1024
	// MaxLimit is the largest number of matches that a call returns.
	MaxLimit = 50

	defaultLimit = 5
)

// limitOf clamps the number of matches asked for.
func limitOf(n int) int {
	if n <= 0 {
		return defaultLimit
	}
	return min(n, MaxLimit)
}

// Gazetteer is a loaded table of places and names, with what finds them.
type Gazetteer struct {
	table   *table.Table
	near    grid
	like    sounds
	members members
}

// Version identifies the content: equal versions answer alike.
func (g *Gazetteer) Version() string { return g.About().Version }

// About describes the gazetteer: its version, and the licence and attribution of
// its places; those of all its layers together.
func (g *Gazetteer) About() About { return g.table.About() }

// Len is the number of places.
func (g *Gazetteer) Len() int { return len(g.table.Places) }

// Names is the number of names, each counted once for each of its places.
func (g *Gazetteer) Names() int { return len(g.table.Names.Refs) }

// ByID returns the place with that ID, and whether there is one.
func (g *Gazetteer) ByID(id string) (Place, bool) {
	row := g.table.Row(id)
	if row == none {
		return Place{}, false
	}
	return g.table.Place(row), true
}

// All yields every place, by ID.
func (g *Gazetteer) All() iter.Seq[Place] { return g.table.All() }

// maxNamesakes bounds how many places of one name are considered. The file
// lists those that are no towns first, then the most populous.
const maxNamesakes = 200
