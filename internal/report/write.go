package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"incidentmap/internal/printable"
)

// shownPerRule is how many findings of one rule are written for people; all
// of them are in the JSON.
const shownPerRule = 50

// Formats are the names of the forms in which a report can be written.
var Formats = []string{"text", "json", "github"}

// Write writes the report in one of Formats. github is the form of workflow
// commands, which a code host shows at the line:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func (r *Report) Write(w io.Writer, format string) error {
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	case "github":
		return r.lines(w, "", githubLine)
	case "text":
		return r.lines(w, r.summary(), textLine)
	}
	return fmt.Errorf("report: there is no format %q; %s are allowed", format, strings.Join(Formats, ", "))
}

// summary tells what became of the rows, and counts the findings by rule, one a line.
func (r *Report) summary() string {
	var b strings.Builder
	if r.Rows > 0 {
		fmt.Fprintf(&b, "%s: %s\n", printable.Text(r.Path), r.Words[0])
	}
	if len(r.Findings) == 0 {
		return b.String()
	}
	asks := asked()
	for _, c := range r.Summary {
		fmt.Fprintf(&b, "%7d × %-8s%-17s %s\n", c.Findings, c.Severity, c.Rule, asks[c.Rule])
	}
	return b.String() + "\n"
}

func (r *Report) lines(w io.Writer, summary string, line func(Finding) string) error {
	var b strings.Builder
	b.WriteString(summary)
	shown := map[string]int{}
	for _, f := range r.Findings {
		if shown[f.Rule]++; shown[f.Rule] <= shownPerRule {
			b.WriteString(line(f) + "\n")
		}
	}
	for _, rule := range Rules() {
		if more := shown[rule.Name] + r.Omitted[rule.Name] - shownPerRule; more > 0 {
			fmt.Fprintf(&b, "… and %d more findings of the rule %s\n", more, rule.Name)
		}
	}
	fmt.Fprintf(&b, "%s: %s, %s, %s, %s\n", printable.Text(r.Path), Counted(r.Incidents, "record"),
		Counted(r.Errors, "error"), Counted(r.Warnings, "warning"), Counted(r.Hints, "hint"))
	_, err := io.WriteString(w, b.String())
	return err
}

// Counted is a number of things in words: "1 row", "2 rows".
func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// textLine writes file:line: where editors and terminals know the form, and
// names the feature where there are no lines.
func textLine(f Finding) string {
	s := f.File + ":"
	switch {
	case f.Row > 0 && f.Unit == "feature":
		s += fmt.Sprintf(" feature %d:", f.Row)
	case f.Row > 0:
		s += fmt.Sprintf("%d:", f.Row)
	}
	return printable.Text(s + " " + string(f.Severity) + ": " + f.text() + " [" + f.Rule + "]")
}

func (f Finding) text() string {
	s := f.Message
	if f.Column != "" {
		s = f.Column + ": " + s
	}
	if f.Dropped {
		s += " (the " + f.Unit + " is left out)"
	}
	if f.Allowed != "" {
		s += "; allowed: " + f.Allowed
	}
	return s
}

func githubLine(f Finding) string {
	level := string(f.Severity)
	if f.Severity == Hint {
		level = "notice"
	}
	where := "file=" + escapeProperty(f.File)
	message := printable.Text(f.text())
	if f.Row > 0 && f.Unit == "feature" {
		message = fmt.Sprintf("feature %d: %s", f.Row, message)
	} else if f.Row > 0 {
		where += fmt.Sprintf(",line=%d", f.Row)
	}
	return fmt.Sprintf("::%s %s,title=%s::%s", level, where, escapeProperty(f.Rule), escapeData(message))
}

var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escapeData(s string) string     { return data.Replace(s) }
func escapeProperty(s string) string { return property.Replace(s) }
