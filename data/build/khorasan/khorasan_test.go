package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/curated"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// TestMain runs in the root of the repository, as the program does.
func TestMain(m *testing.M) {
	if err := os.Chdir("../../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestCommittedFilesAreWhatIsBuilt: the same sources build the same bytes, no
// place has drifted from the lock, and nothing is wrong with the dataset.
func TestCommittedFilesAreWhatIsBuilt(t *testing.T) {
	if err := run(true, false); err != nil {
		t.Fatal(err)
	}
}

// shipped reads a built file back as the program does.
func shipped(t *testing.T, id string) map[string]*incident.Record {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(directory, id+".geojson"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := geojson.Read(id, string(raw))
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{Columns: table.Dataset.Columns})
	if err != nil || len(res.Findings) > 0 {
		t.Fatalf("%v, %v", err, res.Findings)
	}
	records := map[string]*incident.Record{}
	for _, inc := range res.Incidents {
		records[inc.ID] = incident.NewRecord(incident.Profile{}, inc, &incident.Dataset{})
	}
	return records
}

func number(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// TestStrain reads what the article says of each incident back from the
// built file; -1 is unknown.
func TestStrain(t *testing.T) {
	records := shipped(t, "khorasan")
	for _, c := range []struct {
		id                      string
		killed                  [3]int
		occurrence, attribution string
		precision               incident.PlacePrecision
		points                  int
		start, end              string
	}{
		{"kabul-airport-2021-08-26", [3]int{171, 182, -1}, "reported", "attributed", incident.PlaceExact, 1,
			"2021-08-26", "2021-08-26"},
		{"kabul-maternity-ward-2020-05-12", [3]int{-1, -1, -1}, "reported", "disputed", incident.PlaceLocality, 1,
			"2020-05-12", "2020-05-12"},
		{"kuz-kunar-funeral-2020-05-12", [3]int{-1, -1, -1}, "reported", "disputed", incident.PlaceAdmin2, 1,
			"2020-05-12", "2020-05-12"},
		{"us-arrests-2024-06", [3]int{-1, -1, -1}, "reported", "attributed", incident.PlaceLocality, 3, "2024-06-01",
			"2024-06-30"},
		{"termez-rockets-2022-04-18", [3]int{-1, -1, -1}, "disputed", "claimed", incident.PlaceLocality, 1,
			"2022-04-18", "2022-04-18"},
		{"crocus-city-hall-2024-03-22", [3]int{145, 145, 145}, "reported", "disputed", incident.PlaceExact, 1,
			"2024-03-22", "2024-03-22"},
		{"kerman-bombings-2024-01-03", [3]int{94, 96, 96}, "reported", "attributed", incident.PlaceLocality, 1,
			"2024-01-03", "2024-01-03"},
		{"jowzjan-offensive-2018-07", [3]int{-1, -1, -1}, "reported", "attributed", incident.PlaceAdmin1, 1,
			"2018-07-01", "2018-07-31"},
		{"mohmand-valley-raid-2017-04-26", [3]int{3, -1, -1}, "confirmed", "attributed", incident.PlaceAdmin2, 1,
			"2017-04-26", "2017-04-26"},
		{"farooqi-arrest-2020-04-04", [3]int{-1, -1, -1}, "confirmed", "attributed", incident.PlaceCountry, 1,
			"2020-04-04", "2020-04-04"},
		{"ghaleb-drone-strike-2017-07-11", [3]int{1, 1, -1}, "reported", "attributed", incident.PlaceUnknown, 0,
			"2017-07-11", "2017-07-11"},
		{"erhabi-raid-2018-08-25", [3]int{1, 1, -1}, "reported", "attributed", incident.PlaceUnknown, 0, "2018-08-25",
			"2018-08-25"},
		{"sar-e-pol-villages-2017-08", [3]int{24, 24, -1}, "reported", "attributed", incident.PlaceAdmin1, 1,
			"2017-08-01", "2017-08-31"},
		{"kabul-protest-bombings-2016-07", [3]int{97, 97, 97}, "reported", "attributed", incident.PlaceLocality, 1,
			"2016-07-01", "2016-07-31"},
		{"pakistan-election-rallies-2018-07", [3]int{131, 131, -1}, "reported", "attributed", incident.PlaceCountry, 1,
			"2018-07-01", "2018-07-31"},
		{"khar-rally-2023-07", [3]int{63, 63, 63}, "reported", "attributed", incident.PlaceLocality, 1, "2023-07-01",
			"2023-07-31"},
		{"tajikistan-rockets-2022-05-07", [3]int{-1, -1, -1}, "reported", "claimed", incident.PlaceArea, 1,
			"2022-05-07", "2022-05-07"},
		{"save-the-children-jalalabad-2018-01-24", [3]int{6, 6, 6}, "reported", "claimed", incident.PlaceLocality, 1,
			"2018-01-24", "2018-01-24"},
		{"kabul-wedding-2019-08-17", [3]int{92, 92, -1}, "reported", "claimed", incident.PlaceLocality, 1, "2019-08-17",
			"2019-08-17"},
		{"kabul-university-2020-11-02", [3]int{33, 33, -1}, "reported", "claimed", incident.PlaceLocality, 1,
			"2020-11-02", "2020-11-02"},
		{"russian-embassy-kabul-2022-09", [3]int{-1, -1, -1}, "reported", "claimed", incident.PlaceLocality, 1,
			"2022-09-01", "2022-09-30"},
		{"achin-air-strike-2017-04-13", [3]int{37, 37, -1}, "confirmed", "unknown", incident.PlaceAdmin2, 1,
			"2017-04-13", "2017-04-13"},
		{"lahore-raid-2017-04-14", [3]int{1, 1, 1}, "reported", "attributed", incident.PlaceLocality, 1, "2017-04-14",
			"2017-04-14"},
		{"quetta-raid-2019-09-04", [3]int{7, 7, -1}, "reported", "attributed", incident.PlaceLocality, 1, "2019-09-04",
			"2019-09-04"},
		{"achin-attack-2019-01-01", [3]int{27, 27, 27}, "confirmed", "attributed", incident.PlaceAdmin2, 1,
			"2019-01-01", "2019-01-01"},
		{"khetab-emir-raid-2019-01-10", [3]int{1, 1, -1}, "confirmed", "unknown", incident.PlaceAdmin1, 1, "2019-01-10",
			"2019-01-10"},
		{"nangarhar-clearing-2019-04-30", [3]int{22, -1, 29}, "reported", "attributed", incident.PlaceArea, 1,
			"2019-04-30", "2019-04-30"},
		{"nangarhar-air-strike-2019-08-21", [3]int{6, 6, 6}, "reported", "unknown", incident.PlaceAdmin1, 1,
			"2019-08-21", "2019-08-21"},
		{"nangarhar-air-strike-2021-08-27", [3]int{-1, -1, -1}, "reported", "attributed", incident.PlaceAdmin1, 1,
			"2021-08-27", "2021-08-27"},
		{"kabul-drone-strike-2021-08-29", [3]int{9, 9, 9}, "reported", "attributed", incident.PlaceLocality, 1,
			"2021-08-29", "2021-08-29"},
		{"kabul-gun-battle-2021-08-26", [3]int{-1, -1, -1}, "reported", "claimed", incident.PlaceLocality, 1,
			"2021-08-26", "2021-08-26"},
		{"khan-drone-strike-2016-07-26", [3]int{1, 1, -1}, "reported", "attributed", incident.PlaceUnknown, 0,
			"2016-07-26", "2016-07-26"},
	} {
		r := records[c.id]
		if r == nil {
			t.Errorf("%s is not there", c.id)
			continue
		}
		killed := [3]int{number(r.Fatalities.Low), number(r.Fatalities.Best), number(r.Fatalities.High)}
		if killed != c.killed || r.Occurrence != c.occurrence || r.Attribution != c.attribution ||
			r.Place.Precision != c.precision ||
			len(r.Place.Points) != c.points || r.Date.Start.String() != c.start || r.Date.End.String() != c.end {
			t.Errorf("%s: killed %v, %s, %s, %s at %d points, %v to %v", c.id, killed, r.Occurrence, r.Attribution,
				r.Place.Precision, len(r.Place.Points), r.Date.Start, r.Date.End)
		}
		delete(records, c.id)
	}
	for id := range records {
		t.Errorf("%s is not in the table", id)
	}
}

// TestKrasnogorsk: the concert hall is near Moscow, not on Sakhalin.
func TestKrasnogorsk(t *testing.T) {
	p := shipped(t, "khorasan")["crocus-city-hall-2024-03-22"].Place
	if lon := p.Points[0][0]; lon < 36 || lon > 39 || p.Country != "RU" {
		t.Errorf("it is at %v in %s", p.Points, p.Country)
	}
	if o := shipped(t, "khorasan")["termez-rockets-2022-04-18"]; o.Origin == nil || len(o.Origin.Points) != 1 ||
		o.Origin.Precision != incident.PlaceArea || o.Place.Country != "UZ" {
		t.Errorf("Termez: from %+v at %+v", o.Origin, o.Place)
	}
}

// TestLayers: what the article leaves open stays open, and its contradictions
// are flagged, not repeated.
func TestLayers(t *testing.T) {
	designations := shipped(t, "khorasan-designations")
	blank := 0
	for _, r := range designations {
		if r.Place.Country == "" {
			blank++
		}
	}
	if len(designations) != 9 || blank != 2 {
		t.Errorf("%d designations, %d without a country; want 9 and 2", len(designations), blank)
	}
	terms := shipped(t, "khorasan-leaders")
	for id, flag := range map[string]string{"term-1": "26 January 2015", "term-2": "9 months", "term-3": "twice",
		"term-4": "twice", "term-5": "another name", "term-6": "arrested", "term-7": "other people"} {
		if r := terms[id]; r == nil || len(r.Place.Points) > 0 || !strings.Contains(strings.Join(texts(r), " "), flag) {
			t.Errorf("%s: no flag %q in %v", id, flag, r)
		}
	}
	if areas := shipped(t, "khorasan-areas"); len(areas) != 5 || areas["chawkay-dewaygal-2020"].Place.Admin2 == "" {
		t.Errorf("areas: %+v", areas)
	}
	if events := shipped(t, "khorasan-events"); events["foundation-2015"] == nil || events["government-2021"] == nil ||
		events["un-listing-2019"] == nil {
		t.Errorf("events: %+v", events)
	}
}

func texts(r *incident.Record) []string {
	var out []string
	for _, v := range r.Extra {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// TestArticleIsAccountedFor: the table of the article's dates names every
// record, and no record that there is not.
func TestArticleIsAccountedFor(t *testing.T) {
	dir, err := curated.Read(directory)
	if err != nil {
		t.Fatal(err)
	}
	if err := articleTable(&bytes.Buffer{}, dir); err != nil {
		t.Error(err)
	}
	dir.Main.Records[0].ID = "another"
	if err := articleTable(&bytes.Buffer{}, dir); err == nil || !strings.Contains(err.Error(), "another") {
		t.Errorf("a record without a line of the article was passed over: %v", err)
	}
}

// TestReleasesAreFrozen: a changed file of a release is refused.
func TestReleasesAreFrozen(t *testing.T) {
	dir, err := curated.Read(directory)
	if err != nil {
		t.Fatal(err)
	}
	files, err := build(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := keepReleases(dir, files); err != nil {
		t.Errorf("the release as it is: %v", err)
	}
	for i := range files {
		if frozen(files[i].path) {
			files[i].content = append(files[i].content, '\n')
		}
	}
	if err := keepReleases(dir, files); err == nil || !strings.Contains(err.Error(), "is frozen") {
		t.Errorf("a changed release was taken: %v", err)
	}
}

// TestBoundsAndDoubts: bounds are those of the article's words, and what is
// inferred or not told is said so.
func TestBoundsAndDoubts(t *testing.T) {
	records := shipped(t, "khorasan")
	bounds := func(id string) string {
		var out []string
		for _, c := range records[id].Claims {
			if c.Measure == incident.Killed && c.Scope != incident.Subset {
				out = append(out, string(c.Bound)+c.By)
			}
		}
		return strings.Join(out, " ")
	}
	for id, want := range map[string]string{"kabul-airport-2021-08-26": "over least exact least",
		"kabul-wedding-2019-08-17": "least", "kerman-bombings-2024-01-03": "exact exact",
		"nangarhar-clearing-2019-04-30": "exactthe National Directorate of Security exactthe Taliban",
		"khan-drone-strike-2016-07-26":  "least"} {
		if got := bounds(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if d := records["khetab-emir-raid-2019-01-10"].Date; d.Certain || !d.Uncertain {
		t.Errorf("the inferred year is certain: %+v", d)
	}
	if r := records["sar-e-pol-villages-2017-08"]; r.EventType != "other" {
		t.Errorf("a type that the article does not tell: %s", r.EventType)
	}
	if r := records["tajikistan-rockets-2022-05-07"]; r.Place.RadiusM > 50_000 || r.Place.Country != "TJ" {
		t.Errorf("the rockets at Tajikistan are at %+v", r.Place)
	}
	if r := shipped(t, "khorasan-areas")["chawkay-chalas-2020"]; r.Place.Precision != incident.PlaceLocality {
		t.Errorf("Chalas is at %+v", r.Place)
	}
}
