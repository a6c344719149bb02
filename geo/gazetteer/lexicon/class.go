// Package lexicon is the words that texts of places are made of, in English, Persian,
// Pashto, Urdu, Arabic and Russian: words that say what sort of place a name belongs to,
// directions, distances, and words that name nothing. It knows no places.
package lexicon

import "slices"

// Class says how precisely a place is known, from a building to a country.
type Class string

// The classes, from the most to the least precise.
const (
	Exact    Class = "exact"    // a building or site
	Vicinity Class = "vicinity" // near a named site, within a few kilometres
	Locality Class = "locality" // somewhere in a village, town or city
	Admin2   Class = "admin2"   // somewhere in a district
	Admin1   Class = "admin1"   // somewhere in a province
	Area     Class = "area"     // a part of a province or country, or several together
	Offshore Class = "offshore" // at sea
	Country  Class = "country"  // somewhere in a country
)

// Valid reports whether c is one of the classes above.
func (c Class) Valid() bool {
	return slices.Contains([]Class{Exact, Vicinity, Locality, Admin2, Admin1, Area, Offshore, Country}, c)
}

// Level orders the classes from the most precise, 0, to the widest: the one ladder of
// precision. Area and offshore are as wide as each other.
func (c Class) Level() int {
	switch c {
	case Exact:
		return 0
	case Vicinity:
		return 1
	case Locality:
		return 2
	case Admin2:
		return 3
	case Admin1:
		return 4
	case Area, Offshore:
		return 5
	}
	return 6
}
