package inspect_test

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"incidentmap/internal/format/csv"
	"incidentmap/internal/ingest"
	"incidentmap/internal/inspect"
)

var update = flag.Bool("update", false, "write the goldens anew")

// inspected reads a table and tells how it would be read.
func inspected(t *testing.T, text string, opt ingest.Options) *inspect.Document {
	t.Helper()
	table, err := csv.Read("cases.csv", text)
	if err != nil {
		t.Fatal(err)
	}
	return inspect.Table(table, opt, true)
}

func cases(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "cases.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// given are the user's words about the cases.
var given = []ingest.Given{{Role: "date", Column: "Reported on"},
	{Role: "fatalities_best", Column: "soldiers killed+civilians killed"}}

// TestGoldens: the document says all of it, in both forms.
func TestGoldens(t *testing.T) {
	doc := inspected(t, cases(t), ingest.Options{Given: given, Year: 2026})
	for format, name := range map[string]string{"json": "cases.json", "text": "cases.txt"} {
		var out strings.Builder
		if err := doc.Write(&out, format); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, []byte(out.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || out.String() != string(want) {
			t.Errorf("%s is, %v\n%s", name, err, &out)
		}
	}
}

// TestWhy: each way to a role is told in words.
func TestWhy(t *testing.T) {
	for name, c := range map[string]struct{ text, role, by, why string }{
		"name":    {"title,date\nA,2020-01-01\n", "title", "name", "its name"},
		"cells":   {"title,event date\nA,2020-01-01\nB,2020-02-01\n", "date", "name", "its name, and 2 of 2 cells are dates"},
		"content": {"title,when it was\nA,2020-01-01\n", "date", "content", "no name says so, but 1 of 1 cells are dates"},
		"hxl":     {"a,b\n#date+occurred,#loc+name\n2020-01-01,Kabul\n", "date", "hxl", "its HXL hashtag is #date+occurred"},
		"preset": {"date,unique_reference_code,civilians_killed_min,civilians_killed_max\n2020-01-01,A1,1,2\n", "id",
			"preset", "the header is that of Airwars"},
	} {
		doc := inspected(t, c.text, ingest.Options{})
		found := false
		for _, r := range doc.Roles {
			found = found || r.Role == c.role && string(r.By) == c.by && r.Why == c.why
		}
		if !found {
			t.Errorf("%s: %+v", name, doc.Roles)
		}
	}
}

// TestRefusedTable: a table without dates still tells what its columns are, and what to
// do; no mapping is made of it.
func TestRefusedTable(t *testing.T) {
	doc := inspected(t, "title,lat,lon,updated\nA,1,2,2020-01-01\n", ingest.Options{})
	var out strings.Builder
	if err := doc.Write(&out, "text"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"It cannot be read as it is\n  cases.csv: no column holds a date", "--column date=NAME",
		"“updated”  date", "lat    “lat”    its name, and 1 of 1 cells are latitudes   1"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, &out)
		}
	}
	if _, err := doc.Mapping(); err == nil || !strings.Contains(err.Error(), "no mapping is written") {
		t.Errorf("%v", err)
	}
}

// TestMappingReadsAlike: what is read by the mapping of a document is what was read
// without it, to the last column.
func TestMappingReadsAlike(t *testing.T) {
	presets := "event_id_cnty,event_date,sub_event_type,actor1,assoc_actor_1,admin1,location,latitude,longitude,fatalities,timestamp\n" +
		"A1,2020-01-01,Attack,X,Y,Kabul,Kabul,34.5,69.2,3,1600000000\n"
	for name, text := range map[string]string{"words": cases(t), "preset": presets,
		"hashtags":   "a,b\n#date+occurred,#loc+name\n2020-01-01,Kabul\n",
		"sums":       "date,unique_reference_code,civilians_killed_min,civilians_killed_max,militants_killed_min,grading\n2020-01-01,A1,1,2,4,Fair\n",
		"own export": "id,longitude,latitude,title,date,start,end,date_certain,country,x\na,1,2,T,2020-01,2020-01-01,2020-01-31,true,AF,1\n",
		"places":     "date,address,city,state,region\n2020-01-01,1 Road,Town,Texas,South\n"} {
		opt := ingest.Options{Year: 2026}
		if name == "words" {
			opt.Given = given
		}
		m, err := inspected(t, text, opt).Mapping()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := read(t, text, ingest.Options{Given: m.Given(), Only: true, Year: 2026}), read(t, text,
			opt); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: it is read as\n%+v\nand was\n%+v", name, got, want)
		}
	}
}

// read are the incidents and own columns of a table.
func read(t *testing.T, text string, opt ingest.Options) [2]any {
	t.Helper()
	table, err := csv.Read("cases.csv", text)
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, opt)
	if err != nil {
		t.Fatal(err)
	}
	return [2]any{res.Incidents, res.Columns}
}
