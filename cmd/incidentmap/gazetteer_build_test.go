package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// tables writes tables of GeoNames: a town, a village and a province of Testland, and
// more rows that are malformed than are told one by one.
func tables(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	row := func(id, name, class, code, people string) string {
		return strings.Join([]string{id, name, name, "", "34.5", "69.2", class, code, "XT", "", "01", "001", "", "",
			people, "", "", "", ""}, "\t") + "\n"
	}
	for name, text := range map[string]string{
		"XT.txt": row("1", "Firstown", "P", "PPL", "5000") + row("2", "Second", "P", "PPL", "10") +
			row("3", "Creek", "H", "STM", "0") + strings.Repeat("broken\n", toldBad+5),
		"a1.txt":  "XT.01\tProvince One\tProvince One\t11\n",
		"a2.txt":  "XT.01.001\tDistrict One\tDistrict One\t12\n",
		"alt.txt": "1\t1\ten\tErstenstadt\t\t\t\t\t\t\n",
		"country.txt": "#ISO\tISO3\nXT\tXTL\t999\tXT\tTestland\tFirstown\t100\t1000\tAS\t.xt\tXXX\tX\t\t\t\t\t4\t" +
			"\t\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A gazetteer of GeoNames' tables says whose the places are, how many rows were left
// out and why, and how many were malformed.
func TestGazetteerBuildOfGeoNames(t *testing.T) {
	dir := tables(t)
	file := func(name string) string { return filepath.Join(dir, name) }
	bin := file("out.bin")
	var out, errOut bytes.Buffer
	code := run(t.Context(), []string{"gazetteer", "build", "--geonames", file("XT.txt"), "--admin1", file("a1.txt"),
		"--admin2", file("a2.txt"), "--countries", file("country.txt"), "--alternates", file("alt.txt"),
		"--min-population", "100", "--out", bin}, &out, &errOut)
	if code != exitOK {
		t.Fatalf("exit %d\n%s%s", code, &out, &errOut)
	}
	for _, want := range []string{"places of 3 rows", "25 malformed", "left out:        1  "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
	if told := errOut.String(); strings.Count(told, "the row was left out") != toldBad ||
		!strings.Contains(told, "and 5 malformed rows more") {
		t.Errorf("told:\n%s", told)
	}
	g := loadBuilt(t, bin)
	about := g.About()
	if about.Licence != geonamesLicence || about.Attribution != geonamesAttribution {
		t.Errorf("it is %+v", about)
	}
	for text, want := range map[string]string{"Firstown": "gn:1", "Erstenstadt, Province One": "gn:1"} {
		if r := g.Lookup(text, gazetteer.Options{}); r.Best == nil || r.Best.ID != want ||
			r.Best.Admin1 != "Province One" || r.Best.Admin2 != "District One" || r.Best.CountryName != "Testland" {
			t.Errorf("%s: %+v", text, r.Best)
		}
	}
	if r := g.Lookup("Second", gazetteer.Options{}); r.Best != nil {
		t.Errorf("a village of 10 people is there: %+v", r.Best)
	}
}

func loadBuilt(t *testing.T, path string) *gazetteer.Gazetteer {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The version is that of all that was read, and of the options.
func TestBuiltVersions(t *testing.T) {
	dir := tables(t)
	version := func(args ...string) string {
		bin := filepath.Join(t.TempDir(), "x.bin")
		var out, errOut bytes.Buffer
		if code := run(t.Context(), append([]string{"gazetteer", "build", "--geonames", filepath.Join(dir, "XT.txt"),
			"--out", bin}, args...), &out, &errOut); code != exitOK {
			t.Fatalf("%v: exit %d, %s", args, code, &errOut)
		}
		return loadBuilt(t, bin).Version()
	}
	plain := version()
	if again := version(); again != plain {
		t.Errorf("the same tables make the versions %s and %s", plain, again)
	}
	for _, args := range [][]string{{"--min-population", "20"}, {"--licence", "CC0"}, {"--feature-classes", "P"},
		{"--admin1", filepath.Join(dir, "a1.txt")}} {
		if other := version(args...); other == plain {
			t.Errorf("%v make the same version", args)
		}
	}
}

// What is too much is told with what takes less.
func TestNarrow(t *testing.T) {
	for _, err := range []error{geonames.ErrTooMany, fmt.Errorf("x: %w", gazetteer.ErrFormat)} {
		if got := narrow(err); !errors.Is(got, err) || !strings.Contains(got.Error(), "--min-population 1000") {
			t.Errorf("got %v", got)
		}
	}
	if err := errors.New("other"); narrow(err) != err { //nolint:errorlint // the very same
		t.Error("another error is changed")
	}
}

// A build that is called off leaves no file, and so does one whose file cannot be
// written.
func TestBuildLeavesNoPart(t *testing.T) {
	dir := tables(t)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	blocked := filepath.Join(dir, "blocked")
	if err := os.MkdirAll(filepath.Join(blocked, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ctx context.Context
		out string
	}{{stopped, "x.bin"}, {t.Context(), "blocked"}, {t.Context(), "no/such/directory/x.bin"}} {
		var out, errOut bytes.Buffer
		if code := run(c.ctx, []string{"gazetteer", "build", "--geonames", filepath.Join(dir, "XT.txt"), "--out",
			filepath.Join(dir, c.out)}, &out, &errOut); code != exitFailed {
			t.Errorf("%s: exit %d, %s", c.out, code, &out)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part")); err != nil || len(left) > 0 {
		t.Errorf("%q stay, %v", left, err)
	}
}

// A row too many ends the reading with what is wrong; others are told and go on.
func TestWrongRows(t *testing.T) {
	var told bytes.Buffer
	b := &gazetteerBuild{out: &told}
	b.wrong(&geonames.LineError{File: "x.txt", Line: 3, Err: errors.New("a bad \x1b row")})
	if b.full != nil || b.bad != 1 || strings.Contains(told.String(), "\x1b") {
		t.Errorf("%v, %d, %q", b.full, b.bad, &told)
	}
	b.wrong(&geonames.LineError{File: "x.txt", Line: 4, Err: geonames.ErrTooMany})
	if !errors.Is(b.full, geonames.ErrTooMany) || b.bad != 1 {
		t.Errorf("%v, %d", b.full, b.bad)
	}
	if n, err := (&watched{ctx: t.Context(), r: strings.NewReader("x"), build: b}).Read(make([]byte, 1)); n != 0 ||
		!errors.Is(err, geonames.ErrTooMany) {
		t.Errorf("a full builder reads on: %d, %v", n, err)
	}
}

// On a terminal each percent is shown once.
func TestWatchedShowsProgress(t *testing.T) {
	var shown bytes.Buffer
	w := &watched{ctx: t.Context(), r: strings.NewReader("0123456789"), name: "XT.txt", size: 10, progress: &shown,
		build: &gazetteerBuild{Builder: geonames.New(geonames.Options{})}}
	b := make([]byte, 5)
	for range 2 {
		if _, err := w.Read(b); err != nil {
			t.Fatal(err)
		}
	}
	if got := shown.String(); got != "\rXT.txt: 50 %, 0 places\rXT.txt: 100 %, 0 places" {
		t.Errorf("%q", got)
	}
}
