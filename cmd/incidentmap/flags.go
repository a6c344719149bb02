package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/peterbourgon/ff/v3"
)

// newFlags makes the flags of a verb. Its help goes to out; errors are told by
// whoever runs the verb.
func newFlags(verb, usage string, out io.Writer) *flag.FlagSet {
	fs := flag.NewFlagSet(verb, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {
		fmt.Fprintf(out, "Usage: incidentmap %s %s\n", verb, usage)
		heading := "\nOptions:\n"
		fs.VisitAll(func(f *flag.Flag) {
			fmt.Fprint(out, heading)
			heading = ""
			describeFlag(out, f)
		})
	}
	return fs
}

func describeFlag(w io.Writer, f *flag.Flag) {
	placeholder, text := flag.UnquoteUsage(f)
	dashes := "--"
	if len(f.Name) == 1 {
		dashes = "-"
	}
	fmt.Fprintf(w, "  %s%s %s\n        %s", dashes, f.Name, placeholder, text)
	if f.DefValue != "" && f.DefValue != "false" {
		fmt.Fprintf(w, " (default %s)", f.DefValue)
	}
	fmt.Fprintln(w)
}

// parseFlags reads flags from the arguments, then the environment
// (INCIDENTMAP_ADDR for --addr), then the file of --config, a line `addr
// 127.0.0.1:8080` each. It returns the other arguments.
func parseFlags(fs *flag.FlagSet, args []string) ([]string, error) {
	flags, rest := splitArgs(fs, args)
	usage := fs.Usage
	fs.Usage = func() {} // a mistake is told in a line, not in a page
	err := unknownVariable(fs, os.Environ())
	if err == nil {
		err = ff.Parse(fs, flags, ff.WithEnvVarPrefix("INCIDENTMAP"), ff.WithEnvVarSplit(","),
			ff.WithConfigFileFlag("config"), ff.WithConfigFileParser(func(r io.Reader,
				set func(name, value string) error) error {
				return parseConfig(fs, r, set)
			}))
	}
	if errors.Is(err, flag.ErrHelp) {
		usage()
		return nil, err
	}
	if err != nil {
		return nil, &usageError{fs.Name(), explainFlag(err)}
	}
	return append(rest, fs.Args()...), nil
}

// explainFlag puts an error of the flag packages into our words.
func explainFlag(err error) string {
	text := strings.TrimPrefix(err.Error(), "error parsing commandline arguments: ")
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return "there is no option --" + name
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return "the option --" + name + " needs a value"
	}
	return text
}

// splitArgs takes flags and their values out of the arguments, wherever they
// stand: `serve a.csv --addr :80 b.csv` has two files.
func splitArgs(fs *flag.FlagSet, args []string) (flags, rest []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			return flags, append(rest, args[i+1:]...)
		}
		if !strings.HasPrefix(a, "-") || a == "-" {
			rest = append(rest, a)
			continue
		}
		flags = append(flags, a)
		if takesValue(fs, a) && i+1 < len(args) {
			i++
			flags = append(flags, args[i])
		}
	}
	return flags, rest
}

func takesValue(fs *flag.FlagSet, arg string) bool {
	if strings.Contains(arg, "=") {
		return false
	}
	f := fs.Lookup(strings.TrimLeft(arg, "-"))
	if f == nil {
		return false
	}
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return !ok || !b.IsBoolFlag()
}

// stringList is a flag that may be given several times.
type stringList []string

// String implements flag.Value.
func (l *stringList) String() string { return strings.Join(*l, ",") }

// Set implements flag.Value.
func (l *stringList) Set(v string) error {
	if v == "" {
		return fmt.Errorf("it needs a value")
	}
	*l = append(*l, v)
	return nil
}
