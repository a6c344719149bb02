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
