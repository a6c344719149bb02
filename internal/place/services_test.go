package place_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place"
)

// A made-up answer in the format of Nominatim: a town and a state.
const nominatimAnswer = `[{"place_id":1,"licence":"Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright","osm_type":"node","osm_id":42,
 "lat":"34.1234","lon":"70.5678","category":"place","type":"village","place_rank":19,"importance":0.42,"addresstype":"village",
 "name":"Madeupabad","display_name":"Madeupabad, Achin, Nangarhar, Afghanistan",
 "address":{"village":"Madeupabad","county":"Achin","state":"Nangarhar","country":"Afghanistan","country_code":"af"},
 "boundingbox":["34.1034","34.1434","70.5478","70.5878"]},
 {"place_id":2,"licence":"x","osm_type":"relation","osm_id":43,"lat":"12.5","lon":"7.25","category":"boundary","type":"administrative","place_rank":8,
 "importance":7,"name":"","display_name":"Elsewhere, Land","address":{"country_code":"zz1"},"boundingbox":["12","13","7"]}]`

// A made-up answer in the format of Photon.
const photonAnswer = `{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[70.5678,34.1234],"type":"Point"},"type":"Feature",
 "properties":{"osm_type":"N","osm_id":42,"extent":[70.5478,34.1434,70.5878,34.1034],"country":"Afghanistan","osm_key":"place","countrycode":"AF",
 "osm_value":"village","name":"Madeupabad","county":"Achin","state":"Nangarhar","type":"city"}},
 {"geometry":{"coordinates":[7.25],"type":"Point"},"properties":{"name":"No point"}}]}`

// standIn is a service that answers as fn says, with the requests it had.
func standIn(t *testing.T, fn http.HandlerFunc) (address string, requests *atomic.Int32) {
	t.Helper()
	requests = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		fn(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, requests
}

// answers is a service that always gives the same.
func answers(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

// local is a gazetteer of a country and a province.
func local(t *testing.T) *gazetteer.Gazetteer {
	t.Helper()
	b, err := gazetteer.Encode(gazetteer.About{Version: "test"}, []gazetteer.Record{
		{Place: gazetteer.Place{ID: "c:AF", Name: "Afghanistan", Country: "AF", Class: gazetteer.Country, Located: true,
			Point: orb.Point{66, 34}, RadiusM: 500_000}, Names: []string{"Afghanistan"}},
		{Place: gazetteer.Place{ID: "t:1", Name: "Kabul", Country: "AF", Class: gazetteer.Locality, Located: true,
			Point: orb.Point{69, 34}, RadiusM: 5000}, Names: []string{"Kabul"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func parse(t *testing.T, list string, cfg place.Config) place.Chain {
	t.Helper()
	cfg.Every = time.Nanosecond
	chain, err := place.Parse(list, local(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func TestServicesAreReadInTheirFormats(t *testing.T) {
	for kind, body := range map[string]string{"nominatim": nominatimAnswer, "photon": photonAnswer} {
		var asked *http.Request
		address, _ := standIn(t, func(w http.ResponseWriter, r *http.Request) { asked = r; fmt.Fprint(w, body) })
		bias := orb.Bound{Min: orb.Point{60, 30}, Max: orb.Point{70, 40}}
		a, err := parse(t, kind+"="+address+"/geo", place.Config{Version: "1"}).Geocode(t.Context(), "Madeupabad & co",
			gazetteer.Options{Country: "AF", Bias: &bias})
		if err != nil || a.Best == nil || len(a.Alternatives) != 0 || a.Provider != kind ||
			!strings.Contains(a.Version, "OpenStreetMap") {
			t.Fatalf("%s: %+v, %v", kind, a, err)
		}
		want := gazetteer.Place{ID: a.Best.ID, Name: "Madeupabad", Country: "AF", CountryName: "Afghanistan",
			Admin1: "Nangarhar", Admin2: "Achin",
			Class: gazetteer.Locality, Point: orb.Point{70.5678,
				34.1234}, RadiusM: a.Best.RadiusM, Feature: "place=village", Located: true}
		if a.Best.Place != want || !strings.HasPrefix(a.Best.ID, kind+":") || a.Best.RadiusM < 2800 ||
			a.Best.RadiusM > 3100 {
			t.Errorf("%s: %+v", kind, a.Best.Place)
		}
		if q := asked.URL.Query(); q.Get("q") != "Madeupabad & co" || !strings.HasPrefix(asked.URL.Path, "/geo/") ||
			asked.UserAgent() != "incidentmap/1" {
			t.Errorf("%s: asked %s as %q", kind, asked.URL, asked.UserAgent())
		}
	}
}

func TestLaterProvidersAreAskedWhenEarlierOnesDoNotKnow(t *testing.T) {
	address, requests := standIn(t, answers(nominatimAnswer))
	chain := parse(t, "gazetteer,nominatim="+address, place.Config{})
	for text, want := range map[string]string{"Kabul": "t:1", "Afghanistan": "c:AF",
		"Madeupabad, Afghanistan": "nominatim:node/42"} {
		a, err := chain.Geocode(t.Context(), text, gazetteer.Options{})
		if err != nil || a.Best == nil || a.Best.ID != want {
			t.Errorf("%s: %+v, %v", text, a.Best, err)
		}
	}
	if requests.Load() != 1 {
		t.Errorf("%d requests", requests.Load())
	}
}

func TestAFailingServiceLeavesTheOthersAnswer(t *testing.T) {
	address, _ := standIn(t, func(w http.ResponseWriter,
		_ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
	})
	secret := strings.Replace(address, "http://", "http://me:secret@", 1)
	a, err := parse(t, "gazetteer,photon="+secret, place.Config{}).Geocode(t.Context(), "Xyzzy, Afghanistan",
		gazetteer.Options{})
	if a.Best == nil || a.Best.ID != "c:AF" {
		t.Errorf("%+v", a.Best)
	}
	if err == nil || !strings.Contains(err.Error(), "photon: the service answered 500") ||
		strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

func TestHostileServices(t *testing.T) {
	huge := strings.Repeat("[", 5<<20)
	for name, c := range map[string]struct {
		fn   http.HandlerFunc
		want string
	}{
		"malformed": {answers(`{"features":[`), "the answer"},
		"other":     {answers(`{}`), "no features"},
		"huge":      {answers(huge), "larger than"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1/", http.StatusFound)
		}, "elsewhere"},
		"elsewhere": {answers(`{"features":[{"geometry":{"coordinates":[500,95]},"properties":{"name":"x"}}]}`), ""},
		"overflow": {answers(`{"features":[{"geometry":{"coordinates":[1e999,1]},"properties":{"name":"x"}}]}`),
			"the answer"},
		"not a name": {answers("{\"features\":[{\"geometry\":{\"coordinates\":[5,5]},\"properties\":{\"name\":\"\\u0007\"}}]}"), ""},
	} {
		address, _ := standIn(t, c.fn)
		a, err := parse(t, "photon="+address, place.Config{}).Geocode(t.Context(), "x", gazetteer.Options{})
		if a.Best != nil || (err == nil) != (c.want == "") || err != nil &&
			(!strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), address)) {
			t.Errorf("%s: %+v, %v", name, a.Best, err)
		}
	}
}

func TestASlowServiceIsLeft(t *testing.T) {
	released := make(chan struct{})
	address, _ := standIn(t, func(http.ResponseWriter, *http.Request) { <-released })
	defer close(released)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := parse(t, "photon="+address, place.Config{}).Geocode(ctx, "x", gazetteer.Options{})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestRetryAfterIsHeeded(t *testing.T) {
	address, requests := standIn(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	chain := parse(t, "nominatim="+address, place.Config{})
	for range 3 {
		if _, err := chain.Geocode(t.Context(), "x", gazetteer.Options{}); err == nil {
			t.Error("no error")
		}
	}
	if requests.Load() != 1 {
		t.Errorf("%d requests", requests.Load())
	}
}

func TestRequestsKeepToTheRate(t *testing.T) {
	address, requests := standIn(t, answers(photonAnswer))
	chain, err := place.Parse("photon="+address, local(t), place.Config{Every: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, first := chain.Geocode(ctx, "x", gazetteer.Options{})
	_, second := chain.Geocode(ctx, "y", gazetteer.Options{})
	if first != nil || second == nil || requests.Load() != 1 {
		t.Errorf("%v, %v, %d requests", first, second, requests.Load())
	}
}

func TestAnswersAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	body := photonAnswer
	address, requests := standIn(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
	ask := func() (place.Answer, error) {
		secret := strings.Replace(address, "http://", "http://me:secret@", 1)
		return parse(t, "photon="+secret, place.Config{CacheDir: dir}).Geocode(t.Context(), "x", gazetteer.Options{})
	}
	for range 2 {
		if a, err := ask(); err != nil || a.Best == nil {
			t.Fatalf("%+v, %v", a.Best, err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 || requests.Load() != 1 {
		t.Fatalf("%d requests, files %v, %v", requests.Load(), files, err)
	}
	if b, err := os.ReadFile(files[0]); err != nil || bytes.Contains(b, []byte("secret")) {
		t.Errorf("%s, %v", b, err)
	}
	if err := os.WriteFile(files[0], []byte("{damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a, err := ask(); err != nil || a.Best == nil || requests.Load() != 2 {
		t.Errorf("after damage: %+v, %v, %d requests", a.Best, err, requests.Load())
	}
}

// What is no answer is not kept.
func TestMalformedAnswersAreNotKept(t *testing.T) {
	dir := t.TempDir()
	address, requests := standIn(t, answers("<html>"))
	for range 2 {
		if _, err := parse(t, "photon="+address, place.Config{CacheDir: dir}).Geocode(t.Context(), "x",
			gazetteer.Options{}); err == nil {
			t.Error("no error")
		}
	}
	if requests.Load() != 2 {
		t.Errorf("%d requests", requests.Load())
	}
}

func TestParseTellsWhatIsWrong(t *testing.T) {
	for list, want := range map[string]string{
		"": "allowed", "google=https://x": "allowed", "gazetteer=x": "allowed", "photon": "photon=https://host",
		"nominatim=ftp://x":      "https://host",
		"photon=https://x?key=1": "?",
	} {
		if _, err := place.Parse(list, nil, place.Config{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", list, err)
		}
	}
}

// FuzzAnswer: whatever a service answers, places have a name, a point and a radius
// within bounds, and the country asked for.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(nominatimAnswer), "AF")
	f.Add([]byte(photonAnswer), "")
	var body []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }))
	defer s.Close()
	chain, err := place.Parse("nominatim="+s.URL+",photon="+s.URL, nil, place.Config{Every: time.Nanosecond})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer []byte, country string) {
		body = answer
		for _, p := range chain {
			a, _ := p.Geocode(t.Context(), "x", gazetteer.Options{Country: country})
			if a.Best == nil {
				continue
			}
			for _, m := range append([]gazetteer.Match{*a.Best}, a.Alternatives...) {
				if m.Name == "" || len(m.Name) > 255 || !m.Located ||
					!(math.Abs(m.Point[0]) <= 180 && math.Abs(m.Point[1]) <= 90) ||
					!(m.RadiusM > 0 && m.RadiusM < 21e6) || !(m.Score >= 0 && m.Score <= 1) || country != "" &&
					!strings.EqualFold(m.Country, country) {
					t.Errorf("%+v", m)
				}
			}
		}
	})
}
