package check_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"incidentmap/internal/report"
)

const soundCSV = `id,title,kind,event_type,date,start,end,date_precision,place,latitude,longitude,country,place_precision,place_radius_m,actor,fatalities_low,fatalities_best,fatalities_high,source,url
a,A bombing in Kabul,attack,bombing,2020-05-12,2020-05-12,2020-05-12,day,Kabul,34.52813,69.17233,AF,locality,26000,A group,5,6,7,A newspaper,https://example.org/1
b,A raid in Lahore,operation,raid,2018-07,2018-07-01,2018-07-31,month,Lahore,31.558,74.35071,PK,locality,32000,Police,,,,Another newspaper,https://example.org/2
c,A clash near Herat,operation,armed_clash,2021-08-01,2021-08-01,2021-08-01,day,Herat,34.34817,62.19967,AF,locality,9000,Police,1,1,1,Another newspaper,https://example.org/3
`

const soundGeoJSON = `{"type":"FeatureCollection","vocabularies":{"kind":[{"id":"attack","label":"Attack"}],"event_type":[{"id":"bombing","label":"Bombing"}]},
"groups":[],"features":[
{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[69.17233,34.52813]},"properties":{"title":"A bombing","kind":"attack","event_type":"bombing",
"date":"2020-05-12","start":"2020-05-12","end":"2020-05-12","place":"Kabul","country":"AF","country_name":"Afghanistan","place_precision":"locality","place_radius_m":26000,
"fatalities_low":5,"fatalities_best":5,"fatalities_high":5,"attribution":"claimed",
"claims":[{"measure":"killed","scope":"total","low":5,"best":5,"high":5,"words":"5","source":"s"}],
"statements":[{"about":"attribution","grade":"claimed","by":"A group","source":"s"}],
"geocoding":[{"query":"Kabul, Afghanistan","matched":"Kabul","gazetteer_id":"gn:1138958","gazetteer_version":"1","score":1}],
"sources":[{"key":"s","title":"A newspaper"}]}}]}
`

// repeatedRow is a row without an ID.
const repeatedRow = ",A fire,attack,other,2016-01-01,,,,Kabul,34.53,69.18,AF,locality,26000,,,,,Third newspaper,\n"

var tableDefects = []defect{
	{"a row that repeats another", "a.csv", "\nb,", "\n" + repeatedRow + repeatedRow + "b,", "repeated-row", 4, ""},
	{"a date that is none", "a.csv", "2020-05-12,2020", "the twelfth,2020", "date", 2, "date"},
	{"a cell with too many names", "a.csv", ",A group,", `,"` + strings.Repeat("A group;", 1001) + `",`, "names", 2,
		"actor"},
	{"a word after a date", "a.csv", "2020-05-12,2020-05-12,", "2020-05-12 evening,2020-05-12,", "date-rest", 2,
		"date"},
	{"a year of two digits", "a.csv", "2020-05-12,2020-05-12,", "12 May 20,2020-05-12,", "short-year", 0, ""},
	{"a year that nobody means", "a.csv", "2020-05-12,2020-05-12,", "0001-01-01,2020-05-12,", "far-year", 0, ""},
	{"a month that is not in the calendar", "a.csv", "2018-07,", "2018-17,", "date", 3, "date"},
	{"a start that is not the date's", "a.csv", "2020-05-12,2020-05-12,", "2020-05-12,2020-05-11,", "derived", 2,
		"start"},
	{"a precision that is not the date's", "a.csv", "2018-07-31,month", "2018-07-31,day", "derived", 3,
		"date_precision"},
	{"a latitude beyond the pole", "a.csv", "34.52813", "134.52813", "coordinates", 2, "latitude"},
	{"a longitude that is a word", "a.csv", "69.17233", "east", "coordinates", 2, "longitude"},
	{"nothing for a place", "a.csv", "34.52813,69.17233", "0,0", "coordinates", 0, ""},
	{"latitude and longitude swapped", "a.csv", "31.558,74.35071", "74.35071,31.558", "outside-country", 3, "place"},
	{"a point in another country", "a.csv", "34.34817,62.19967", "-34.34817,-62.19967", "outside-country", 4, "place"},
	{"a country that is none", "a.csv", "69.17233,AF,", "69.17233,Narnia,", "country", 2, "country"},
	{"a precision that is none", "a.csv", ",locality,26000", ",roughly,26000", "vocabulary", 2, "place_precision"},
	{"a radius that does not fit", "a.csv", ",locality,26000", ",exact,26000", "radius", 2, "place"},
	{"a kind that is misspelt", "a.csv", "a,A bombing in Kabul,attack", "a,A bombing in Kabul,atack", "new-word", 2,
		"kind"},
	{"an event type that is misspelt", "a.csv", "attack,bombing", "attack,bombbing", "new-word", 2, "event_type"},
	{"counts out of order", "a.csv", ",5,6,7,", ",7,6,5,", "figure-order", 2, "fatalities_best"},
	{"a count that is none", "a.csv", ",5,6,7,", ",5,plenty,7,", "count", 2, "fatalities_best"},
	{"a figure without a source", "a.csv", "A newspaper,https://example.org/1", ",", "figure-source", 2, "source"},
	{"an address that leads nowhere", "a.csv", "https://example.org/1", "ftp://example.org/1", "url", 2, "url"},
	{"an ID that stands twice", "a.csv", "\nb,", "\na,", "duplicate-id", 3, "id"},
	{"an incident that stands twice", "a.csv", "\nb,",
		"\nz,The bombing,attack,bombing,2020-05-14,,,,Kabul,34.53,69.18,AF,locality,26000,,,,,Third newspaper,\nb,",
		"duplicate", 3, "place"},
	{"a figure that two rows share", "a.csv", "\nb,",
		"\nz,The attack,attack,raid,2020-05-12,,,,Jalalabad,34.42647,70.45153,AF,locality,26000,,5,6,7,A newspaper,https://example.org/1\nb,", "shared-figure", 3, "fatalities_best"},
	{"a row with too many cells", "a.csv", "example.org/1", "example.org/1,more,cells", "row-shape", 2, ""},
	{"a row with too few cells", "a.csv", "A newspaper,https://example.org/1", "A newspaper", "short-row", 0, ""},
	{"a quote that nothing closes", "a.csv", "b,A raid", "b,\"A raid", "quote", 3, "title"},
	{"a quoted cell with a row in it", "a.csv", "https://example.org/1",
		"\"https://example.org/1\nand\n1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20\"", "quoted-rows", 2, "url"},
	{"a column of people killed that is not used", "a.csv", "source,url", "source,civilians_killed", "unused-column", 0,
		"civilians_killed"},
	{"bytes that are no UTF-8", "a.csv", "A raid in Lahore", "A raid in Montr\xe9al", "encoding", 0, ""},
	{"a column that stands twice", "a.csv", "source,url", "source,source", "row-shape", 0, "source"},
	{"a place that no gazetteer knows", "a.csv", "Kabul,34.52813,69.17233,AF,locality", "Xqzzvqtown,,,,", "unplaced", 2,
		"place"},
	{"a title that is too long", "a.csv", "A raid in Lahore", strings.Repeat("A raid ", 40), "text-length", 3, "title"},

	{"a word that the file's vocabulary does not have", "a.geojson", `"kind":"attack"`, `"kind":"atack"`, "vocabulary",
		1, "kind"},
	{"a figure that is not the claim's", "a.geojson", `"fatalities_best":5`, `"fatalities_best":6`, "derived", 1,
		"fatalities_best"},
	{"a grade that is not the statement's", "a.geojson", `"attribution":"claimed"`, `"attribution":"denied"`, "derived",
		1, "attribution"},
	{"a claim of a source that is not there", "a.geojson", `"words":"5","source":"s"`, `"words":"5","source":"x"`,
		"figure-source", 1, "claims[1]"},
	{"a scope that is none", "a.geojson", `"scope":"total"`, `"scope":"all"`, "detail", 1, "claims[1]"},
	{"a claim that is no object", "a.geojson", `"claims":[{`, `"claims":[7,{`, "detail", 1, "claims"},
	{"a point that is not the audit's", "a.geojson", "69.17233,34.52813", "69.2,34.52813", "drift", 1, "place"},
	{"a group that is not there", "a.geojson", `"place":"Kabul"`, `"place":"Kabul","group":"both"`, "group", 1,
		"group"},
	{"an address that leads nowhere", "a.geojson", `"title":"A newspaper"`,
		`"title":"A newspaper","url":"javascript:alert(1)"`, "url", 1, "url"},
}

func TestDefectsOfTables(t *testing.T) {
	base := map[string]string{"a.csv": soundCSV, "a.geojson": soundGeoJSON}
	for _, d := range tableDefects {
		if !strings.Contains(base[d.file], d.old) {
			t.Errorf("%s: %s has no %q", d.name, d.file, d.old)
			continue
		}
		if r := checkFile(t, d.file, strings.Replace(base[d.file], d.old, d.new, 1)); !told(r, d) {
			t.Errorf("%s: no finding of %q in row %d, %q among %+v", d.name, d.rule, d.row, d.column, r.Findings)
		}
	}
}

// TestRulesAreSeeded: every rule is caught in at least one test of a seeded
// defect, and there are more than forty of them.
func TestRulesAreSeeded(t *testing.T) {
	seeded := map[string]int{}
	for _, d := range append(directoryDefects, tableDefects...) {
		seeded[d.rule]++
	}
	for _, rule := range report.Rules() {
		if seeded[rule.Name] == 0 && !seededElsewhere[rule.Name] {
			t.Errorf("no defect is seeded for the rule %s", rule.Name)
		}
	}
	if n := len(directoryDefects) + len(tableDefects); n < 40 {
		t.Errorf("%d defects", n)
	}
}

// seededElsewhere are the rules whose defects have tests of their own.
var seededElsewhere = map[string]bool{"shared-claim": true, "figure-subset": true, "same-point": true,
	"placed-in-part": true, "row-a-person": true, "not-read": true, "beside": true,
	"header": true, "renamed": true}

// TestSharedClaimWithoutGroup: the same words at two incidents of a day count
// twice, unless a group owns them.
func TestSharedClaimWithoutGroup(t *testing.T) {
	files := sound(t)
	claim := "claims: [{measure: killed, scope: total, exactly: 56, words: 56 people, source: paper}]\n"
	files[kabul] = strings.Replace(files[kabul], "group: both\n", claim, 1)
	files[jalalabad] = strings.Replace(files[jalalabad], "group: both\n", claim, 1)
	if f := find(checkDirectory(t, files), "shared-claim"); f == nil || f.Column != "claims[1]" {
		t.Errorf("found %+v", f)
	}
}

func TestSubsetLargerThanTotal(t *testing.T) {
	files := sound(t)
	files[raid] = strings.Replace(files[raid], "at_least: 12, words: at least 12", `exactly: 12, words: "12"`, 1)
	files[raid] = strings.Replace(files[raid], `exactly: 4, words: "4"`, `exactly: 40, words: "40"`, 1)
	if f := find(checkDirectory(t, files), "figure-subset"); f == nil || f.Row != 10 || f.Column != "claims[2]" {
		t.Errorf("found %+v", f)
	}
}

// TestPlacesOfFeatures: a point that stands twice, and a place that is found
// in part.
func TestPlacesOfFeatures(t *testing.T) {
	point := `{"type":"Point","coordinates":[69.17233,34.52813]}`
	twice := strings.Replace(soundGeoJSON, point,
		`{"type":"MultiPoint","coordinates":[[69.17233,34.52813],[69.17233,34.52813]]}`, 1)
	part := strings.NewReplacer(point, "null", `"place":"Kabul"`, `"place":"Xqzzvq hamlet, Kabul"`,
		`"place_precision":"locality",`, "").Replace(soundGeoJSON)
	for rule, content := range map[string]string{"same-point": twice, "placed-in-part": part} {
		r := checkFile(t, "a.geojson", content)
		if f := find(r, rule); f == nil || f.Row != 1 {
			t.Errorf("%s: found %+v among %+v", rule, f, r.Findings)
		}
	}
}

// TestNothingToCheck: a header alone is no sound table.
func TestNothingToCheck(t *testing.T) {
	if f := find(checkFile(t, "a.csv", "id,title,date\n"), "file"); f == nil {
		t.Error("a table without rows was taken for sound")
	}
}

func TestReportForms(t *testing.T) {
	r := checkFile(t, "a,b.csv", strings.Replace(soundCSV, "attack,bombing", "attack,bo%mb\nbing", 1))
	if len(r.Findings) == 0 {
		t.Fatal("nothing found")
	}
	for format, check := range map[string]func(string) bool{
		"text":   func(s string) bool { return strings.Contains(s, "a,b.csv:2: ") && strings.Contains(s, " error") },
		"github": func(s string) bool { return strings.Contains(s, "file=a%2Cb.csv,line=2") },
		"json": func(s string) bool {
			var back report.Report
			return json.Unmarshal([]byte(s), &back) == nil && len(back.Findings) == len(r.Findings)
		},
	} {
		var b bytes.Buffer
		if err := r.Write(&b, format); err != nil || !check(b.String()) {
			t.Errorf("%s: %v\n%s", format, err, b.String())
		}
	}
	if r.Write(&bytes.Buffer{}, "xml") == nil {
		t.Error("xml is no form")
	}
}
