package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestRun draws the map of a small world.
func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("shades the whole world")
	}
	house(t, elevation(t, 128))
	if err := run(true); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(archivePath)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { z.Close() })
	tile := decode(t, z, "5/22/12.mvt")
	for _, layer := range layerNames {
		if tile[layer] == nil && decode(t, z, "5/21/12.mvt")[layer] == nil {
			t.Errorf("no %s around Kabul", layer)
		}
	}
	_, props := label(decode(t, z, "8/171/101.mvt"), "Kabul", "city")
	if props["name_local"] != "کابل" || props["name_ar"] == "" {
		t.Errorf("Kabul: %v", props)
	}
	for _, class := range []string{"country", "disputed", "claim", "admin1"} {
		if crossings(tile, class, orb.Point{2048, 2048}, 8000) == 0 && crossings(decode(t, z, "5/21/12.mvt"), class,
			orb.Point{2048, 2048}, 8000) == 0 {
			t.Errorf("no line of the class %s", class)
		}
	}
	var files []string
	for _, f := range z.File {
		files = append(files, f.Name)
	}
	for _, want := range []string{"countries/AF.json", "units/AFG-1.json", "units/PKD-swat.json", "units/PK.json"} {
		if !slices.Contains(files, want) {
			t.Errorf("no %s", want)
		}
	}
	if !slices.ContainsFunc(files, func(f string) bool { return strings.HasPrefix(f, "relief/6/") }) {
		t.Error("no relief")
	}
	var index unitIndex
	if err := json.Unmarshal(unzip(t, z, "units/PK.json"), &index); err != nil ||
		index.Admin2["Khyber Pakhtunkhwa"]["Swat"] != "PKD-swat" {
		t.Errorf("%+v, %v", index, err)
	}
}

// TestRunRefuses: an input that is not as it must be ends the program.
func TestRunRefuses(t *testing.T) {
	for path := range smallWorld(t) {
		house(t, "")
		if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := run(true); err == nil && !strings.HasSuffix(path, "cities500.txt") {
			t.Errorf("%s is taken", path)
		}
	}
	house(t, elevation(t, 3))
	for _, c := range []struct {
		elevation, want string
	}{{"x", "EOF"}, {elevation(t, 3), "3 tiles"}} {
		house(t, c.elevation)
		if err := run(true); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

// TestElevationTiles: a tile that is none of the elevation's is refused.
func TestElevationTiles(t *testing.T) {
	for name, picture := range map[string][]byte{"000001/000001_000001.jpg": greyTile(t, 8, 0),
		"000009/000009_000001.jpg": greyTile(t, gridTile, 0), "x": nil, "000001/000001_000002.jpg": []byte("none")} {
		if err := (terrain{}).place(name, bytes.NewReader(picture)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// TestPN2Refuses: files of outlines that end early, or late.
func TestPN2Refuses(t *testing.T) {
	whole := []byte(pn2(0, 0))
	if mp, err := parsePN2(whole); err != nil || len(mp) != 1 || len(mp[0]) != 2 || len(mp[0][0]) != 5 {
		t.Fatalf("%v, %v", mp, err)
	}
	for n := range whole {
		if _, err := parsePN2(whole[:n]); err == nil {
			t.Errorf("%d of %d bytes are taken", n, len(whole))
		}
	}
	if _, err := parsePN2(append(slices.Clone(whole), 1)); err == nil {
		t.Error("a byte too many is taken")
	}
}
