package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/place"
)

const ownPlaces = "name,lat,lon,country,admin1\nCheckpoint Nine,34.1,69.1,AF,Kabul\nNowhere,95,0,AF,\n"

// A gazetteer made of a table is laid over the shipped one, or used alone.
func TestGazetteerBuild(t *testing.T) {
	dir := t.TempDir()
	in, bin := filepath.Join(dir, "own.csv"), filepath.Join(dir, "own.bin")
	if err := os.WriteFile(in, []byte(ownPlaces), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		args      []string
		out, told string
	}{
		{[]string{"gazetteer", "build", "--csv", in, "--out", bin}, "2 places of 1 rows", "own.csv:3: latitude"},
		{[]string{"gazetteer", "info", bin}, "class    locality  1", ""},
		{[]string{"gazetteer", "info", bin}, "licence  not stated\nmakers   not stated\n", ""},
		{[]string{"gazetteer", "build", "--csv", in, "--licence", "ODbL 1.0", "--attribution", "Survey of Kabul",
			"--out", bin}, "2 places", ""},
		{[]string{"gazetteer", "info", bin}, "licence  ODbL 1.0\nmakers   Survey of Kabul\n", ""},
		{[]string{"gazetteer", "info"}, "country  AF", ""},
		{[]string{"geocode", "--gazetteer", bin, "Checkpoint Nine"}, "csv:checkpoint nine:69.1", ""},
		{[]string{"geocode", "--gazetteer", bin, "Jalalabad"}, "gn:1139715", ""},
		{[]string{"geocode", "--gazetteer", bin, "--gazetteer", bin, "Checkpoint Nine, Kabul, Afghanistan"},
			"Checkpoint Nine (Kabul, Afghanistan)", ""},
		{[]string{"geocode", "--explain", "--gazetteer", bin, "Checkpoint Nine"},
			`the gazetteer's layer "own", licence ODbL 1.0, makers Survey of Kabul`, ""},
		{[]string{"geocode", "--gazetteer", bin, "--no-shipped-gazetteer", "Jalalabad"}, "no place found", ""},
		{[]string{"geocode", "--gazetteer", bin, "--no-shipped-gazetteer", "Checkpoint Nine"},
			"csv:checkpoint nine:69.1", ""},
	} {
		var out, errOut strings.Builder
		if code := run(t.Context(), step.args, &out, &errOut); code != exitOK ||
			!strings.Contains(errOut.String(), step.told) {
			t.Fatalf("%v: exit %d\n%s%s", step.args, code, out.String(), errOut.String())
		}
		if step.args[len(step.args)-1] != "info" && !strings.Contains(out.String(), step.out) {
			t.Errorf("%v: %s", step.args, out.String())
		}
	}
}

func TestGazetteerTellsWhatIsWrong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.bin")
	if err := os.WriteFile(path, []byte("not one"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"it needs build or info":    {"gazetteer"},
		"needs --geonames or --csv": {"gazetteer", "build", "--out", path},
		"needs --out":               {"gazetteer", "build", "--csv", path},
		"--feature-classes has \"X\"": {"gazetteer", "build", "--csv", path, "--out", path, "--feature-classes",
			"P,x"},
		"--countries-of has \"AFG\"": {"gazetteer", "build", "--csv", path, "--out", path, "--countries-of",
			"AFG"},
		"the licence has 5000 bytes": {"gazetteer", "build", "--csv", path, "--out", path, "--licence",
			strings.Repeat("x", 5000)},
		"no such file":                      {"gazetteer", "build", "--geonames", path + "x", "--out", path},
		"no row is a place":                 {"gazetteer", "build", "--geonames", path, "--out", path},
		"not a gazetteer of incidentmap":    {"gazetteer", "info", path},
		"x.bin: gazetteer: malformed file:": {"geocode", "--gazetteer", path, "Kabul"},
		"--no-shipped-gazetteer leaves no":  {"geocode", "--no-shipped-gazetteer", "Kabul"},
		"--gazetteer FILE names another":    {"validate", "--no-shipped-gazetteer", path},
		"leaves no gazetteer":               {"serve", "--no-shipped-gazetteer"},
	} {
		var out, errOut strings.Builder
		if code := run(t.Context(), args, &out, &errOut); code == exitOK || !strings.Contains(errOut.String(), want) {
			t.Errorf("%v: exit %d, %s", args, code, errOut.String())
		}
	}
}

// Layers may be named in the environment too, joined by commas, the later over the
// earlier.
func TestGazetteersOfTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for name, row := range map[string]string{"one": "own:1,Checkpoint Nine,34.1,69.1,AF",
		"two": "own:2,Bakery Twelve,34.2,69.2,AF"} {
		in, bin := filepath.Join(dir, name+".csv"), filepath.Join(dir, name+".bin")
		if err := os.WriteFile(in, []byte("id,name,lat,lon,country\n"+row+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		var errOut strings.Builder
		if code := run(t.Context(), []string{"gazetteer", "build", "--csv", in, "--out", bin}, io.Discard,
			&errOut); code != exitOK {
			t.Fatal(errOut.String())
		}
		files = append(files, bin)
	}
	t.Setenv("INCIDENTMAP_GAZETTEER", strings.Join(files, ","))
	for text, layer := range map[string]string{"Checkpoint Nine": `layer "one"`, "Bakery Twelve": `layer "two"`,
		"Jalalabad": `layer "shipped"`} {
		var out, errOut strings.Builder
		if code := run(t.Context(), []string{"geocode", "--explain", text}, &out, &errOut); code != exitOK ||
			!strings.Contains(out.String(), layer) {
			t.Errorf("%q: exit %d, no %s in\n%s%s", text, code, layer, out.String(), errOut.String())
		}
	}
}

// The audit of an incident's place has the version and the licence of the layer
// that answered.
func TestAuditNamesTheLayer(t *testing.T) {
	dir := t.TempDir()
	in, bin := filepath.Join(dir, "own.csv"), filepath.Join(dir, "own.bin")
	if err := os.WriteFile(in, []byte(ownPlaces), 0o600); err != nil {
		t.Fatal(err)
	}
	var errOut strings.Builder
	if code := run(t.Context(), []string{"gazetteer", "build", "--csv", in, "--licence", "ODbL 1.0", "--out", bin},
		io.Discard, &errOut); code != exitOK {
		t.Fatal(errOut.String())
	}
	p := place.New((&placeOptions{layers: gazetteerOptions{files: stringList{bin}}}).options(nil))
	g, err := p.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	for text, layer := range map[string]int{"Jalalabad, Nangarhar": 0, "Checkpoint Nine": 1} {
		found, ok := p.Resolve(place.Question{Text: text})
		if want := g.Layers()[layer]; !ok || found.Geocoding[0].Licence != want.Licence ||
			found.Geocoding[0].GazetteerVersion != want.Version || want.Licence == "" {
			t.Errorf("%q: got %+v, want %+v", text, found.Geocoding, want)
		}
	}
}
