package shapefile

import (
	"strings"
	"testing"
)

func TestReference(t *testing.T) {
	for prj, want := range map[string]int{
		"": 0, `GEOGCS["GCS_WGS_1984"]`: 0, `PROJCS["x",AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","3857"]]`: 3857,
		`PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["x"]]`: 3857,
		`PROJCS["WGS_1984_UTM_Zone_38N",GEOGCS["x"]]`:                  32638,
		`PROJCS["WGS 84 / UTM zone 1S",GEOGCS["x"]]`:                   32701,
	} {
		if got, err := reference(prj); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", prj, got, err, want)
		}
	}
	for _, prj := range []string{`PROJCS["British_National_Grid",GEOGCS["x"]]`, `PROJCS["WGS_1984_UTM_Zone_99N"]`, "x"} {
		if _, err := reference(prj); err == nil || !strings.Contains(err.Error(), "ogr2ogr") {
			t.Errorf("%s: %v", prj, err)
		}
	}
}

func TestDecoder(t *testing.T) {
	for _, c := range [][3]string{{"", "Orl\xe9ans", "Orléans"}, {"UTF-8", "Orléans", "Orléans"},
		{"1251", "\xca\xe8\xe5\xe2", "Киев"}, {"ISO-8859-1", "\xe9", "é"}, {"\n", "a", "a"}} {
		decode, err := decoder(c[0])
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decode(c[1]); err != nil || got != c[2] {
			t.Errorf("%q: %q, %v, want %q", c[0], got, err, c[2])
		}
	}
	if _, err := decoder("no such"); err == nil {
		t.Error("an encoding that nobody knows is taken")
	}
}

// Whatever lengths a file tells, nothing is read beyond it.
func FuzzParts(f *testing.F) {
	f.Add("\x00\x00\x27\x0a"+strings.Repeat("\x00", 96)+"\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x00",
		"\x03\x00\x00\x00\x01\x00\x00\x00\x41\x00\x05\x00"+strings.Repeat("\x00", 20)+"A"+strings.Repeat("\x00", 10)+"C"+
			strings.Repeat("\x00", 4)+"\x04"+strings.Repeat("\x00", 15)+"\x0d abcd")
	f.Fuzz(func(t *testing.T, shapes, table string) {
		if got, err := readShapes(shapes); err == nil && len(got) > len(shapes) {
			t.Fatalf("%d shapes of %d bytes", len(got), len(shapes))
		}
		got, err := readDBF(table, "")
		if err == nil && len(got.rows) > len(table) {
			t.Fatalf("%d rows of %d bytes", len(got.rows), len(table))
		}
	})
}
