package geojson_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	orbjson "github.com/paulmach/orb/geojson"
	"pgregory.net/rapid"

	"incidentmap/internal/edtf"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

var dataset = &incident.Dataset{ID: "d", Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes,
	Columns: []incident.Column{{Name: "weapon", Type: incident.ColumnString},
		{Name: "ratio", Type: incident.ColumnNumber}}}

func full() incident.Incident {
	return incident.Incident{ID: "a-1", Dataset: "d", Revision: 3, Title: "A <script> &\n\"quotes\"",
		Summary: "Zeile\u2028zwei", Kind: "attack",
		EventType: "bombing", Date: edtf.MustParse("2018-07"), Time: "10:30+04:30",
		Place: incident.Place{Text: "Jalālābād", Points: orb.MultiPoint{{70.4515312345678, 34.42647}, {-179.5, 0}},
			Country: "AF", CountryName: "Afghanistan",
			Admin1: "Nangarhar", Precision: incident.PlaceLocality, RadiusM: 6000,
			Geocoding: []incident.Geocoding{{Query: "q", Role: "place", GazetteerID: "gn:1", Score: 0.5}}},
		Origin: &incident.Place{Text: "the north", Points: orb.MultiPoint{{67, 36}},
			Precision: incident.PlaceArea, RadiusM: 1000, Geocoding: []incident.Geocoding{{Query: "n",
				Role: "origin"}}},
		Actors:     []incident.Party{{Name: "A", Role: "attacker"}, {Name: "B"}},
		Targets:    []incident.Party{{Name: "C"}},
		Statements: []incident.Statement{{About: incident.AboutAttribution, Grade: "claimed", By: "A", Source: "s"}},
		Claims: []incident.Claim{{Measure: "killed", Scope: incident.Total, Bound: incident.BoundLeast,
			Figure: incident.AtLeast(5), Words: "at least five", Source: "s", Preferred: true}},
		Sources:      []incident.Source{{Key: "s", Title: "S", Locator: "p. 1"}},
		PlaceReview:  incident.Review{State: incident.Reviewed, By: "me", At: "2026-01-01", Revision: 3},
		RecordReview: incident.Review{State: incident.Unreviewed},
		Extra:        []any{"rifle", 0.25}}
}

func record(inc incident.Incident) *incident.Record {
	return incident.NewRecord(incident.Profile{}, inc, dataset)
}

func export(t testing.TB, incidents ...incident.Incident) []byte {
	t.Helper()
	var records []*incident.Record
	for _, inc := range incidents {
		records = append(records, record(inc))
	}
	var b bytes.Buffer
	w := &geojson.Writer{Columns: incident.PropertiesOf(dataset), Detail: true}
	if err := geojson.Format.Write(&b, written(map[string]any{"name": "d"}, w, slices.Values(records))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestOrbReadsIt: orb is the oracle of the encoder.
func TestOrbReadsIt(t *testing.T) {
	unplaced := full()
	unplaced.ID, unplaced.Place.Points = "b", nil
	one := full()
	one.ID, one.Place.Points = "c", orb.MultiPoint{{1.5, 2.25}}
	fc, err := orbjson.UnmarshalFeatureCollection(export(t, full(), unplaced, one))
	if err != nil {
		t.Fatal(err)
	}
	if len(fc.Features) != 3 || fc.ExtraMembers["name"] != "d" {
		t.Fatalf("%d features, %v", len(fc.Features), fc.ExtraMembers)
	}
	f := fc.Features[0]
	if f.ID != "a-1" || !orb.Equal(f.Geometry, full().Place.Points) || fc.Features[1].Geometry != nil ||
		!orb.Equal(fc.Features[2].Geometry, orb.Point{1.5, 2.25}) {
		t.Errorf("id %v, geometries %v, %v, %v", f.ID, f.Geometry, fc.Features[1].Geometry, fc.Features[2].Geometry)
	}
	for name, want := range map[string]any{"title": full().Title, "fatalities_low": 5.0, "fatalities_high": nil,
		"actor": "A; B", "date_certain": false,
		"start": "2018-07-01", "end": "2018-07-31", "weapon": "rifle", "ratio": 0.25, "attribution": "claimed",
		"place_review": "reviewed", "summary": full().Summary} {
		if got := f.Properties[name]; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

// TestRoundTrip: what is exported with all detail reads back as the same
// incident, but for the table's own vocabulary labels.
func TestRoundTrip(t *testing.T) {
	first := export(t, full())
	table, err := geojson.Read("d.geojson", string(first))
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil || len(res.Findings) > 0 || len(res.Incidents) != 1 {
		t.Fatalf("%v, %v", res, err)
	}
	inc := res.Incidents[0]
	inc.Dataset = "d"
	if second := export(t, inc); !bytes.Equal(first, second) {
		t.Errorf("written again it is\n%s\nand was\n%s", second, first)
	}
}

func TestAppendStringEqualsEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"</script>", "a\x00b", "\xff\xfe", "é\u2028\u2029",
			"\"\\/\b\f\n\r\t"})).Draw(t, "s")
		raw := geojson.AppendString(nil, s)
		var got, want string
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatalf("%q: %s: %v", s, raw, err)
		}
		std, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(std, &want); err != nil || got != want {
			t.Fatalf("%q reads back as %q, want %q", s, got, want)
		}
		if bytes.ContainsAny(raw, "<>&") {
			t.Fatalf("%s could leave a script element", raw)
		}
	})
}

func TestSequence(t *testing.T) {
	var b bytes.Buffer
	w := &geojson.Writer{Columns: incident.Properties[:1]}
	two := full()
	two.ID = "a-2"
	if err := geojson.Sequence.Write(
		&b,
		written(nil, w, slices.Values([]*incident.Record{record(full()), record(two)})),
	); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\x1e{"); n != 2 || strings.Count(b.String(), "}\n") != 2 {
		t.Errorf("%d texts in %q", n, b.String())
	}
}

func TestReadForms(t *testing.T) {
	feature := `{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[69.2,34.5,0]},"properties":{"name":"A","date":"2020-01-02","n":3,"ok":true}}`
	for name, text := range map[string]string{
		"a collection": `{"type":"FeatureCollection","features":[` + feature + `]}`,
		"one feature":  feature, "lines": feature + "\n" + strings.Replace(feature, `"id":7`, `"id":8`, 1) + "\n",
		"a text sequence": "\x1e" + feature + "\n", "a byte order mark": "\ufeff" + feature,
	} {
		table, err := geojson.Read("x.json", text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil || len(res.Incidents) == 0 || len(res.Findings) > 0 {
			t.Errorf("%s: %+v, %v", name, res, err)
			continue
		}
		inc := res.Incidents[0]
		if inc.ID != "7" || inc.Title != "A" || !orb.Equal(inc.Place.Points, orb.MultiPoint{{69.2, 34.5}}) ||
			inc.Extra[0] != int64(3) || inc.Extra[1] != true {
			t.Errorf("%s: %+v", name, inc)
		}
	}
}

func TestReadAreas(t *testing.T) {
	text := `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[69,34],[70,34],[70,35],[69,35],[69,34]]]},"properties":{"date":"2020"}}`
	table, err := geojson.Read("x.json", text)
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := res.Incidents[0].Place
	if p.Precision != incident.PlaceArea || p.RadiusM < 70_000 || p.RadiusM > 75_000 || len(p.Points) != 1 {
		t.Errorf("half a degree around its middle, as an area: %+v", p)
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "ends too early",
		"{\n\"type\":\"Feature\",\n x}": "line 3",
		`[1,2]`:                         `record 1, line 1: 1 is not an object of JSON`,
		`{"a":[{"x":1}],"b":[{"y":1}]}`: `it holds several lists of records: a, b`,
		`{"a":1}`:                       `a list of records [{…}, …]`,
		`{"type":"FeatureCollection","title":5,"features":[]}`: `"number" stands as its title, where a string is allowed`,
		`{"type":"Topology"}`: `"Topology"`,
		`{"type":"FeatureCollection","features":[{"type":"Feature"}`: "ends too early",
	} {
		if _, err := geojson.Read("x.json", text); err == nil ||
			!strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "x.json: ") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestBrokenFeaturesAreNamed(t *testing.T) {
	text := `{"type":"FeatureCollection","features":[
	{"type":"Feature","geometry":{"type":"Point","coordinates":[34.5,169.2]},"properties":{"date":"2020"}},
	{"type":"Feature","geometry":null,"properties":{"date":"soon"}},
	{"type":"Feature","geometry":null,"properties":{"date":"2020","claims":[{"measure":"killed","scope":"sum"}]}}]}`
	table, err := geojson.Read("x.json", text)
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil || len(res.Incidents) != 1 || len(res.Findings) != 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	for i, want := range []string{"x.json: feature 1, column geometry: ", "x.json: feature 2, column date: ",
		"x.json: feature 3, column claims[1]: its scope"} {
		if got := res.Findings[i].String(); !strings.HasPrefix(got, want) {
			t.Errorf("%s, want %s…", got, want)
		}
	}
}

// FuzzRead holds: what is read can be written and read again, as the same
// number of incidents with the same IDs and figures in order.
func FuzzRead(f *testing.F) {
	f.Add(export(f, full()))
	f.Add([]byte(`{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[]},"properties":{"date":"2020","deaths":"5-7"}}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"id":{},"geometry":{"type":"GeometryCollection","geometries":[]},"properties":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := geojson.Read("x.json", string(data))
		if err != nil {
			return
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil {
			return
		}
		if dropped := countDropped(res.Findings); len(res.Incidents)+dropped != len(table.Rows) {
			t.Fatalf("%d of %d rows became incidents and %d were named as left out", len(res.Incidents),
				len(table.Rows), dropped)
		}
		again, err := geojson.Read("y.json", string(export(t, res.Incidents...)))
		if err != nil {
			t.Fatalf("written, it cannot be read: %v", err)
		}
		res2, err := ingest.Read(again, ingest.Options{})
		if err != nil || len(res2.Incidents) != len(res.Incidents) {
			t.Fatalf("%d incidents read back as %d, %v: %v", len(res.Incidents), len(res2.Incidents), err,
				res2.Findings)
		}
		for i, inc := range res.Incidents {
			if res2.Incidents[i].ID != inc.ID || len(res2.Incidents[i].Place.Points) != len(inc.Place.Points) {
				t.Fatalf("%+v read back as %+v", inc, res2.Incidents[i])
			}
		}
	})
}

func countDropped(findings []report.Finding) (n int) {
	for _, f := range findings {
		if f.Dropped {
			n++
		}
	}
	return n
}

var sink []byte

// BenchmarkAppendFeature is the append encoder, BenchmarkMarshal its naive
// twin over the same columns.
func BenchmarkAppendFeature(b *testing.B) {
	w, r := &geojson.Writer{Columns: incident.Properties}, record(full())
	for b.Loop() {
		sink = w.AppendFeature(sink[:0], r)
	}
	b.SetBytes(int64(len(sink)))
}

// BenchmarkMarshal encodes a map with encoding/json.
func BenchmarkMarshal(b *testing.B) {
	r := record(full())
	for b.Loop() {
		properties := map[string]any{}
		for _, c := range incident.Properties {
			switch v := c.Value(r); {
			case v.Null:
				properties[c.Name] = nil
			case v.Type == incident.ColumnInteger:
				properties[c.Name] = v.Int
			case v.Type == incident.ColumnBoolean:
				properties[c.Name] = v.Bool
			default:
				properties[c.Name] = v.Str
			}
		}
		var err error
		sink, err = json.Marshal(map[string]any{"type": "Feature", "id": r.ID, "properties": properties,
			"geometry": map[string]any{"type": "MultiPoint", "coordinates": r.Place.Points}})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(sink)))
}
