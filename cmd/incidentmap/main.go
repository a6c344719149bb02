// Command incidentmap serves dated, placed, sourced incidents as a map and as
// an OGC API.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"incidentmap/internal/printable"
	"incidentmap/internal/store"
)

// version is set by the linker (make build).
var version = "dev"

// The exit codes: usage is the caller's mistake, failed everything else.
const (
	exitOK = iota
	exitFailed
	exitUsage
)

// usageError is an error that the caller can mend by other arguments.
type usageError struct {
	verb   string
	reason string
}

// Error implements error.
func (e *usageError) Error() string {
	return fmt.Sprintf("%s: %s; see incidentmap %s --help", e.verb, e.reason, e.verb)
}

// verb is one of the program's commands.
type verb struct {
	name, summary string
	run           func(ctx context.Context, args []string, out io.Writer, errOut io.Writer) error
}

var verbs = []verb{
	{"serve", "serve the map and the API", runServe},
	{"inspect", "say how a file would be read, column by column", runInspect},
	{"import", "bring files of incidents into a database that keeps every change", runImport},
	{"export", "write a dataset of a database in a format of the API", runExport},
	{"history", "tell how an incident in a database came to be what it is", runHistory},
	{"token", "give and take the right to write over HTTP and to see private datasets", runToken},
	{"audit", "tell who has changed what in a database", runAudit},
	{"undo", "take an import back", runUndo},
	{"redact", "blank what an incident was, for good", runRedact},
	{"backup", "copy a database into one file", runBackup},
	{"restore-backup", "make a database of a backup", runRestoreBackup},
	{"copy", "move a database from a file into PostgreSQL, or back", runCopy},
	{"fsck", "check a database", runFsck},
	{"geocode", "find places by name", runGeocode},
	{"gazetteer", "build a gazetteer of GeoNames' tables and your own", runGazetteer},
	{"validate", "check files and directories of incidents", runValidate},
	{"licences", "print the licences of the program and of what is in it", runLicences},
	{"version", "print the version", runVersion},
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() { os.Exit(interrupted(signals, cancel, graceOf(os.Args[1:]))) }()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// How long a verb may take to end after the first signal: serve lets running
// answers end, everything else has nothing that is worth a wait.
const (
	serveGrace = 10 * time.Second
	otherGrace = 500 * time.Millisecond
)

func graceOf(args []string) time.Duration {
	if len(args) > 0 && args[0] == "serve" {
		return serveGrace
	}
	return otherGrace
}

// interrupted cancels the program at the first signal and returns its exit
// code, 128 and the signal's number as shells have it, at the second one or
// when the grace is over.
func interrupted(signals <-chan os.Signal, cancel func(), grace time.Duration) int {
	first := <-signals
	cancel()
	select {
	case <-signals:
	case <-time.After(grace):
	}
	if number, ok := first.(syscall.Signal); ok {
		return 128 + int(number)
	}
	return exitFailed
}

// run runs a verb and returns the exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	ctx = store.By(ctx, store.Actor{Name: authorOf(""), Address: "this machine"})
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" || args[0] == "help" {
		usage(out)
		return exitOK
	}
	for _, v := range verbs {
		if v.name == args[0] {
			return exitCode(v.run(ctx, args[1:], out, errOut), errOut)
		}
	}
	fmt.Fprintf(errOut, "incidentmap: there is no command %q; incidentmap --help lists them\n", args[0])
	return exitUsage
}

func exitCode(err error, errOut io.Writer) int {
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	fmt.Fprintf(errOut, "incidentmap: %s\n", printable.Text(err.Error())) // it may quote a file
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

func usage(w io.Writer) {
	fmt.Fprint(w, `incidentmap serves dated, placed, sourced incidents as a map and as an OGC API.

Usage: incidentmap COMMAND [OPTIONS]

Commands:
`)
	for _, v := range verbs {
		fmt.Fprintf(w, "  %-14s %s\n", v.name, v.summary)
	}
	fmt.Fprint(w, "\nincidentmap COMMAND --help tells more of each.\n")
}

func runVersion(_ context.Context, args []string, out, _ io.Writer) error {
	return printAlone("version", "Prints the version of the program.", "incidentmap "+version+"\n", args, out)
}

// printAlone prints a text for a verb that takes nothing else.
func printAlone(verb, help, text string, args []string, out io.Writer) error {
	rest, err := parseFlags(newFlags(verb, "\n\n"+help, out), args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{verb, "it takes nothing else"}
	}
	_, err = io.WriteString(out, text)
	return err
}
