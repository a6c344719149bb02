package gazetteer

// Role is what a piece of a text was taken for.
type Role string

// The roles.
const (
	RolePlace   Role = "place"          // Best was found by it
	RoleContext Role = "context"        // Best lies in what it names
	RoleAlso    Role = "also"           // it names a further place, see Result.Also
	RoleAlike   Role = "several alike"  // it names several places, of which none is picked
	RoleDropped Role = "not understood" // it played no part
)

// Manner is how a name was found in a piece of a text.
type Manner string

// The manners, from the surest.
const (
	ByName     Manner = "name"             // the piece is the name
	ByBareName Manner = "name and kind"    // the piece is the name and a word like "District"
	BySpelling Manner = "similar spelling" // the piece is spelt much like the name
	ByPart     Manner = "part of the words"
)

// Reading is how one piece of a text was read.
type Reading struct {
	// Text is the piece as written.
	Text string `json:"text"`
	Role Role   `json:"role"`
	// Kind is what the words around the name ask for; empty when they don't say.
	Kind Class `json:"kind,omitempty"`
	// Found, ID and Manner tell the place that the piece was taken for, by the
	// name that it was found by; empty when there is none.
	Found  string `json:"found,omitempty"`
	ID     string `json:"id,omitempty"`
	Manner Manner `json:"manner,omitempty"`
	// Phrase is the meaning of the words around the name, such as "near" or
	// "12 km north-east of"; empty for none.
	Phrase string `json:"phrase,omitempty"`
}
