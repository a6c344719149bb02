package revise

import (
	"fmt"
	"strings"

	"incidentmap/internal/store"
)

// namedInAudit is how many incidents of a set the audit names; the history has all.
const namedInAudit = 5

// tally is what a set has done to how many incidents, as the audit tells it.
type tally struct {
	counts [4]int // by place in tallied
	ids    []string
	n      int
}

// tallied are the operations, in the order in which they are told.
var tallied = [...]store.Operation{store.OpPut, store.OpDelete, store.OpRestore, store.OpRedact}

func (t *tally) add(op store.Operation, id string) {
	for i, o := range tallied {
		if o == op {
			t.counts[i]++
		}
	}
	if t.n++; len(t.ids) < namedInAudit {
		t.ids = append(t.ids, id)
	}
}

// String is such as "put 2, delete 1: a, b, c".
func (t *tally) String() string {
	var parts []string
	for i, n := range t.counts {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", tallied[i], n))
		}
	}
	out := strings.Join(parts, ", ") + ": " + strings.Join(t.ids, ", ")
	if more := t.n - len(t.ids); more > 0 {
		out += fmt.Sprintf(" and %d more", more)
	}
	return out
}
