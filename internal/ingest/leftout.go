package ingest

import (
	"slices"

	"github.com/paulmach/orb/encoding/wkt"

	"incidentmap/internal/report"
)

// geometryColumn is what the place of a row with a geometry is called among its cells.
const geometryColumn = "wkt"

// leaveOut keeps a row that was left out as the table has it, with why.
func (b *builder) leaveOut(r *Row, why report.Finding) {
	cells := slices.Clone(r.Cells[:min(len(r.Cells), len(b.table.Header))])
	if r.Broken != nil {
		cells = []string{r.Broken.Text}
	}
	if r.Points == nil || slices.Contains(b.table.Header, geometryColumn) {
		b.result.LeftOut.Add(cells, "", why)
		return
	}
	b.result.LeftOut.Add(cells, wkt.MarshalString(r.Points), why)
}

// sourceRow is the row of a chunk with a number.
func (b *builder) sourceRow(number int) *Row {
	i := slices.IndexFunc(b.source, func(r Row) bool { return r.Number == number })
	if i < 0 {
		return &Row{Number: number}
	}
	return &b.source[i]
}
