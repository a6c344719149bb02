package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	formats "incidentmap/internal/format/csv"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/load"
	"incidentmap/internal/report"
)

// outcomeText tells an import in words.
func outcomeText(path string, file *load.File, done keep.Outcome, dry bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s: %s\n", path, file.DatasetID, strings.Join(file.Report.Words, "\n  "))
	if file.Geocoded > 0 {
		fmt.Fprintf(&b, "%s placed by name\n", report.Many(file.Geocoded, "incident"))
	}
	verb := ""
	if dry {
		verb = "would be "
	}
	fmt.Fprintf(&b, "%d %sadded, %d %schanged, %d are the same, %d %swithdrawn\n", done.Added, verb, done.Changed, verb,
		done.Same, done.Withdrawn, verb)
	if done.Returned > 0 {
		fmt.Fprintf(&b, "%d that an import or undo had deleted %sback\n", done.Returned, map[bool]string{true: "would be ",
			false: "are "}[dry])
	}
	if done.Unread > 0 {
		fmt.Fprintf(&b, "%d not withdrawn: the file has them, in rows that were left out\n", done.Unread)
	}
	for _, columns := range []struct {
		what string
		of   []incident.ColumnChange
	}{{"added", done.ColumnsAdded}, {"widened", done.ColumnsWidened}} {
		if len(columns.of) > 0 {
			were := map[bool]string{true: "would be", false: "were"}[dry]
			fmt.Fprintf(&b, "columns that %s %s: %s\n", were, columns.what, incident.JoinChanges(columns.of))
		}
	}
	if n := len(done.Gone); n > 0 {
		fmt.Fprintf(&b, "%d stay as somebody deleted them: %s\n", n, strings.Join(done.Gone[:min(n, maxGone)], ", "))
	}
	for i, f := range file.Report.Findings {
		if i == maxImportFindings {
			fmt.Fprintf(&b, "… and %d more findings; incidentmap validate %s lists them\n",
				len(file.Report.Findings)-maxImportFindings, path)
			break
		}
		fmt.Fprintln(&b, f.String())
	}
	if done.Batch != "" {
		fmt.Fprintf(&b, "batch %s, version %d; undo %s takes it back\n", done.Batch, done.Version, done.Batch)
	}
	return b.String()
}

// maxImportFindings bounds the findings that an import tells one by one.
const maxImportFindings = 20

// maxGone bounds the IDs that an import tells.
const maxGone = 20

// writeRejected writes the rows of a file that were left out where they can be mended, and
// says so.
func (o *importOptions) writeRejected(file *load.File, path string, out io.Writer) error {
	left := file.Report.Originals
	if left == nil || len(left.Rows) == 0 {
		if o.rejected != "" {
			fmt.Fprintf(out, "no row was left out, and %s is not written\n", o.rejected)
		}
		return nil
	}
	if o.rejected == "" {
		fmt.Fprintf(out, "--rejected FILE.csv writes the rows that were left out, to be mended and imported\n")
		return nil
	}
	rows := left.Table()
	for _, row := range rows {
		for i := range row {
			row[i] = formats.Guard(row[i])
		}
	}
	err := load.WriteWhole(o.rejected, func(w io.Writer) error { return csv.NewWriter(w).WriteAll(rows) })
	if err != nil {
		return fmt.Errorf("%s was imported, but the rows that were left out were not kept: %w", path, err)
	}
	fmt.Fprintf(out, "%s left out: %s; mended, import --dataset %s %s brings what is in it\n",
		report.Many(len(left.Rows), "row"), o.rejected, file.DatasetID, o.rejected)
	return nil
}
