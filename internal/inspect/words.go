package inspect

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"incidentmap/internal/printable"
	"incidentmap/internal/report"
)

// Formats are the names of the forms in which a document can be written.
var Formats = []string{"text", "json"}

// Write writes the document in one of Formats.
func (d *Document) Write(w io.Writer, format string) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(d)
	}
	var b strings.Builder
	d.head(&b)
	d.roles(&b)
	d.kept(&b)
	d.outcome(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// head tells what was looked at.
func (d *Document) head(b *strings.Builder) {
	fmt.Fprintf(b, "%s: ", printable.Text(d.File))
	if d.Encoding != "" {
		fmt.Fprintf(b, "%s, ", d.Encoding)
	}
	if d.Complete {
		fmt.Fprintf(b, "%s and %s, all of which were looked at\n", report.Many(len(d.Header), "column"),
			report.Many(d.Rows, d.Unit))
	} else {
		fmt.Fprintf(b, "%s; the first %s were looked at, --all looks at all\n", report.Many(len(d.Header), "column"),
			report.Many(d.Rows, d.Unit))
	}
	if d.Beside != "" {
		fmt.Fprintf(b, "%s beside it says what its columns are.\n", printable.Text(d.Beside))
	}
	if d.Preset != "" {
		fmt.Fprintf(b, "Its header is that of %s.\n", d.Preset)
	}
	if d.DateOrder != "" {
		first := "day"
		if d.DateOrder == "mdy" {
			first = "month"
		}
		fmt.Fprintf(b, "Dates such as 3/4/2020 are read with the %s first (%s).\n", first, d.DateOrder)
	}
	if d.Country != "" {
		fmt.Fprintf(b, "Rows that name no country are in %s.\n", d.Country)
	}
}

// roles tells the columns with a role.
func (d *Document) roles(b *strings.Builder) {
	b.WriteString("\nWhat columns are read as\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, r := range d.Roles {
		from := strings.Join(quoted(r.Columns), " + ")
		if len(r.Fills) > 0 {
			from = strings.TrimSpace(from + ", where empty " + strings.Join(quoted(r.Fills), ", "))
			from = strings.TrimPrefix(from, ", where empty ")
		}
		row(t, r.Role, from, r.Why, examples(r.Examples))
	}
	t.Flush() //nolint:errcheck,gosec // a strings.Builder never fails
	if len(d.Nested) > 0 {
		fmt.Fprintf(b, "Lists and objects that are read by their form: %s\n", strings.Join(quoted(d.Nested), ", "))
	}
	if len(d.TitlesFrom) > 0 {
		fmt.Fprintf(b, "No column holds titles; they are made of %s, as far as a row has them.\n",
			strings.Join(quoted(d.TitlesFrom), ", "))
	}
	if len(d.Roles) == 0 {
		b.WriteString("  none has a role\n")
	}
}

// kept tells the other columns.
func (d *Document) kept(b *strings.Builder) {
	if len(d.Kept) > 0 {
		b.WriteString("\nWhat columns are kept as they are\n")
	}
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, k := range d.Kept {
		name, also := "", ""
		if k.Name != k.Column {
			name = "as " + k.Name
		}
		if k.Where {
			also = "says where, for rows without coordinates"
		}
		row(t, quoted([]string{k.Column})[0], string(k.Type), name, also, examples(k.Examples))
	}
	t.Flush() //nolint:errcheck,gosec // a strings.Builder never fails
	if len(d.Empty) > 0 {
		fmt.Fprintf(b, "Without any value, and not kept: %s\n", strings.Join(quoted(d.Empty), ", "))
	}
	if len(d.Derived) > 0 {
		fmt.Fprintf(b, "Follow from other columns, and are not read: %s\n", strings.Join(quoted(d.Derived), ", "))
	}
}

// outcome tells what would come of the rows.
func (d *Document) outcome(b *strings.Builder) {
	if d.Refused != "" {
		fmt.Fprintf(b, "\nIt cannot be read as it is\n  %s\n", printable.Text(d.Refused))
		return
	}
	b.WriteString("\nWhat would become of the rows\n")
	for _, words := range d.Words {
		fmt.Fprintf(b, "  %s\n", printable.Text(words))
	}
	if len(d.Findings) > 0 {
		b.WriteString("\n")
	}
	shown := min(len(d.Findings), shownFindings)
	for _, f := range d.Findings[:shown] {
		fmt.Fprintf(b, "  %s\n", f)
	}
	if more := len(d.Findings) - shown + d.MoreFindings; more > 0 {
		fmt.Fprintf(b, "  … and %s more findings; incidentmap validate lists them\n", report.Thousands(more))
	}
}

// shownFindings is how many findings are written for people.
const shownFindings = 20

// row writes the cells of a row that have a text, indented; the table's columns stay.
func row(w io.Writer, cells ...string) {
	cells = slices.Clone(cells)
	for i := range cells {
		cells[i] = printable.Text(cells[i])
	}
	fmt.Fprintf(w, "  %s\n", strings.Join(cells, "\t"))
}

// widest is the longest name of a column that is written whole.
const widest = 40

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		if runes := []rune(name); len(runes) > widest {
			name = string(runes[:widest]) + "…"
		}
		out[i] = "“" + name + "”"
	}
	return out
}

func examples(texts []string) string { return strings.Join(texts, " | ") }
