// Package table is the table of places and names that the gazetteer asks: its file
// (format.go has the layout), the names in order, and how tables are laid over each
// other. It knows rows and folded names, and nothing of texts.
//
// A Table never changes after Load or Join and is safe for concurrent use. Only
// geo/gazetteer imports it.
package table

import "iter"

// Table is a loaded table of places and names: columns and texts in few large pieces,
// which the garbage collector need not look into.
type Table struct {
	about  About
	layers []Layer
	// Countries are ISO 3166-1 alpha-2 codes, Nations the row of each, None where it
	// is not a place.
	Countries []string
	Nations   []int32
	kinds     []kind
	// Places are all places by ID, ascending.
	Places []Entry
	ids    string
	labels string
	// Names are the folded names with the places of each.
	Names Dictionary
}

// About describes the table: its version, and the licence and attribution of its
// places; those of all its layers together.
func (t *Table) About() About { return t.about }

// All yields every place, by ID.
func (t *Table) All() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for row := range t.Places {
			if !yield(t.Place(int32(row))) {
				return
			}
		}
	}
}
