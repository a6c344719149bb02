package check

import (
	"fmt"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// Incident checks one incident that somebody writes, by the rules that rows of tables are
// checked by. The column of a finding is a JSON pointer into its feature.
func Incident(inc *incident.Incident, d *incident.Dataset, opt Options) []report.Finding {
	r := report.New("")
	s := &subject{opt: opt, dataset: d, report: r, loose: true, closed: len(d.Kinds) > 0}
	s.checkRecord(&record{Incident: inc, unit: "feature", position: func(path ...any) (int, string) {
		return 0, pointer(path)
	}})
	return r.Findings
}

// pointer is a path of keys as a JSON pointer (RFC 6901) into a feature.
func pointer(path []any) string {
	var b strings.Builder
	if len(path) == 0 || path[0] != "id" {
		b.WriteString("/properties")
	}
	for _, p := range path {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(fmt.Sprint(p)))
	}
	return b.String()
}
