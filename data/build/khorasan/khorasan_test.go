package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/intake"
)

// TestMain runs in the root of the repository, as the program does.
func TestMain(m *testing.M) {
	if err := os.Chdir("../../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestCommittedFileIsWhatIsBuilt: the same sources build the same bytes, and
// no place has drifted from the lock.
func TestCommittedFileIsWhatIsBuilt(t *testing.T) {
	if err := run(true, false); err != nil {
		t.Fatal(err)
	}
}

func shipped(t *testing.T) map[string]*incident.Record {
	t.Helper()
	raw, err := os.ReadFile(outputPath)
	if err != nil {
		t.Fatal(err)
	}
	f, err := geojson.Read("khorasan.geojson", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	res, err := intake.Read(f.Table, intake.Options{})
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

// TestStrain reads what the incidents were chosen for back from the built
// file; -1 is unknown.
func TestStrain(t *testing.T) {
	records := shipped(t)
	for _, c := range []struct {
		id                      string
		killed                  [3]int
		occurrence, attribution string
		precision               incident.PlacePrecision
		points                  int
		start, end              string
	}{
		{"kabul-airport-2021-08-26", [3]int{170, 170, -1}, "reported", "attributed", incident.PlaceVicinity, 1, "2021-08-26", "2021-08-26"},
		{"kabul-maternity-ward-2020-05-12", [3]int{-1, -1, -1}, "reported", "disputed", incident.PlaceLocality, 1, "2020-05-12", "2020-05-12"},
		{"kuz-kunar-funeral-2020-05-12", [3]int{-1, -1, -1}, "reported", "disputed", incident.PlaceAdmin2, 1, "2020-05-12", "2020-05-12"},
		{"us-arrests-2024-06", [3]int{-1, -1, -1}, "reported", "attributed", incident.PlaceLocality, 3, "2024-06-01", "2024-06-30"},
		{"termez-rockets-2022-04-18", [3]int{-1, -1, -1}, "denied", "claimed", incident.PlaceLocality, 1, "2022-04-18", "2022-04-18"},
		{"crocus-city-hall-2024-03-22", [3]int{145, 145, 145}, "reported", "disputed", incident.PlaceExact, 1, "2024-03-22", "2024-03-22"},
		{"kerman-bombings-2024-01-03", [3]int{94, 96, 96}, "reported", "attributed", incident.PlaceLocality, 1, "2024-01-03", "2024-01-03"},
		{"jowzjan-offensive-2018-07", [3]int{-1, -1, -1}, "reported", "attributed", incident.PlaceAdmin1, 1, "2018-07-01", "2018-07-31"},
		{"mohmand-valley-raid-2017-04-26", [3]int{3, -1, -1}, "confirmed", "attributed", incident.PlaceAdmin2, 1, "2017-04-26", "2017-04-26"},
		{"farooqi-arrest-2020-04-04", [3]int{-1, -1, -1}, "confirmed", "attributed", incident.PlaceCountry, 1, "2020-04-04", "2020-04-04"},
		{"khan-drone-strike-2016-07-26", [3]int{-1, -1, -1}, "reported", "attributed", incident.PlaceUnknown, 0, "2016-07-26", "2016-07-26"},
	} {
		r := records[c.id]
		if r == nil {
			t.Errorf("%s is not there", c.id)
			continue
		}
		killed := [3]int{number(r.Fatalities.Low), number(r.Fatalities.Best), number(r.Fatalities.High)}
		if killed != c.killed || r.Occurrence != c.occurrence || r.Attribution != c.attribution || r.Place.Precision != c.precision ||
			len(r.Place.Points) != c.points || r.Date.Start.String() != c.start || r.Date.End.String() != c.end {
			t.Errorf("%s: killed %v, %s, %s, %s at %d points, %v to %v", c.id, killed, r.Occurrence, r.Attribution, r.Place.Precision, len(r.Place.Points), r.Date.Start, r.Date.End)
		}
		delete(records, c.id)
	}
	for id := range records {
		t.Errorf("%s is not in the table", id)
	}
}

// TestKrasnogorsk: the concert hall is near Moscow, not on Sakhalin.
func TestKrasnogorsk(t *testing.T) {
	p := shipped(t)["crocus-city-hall-2024-03-22"].Place
	if lon := p.Points[0][0]; lon < 36 || lon > 39 || p.Country != "RU" {
		t.Errorf("it is at %v in %s", p.Points, p.Country)
	}
	if o := shipped(t)["termez-rockets-2022-04-18"]; o.Origin == nil || len(o.Origin.Points) != 1 || o.Origin.Precision != incident.PlaceArea || o.Place.Country != "UZ" {
		t.Errorf("Termez: from %+v at %+v", o.Origin, o.Place)
	}
}

// TestDriftFails: a place that moves, is missing, was not reviewed, or is no
// longer needed fails the build; an override does not drift.
func TestDriftFails(t *testing.T) {
	now := entry{Text: "Kabul", GazetteerID: "gn:1", Class: "locality", Lon: 69.2, Lat: 34.5, RadiusM: 1000, Reviewer: "r", CheckedAgainst: "c"}
	moved := now
	moved.Lon = 69.3
	override := moved
	override.Override = "a map"
	unreviewed := now
	unreviewed.Reviewer = ""
	for name, c := range map[string]struct {
		lock lockFile
		want string
	}{
		"the same": {lockFile{"Kabul": now}, ""}, "moved": {lockFile{"Kabul": moved}, "is now gn:1"}, "missing": {lockFile{}, "not in the lock"},
		"unreviewed": {lockFile{"Kabul": unreviewed}, "not been reviewed"}, "overridden": {lockFile{"Kabul": override}, ""},
		"not needed": {lockFile{"Kabul": now, "Herat": now}, "no incident needs"},
	} {
		got := ""
		for _, err := range c.lock.drift([]entry{now}) {
			got += err.Error()
		}
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if e := (lockFile{"Kabul": moved}).merge([]entry{now})["Kabul"]; e.Lon != now.Lon {
		t.Errorf("merged: %+v", e)
	}
}

func TestMisspeltKeysAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	if err := os.WriteFile(path, []byte("title: A\nkilled: 5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := readYAML(path, &incidentEntry{}); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("an unknown key was passed over: %v", err)
	}
}
