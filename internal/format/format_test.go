package format

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/ingest"
)

// listed are a format that is read and written, one that is only read and one that is
// only written.
var listed = List{
	{Name: "json", Aliases: []string{"geojson"}, MediaType: "application/geo+json; charset=utf-8",
		Endings: []string{".geojson", ".json"}, Read: reading("json"), Write: func(io.Writer, *Document) error { return nil }},
	{Name: "broken", MediaType: "text/x-broken", Endings: []string{".bad"},
		Read: func(string, string) (*ingest.Table, error) { return nil, errors.New("it is broken") }},
	{Name: "kml", MediaType: "application/kml", Endings: []string{".kml"},
		Write: func(io.Writer, *Document) error { return nil }},
}

// reading makes tables that tell which format has read them.
func reading(format string) func(name, text string) (*ingest.Table, error) {
	return func(string, string) (*ingest.Table, error) { return &ingest.Table{Unit: format}, nil }
}

// A file is read by its ending, in any case, and its table is named by the last element.
func TestReadByEnding(t *testing.T) {
	table, err := listed.Read("some/dir/A.JSON", "{}", nil)
	if err != nil || table.Unit != "json" || table.File != "A.JSON" {
		t.Errorf("%+v, %v", table, err)
	}
	for path, want := range map[string]string{"x.kml": ".geojson, .json, .bad are", "x": `end in ""`,
		"dir.json/x.txt": `end in ".txt"`, "x.bad": "it is broken"} {
		if _, err := listed.Read(path, "", nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

// A format is found by its name and its aliases, and by nothing else.
func TestNamed(t *testing.T) {
	for name, want := range map[string]string{"json": "json", "geojson": "json", "kml": "kml", "KML": "", "": ""} {
		if f, ok := listed.Named(name); ok != (want != "") || f.Name != want {
			t.Errorf("%q: %s, %v", name, f.Name, ok)
		}
	}
	if got := listed.Names(); !slices.Equal(got, []string{"json", "geojson", "broken", "kml"}) {
		t.Errorf("the names are %q", got)
	}
}

// Only what can be written is offered for answers; a media type is the same without its
// parameters.
func TestWritten(t *testing.T) {
	if got := listed.Written().Names(); !slices.Equal(got, []string{"json", "geojson", "kml"}) {
		t.Errorf("%q are written", got)
	}
	if len(listed) != 3 {
		t.Error("Written changed the list")
	}
	if got := listed[0].Type(); got != "application/geo+json" {
		t.Errorf("the type is %s", got)
	}
	if !listed[0].Is(listed[0]) || listed[0].Is(listed[2]) {
		t.Error("a format is another")
	}
}

// Points are written in the coordinates that are asked for, and stay what they were.
func TestProjected(t *testing.T) {
	points := orb.MultiPoint{{1, 2}, {3, 4}}
	if got := Projected(points, nil); !got.Equal(points) {
		t.Errorf("got %v", got)
	}
	swapped := Projected(points, func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
	if !swapped.Equal(orb.MultiPoint{{2, 1}, {4, 3}}) || points[0] != (orb.Point{1, 2}) {
		t.Errorf("got %v of %v", swapped, points)
	}
}
