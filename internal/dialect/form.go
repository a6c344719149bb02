package dialect

// Form is how a table is written as text, as somebody says who knows. What its zero value
// leaves open is found.
type Form struct {
	// Delimiter parts cells; 0 if it is to be found.
	Delimiter byte
	// Skip is how many lines stand before the header, and Comment what further such
	// lines begin with.
	Skip    int
	Comment string
	// HeaderRows is how many rows are the header, of which the first names the columns; 0
	// for one. Header names the columns of a table that has none.
	HeaderRows int
	Header     []string
}
