package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Help lists the commands, an unknown one is the caller's mistake, and the version is
// printed alone.
func TestRun(t *testing.T) {
	for line, want := range map[string]struct {
		code        int
		out, errOut string
	}{
		"": {exitOK, "check files and directories", ""}, "--help": {exitOK, "Commands:", ""}, "help": {exitOK, "Usage:", ""},
		"sreve":          {exitUsage, "", `there is no command "sreve"`},
		"version":        {exitOK, "incidentmap dev\n", ""},
		"version twice":  {exitUsage, "", "it takes nothing else; see incidentmap version --help"},
		"version --help": {exitOK, "Prints the version", ""},
		"serve --help":   {exitOK, "--trusted-proxies", ""},
	} {
		var out, errOut bytes.Buffer
		code := run(t.Context(), strings.Fields(line), &out, &errOut)
		if code != want.code || !strings.Contains(out.String(), want.out) ||
			!strings.Contains(errOut.String(), want.errOut) || want.errOut == "" && errOut.Len() > 0 {
			t.Errorf("%q: exit %d, %s%s", line, code, &out, &errOut)
		}
	}
}

// A mistake of the caller's ends with another code than a failure, however deep it is.
func TestExitCode(t *testing.T) {
	for code, errs := range map[int][]error{exitOK: {nil, flag.ErrHelp},
		exitUsage:  {&usageError{"serve", "no"}, fmt.Errorf("deeper: %w", &usageError{"serve", "no"})},
		exitFailed: {errors.New("a failure"), &invalidError{errors: 1}}} {
		for _, err := range errs {
			var told bytes.Buffer
			if got := exitCode(err, &told); got != code || (told.Len() > 0) != (code != exitOK) {
				t.Errorf("%v: %d, %q", err, got, &told)
			}
		}
	}
}

// Only serve has answers that are worth a wait.
func TestGraceOf(t *testing.T) {
	if graceOf([]string{"serve", "x"}) != serveGrace || graceOf([]string{"validate"}) != otherGrace ||
		graceOf(nil) != otherGrace {
		t.Error("a verb has the grace of another")
	}
}

// Files are validated in the form that is asked for; errors, and with --strict warnings,
// end with 1.
func TestValidate(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.csv", "id,date,title,country,latitude,longitude\na,2020-01-02,A,AF,34.5,69.2\n")
	wrong := write("wrong.csv", "id,date,title,country,latitude,longitude\na,someday,A,AF,34.5,69.2\n")
	odd := write("odd.csv", "id,date,title,country,latitude,longitude\na,2020-01-02,A,AF,0,0\n")
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitOK, "good.csv", []string{good}},
		{exitFailed, "wrong.csv:2", []string{good, wrong}},
		{exitFailed, `"Errors"`, []string{"--format", "json", wrong}},
		{exitFailed, "::error", []string{"--format", "github", wrong}},
		{exitOK, "odd.csv", []string{odd}},
		{exitFailed, "odd.csv", []string{"--strict", odd}},
		{exitOK, "what it asks for", []string{"--rules"}},
		{exitUsage, "it needs the path", nil},
		{exitUsage, "takes one path", []string{"--format", "json", good, wrong}},
		{exitUsage, `--format is "xml"`, []string{"--format", "xml", good}},
		{exitUsage, `--date-order is "ymd"`, []string{"--date-order", "ymd", good}},
		{exitUsage, "no option --nope", []string{"--nope"}},
		{exitFailed, "no such file", []string{filepath.Join(dir, "missing.csv")}},
	} {
		var out, errOut bytes.Buffer
		code := run(t.Context(), append([]string{"validate"}, c.args...), &out, &errOut)
		if all := out.String() + errOut.String(); code != c.code || !strings.Contains(strings.ToLower(all),
			strings.ToLower(c.want)) {
			t.Errorf("%v: exit %d, want %d with %q\n%s", c.args, code, c.code, c.want, all)
		}
	}
}
