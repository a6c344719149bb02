package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"incidentmap/internal/incident"
)

// readID takes the row's ID over, or makes one of its content that stays the
// same as long as the row does.
func (b *builder) readID(r *Row, inc *incident.Incident) error {
	if inc.ID = b.memo.texts.Keep(Slug(b.cell(r, roleID))); inc.ID == "" {
		sum := sha256.Sum256([]byte(strings.Join(r.Cells, "\x00") + fmt.Sprint(r.Points)))
		inc.ID = "r-" + hex.EncodeToString(sum[:6])
	}
	return nil
}

// claimID makes sure that an incident's ID is its own. The incident is the
// result's next.
func (b *builder) claimID(number int, inc *incident.Incident) error {
	id := inc.ID
	row, free := b.ids.Add(id)
	if !free {
		b.note(&Row{Number: number}, RuleID, b.name(roleID), "the ID %q is that of %s %d too; this one is now %s-%d", id, b.table.Unit, b.result.Rows[row], id, number)
		id = fmt.Sprintf("%s-%d", id, number)
		if _, free := b.ids.Add(id); !free {
			return &columnError{RuleID, b.name(roleID), fmt.Sprintf("no ID is free for it: %q is taken", id)}
		}
	}
	inc.ID = id
	return nil
}

// idByte reports whether IDs may have a character.
func idByte(c byte) bool {
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strings.IndexByte("._~-", c) >= 0
}

// isSlug reports whether a name is an ID as it is.
func isSlug(s string) bool {
	for _, c := range []byte(s) {
		if !idByte(c) {
			return false
		}
	}
	return len(s) <= 100 && strings.Trim(s, "-.") == s
}

// Slug turns a name of the user's into an ID, made of the characters that IDs
// may have; it is empty for a name that has none of them.
func Slug(s string) string {
	if isSlug(s) {
		return s
	}
	var out []byte
	for _, c := range []byte(strings.ToLower(s)) {
		switch {
		case idByte(c):
			out = append(out, c)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	return strings.Trim(string(out[:min(len(out), 100)]), "-.")
}
