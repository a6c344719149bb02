package geojson

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

func newTabler() *tabler {
	return &tabler{table: &ingest.Table{}, columns: map[string]int{}}
}

// compare reads data in both ways: what is read in pieces must be what is read
// from front to back.
func compare(t *testing.T, data string) (inPieces bool) {
	t.Helper()
	fast, slow := newTabler(), newTabler()
	if !readPieces(fast, []byte(data)) {
		if len(fast.table.Rows) > 0 {
			t.Errorf("%.300q: given up with %d rows", data, len(fast.table.Rows))
		}
		return false
	}
	if err := readThrough(slow, []byte(data)); err != nil {
		t.Fatalf("%.300q is read in pieces, but from front to back: %v", data, err)
	}
	for _, tab := range []*tabler{fast, slow} {
		for i := range tab.table.Rows {
			row := &tab.table.Rows[i]
			if row.Detail == nil {
				continue
			}
			var inc incident.Incident
			err := row.Detail(&inc)
			row.Cells = append(row.Cells, fmt.Sprintf("%+v %v", inc, err)) // functions cannot be compared
			row.Detail = nil
		}
	}
	if !reflect.DeepEqual(fast.table, slow.table) {
		t.Fatalf("%.300q: in pieces\n%+v\nfrom front to back\n%+v", data, fast.table, slow.table)
	}
	return true
}

var feature1 = `{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[69.2,34.5]},"properties":{"date":"2020","a":"x\u0041\ny","b":1.50,"c":null,"d":true}}`

func TestPieces(t *testing.T) {
	inPieces := []string{
		`{"type":"FeatureCollection","features":[]}`,
		`{"type":"FeatureCollection","name":"n","features":[` + feature1 + "," + feature1 + `],"title":"t"}`,
		feature1 + "\n" + feature1,
		" " + feature1 + feature1 + " ",
		`{"type":"FeatureCollection","features":[{"properties":{"a":1,"a":2,"b":[1],"b":3,"c":4,"c":{}}},{"properties":{"a":5,"b":6,"c":7}},null,{"properties":{"c":1,"a":"]}\\"}}]}`,
		`{"type":"FeatureCollection","features":[{"properties":{"\\u0061":1}},{"properties":{"\u0061":2}},{"properties":{"x\\":3}}]}`,
		`{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[1e2,-3.5,4],"type":"Point"}},{"geometry":{"type":"Point","coordinates":[1e999,0]}},{"geometry":{"type":"Point","coordinates":[1]}},{"geometry":{"type":"Point","coordinates":["1",2]}},{"geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}}]}`,
		`{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1,2],"bbox":[1,2,1,2]}},{"id":"a\\tb","type":5},{"id":null}]}`,
		`{"type":"FeatureCollection","features":[{"properties":{"actors":[{"name":"A"}],"a":1}},{"properties":null},{"properties":{}},{"geometry":null}]}`,
	}
	for _, data := range inPieces {
		if !compare(t, data) {
			t.Errorf("%s is not read in pieces", data)
		}
	}
	for _, data := range []string{"", "[]", feature1, `{"type":"FeatureCollection","features":[1]}`,
		`{"type":"FeatureCollection","features":[{}],"features":[]}`,
		`{"type":"FeatureCollection","features":[],"Features":[{}]}`,
		`{"type":"FeatureCollection","features":[{"Properties":{"a":1}}]}`,
		`{"type":"FeatureCollection","features":[{"properties":{"a":1},"properties":{"b":1}}]}`,
		`{"type":"FeatureCollection","features":[{"properties":{"a":01}}]}`,
		`{"type":"FeatureCollection","features":[{}]} x`, `{"type":"FeatureCollection","features":[{}`,
		`{"type":"FeatureCollection","features":[{"properties":5}]}`, `{"type":"Topology","features":[]}`, feature1 +
			`{"type":"Point"}`, `{"features":"x"}`} {
		if compare(t, data) {
			t.Errorf("%s is read in pieces", data)
		}
	}
}

// TestManyPieces reads more features than a processor takes at a time.
func TestManyPieces(t *testing.T) {
	var b strings.Builder
	for i := range 5 * piecesAtOnce {
		fmt.Fprintf(&b, `,{"type":"Feature","id":"f%d","properties":{"date":"2020","p%d":%d}}`, i, i%7, i)
	}
	if !compare(t, `{"type":"FeatureCollection","features":[`+b.String()[1:]+`]}`) ||
		!compare(t, strings.ReplaceAll(b.String()[1:], "},{", "}\n{")) {
		t.Error("many features are not read in pieces")
	}
}

func FuzzPieces(f *testing.F) {
	f.Add(feature1 + "\n" + feature1)
	f.Add(`{"type":"FeatureCollection","features":[` + feature1 + "," + feature1 + `],"title":"t"}`)
	f.Add(`{"type":"FeatureCollection","features":[{"properties":{"a":1,"a":[2]}},{"properties":{"a":5,"b":6,"c":7}},null]}`)
	f.Fuzz(func(t *testing.T, data string) { compare(t, data) })
}

func BenchmarkRead(b *testing.B) {
	data := []byte(`{"type":"FeatureCollection","features":[` + strings.Repeat(feature1+",", 9999) + feature1 + `]}`)
	for name, read := range map[string]func(*tabler, []byte) bool{"pieces": readPieces,
		"through": func(t *tabler, data []byte) bool { return readThrough(t, data) == nil }} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if !read(newTabler(), data) {
					b.Fatal("it is not read")
				}
			}
		})
	}
}
