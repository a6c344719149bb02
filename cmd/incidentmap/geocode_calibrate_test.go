package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeTables writes tables of villages of one district, whose names are all different.
func writeTables(t *testing.T, villages int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var rows strings.Builder
	for i := range villages {
		fmt.Fprintf(&rows, "%d\tQishlaq%c%cgul\tQishlaq\t\t%.4f\t%.4f\tP\tPPL\tAF\t\t18\t810\t\t\t0\t\t0\tAsia/Kabul\t2024-01-01\n",
			99900000+i, 'a'+i%26, 'a'+i/26, 34.1+float64(i%10)/100, 70.6+float64(i/10)/100)
	}
	for name, text := range map[string]string{"XT.txt": rows.String(), "a1.txt": "AF.18\tNangarhar\tNangarhar\t\n",
		"a2.txt": "AF.18.810\tAchin\tAchin\t\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCalibration(t *testing.T) {
	dir := writeTables(t, 60)
	args := []string{"geocode", "eval", "--calibration", filepath.Join(dir, "XT.txt"), "--admin1",
		filepath.Join(dir, "a1.txt"),
		"--admin2", filepath.Join(dir, "a2.txt"), "--draw", "40"}
	var out, errOut strings.Builder
	if code := run(t.Context(), args, &out, &errOut); code != exitOK {
		t.Fatalf("exit %d\n%s%s", code, out.String(), errOut.String())
	}
	for _, want := range []string{"evidence", "village, only one of its name", "of villages taken out",
		"of 20 villages in the gazetteer 100.0 % are answered within 25 km"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing:\n%s", want, out.String())
		}
	}
	var again strings.Builder
	if run(t.Context(), args, &again, &errOut); again.String() != out.String() {
		t.Errorf("another answer at the second time:\n%s", again.String())
	}
}

func TestCalibrationTellsWhatIsWrong(t *testing.T) {
	dir := writeTables(t, 2)
	table, a1, a2 := filepath.Join(dir, "XT.txt"), filepath.Join(dir, "a1.txt"), filepath.Join(dir, "a2.txt")
	for want, args := range map[string][]string{
		"needs tables of places":    {"--admin1", a1, "--admin2", a2},
		"--draw is 1":               {table, "--admin1", a1, "--admin2", a2, "--draw", "1"},
		`--form is "street"`:        {table, "--admin1", a1, "--admin2", a2, "--form", "street"},
		"no such file":              {table + "x", "--admin1", a1, "--admin2", a2},
		"have no two villages":      {table, "--admin1", a2, "--admin2", a2},
		"the row has 4 columns; 19": {a1, "--admin1", a1, "--admin2", a2},
	} {
		var out, errOut strings.Builder
		run(t.Context(), append([]string{"geocode", "eval", "--calibration"}, args...), &out, &errOut)
		if !strings.Contains(errOut.String(), want) {
			t.Errorf("%v: want %q, got %s", args, want, errOut.String())
		}
	}
}
