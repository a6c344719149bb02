package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// readID takes the row's ID over, or makes one of its content that stays the
// same as long as the row does. Where the ID must be changed, the one that was
// given is kept.
func (b *builder) readID(r *Row, inc *incident.Incident) error {
	given := b.cell(r, roleID)
	inc.SourceID = b.memo.texts.Keep(b.cell(r, roleSourceID))
	if inc.ID = b.memo.texts.Keep(IDOf(given)); inc.ID == "" {
		inc.ID = hashID(r)
	}
	if given != "" && inc.ID != given {
		b.keepID(r, inc, given)
	}
	return nil
}

// hashID is the ID of a row whose source gives none.
func hashID(r *Row) string {
	sum := sha256.Sum256([]byte(strings.Join(r.allPlain(), "\x00") + fmt.Sprint(r.Points)))
	return "r-" + hex.EncodeToString(sum[:6])
}

// keepID keeps the ID that the source gave.
func (b *builder) keepID(r *Row, inc *incident.Incident, given string) {
	if inc.SourceID == "" {
		inc.SourceID = b.memo.texts.Keep(given)
		return
	}
	if inc.SourceID != given {
		b.note(r, report.RuleDuplicateID, b.name(roleID),
			"the ID %.120q has characters that IDs cannot have, and is now %s", given, inc.ID)
	}
}

// claimID makes sure that an incident's ID is its own. The incident is the
// result's next.
func (b *builder) claimID(number int, unnamed bool, inc *incident.Incident) error {
	id := inc.ID
	row, free := b.ids.Add(id)
	if !free {
		b.tellTwice(number, b.result.Rows[row], unnamed, inc)
		id = fmt.Sprintf("%s-%d", id, number)
		if _, free := b.ids.Add(id); !free {
			return &columnError{rule: report.RuleDuplicateID, column: b.name(roleID),
				message: fmt.Sprintf("no ID is free for it: %q is taken", id)}
		}
	}
	inc.ID = id
	return nil
}

// tellTwice tells of a row that has the ID of another, or, where rows have no
// IDs, all of its cells.
func (b *builder) tellTwice(number, other int, unnamed bool, inc *incident.Incident) {
	if unnamed {
		b.note(&Row{Number: number}, report.RuleRepeated, "", "it repeats %s %d in all columns", b.table.Unit, other)
		return
	}
	b.note(&Row{Number: number}, report.RuleDuplicateID, b.name(roleID),
		"the ID %q is that of %s %d too; this one is now %s-%d", inc.ID, b.table.Unit, other, inc.ID, number)
	if inc.SourceID == "" {
		inc.SourceID = inc.ID
	}
}

// maxID is how long an ID may be.
const maxID = 100

// idByte reports whether IDs may have a character.
func idByte(c byte) bool {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		strings.IndexByte("._~-", c) >= 0
}

// IsID reports whether an incident can have an ID as it is.
func IsID(s string) bool {
	for _, c := range []byte(s) {
		if !idByte(c) {
			return false
		}
	}
	return s != "" && len(s) <= maxID && strings.Trim(s, "-.") == s
}

// IDOf turns an ID of a source into one that an incident can have, with the
// source's case; it is empty where none of its characters can be used.
func IDOf(s string) string {
	if IsID(s) {
		return s
	}
	var out []byte
	for _, c := range []byte(s) {
		switch {
		case idByte(c):
			out = append(out, c)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	return strings.Trim(string(out[:min(len(out), maxID)]), "-.")
}
