package table

import (
	"errors"
	"fmt"
)

// Magic starts a gazetteer file.
//
// A file is a head and seven sections. Numbers are unsigned LEB128 varints unless
// a width is given; texts are UTF-8, their length in bytes first.
//
//	head       Magic
//	           format version   4 bytes, least first
//	           checksum         4 bytes, least first: CRC-32C of all that follows
//	           version          text
//	           places, keys, names: how many there are
//	           per section: its size, its size when packed
//	sections   each a Zstandard frame (RFC 8878)
//	credit     licence and attribution, both texts; may be missing
//
// The sections hold, in this order:
//
//	tables     countries: how many, then the code of each;
//	           kinds: how many, then class and feature of each
//	ids        per place, ascending: how many bytes it shares with the id before,
//	           how many follow (one byte each), and those
//	labels     per place: the length of the name it is shown by, in a byte; then
//	           all those names
//	columns    one column after the other: country, kind, province (0 for none, else
//	           row+1), district (likewise), radius in metres (0 for a place without
//	           a point), population, degrees east of 180° W and north of the South
//	           Pole, in units of 1e-5. A column has four planes of a byte per place,
//	           the lowest bytes of its numbers first
//	keys       per folded name, ascending: the number of its places; then as ids,
//	           but that the first of each 16 shares nothing
//	refs       per place of each key: its row times four plus how the name is
//	           spelt, in three planes of a byte each, the lowest first
//	spellings  the names that are spelt in their own way, as texts
//
// A name is spelt as the label of its place (0), as the key with a capital at the
// start of each word (1), or in its own way (2). Every count, size and row is checked by Load.
const Magic = "incidentmap gazetteer\n"

// FormatVersion is the version of the file's format that Load reads.
const FormatVersion = 2

// ErrFormat is wrapped by every error of Load about the content of the file.
var ErrFormat = errors.New("gazetteer: malformed file")

// sections are the names of the sections, in the order of the file.
var sections = [...]string{"tables", "ids", "labels", "columns", "keys", "refs", "spellings"}

// Sections that are read, or checked, by their position.
const (
	columnSection   = 3
	keySection      = 4
	refSection      = 5
	spellingSection = 6
)

// Bounds on what a file may hold.
const (
	maxFile    = 32 << 20 // bytes packed
	maxUnpack  = 96 << 20 // bytes of all sections unpacked
	maxRatio   = 256      // how much a section may grow when it is unpacked
	maxPlaces  = 1 << 22  // what a reference has room for
	maxTable   = 256      // countries, and kinds of places
	maxKey     = 255      // bytes of a folded name, and of an id
	maxLabel   = 255      // bytes of the name that a place is shown by
	maxText    = 1 << 12  // bytes of any other text
	blockKeys  = 16       // keys from one that is written in full to the next
	bytesOfRef = 3
)

// MaxRadius is the largest radius, in metres: half around the earth.
const MaxRadius = 20_037_509

// unit is the step of coordinates in the file, in parts of a degree: a metre,
// which is as precise as the sources are.
const unit = 1e5

// Ways in which a name is spelt, the two low bits of a reference.
const (
	spelledAsLabel = iota
	spelledAsKey
	spelledAnew
	spellings
)

// rowError says where in a section the content is wrong.
type rowError struct {
	section string
	row     int
	err     error
}

// Error implements error.
func (e *rowError) Error() string {
	return fmt.Sprintf("section %s, row %d: %v", e.section, e.row, e.err)
}

// Unwrap is the reason.
func (e *rowError) Unwrap() error { return e.err }

// What can be wrong with the content, beside what is told with its values.
var (
	errEnds  = errors.New("the section ends early")
	errMore  = errors.New("more bytes than announced")
	errLong  = fmt.Errorf("the texts are longer than %d bytes", maxUnpack)
	errOrder = errors.New("out of order")
)
