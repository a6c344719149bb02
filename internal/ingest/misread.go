package ingest

import (
	"errors"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// withEncoding adds to the error of a table without dates that its encoding was guessed: the
// names of its columns may be read wrong.
func (b *builder) withEncoding(err error) error {
	var e *incident.Error
	if b.assigned.isDatedAlready() || !errors.As(err, &e) {
		return err
	}
	for _, f := range b.table.Findings {
		if f.Rule == report.RuleEncoding.Name {
			with := *e
			with.Message += "; " + f.Message
			return &with
		}
	}
	return err
}
