package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"incidentmap/internal/place"
)

// geocode runs the verb.
func geocode(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e strings.Builder
	code = run(t.Context(), append([]string{"geocode"}, args...), &o, &e)
	return code, o.String(), e.String()
}

func TestGeocodeExplains(t *testing.T) {
	for text, want := range map[string][]string{
		"12 km north-east of Jalalabad, Nangarhar": {"Jalalabad, Nangarhar, Afghanistan", "near it (vicinity)",
			"within 1", `"12 km north east of"`, "where it lies: Nangarhar", "What else it could mean"},
		"Xyzzy village, Achin District": {"somewhere in this district", "not understood: Xyzzy village",
			`"Xyzzy village"                not understood`},
		"Kabul and Jalalabad": {"Kabul, Afghanistan", "several places",
			"Further places that the text names"},
		"Kiar, Chaharmahal and Bakhtiari": {"Chaharmahal and Bakhtiari, Iran",
			"only what the place lies in is known", "known by name alone, without a point: kiar"},
		"Xyzzyplugh": {`No place found for "Xyzzyplugh"`},
	} {
		code, out, errOut := geocode(t, "--explain", text)
		for _, w := range want {
			if code != exitOK || !strings.Contains(out, w) {
				t.Errorf("%q: exit %d, no %q in\n%s%s", text, code, w, out, errOut)
			}
		}
	}
}

func TestGeocodeBias(t *testing.T) {
	code, out, _ := geocode(t, "--bias", "66,23,71,28", "--limit", "1", "Hyderabad")
	if code != exitOK || !strings.Contains(out, "Pakistan") {
		t.Errorf("exit %d, %s", code, out)
	}
}

func TestGeocodeTellsWhatIsWrong(t *testing.T) {
	for want, args := range map[string][]string{
		"four numbers":             {"--bias", "1,2,3", "Kabul"},
		"which is no country":      {"--country", "Atlantis", "Kabul"},
		"Congo - Brazzaville (CG)": {"--country", "Congo", "Kabul"},
		"it needs the text":        {},
		"--csv needs --column":     {"--csv", "x.csv"},
		"go with --csv":            {"--column", "place", "Kabul"},
		"is one too many":          {"--csv", "x.csv", "--column", "a", "Kabul"},
		"at most 1024 are read":    {strings.Repeat("Kabul ", 1<<20/6)},
		"nominatim=URL and photon": {"--providers", "google", "Kabul"},
		"another name is needed":   {"--csv", "x.csv", "--column", "a", "--out", "./x.csv"},
		"no such file":             {"--csv", "/nowhere.csv", "--column", "a"},
	} {
		if code, _, errOut := geocode(t, args...); code == exitOK || !strings.Contains(errOut, want) {
			t.Errorf("%.60v: exit %d, %s", args, code, errOut)
		}
	}
}

const placesFile = "\ufeffid,place,country,note\n#code,#loc,#country+code,\n1,\"Achin, Nangarhar\",AF,=1+1\n2,Kabul and Jalalabad,,\n3,Xyzzyplugh,,\n4,,,\n5,Xyzzyplugh,,\n6,\"Hyderabad\",PK\n"

func TestGeocodeTable(t *testing.T) {
	dir := t.TempDir()
	in, to := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.csv")
	if err := os.WriteFile(in, []byte(placesFile), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errOut := geocode(t, "--csv", in, "--column", "place", "--country-column", "country", "--out", to)
	for _, want := range []string{"6 rows", "3 placed", "2 not found", "1 without a text",
		`row 5, 2 times: "Xyzzyplugh"`} {
		if code != exitOK || !strings.Contains(errOut, want) {
			t.Errorf("exit %d, no %q in %s", code, want, errOut)
		}
	}
	f, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 8 {
		t.Fatalf("%v, %q", err, rows)
	}
	if got := strings.Join(rows[0],
		" "); got != "id place country note latitude longitude place_precision place_radius_m place_name admin2 admin1 geocoded_country gazetteer_id score not_understood also" {
		t.Error(got)
	}
	if rows[1][4] != "#geo+lat" || rows[2][3] != "=1+1" || rows[2][8] != "Achin" || rows[2][6] != "admin2" ||
		rows[4][4] != "" {
		t.Errorf("%q", rows[:5])
	}
	if !strings.HasPrefix(rows[3][15], "Jalalabad (34.4") || rows[7][11] != "PK" {
		t.Errorf("%q", rows)
	}
}

func TestGeocodeTableWithoutItsColumn(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(in, []byte(placesFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := geocode(t, "--csv", in, "--column", "town"); code == exitOK ||
		!strings.Contains(errOut, "no column town; the columns are id, place, country, note") {
		t.Errorf("exit %d, %s", code, errOut)
	}
}

// A service is asked for what the gazetteer does not know, and told so.
func TestGeocodeAsksAService(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		fmt.Fprintf(w, `{"features":[{"geometry":{"coordinates":[70.5,34.1]},"properties":{"osm_type":"N","osm_id":7,"name":%q,"type":"city","countrycode":"AF"}}]}`, r.URL.Query().Get("q"))
	}))
	defer s.Close()
	cache := t.TempDir()
	for range 2 {
		code, out, errOut := geocode(t, "--providers", "gazetteer,photon="+s.URL, "--provider-cache", cache,
			"--provider-every", "1ns", "--explain", "Xyzzyplugh")
		if code != exitOK || !strings.Contains(out, "photon:N/7") || !strings.Contains(out, "OpenStreetMap") {
			t.Fatalf("exit %d, %s%s", code, out, errOut)
		}
	}
	if code, out, _ := geocode(t, "--providers", "gazetteer,photon="+s.URL, "--provider-cache", cache,
		"Kabul"); code != exitOK || !strings.Contains(out, "gn:1138958") || asked != 1 {
		t.Errorf("exit %d, %d requests, %s", code, asked, out)
	}
}

// A row that names several places without coordinates has a point for each.
func TestLocateSeveralPlaces(t *testing.T) {
	p := place.New((&placeOptions{}).options(nil))
	found, ok := p.Resolve(place.Question{Text: "Kabul and Jalalabad"})
	if !ok || len(found.Points) != 2 || len(found.Geocoding) != 2 || found.Country != "AF" || found.Admin1 != "" ||
		found.Geocoding[1].Matched != "Jalalabad" {
		t.Errorf("%+v", found)
	}
}
