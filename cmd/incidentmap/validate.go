package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/report"
)

// invalidError says that a validation found something that must be mended. The
// report has told what.
type invalidError struct{ errors, warnings int }

// Error implements error.
func (e *invalidError) Error() string {
	return fmt.Sprintf("validate: there is something to mend (errors: %d, warnings: %d)", e.errors, e.warnings)
}

// validateOptions are the options of the validate verb.
type validateOptions struct {
	format        string
	strict, rules bool
	fileOptions
}

func runValidate(_ context.Context, args []string, out, errOut io.Writer) error {
	var o validateOptions
	flags := newFlags("validate",
		"[OPTIONS] PATH…\n\nChecks files of incidents ("+fileEndings+")\nand directories that hold a dataset.yaml.\n"+
			"Each finding says where it is, what is wrong and what is allowed. An error is wrong or was left out, a warning may be right,\n"+
			"a hint could be told better; what only datasets of our own must say is a hint for tables. Ends with 1 when there are errors.", out)
	flags.StringVar(&o.format, "format", "text", "`FORM` of the report: "+strings.Join(report.Formats, ", "))
	flags.BoolVar(&o.strict, "strict", false, "end with 1 for warnings too, but not for hints")
	flags.BoolVar(&o.rules, "rules", false, "list the rules instead")
	paths, err := o.parse(flags, args, o.check)
	if err != nil {
		return err
	}
	if o.rules {
		return printRules(out)
	}
	return o.validateAll(paths, out, slog.New(slog.NewTextHandler(errOut, nil)))
}

func (o *validateOptions) check(paths []string) error {
	switch {
	case !slices.Contains(report.Formats, o.format):
		return fmt.Errorf("--format is %q; %s are allowed", o.format, strings.Join(report.Formats, ", "))
	case len(paths) == 0 && !o.rules:
		return fmt.Errorf("it needs the path of a file or of a dataset's directory")
	case len(paths) > 1 && o.format == "json":
		return fmt.Errorf("--format json takes one path")
	}
	return nil
}

func (o *validateOptions) validateAll(paths []string, out io.Writer, log *slog.Logger) error {
	reader, err := o.reader(log)
	if err != nil {
		return err
	}
	today := geo.DayOf(time.Now())
	var failed invalidError
	for _, path := range paths {
		report, err := reader.Check(path, today)
		if err != nil {
			return err
		}
		if err := report.Write(out, o.format); err != nil {
			return err
		}
		failed.errors += report.Errors
		failed.warnings += report.Warnings
	}
	if err := reader.Unfound(); err != nil {
		return err
	}
	if failed.errors > 0 || (o.strict && failed.warnings > 0) {
		return &failed
	}
	return nil
}

func printRules(out io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%-17s %-8s %-8s %s\n", "rule", "severity", "in files", "what it asks for")
	for _, r := range report.Rules() {
		fmt.Fprintf(&b, "%-17s %-8s %-8s %s\n", r.Name, r.Severity, r.InTables(), r.Asks)
	}
	_, err := out.Write(b.Bytes())
	return err
}
