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

	"incidentmap/internal/printable"
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
	{"geocode", "find places by name", runGeocode},
	{"gazetteer", "build a gazetteer of GeoNames' tables and your own", runGazetteer},
	{"validate", "check files and directories of incidents", runValidate},
	{"version", "print the version", runVersion},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs a verb and returns the exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
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
		fmt.Fprintf(w, "  %-9s %s\n", v.name, v.summary)
	}
	fmt.Fprint(w, "\nincidentmap COMMAND --help tells more of each.\n")
}

func runVersion(_ context.Context, args []string, out, _ io.Writer) error {
	rest, err := parseFlags(newFlags("version", "\n\nPrints the version of the program.", out), args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{"version", "it takes nothing else"}
	}
	_, err = fmt.Fprintln(out, "incidentmap", version)
	return err
}
