package revise

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"incidentmap/internal/incident"
)

// maxTold bounds what the audit tells of a text, in runes.
const maxTold = 100

// Described tells in words how a dataset is described otherwise than before.
func Described(before, now *incident.Dataset) string {
	var out []string
	for _, t := range []struct{ what, before, now string }{
		{"visibility", string(cmp.Or(before.Visibility, incident.Public)), string(cmp.Or(now.Visibility, incident.Public))},
		{"title", before.Title, now.Title}, {"licence", before.Licence, now.Licence},
		{"attribution", before.Attribution, now.Attribution}, {"description", before.Description, now.Description},
	} {
		if t.before != t.now {
			out = append(out, fmt.Sprintf("%s from %s to %s", t.what, told(t.before), told(t.now)))
		}
	}
	added, widened := incident.ColumnChanges(before.Columns, now.Columns)
	if len(added) > 0 {
		out = append(out, "columns added: "+incident.JoinChanges(added))
	}
	if len(widened) > 0 {
		out = append(out, "columns widened: "+incident.JoinChanges(widened))
	}
	if !sameTerms(before.Kinds, now.Kinds) {
		out = append(out, "kinds changed")
	}
	if !sameTerms(before.EventTypes, now.EventTypes) {
		out = append(out, "event types changed")
	}
	if len(before.Groups)+len(now.Groups) > 0 && !reflect.DeepEqual(before.Groups, now.Groups) {
		out = append(out, "groups changed")
	}
	if len(out) == 0 {
		out = append(out, "columns described")
	}
	return "described anew: " + strings.Join(out, "; ")
}

func sameTerms(a, b []incident.Term) bool {
	return len(a)+len(b) == 0 || reflect.DeepEqual(a, b)
}

// told is a text as the audit tells it.
func told(text string) string {
	if runes := []rune(text); len(runes) > maxTold {
		text = string(runes[:maxTold]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
