package topojson_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/data/build/internal/topojson"
)

// Two squares side by side share arc 0; the right one runs it backwards.
const squares = `{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,20]},
"arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]],
"objects":{"both":{"type":"GeometryCollection","geometries":[
 {"type":"Polygon","arcs":[[0,1]],"id":"1"},{"type":"MultiPolygon","arcs":[[[-1,2]]]},{"type":"LineString","arcs":[0]}]}}}`

func TestParse(t *testing.T) {
	topology, err := topojson.Parse([]byte(squares))
	if err != nil {
		t.Fatal(err)
	}
	both := topology.Objects["both"]
	mp, err := topology.Polygons(both)
	if err != nil || len(mp) != 2 {
		t.Fatalf("%v, %v", mp, err)
	}
	left := orb.Ring{{11, 20}, {11, 21}, {10, 21}, {10, 20}, {11, 20}}
	if !slices.Equal(mp[0][0], left) {
		t.Errorf("left square %v, want %v", mp[0][0], left)
	}
	right := orb.Ring{{11, 21}, {11, 20}, {12, 20}, {12, 21}, {11, 21}}
	if !slices.Equal(mp[1][0], right) {
		t.Errorf("right square %v, want %v", mp[1][0], right)
	}
}

func TestParseRefusesOtherText(t *testing.T) {
	if _, err := topojson.Parse([]byte("{")); err == nil {
		t.Error("no error")
	}
}

// Objects within objects are taken with them, and what is no area has none.
func TestCollections(t *testing.T) {
	top, err := topojson.Parse([]byte(`{"arcs":[[[0,0],[4,0],[4,4]],[[4,4],[0,0]]],"objects":{
		"all":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0,1]]},
			{"type":"MultiPolygon","arcs":[[[0,1]],[[-2,-1]]]},{"type":"LineString","arcs":[0]},
			{"type":"MultiLineString","arcs":[[0],[1]]}]},
		"bad":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[0]}]},
		"worse":{"type":"MultiPolygon","arcs":{}},"lines":{"type":"MultiLineString","arcs":[0]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	areas, err := top.Polygons(top.Objects["all"])
	if err != nil || len(areas) != 3 {
		t.Fatalf("%v, %v", areas, err)
	}
	back := slices.Clone(areas[1][0])
	slices.Reverse(back)
	if !areas[2][0].Equal(back) || !areas[0].Equal(areas[1]) {
		t.Errorf("the arcs backwards make %v, want %v", areas[2][0], back)
	}
	lines, err := top.Lines(top.Objects["all"])
	if err != nil || len(lines) != 3 || len(lines[0]) != 3 {
		t.Errorf("%v, %v", lines, err)
	}
	for _, name := range []string{"bad", "worse"} {
		if _, err := top.Polygons(top.Objects[name]); err == nil {
			t.Errorf("%s has polygons", name)
		}
	}
	if _, err := top.Lines(top.Objects["lines"]); err == nil {
		t.Error("arcs that are not in a list are lines")
	}
	if _, err := topojson.Parse([]byte("{")); err == nil {
		t.Error("half a file was read")
	}
}
