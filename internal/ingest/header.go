package ingest

import (
	"fmt"
	"strings"

	"incidentmap/internal/report"
)

// tableFindings are about the table as a whole: that it has no rows, and
// columns of one name.
func (b *builder) tableFindings() []report.Finding {
	var out []report.Finding
	add := func(rule report.Rule, column, message string) {
		out = append(out, rule.InTable(report.Where{File: b.table.File, Unit: b.table.Unit, Column: column}, message))
	}
	if b.table.Total() == 0 {
		add(report.RuleFile, "", fmt.Sprintf("it has no %ss", b.table.Unit))
	}
	first := map[string]int{}
	for i, h := range b.table.Header {
		key := strings.ToLower(strings.TrimSpace(h))
		at, twice := first[key]
		switch {
		case key == "":
		case twice:
			add(report.RuleShape, h, fmt.Sprintf("columns %d and %d have the same name; %s", at+1, i+1, b.fate(at, i)))
		default:
			first[key] = i
		}
	}
	return out
}

// fate says what became of the second of two columns of one name.
func (b *builder) fate(first, second int) string {
	for _, e := range b.extras {
		if e.index == second {
			return fmt.Sprintf("the first is used, and the second is kept as %s", e.column.Name)
		}
	}
	for ro := range roleCount {
		if ro != roleDerived && b.columns[ro] == second {
			return fmt.Sprintf("the second is used too, as %s", roleNames[ro])
		}
	}
	return fmt.Sprintf("column %d is used, and the other has no values", first+1)
}
