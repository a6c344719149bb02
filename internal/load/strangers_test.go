package load

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"incidentmap/internal/ingest"
)

// loaded loads a file with a content and looks at its incidents; it returns what is told.
func loaded(t *testing.T, base *Loader, set func(*Loader), name, content string, rows ...string) string {
	t.Helper()
	l, log := another(base)
	if set != nil {
		set(l)
	}
	path := filepath.Join(writeFiles(t, map[string]string{name: content}), name)
	if err := l.Paths(t.Context(), []string{path}); err != nil {
		t.Errorf("%s: %v", name, err)
		return ""
	}
	checkRows(t, l, datasets(t, l), rows)
	return log.String()
}

// TestKnownExports: rows as well-known exports have them, with the codes of each.
func TestKnownExports(t *testing.T) {
	base, _ := logged(t)
	gdelt := make([]string, 61)
	for i, v := range map[int]string{0: "1152304432", 1: "20240321", 2: "202403", 3: "2024", 4: "2024.2192",
		6: "REBELS", 16: "POLICE",
		26: "190", 27: "190", 28: "19", 51: "4", 52: "Lagos, Lagos, Nigeria", 53: "NI", 56: "6.45", 57: "3.39",
		59: "20240322000000",
		60: "https://example.org/1"} {
		gdelt[i] = v
	}
	for _, c := range []struct{ name, content, want string }{
		{"gdelt.csv", strings.Join(gdelt, "\t") + "\n", "id=1152304432 date=2024-03-21 country=NG event_type=fight actor=REBELS target=POLICE point=6.45,3.39 place_precision=locality"},
		{"fires.csv", "latitude,longitude,bright_ti4,acq_date,acq_time,satellite,confidence,frp\n12.5,-1.5,330,2024-03-21,41,N,n,2.5\n",
			"date=2024-03-21 time=00:41Z event_type=thermal_anomaly point=12.5,-1.5"},
		{"airwars.csv", "unique_reference_code,date,latitude,longitude,geolocation_accuracy,country,civilians_killed_min,civilians_killed_max,militants_killed_min,militants_killed_max,grading\n" +
			"CS1,2017-03-21,36.34,43.13,Within 100m (via Coalition),Iraq,2,5,1,,Fair\n",
			"id=CS1 fatalities_low=3 fatalities_high=5 occurrence=confirmed attribution=attributed place_precision=exact place_radius_m=100"},
		{"ibc.csv", "IBC code,Start Date,End Date,Location,Target,Weapons,Reported Minimum,Reported Maximum,Sources\nk1,2016-01-02,2016-01-03,Baghdad,market,car bomb,3,5,AP\n",
			"id=k1 date=2016-01-02/2016-01-03 fatalities_low=3 fatalities_high=5 event_type=car_bomb target=market"},
		{"quakes.csv", "time,latitude,longitude,depth,mag,magType,id,updated,place,type\n2024-03-21T04:11:09.120Z,38.2,142.3,30,5.1,mb,us1,2024-05-01T00:00:00.000Z,\"12 km NE of Here, Japan\",earthquake\n",
			"id=us1 date=2024-03-21 time=04:11:09.12Z event_type=earthquake place_precision=exact"},
		{"migrants.csv", "Incident ID,Incident Date,Number of Dead,Minimum Estimated Number of Missing,Total Number of Dead and Missing,Cause of Death,Country of Incident,Location of Incident,Coordinates,Information Source,URL\n" +
			"2024.MMP1,2024-03-21,2,3,5,Drowning,Libya,Off the coast,\"33.1, 13.2\",IOM,https://example.org/1\n",
			"date=2024-03-21 fatalities_best=2 event_type=drowning country=LY point=33.1,13.2 total_number_of_dead_and_missing=5"},
		{"emdat.csv", "DisNo.,Disaster Type,Event Name,ISO,Country,Location,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths,No. Injured\n" +
			"2021-0001-NPL,Flood,,NPL,Nepal,Bharatpur,2021,7,,2021,8,2,14,5\n", "id=2021-0001-NPL date=2021-07/2021-08-02 fatalities_best=14 injuries_best=5 event_type=flood"},
		{"police.csv", "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,Crime type\nz1,2024-05,X,X,-0.12,51.5,On or near a street,Burglary\n",
			"id=z1 date=2024-05 event_type=burglary place_precision=vicinity point=51.5,-0.12"},
	} {
		if log := loaded(t, base, nil, c.name, c.content, c.want); strings.Contains(log, "level=WARN") {
			t.Errorf("%s is told\n%s", c.name, log)
		}
	}
}

// TestSwappedCoordinates: latitude and longitude in each other's columns are found by the
// country, turned and told once; in square brackets too.
func TestSwappedCoordinates(t *testing.T) {
	base, _ := logged(t)
	for name, rows := range map[string]string{
		"swapped.csv": "title,date,country,lat,lon\nA,2023-01-01,Syria,36.29,33.51\nB,2023-01-02,Syria,37.16,36.2\nC,2023-01-03,Syria,40.14,35.33\n",
		"brackets.csv": "title,date,country,coordinates\nA,2023-01-01,Syria,\"[36.29, 33.51]\"\nB,2023-01-02,Syria,\"[37.16, 36.2]\"\n" +
			"C,2023-01-03,Syria,\"[40.14, 35.33]\"\n",
	} {
		log := loaded(t, base, nil, name, rows, "point=33.51,36.29", "point=36.2,37.16", "point=35.33,40.14")
		if !strings.Contains(log, "3 rows with latitude and longitude swapped, as the country beside them shows") {
			t.Errorf("%s: nobody is told:\n%s", name, log)
		}
	}
}

// TestProjectedCoordinates: columns in metres are read by their code, and told without one.
func TestProjectedCoordinates(t *testing.T) {
	base, _ := logged(t)
	loaded(t, base, nil, "utm.csv", "title,date,easting,northing,epsg\nA,2023-01-01,630084,4833438,EPSG:32617\nB,2023-01-02,630084,4833438,32617\n",
		"point=43.64,-79.39", "point=43.64,-79.39")
	loaded(t, base, nil, "ewkt.csv", "title,date,geom\nA,2023-01-01,SRID=3857;POINT(4039784 3963195)\n", "point=33.51,36.29")
	log := loaded(t, base, nil, "metres.csv", "title,date,x,y,place\nA,2023-01-01,630084,4833438,Gao\n", "place=Gao point=16.27,-0.04")
	if !strings.Contains(log, "metres of a projected system") {
		t.Errorf("nobody is told:\n%s", log)
	}
	if log = loaded(t, base, nil, "unknown.csv", "title,date,x,y,epsg\nA,2023-01-01,630084,4833438,31467\n", "point="); !strings.Contains(log, "EPSG:31467") {
		t.Errorf("nobody is told of the code:\n%s", log)
	}
}

// TestHashtags: HXL tags decide, whatever the columns are called.
func TestHashtags(t *testing.T) {
	base, _ := logged(t)
	loaded(t, base, nil, "tags.csv", "a,b,c,d,e\n#date+occurred,#geo+lat,#geo+lon,#affected+killed,#country+code\n2023-01-02,33.51,36.29,4,SYR\n",
		"date=2023-01-02 point=33.51,36.29 fatalities_best=4 country=SY")
	loaded(t, base, nil, "only.csv", "#date+occurred,#geo+lat,#geo+lon,#affected+killed\n2023-01-02,33.51,36.29,4\n",
		"date=2023-01-02 point=33.51,36.29 fatalities_best=4")
	loaded(t, base, nil, "stamp.csv", "title,date,time\nA,2023-01-02,1899-12-30 14:30:00\n", "date=2023-01-02 time=14:30:00")
}

// TestUnusedColumnsAreTold: what looks like a figure or an actor and is not used is told
// at load, with what to do.
func TestUnusedColumnsAreTold(t *testing.T) {
	base, _ := logged(t)
	log := loaded(t, base, nil, "parts.csv", "title,date,civilians_killed,actor_kind\nA,2023-01-01,2,rebels\n", "civilians_killed=2 fatalities_best=")
	for _, want := range []string{`column civilians_killed: it looks like a number of people killed and is not used`,
		`--column fatalities_best=\"civilians_killed\" would use it`, `column actor_kind: it looks like an actor`} {
		if !strings.Contains(log, want) {
			t.Errorf("%q is not told:\n%s", want, log)
		}
	}
}

// TestTheFileSettlesTheOrder: where the dates themselves do not show which of day and
// month is first, those of another column do.
func TestTheFileSettlesTheOrder(t *testing.T) {
	base, _ := logged(t)
	loaded(t, base, nil, "order.csv", "title,event_date,created_date\nA,08/01/2008,11/20/2017\nB,01/02/2009,11/21/2017\n",
		"date=2008-08-01", "date=2009-01-02")
	l, _ := another(base)
	dir := writeFiles(t, map[string]string{"none.csv": "title,reported_on,entered_on\nA,2020-01-02,2020-01-03\n"})
	err := l.Paths(t.Context(), []string{filepath.Join(dir, "none.csv")})
	if err == nil || !strings.Contains(err.Error(), "These hold dates: reported_on, entered_on.") {
		t.Errorf("a table of other dates: %v", err)
	}
}

// TestRowsOfPeopleAreTold: a table with an age and a sex has a row a person.
func TestRowsOfPeopleAreTold(t *testing.T) {
	base, _ := logged(t)
	for _, header := range []string{"name,date,age,gender", "Name,Datum,Alter,Geschlecht",
		"name,date,Victim's age,Victim's sex"} {
		log := loaded(t, base, nil, "people.csv", header+"\nA,2023-01-01,40,m\n", "date=2023-01-01")
		if !strings.Contains(log, "it tells of a person; where several rows are of one event") {
			t.Errorf("%s is not told:\n%s", header, log)
		}
	}
}

// TestGivenColumns: what the user says comes first, holds for every file that has the
// column, and is an error if none has.
func TestGivenColumns(t *testing.T) {
	base, _ := logged(t)
	given := func(roles ...ingest.Given) func(*Loader) { return func(l *Loader) { l.Given = roles } }
	loaded(t, base, given(ingest.Given{Role: "date", Column: "Reported"}, ingest.Given{Role: "fatalities_best",
		Column: "soldiers+civilians"}),
		"parts.csv", "title,date,Reported,soldiers,civilians\nA,2023-01-01,2024-02-02,1,2\n", "date=2024-02-02 fatalities_best=3")
	loaded(t, base, given(ingest.Given{Role: "title", Column: "a+b"}), "plus.csv", "a+b,a,b,date\nX,Y,Z,2020\n",
		"title=X")
	l, _ := logged(t)
	l.Given = []ingest.Given{{Role: "date", Column: "missing"}}
	dir := writeFiles(t, map[string]string{"a.csv": "title,date\nA,2020\n"})
	if err := l.Paths(t.Context(), []string{filepath.Join(dir, "a.csv")}); err == nil ||
		!strings.Contains(err.Error(), `--column date=missing: no file has a column "missing"`) {
		t.Errorf("%v", err)
	}
}

// TestEncodingsAndPackedFiles: the encoding may be given, and files may be packed.
func TestEncodingsAndPackedFiles(t *testing.T) {
	base, _ := logged(t)
	const table = "title;date\nПожар;2023-03-01\n"
	coded, err := charmap.Windows1251.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	set := func(l *Loader) { l.Encoding = "windows-1251" }
	if log := loaded(t, base, set, "coded.csv", coded, "title=Пожар"); strings.Contains(log, "level=WARN") {
		t.Errorf("what is given is told:\n%s", log)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := fmt.Fprint(w, table); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	loaded(t, base, nil, "packed.csv.gz", b.String(), "title=Пожар dataset=packed")
}
