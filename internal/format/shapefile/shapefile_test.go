package shapefile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io/fs"
	"math"
	"path"
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
		if got, err := reference(prj, "a/cases.zip"); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", prj, got, err, want)
		}
	}
	for _, prj := range []string{`PROJCS["British_National_Grid",GEOGCS["x"]]`, `PROJCS["WGS_1984_UTM_Zone_99N"]`, "x"} {
		if _, err := reference(prj, "a/cases.zip"); err == nil || !strings.Contains(err.Error(), "GeoJSON cases.geojson /vsizip/cases.zip") {
			t.Errorf("%s: %v", prj, err)
		}
	}
}

// TestEncodings: what tells of the encoding counts where the texts allow it, and what the user
// says in any case.
func TestEncodings(t *testing.T) {
	const kyiv, utf8 = "\xca\xe8\xe5\xe2 \xe8 \xd5\xe0\xf0\xfc\xea\xee\xe2, \xe3\xee\xf0\xee\xe4", "Киев и Харьков, город"
	for _, c := range []struct {
		told     telling
		language byte
		text     string
		want     string
		doubt    string
	}{
		{telling{}, 0, "Orl\xe9ans", "Orléans", "it is read as windows-1252"},
		{telling{cpg: "UTF-8"}, 0, "Orléans", "Orléans", ""},
		{telling{cpg: "1251"}, 0, kyiv, utf8, ""},
		{telling{cpg: "ANSI 1251"}, 0, kyiv, utf8, ""},
		{telling{cpg: "CP1251\r\n"}, 0, kyiv, utf8, ""},
		{telling{cpg: "OEM 866"}, 0, "\x8a\xa8\xa5\xa2", "Киев", ""},
		{telling{cpg: "ISO 8859-5"}, 0, "\xba\xd8\xd5\xd2", "Киев", ""},
		{telling{cpg: "88595"}, 0, "\xba\xd8\xd5\xd2", "Киев", ""},
		{telling{cpg: "ISO-8859-1"}, 0, "\xe9", "é", ""},
		{telling{cpg: "LDID/201"}, 0, kyiv, utf8, ""},
		{telling{cpg: "\n"}, 0xc9, kyiv, utf8, ""},
		{telling{}, 0x65, "\x8a\xa8\xa5\xa2", "Киев", ""},
		{telling{}, 0x57, kyiv, utf8, "it is read as windows-1251"},
		{telling{}, 0, kyiv, utf8, "it is read as windows-1251"},
		{telling{cpg: "UTF-8"}, 0, kyiv, utf8, "its .cpg says UTF-8, which its texts are not; it is read as windows-1251"},
		{telling{}, 0x03, utf8, utf8, "the code page 0x03 of its .dbf says windows-1252, which its texts are not; it is read as utf-8"},
		{telling{cpg: "UTF-8", given: "koi8-r"}, 0xc9, "\xeb\xc9\xc5\xd7", "Киев", ""},
		{telling{cpg: "UTF-8"}, 0, "plain", "plain", ""},
	} {
		e, doubt, err := c.told.encodingOf(c.text, c.language)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Text(c.text)
		if err != nil || got != c.want || !strings.HasPrefix(doubt, c.doubt) || (doubt == "") != (c.doubt == "") {
			t.Errorf("%+v, %#x: %q, %q, %v, want %q, %q", c.told, c.language, got, doubt, err, c.want, c.doubt)
		}
	}
	if _, _, err := (&telling{cpg: "no such"}).encodingOf("\xe9", 0); err == nil ||
		!strings.Contains(err.Error(), "--encoding says which it is") {
		t.Errorf("an encoding that nobody knows: %v", err)
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
		got, err := readDBF(table, &telling{})
		if err == nil && len(got.rows) > len(table) {
			t.Fatalf("%d rows of %d bytes", len(got.rows), len(table))
		}
	})
}

// TestNoPRJ: coordinates of which nothing says what they are, and which are no degrees, are not
// used, and that is told once.
func TestNoPRJ(t *testing.T) {
	for x, want := range map[float64]int{7.5: 0, 954601.69: 1} {
		table, err := Read("a.zip", packed(t, x, 10, ""))
		if err != nil {
			t.Fatal(err)
		}
		if len(table.Findings) != want || (table.Rows[0].Points == nil) != (want == 1) ||
			want == 1 && !strings.HasPrefix(table.Findings[0].Message, "there is no .prj in it") {
			t.Errorf("%f: %v, %v", x, table.Rows[0].Points, table.Findings)
		}
	}
	if table, err := Read("a.zip", packed(t, 954601.69, 10, "PROJCS[\"WGS_1984_UTM_Zone_32N\"]")); err != nil ||
		len(table.Findings) > 0 {
		t.Errorf("%v", err)
	}
}

// TestSeveralShapefiles: one in an archive is read, and the others are told.
func TestSeveralShapefiles(t *testing.T) {
	one := packed(t, 7.5, 10, "")
	r, err := zip.NewReader(strings.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		raw, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{f.Name, "second" + path.Ext(f.Name)} {
			to, err := w.Create(name)
			if err == nil {
				_, err = to.Write(raw)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !IsIn(b.String()) {
		t.Fatal("they are not seen")
	}
	table, err := Read("a.zip", b.String())
	if err != nil || table.Total() != 1 || len(table.Findings) != 1 ||
		!strings.Contains(table.Findings[0].Message, `a.shp was read, and not the other shapefiles in the archive: "second"`) {
		t.Errorf("%v, %+v", err, table)
	}
}

// packed is a shapefile of one point, with a .prj unless that is empty.
func packed(t *testing.T, x, y float64, prj string) string {
	t.Helper()
	shape := binary.LittleEndian.AppendUint32(nil, 1)
	for _, v := range []float64{x, y} {
		shape = binary.LittleEndian.AppendUint64(shape, math.Float64bits(v))
	}
	shp := append([]byte("\x00\x00\x27\x0a"+strings.Repeat("\x00", 96)+"\x00\x00\x00\x01\x00\x00\x00\x0a"), shape...)
	dbf := "\x03\x00\x00\x00\x01\x00\x00\x00\x41\x00\x05\x00" + strings.Repeat("\x00", 20) + "A" + strings.Repeat("\x00", 10) +
		"C" + strings.Repeat("\x00", 4) + "\x04" + strings.Repeat("\x00", 15) + "\x0d abcd"
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range map[string]string{"a.shp": string(shp), "a.dbf": dbf, "a.prj": prj} {
		if text == "" {
			continue
		}
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
