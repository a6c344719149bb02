//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// run runs the program to its end.
func run(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	cmd := command(t, nil, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // the exit code is read from the process's state
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// write puts a file into a directory of the test's own.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each mistake ends the program with one line on stderr that names what is
// wrong; what the log says beside it is no second error.
func TestMistakesEndWithOneClearLine(t *testing.T) {
	t.Parallel()
	taken := strings.TrimPrefix(serve(t).url, "http://")
	addr := freeAddr(t)
	for name, c := range map[string]struct {
		args  []string
		words []string
	}{
		"port in use":     {[]string{"serve", "--addr", taken}, []string{taken, "address already in use"}},
		"bad address":     {[]string{"serve", "--addr", "nowhere"}, []string{"nowhere", "port"}},
		"unknown flag":    {[]string{"serve", "--bogus"}, []string{"bogus", "serve --help"}},
		"flag sans value": {[]string{"serve", "--addr"}, []string{"addr"}},
		"empty file name": {[]string{"serve", "--data", ""}, []string{"data"}},
		"missing file": {[]string{"serve", "--addr", addr, "--data", "/no/such.csv"},
			[]string{"/no/such.csv", "no such file"}},
		"unknown ending": {[]string{"serve", "--addr", addr, write(t, "a.png", "x")}, []string{"a.png", ".csv"}},
		"broken CSV": {[]string{"serve", "--addr", addr, write(t, "undated.csv", "a,b\n1,2\n")},
			[]string{"undated.csv", "no column holds a date", "a, b"}},
		"empty CSV": {[]string{"serve", "--addr", addr, write(t, "empty.csv", "")},
			[]string{"empty.csv", "empty"}},
		"broken GeoJSON": {[]string{"serve", "--addr", addr, write(t, "cut.geojson",
			`{"type":"FeatureCollection","features":[`)}, []string{"cut.geojson", "line 1"}},
		"no GeoJSON": {[]string{"serve", "--addr", addr, write(t, "other.json", `{"type":"Topology"}`)},
			[]string{"other.json", "Topology", "FeatureCollection"}},
		"ambiguous dates": {[]string{"serve", "--addr", addr, write(t, "us.csv", "title,date\na,3/4/2020\n")},
			[]string{"us.csv", "3/4/2020", "--date-order"}},
		"bad base URL":    {[]string{"serve", "--base-url", "ftp://x"}, []string{"--base-url", "ftp://x", "https://"}},
		"bad date order":  {[]string{"serve", "--date-order", "ymd"}, []string{"--date-order", "ymd", "dmy"}},
		"missing config":  {[]string{"serve", "--config", "/no/such.conf"}, []string{"/no/such.conf", "no such file"}},
		"unknown option":  {[]string{"serve", "--config", write(t, "a.conf", "bogus 1\n")}, []string{"bogus"}},
		"unknown command": {[]string{"frobnicate"}, []string{"frobnicate", "--help"}},
		"nothing to find": {[]string{"geocode"}, []string{"place"}},
		"bad limit":       {[]string{"geocode", "--limit", "0", "Kabul"}, []string{"--limit", "0"}},
	} {
		code, _, errOut := run(t, c.args...)
		line := errorLine(t, name, errOut)
		if code == 0 {
			t.Errorf("%s: it ended with 0", name)
		}
		for _, w := range c.words {
			if !strings.Contains(line, w) {
				t.Errorf("%s: no %q in %q", name, w, line)
			}
		}
	}
}

// errorLine is the only line on stderr that is not the log's.
func errorLine(t *testing.T, name, errOut string) string {
	t.Helper()
	var lines []string
	for _, l := range strings.Split(strings.TrimRight(errOut, "\n"), "\n") {
		if !strings.HasPrefix(l, "time=") {
			lines = append(lines, l)
		}
	}
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "incidentmap: ") {
		t.Errorf("%s: not one line on stderr but:\n%s", name, errOut)
	}
	return lines[len(lines)-1]
}

func TestHelpListsEveryFlag(t *testing.T) {
	t.Parallel()
	for verb, flags := range map[string][]string{
		"serve":   {"--addr", "--data", "--base-url", "--config", "--date-order"},
		"geocode": {"--country", "--limit", "--json"},
		"version": {},
	} {
		code, out, errOut := run(t, verb, "--help")
		help := out + errOut
		if code != 0 || !strings.Contains(help, "incidentmap "+verb) {
			t.Errorf("%s --help: %d %s", verb, code, help)
		}
		for _, f := range flags {
			if !regexp.MustCompile(`(?m)^\s+` + f + `\b`).MatchString(help) {
				t.Errorf("%s --help does not list %s:\n%s", verb, f, help)
			}
		}
	}
	code, out, _ := run(t, "--help")
	for _, verb := range []string{"serve", "geocode", "version"} {
		if code != 0 || !strings.Contains(out, verb) {
			t.Errorf("--help does not list %s: %d %s", verb, code, out)
		}
	}
}

func TestFlagsWinOverEnvironmentOverConfig(t *testing.T) {
	t.Parallel()
	free := []string{freeAddr(t), freeAddr(t), freeAddr(t)}
	config := write(t, "im.conf", "addr "+free[2]+"\nbase-url http://from.config\n")
	env := []string{"INCIDENTMAP_ADDR=" + free[1], "INCIDENTMAP_BASE_URL=http://from.environment"}
	for _, c := range []struct {
		addr, base string
		env, args  []string
	}{
		{free[2], "http://from.config", nil, nil},
		{free[1], "http://from.environment", env, nil},
		{free[0], "http://from.flag", env, []string{"--addr", free[0], "--base-url", "http://from.flag"}},
		{free[0], "http://from.environment", env, []string{"--addr", free[0]}},
	} {
		p := launch(t, c.addr, c.env, append([]string{"serve", "--config", config}, c.args...)...)
		p.waitReady()
		if self := read[page](p, "/api").link("self"); self != c.base+"/api" {
			t.Errorf("%v %v: the link is %s, want %s/api", c.env, c.args, self, c.base)
		}
		p.stop()
	}
}

func TestDataFromTheEnvironment(t *testing.T) {
	t.Parallel()
	a, b := write(t, "a.csv", "title,date\nx,2020\n"), write(t, "b.csv", "title,date\ny,2021\n")
	addr := freeAddr(t)
	p := launch(t, addr, []string{"INCIDENTMAP_ADDR=" + addr, "INCIDENTMAP_DATA=" + a + "," + b}, "serve")
	p.waitReady()
	for id, title := range map[string]string{"a": "x", "b": "y"} {
		if pg := p.whole(id, ""); pg.Matched != 1 || pg.Features[0].text("title") != title {
			t.Errorf("%s: %+v", id, pg)
		}
	}
}

func TestGeocodesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	code, out, errOut := run(t, "geocode", "Achin District, Nangarhar")
	if code != 0 || !regexp.MustCompile(`^34\.\d+, 70\.\d+ .*Achin.*Nangarhar.*Afghanistan`).MatchString(out) {
		t.Errorf("%d %q %q", code, out, errOut)
	}
	if code, out, _ = run(t, "version"); code != 0 || !regexp.MustCompile(`^incidentmap \S+\n$`).MatchString(out) {
		t.Errorf("version: %d %q", code, out)
	}
}
