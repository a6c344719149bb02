package load

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/catalog"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store"
)

// files are small files of the kinds that strangers bring (testdata/files), with what must
// come of their rows, in the order of dates: a line a row of "column=value". point is
// latitude and longitude, rounded to two digits; an empty value is null.
var files = []struct {
	file string
	rows []string
	// warns are parts of what is told; of a file without any, nothing is.
	warns []string
}{
	{file: "array-properties.geojson", rows: []string{"title=A tags=road; bridge detail_deaths=4 detail_unit=x", "title=B sources=2", "title=C sources=1"},
		warns: []string{"column detail.deaths: it looks like a number of people killed"}},
	{file: "array.json", rows: []string{"title=A point=50,36", "title=B point=50,36"}},
	{file: "wrapped.json", rows: []string{"title=A point=50,36 date=2023-03-21"}},
	{file: "bc-year.csv", rows: []string{"date=0480-09-29"}, warns: []string{"row 2, column year: the year -480 is before the year 1"}},
	{file: "camel-case.csv", rows: []string{"id=E1 date=2021-01-01 title=Slide near the lake event_type=landslide country=NP admin1=Gandaki fatalities_best=2 injuries_best=5 source=Paper One https://example.org/1 point=28.2,84 place=Pokhara summary=Text."}},
	{file: "columns-twice.csv", rows: []string{"title=first x_title=second"}, warns: []string{"columns 2 and 3 have the same name; the first is used"}},
	{file: "coordinate-cell.csv", rows: repeat(7, "point=33.51,36.29"), warns: []string{"1 row with a pair of coordinates in square brackets"}},
	{file: "coordinate-forms.csv", rows: append(repeat(6, "~point=33.51,36.29"), "~point=-33.45,-70.66",
		"~point=-33.45,-70.66")},
	{file: "country-with-point.csv", rows: each("~country=", "SY US CD CD MM RU CZ VN TR CI RU")},
	{file: "country-without-point.csv", rows: each("~country=", "GB CF MK TW KR SK UA SY")},
	{file: "date-by-another-name.csv", rows: []string{"date=2023-03-21 time=02:39 point=40.7,-73.9 fatalities_best=1 injuries_best=2"}},
	{file: "date-forms.csv", rows: []string{"title=about date=2015~", "title=quarter date=2023-01/2023-03",
		"title=zero month date=2023",
		"title=months date=2023-03/2023-04", "title=year month slash date=2023-03", "title=zero day date=2023-03",
		"title=early date=[2023-03-01~..2023-03-10~]", "title=month year slash date=2023-03", "~title=slash and time time=12:25:22",
		"~title=compact time time=23:30:00Z", "~title=rfc1123 time=14:30:00Z", "~title=seconds time=14:20:00Z",
		"~title=milliseconds time=14:20:00Z", "~title=ordinal date=2023-03-21", "~title=weekday date=2023-03-21",
		"~title=dot month date=2023-03-21", "~title=days date=2023-03-21/2023-03-27", "~title=Sept date=2023-09-21"}},
	{file: "date-rest.csv", rows: []string{"~title=bis date=2023-03-21/2023-03-27",
		"~title=to date=2023-03-21/2023-03-27",
		"~title=or date=[2023-03-21..2023-03-22]", "~title=approx date=2023-03-21~", "~title=hyphen date=2023-03-21/2023-03-27",
		"~title=other words date=2023-03-21", "~title=time range date=2023-03-27/2023-03-28"}, warns: []string{"and nine days later"}},
	{file: "decimal-comma.csv", rows: []string{"point=47.05,15.44 fatalities_best=3",
		"point=48.21,16.37 fatalities_best=0", "point=47.8,13.04 fatalities_best=12"}},
	{file: "empty-point.geojson", rows: []string{"place=Gao point=16.27,-0.04", "point=16.77,-3.01"},
		warns: []string{"1 feature with an empty geometry"}},
	{file: "epoch.geojson", rows: []string{"date=2023-03-21", "date=2023-03-22"}},
	{file: "extra-columns.csv", rows: []string{"means_of_attack=Shooting notes_on_weapon=rifle tags=x,y", "means_of_attack=Device"}},
	{file: "far-capital.csv", rows: each("~place_precision=locality country=", "MY US ID")},
	{file: "figures-without-source.csv", rows: []string{"title=A fatalities_best=3 sources=1",
		"title=B fatalities_best=0 sources=1"}},
	{file: "half-a-pair.csv", rows: []string{"point=16.27,-0.04", "point=16.27,-0.04", "point=16.27,-0.05",
		"point=16.27,-0.04", "point=16.27,-0.05"},
		warns: []string{"row 2, column lon", "row 3, column lat", "row 4, column lat", "row 5, column lat"}},
	{file: "half-empty-country.csv", rows: each("country=", "NP NP ET")},
	{file: "header-arabic.csv", rows: []string{"date=2023-03-21 place=تونس point=36.8,10.18 fatalities_best=3"}},
	{file: "header-german.csv", rows: []string{"date=2023-03-21 time=14:30 place=Graz point=47.07,15.44 fatalities_best=1 injuries_best=2"}},
	{file: "header-russian.csv", rows: []string{"date=2023-03-21 place=Ереван point=40.18,44.51 fatalities_best=1 injuries_best=2"}},
	{file: "header-only.csv", warns: []string{"it has no rows"}},
	{file: "long-numbers.csv", rows: []string{"case_no=90071992547409931234 rate=1e5",
		"case_no=90071992547409931235 rate=2E6"}},
	{file: "month-names.csv", rows: repeat(7, "date=2023-03-21")},
	{file: "month-only.csv", rows: []string{"id=z1 date=2023-03 event_type=burglary ^title=Burglary", "id=z2 date=2023-04 ^title=Robbery"}},
	{file: "namibia.csv", rows: []string{"country=NA place_precision=country", "country=ZA"}},
	{file: "one-row-a-person.csv", rows: repeat(8, "place=Gao"),
		warns: []string{"8 of 8 rows share 2 days and places"}},
	{file: "pair-as-place.csv", rows: []string{"title=FRAUD event_type=fraud place= point=41.9,-87.6"}},
	{file: "precision-words.csv", rows: []string{"place_precision=exact", "place_radius_m=5000",
		"place_radius_m=25000", "place_precision=area"}},
	{file: "prefixed-coordinates.csv", rows: []string{"point=12.37,-1.52", "point=11.18,-4.29"}},
	{file: "quote-in-first-column.csv", rows: repeat(3, ""), warns: []string{"row 3, column title: a quote opens a cell here"}},
	{file: "quote-never-closed.csv", rows: repeat(40, ""), warns: []string{"row 11, column notes: a quote opens a cell here"}},
	{file: "smart-quote-end.csv", rows: repeat(3, ""), warns: []string{"row 2, column notes: a quote opens"}},
	{file: "rows-that-repeat.csv", rows: append(repeat(2, "date=2023-01-01 event_type=protest point=1,2"),
		"date=2023-01-02 event_type=protest point=1,2"), warns: []string{"row 3: it repeats row 2"}},
	{file: "start-parts.csv", rows: []string{"date=2021-07/2021-08-02 fatalities_best=14 injuries_best=5 event_type=flood country=NP place=Bharatpur no=X-1",
		"date=2021-09-03/2021-09-04 fatalities_best=0 injuries_best= event_type=flood no=X-2"}},
	{file: "string-coordinates.geojson", rows: repeat(2, "point=16.77,-3.01")},
	{file: "text-numbers.geojson", rows: []string{"doc_id=90071992547409931234 answer=no",
		"doc_id=90071992547409931235 answer=yes"}},
	{file: "time-column.csv", rows: []string{"date=2023-03-21 time=04:11:09.12Z depth=4.2 mag=3.1", "date=2023-03-22 time=05:00:00Z"}},
	{file: "time-in-date.csv", rows: []string{"~title=first time=05:10:20", "~title=second time=15:45:00",
		"~title=with offset time=23:30:00+05:30",
		"~title=zulu time=23:30:00Z", "~title=zone name time=18:00:16"}, warns: []string{"the name of a time zone"}},
	{file: "time-without-offset.csv", rows: []string{"title=A time=10:00", "title=B time=night"}},
	{file: "title-and-categories.csv", rows: []string{"title=Bridge closed event_type=1_roads category=1. Roads, 3. Health,", "title=Water asked for event_type=2_water"}},
	{file: "total-killed.csv", rows: []string{"id=9001 fatalities_best=2 injuries_best=1 admin1=Lac actor=Group A event_type=shooting title=Shooting, Bol",
		"id=9002 date=2021-06 fatalities_best=0 injuries_best=0"}},
	{file: "two-digit-year.csv", rows: each("date=", "1943-03-22 1944-11-30 1945-06-17"),
		warns: []string{"years of two digits"}},
	{file: "upper-case-ids.csv", rows: each("id=", "ZZZ70001 ZZZ70002")},
	{file: "web-mercator.geojson", rows: []string{"point=33.51,36.29"}},
	{file: "windows-1251.csv", rows: []string{"title=Пожар на складе"}, warns: []string{"it is read as windows-1251, in which its words are “Пожар”, “на”, “складе”"}},
	{file: "words-for-nothing.csv", rows: []string{"remark=none weapon=none", "remark=unknown weapon=rifle"}},
	{file: "zero-zero.csv", rows: []string{"point=12.65,-8", "point=16.27,-0.04", "point=16.77,-3.01"},
		warns: []string{"2 rows with 0, 0 for coordinates"}},
}

func repeat(n int, row string) []string {
	return strings.Split(strings.Repeat(row+"\n", n)[:n*(len(row)+1)-1], "\n")
}

func each(before, values string) (out []string) {
	for v := range strings.FieldsSeq(values) {
		out = append(out, before+v)
	}
	return out
}

// TestFilesOfStrangers reads each of them as serve does, and looks at the incidents and at
// what is told.
func TestFilesOfStrangers(t *testing.T) {
	base, _ := logged(t)
	for _, c := range files {
		t.Run(c.file, func(t *testing.T) {
			l, log := another(base)
			if err := l.Paths(t.Context(), []string{filepath.Join("testdata", "files", c.file)}); err != nil {
				t.Fatal(err)
			}
			checkRows(t, l, datasets(t, l), c.rows)
			warned := 0
			for line := range strings.Lines(log.String()) {
				if strings.Contains(line, "level=WARN") {
					warned++
				}
			}
			for _, w := range c.warns {
				if !strings.Contains(log.String(), w) {
					t.Errorf("%q is not told", w)
				}
			}
			if len(c.warns) == 0 && warned > 0 {
				t.Errorf("it is told\n%s", log)
			}
		})
	}
}

// another is a loader with the places and outlines of one, which take time to read.
func another(base *Loader) (*Loader, *bytes.Buffer) {
	var log bytes.Buffer
	s := &memstore.Store{}
	return &Loader{Reader: Reader{Places: base.Places, Outlines: base.Outlines,
		Log: slog.New(slog.NewTextHandler(&log, nil))},
		Store: s, Catalog: catalog.New(s)}, &log
}

// checkRows looks for the rows among the incidents of a dataset: for those that begin with
// ~ anywhere, for the others in their order.
func checkRows(t *testing.T, l *Loader, dataset string, rows []string) {
	t.Helper()
	v := viewOf(t, l, dataset)
	got, err := v.Query(t.Context(), incident.Filter{}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var told []map[string]string
	for r := range got.Records {
		told = append(told, fieldsOf(r, v.Dataset()))
	}
	if len(told) != len(rows) {
		t.Fatalf("%d incidents, want %d", len(told), len(rows))
	}
	for i, row := range rows {
		of := told[i : i+1]
		if strings.HasPrefix(row, "~") {
			of = told
		}
		if !anyHas(of, strings.TrimPrefix(row, "~")) {
			t.Errorf("row %d is not %q:\n%v", i+1, row, of)
		}
	}
}

func anyHas(rows []map[string]string, want string) bool {
	for _, fields := range rows {
		if has(fields, want) {
			return true
		}
	}
	return false
}

// has reports whether fields are as wanted; after ^ a value begins so.
func has(fields map[string]string, want string) bool {
	words := strings.Split(want, " ")
	for i := 0; i < len(words); {
		name, value, _ := strings.Cut(words[i], "=")
		for i++; i < len(words) && !strings.Contains(words[i], "="); i++ {
			value += " " + words[i]
		}
		name, begins := strings.CutPrefix(name, "^")
		if got := fields[name]; name != "" && got != value && (!begins || !strings.HasPrefix(got, value)) {
			return false
		}
	}
	return true
}

// fieldsOf are the flat columns of a record as text, its point and its first source.
func fieldsOf(r *incident.Record, d *incident.Dataset) map[string]string {
	out := map[string]string{"id": r.ID, "sources": fmt.Sprint(len(r.Sources))}
	for _, p := range incident.Properties {
		out[p.Name] = valueText(p.Value(r))
	}
	for i, c := range d.Columns {
		out[c.Name] = valueText(incident.ExtraValue(r, i, c.Type))
	}
	if len(r.Place.Points) > 0 {
		at := r.Place.Points[0]
		out["point"] = fmt.Sprintf("%v,%v", round(at[1]), round(at[0]))
	}
	if len(r.Sources) > 0 {
		out["source"] = r.Sources[0].Title + " " + r.Sources[0].URL
	}
	return out
}

func round(v float64) float64 {
	if v < 0 {
		return -round(-v)
	}
	return float64(int(v*100+0.5)) / 100
}

func valueText(v incident.Value) string {
	switch {
	case v.Null:
		return ""
	case v.Type == incident.ColumnInteger:
		return fmt.Sprint(v.Int)
	case v.Type == incident.ColumnNumber:
		return fmt.Sprint(v.Num)
	case v.Type == incident.ColumnBoolean:
		return fmt.Sprint(v.Bool)
	}
	return v.Str
}

// TestEveryFileIsTried: no file of testdata is forgotten.
func TestEveryFileIsTried(t *testing.T) {
	// These have no date: they are for geocode, whose tests read them.
	others := "eval-semicolons.csv geocode-semicolons.csv"
	all, err := os.ReadDir(filepath.Join("testdata", "files"))
	if err != nil {
		t.Fatal(err)
	}
	tried := others
	for _, c := range files {
		tried += " " + c.file
	}
	for _, f := range all {
		if !strings.Contains(tried, f.Name()) {
			t.Errorf("%s is not tried", f.Name())
		}
	}
}
