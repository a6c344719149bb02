package main

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestFlagsAnywhere(t *testing.T) {
	for line, want := range map[string]string{
		"a.csv --addr :1 b.csv": "a.csv b.csv", "--addr=:1 a.csv": "a.csv", "--json a": "a", "a -- --addr": "a --addr",
		"- a": "- a",
	} {
		fs := newFlags("serve", "", io.Discard)
		addr := fs.String("addr", "", "")
		fs.Bool("json", false, "")
		rest, err := parseFlags(fs, strings.Fields(line))
		if err != nil || strings.Join(rest, " ") != want {
			t.Errorf("%s: %v, %v", line, rest, err)
		}
		if strings.Contains(line, ":1") && *addr != ":1" {
			t.Errorf("%s: --addr is %q", line, *addr)
		}
	}
}

func TestFlagWinsOverEnvironment(t *testing.T) {
	t.Setenv("INCIDENTMAP_DATA", "x.csv,y.csv")
	t.Setenv("INCIDENTMAP_ADDR", ":2")
	fs := newFlags("serve", "", io.Discard)
	var data stringList
	fs.Var(&data, "data", "")
	addr := fs.String("addr", "", "")
	if _, err := parseFlags(fs, []string{"--addr", ":1"}); err != nil {
		t.Fatal(err)
	}
	if *addr != ":1" || !slices.Equal(data, []string{"x.csv", "y.csv"}) {
		t.Errorf("--addr is %q, --data %q", *addr, data)
	}
}

func TestMistakesAreUsageErrors(t *testing.T) {
	for line, want := range map[string]string{"--nope": "no option --nope", "--addr": "--addr needs a value"} {
		fs := newFlags("serve", "", io.Discard)
		fs.String("addr", "", "")
		_, err := parseFlags(fs, strings.Fields(line))
		if err == nil || !strings.Contains(err.Error(), want) || exitCode(err, io.Discard) != exitUsage {
			t.Errorf("%s: %v", line, err)
		}
	}
}
