package incident

import "strings"

// Texts keeps many short texts together: pieces of memory that are asked for
// one by one are rounded up, and each costs the garbage collector a look. One
// text keeps those around it, so it is for texts that live as long as each
// other. The zero value is ready; it must not be copied.
type Texts struct{ piece strings.Builder }

// pieceBytes is the size of one piece of memory.
const pieceBytes = 16 << 10

// Keep returns a copy of a text.
func (t *Texts) Keep(s string) string {
	from := t.room(len(s))
	t.piece.WriteString(s)
	return t.piece.String()[from:]
}

// KeepBytes returns a text as a string.
func (t *Texts) KeepBytes(s []byte) string {
	from := t.room(len(s))
	t.piece.Write(s)
	return t.piece.String()[from:]
}

// room makes room for n bytes and tells where they go.
func (t *Texts) room(n int) int {
	if t.piece.Cap()-t.piece.Len() < n {
		t.piece = strings.Builder{}
		t.piece.Grow(max(pieceBytes, n))
	}
	return t.piece.Len()
}
