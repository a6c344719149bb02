package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const evalFile = "\ufeffwhere,state,lat,lon,kind\n#tag,,,,\nAchin,Nangarhar,34.06011,70.68476,a\n\"Kabul\",,34.5,69.2,b\nNowhereatall,,1,1,b\n"

func writeEval(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte(evalFile), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestGeocodeEval(t *testing.T) {
	path := writeEval(t)
	detail := filepath.Join(t.TempDir(), "out.csv")
	var out, errOut strings.Builder
	code := run(t.Context(), []string{"geocode", "eval", path, "--text", "where,state", "--lat", "lat", "--lon", "lon",
		"--by", "kind", "--out", detail}, &out, &errOut)
	if code != exitOK || !strings.Contains(out.String(), "locality") ||
		!strings.Contains(errOut.String(), "1 rows without coordinates") {
		t.Fatalf("exit %d\n%s%s", code, out.String(), errOut.String())
	}
	b, err := os.ReadFile(detail)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[1], `3,"Achin, Nangarhar",a,Achin,gna:AF.18.810,admin2,0,`) ||
		!strings.HasPrefix(lines[3], "5,Nowhereatall,b,,,") {
		t.Errorf("%q", lines)
	}
}

func TestGeocodeEvalTellsWhatIsWrong(t *testing.T) {
	path := writeEval(t)
	for want, args := range map[string][]string{
		"no column town":      {path, "--text", "town", "--lat", "lat", "--lon", "lon"},
		"needs one file":      {path, "--lat", "lat", "--lon", "lon"},
		"no such file":        {path + "x", "--text", "where", "--lat", "lat", "--lon", "lon"},
		"there is no option ": {path, "--wrong"},
	} {
		var out, errOut strings.Builder
		if code := run(t.Context(), append([]string{"geocode", "eval"}, args...), &out, &errOut); code == exitOK ||
			!strings.Contains(errOut.String(), want) {
			t.Errorf("%v: exit %d, %s", args, code, errOut.String())
		}
	}
}
