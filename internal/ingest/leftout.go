package ingest

import (
	"fmt"
	"slices"
	"strings"

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

// UnreadRow is a row that was left out, and the incident that it would have been.
type UnreadRow struct {
	// Number counts as Row.Number does.
	Number int
	// IDs are those that the incident may have; none where nothing of the row could be
	// read.
	IDs []string
	// Named says that the row has an ID of its source. Else the only one is the hash of
	// the cells as they are now, which another edition of the row does not have.
	Named bool
}

// noteUnread notes which incident a row that was left out would have been, for whoever asks.
func (b *builder) noteUnread(r *Row) {
	if !b.opt.Unread {
		return
	}
	row := UnreadRow{Number: r.Number}
	if r.Broken == nil {
		given := IDOf(b.cell(r, roleID))
		row.Named = given != ""
		if !row.Named {
			given = hashID(r)
		}
		// The second row of an ID has its number at the end.
		row.IDs = []string{strings.Clone(given), fmt.Sprintf("%s-%d", given, r.Number)}
	}
	b.result.Unread = append(b.result.Unread, row)
}
