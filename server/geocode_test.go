package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place"
	"incidentmap/server"
)

// geocodeJSON is what clients of the format read.
type geocodeJSON struct {
	Type      string
	Geocoding struct {
		Version, Licence, Attribution, Query string
		Read                                 []gazetteer.Reading
	}
	Features []struct {
		Type     string
		BBox     [4]float64
		Geometry struct {
			Type        string
			Coordinates [2]float64
		}
		Properties struct {
			Geocoding struct {
				Type, Label, Name, State, County, Country string
				Accuracy                                  float64
				CountryCode                               string `json:"country_code"`
				Admin                                     map[string]string
				ID                                        string `json:"gazetteer_id"`
				Gazetteer, Licence                        string
				Precision                                 string  `json:"place_precision"`
				RadiusM                                   float64 `json:"place_radius_m"`
				Dropped                                   []string
				Matched                                   string
				Also                                      bool
			}
		}
	}
}

func geocode(t *testing.T, h http.Handler, path string) (doc geocodeJSON) {
	t.Helper()
	res := get(t, h, path)
	if res.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, res.Code, res.Body)
	}
	if err := json.Unmarshal(res.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// An answer states the licence and the makers of the gazetteer that gave it, and
// nothing where that one states nothing.
func TestGeocodeStatesTheCreditOfItsGazetteer(t *testing.T) {
	record := gazetteer.Record{Names: []string{"Checkpoint Nine"}, Place: gazetteer.Place{ID: "own:9",
		Name: "Checkpoint Nine", Country: "AF",
		Class: gazetteer.Locality, Point: orb.Point{69.1, 34.1}, RadiusM: 500, Located: true}}
	for _, about := range []gazetteer.About{{Version: "own"}, {Version: "own", Licence: "ODbL 1.0",
		Attribution: "Survey of Kabul"}} {
		file, err := gazetteer.Encode(about, []gazetteer.Record{record})
		if err != nil {
			t.Fatal(err)
		}
		h := newServer(t, func(cfg *server.Config) {
			cfg.Places = place.New(place.Options{Shipped: func() (io.ReadCloser,
				error) {
				return io.NopCloser(bytes.NewReader(file)), nil
			}})
		})
		for _, path := range []string{"/api/geocode?q=Checkpoint+Nine", "/api/reverse?lat=34.1&lon=69.1"} {
			doc := geocode(t, h, path)
			if got := doc.Geocoding; len(doc.Features) != 1 || got.Licence != about.Licence ||
				got.Attribution != about.Attribution {
				t.Errorf("%s: got %+v, want the credit %+v", path, got, about)
			}
		}
	}
	shipped := geocode(t, newServer(t, nil), "/api/geocode?q=Kabul").Geocoding
	if shipped.Licence != "CC BY 4.0" || !strings.Contains(shipped.Attribution, "GeoNames") {
		t.Errorf("the shipped gazetteer: %+v", shipped)
	}
}

// Of several layers, an answer states the credit of those that it comes from, and
// each place its own.
func TestGeocodeStatesTheCreditOfItsLayers(t *testing.T) {
	own := gazetteer.Record{Names: []string{"Checkpoint Nine", "Jalalabad"},
		Place: gazetteer.Place{ID: "own:9", Name: "Checkpoint Nine", Country: "AF",
			Class: gazetteer.Locality, Point: orb.Point{69.1, 34.1}, RadiusM: 500, Located: true}}
	file, err := gazetteer.Encode(gazetteer.About{Version: "own", Licence: "ODbL 1.0", Attribution: "Survey of Kabul"},
		[]gazetteer.Record{own})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "survey.bin")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	h := newServer(t, func(cfg *server.Config) {
		cfg.Places = place.New(place.Options{Shipped: openGazetteer, Layers: []string{path}})
	})
	for path, want := range map[string]string{
		"/api/geocode?q=Checkpoint+Nine":            "ODbL 1.0: survey",
		"/api/geocode?q=Herat,+Afghanistan&limit=1": "CC BY 4.0: shipped",
		"/api/geocode?q=Checkpoint+Nine+and+Herat":  "CC BY 4.0; ODbL 1.0: survey shipped",
		"/api/geocode?q=Xyzzyxyz":                   "CC BY 4.0; ODbL 1.0:",
		"/api/reverse?lat=34.1&lon=69.1":            "ODbL 1.0: survey",
		"/api/geocode?q=checkp&autocomplete=true":   "ODbL 1.0: survey",
	} {
		doc := geocode(t, h, path)
		got := doc.Geocoding.Licence + ":"
		for _, f := range doc.Features {
			p := f.Properties.Geocoding
			got += " " + p.Gazetteer
			if p.Licence != map[string]string{"survey": "ODbL 1.0", "shipped": "CC BY 4.0"}[p.Gazetteer] {
				t.Errorf("%s: %+v", path, p)
			}
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestGeocodeAnswersGeocodeJSON(t *testing.T) {
	doc := geocode(t, newServer(t, nil), "/api/geocode?q=Xyzzy+village,+Achin+District,+Nangarhar")
	if doc.Type != "FeatureCollection" || doc.Geocoding.Version != "0.1.0" || doc.Geocoding.Licence == "" ||
		doc.Geocoding.Attribution == "" || len(doc.Features) == 0 {
		t.Fatalf("%+v", doc)
	}
	f := doc.Features[0]
	p := f.Properties.Geocoding
	if f.Type != "Feature" || f.Geometry.Type != "Point" || math.Abs(f.Geometry.Coordinates[0]-70.7) > 0.1 ||
		f.BBox[0] >= f.Geometry.Coordinates[0] || f.BBox[3] <= f.Geometry.Coordinates[1] {
		t.Errorf("%+v", f)
	}
	if p.Type != "county" || p.Label != "Achin, Nangarhar, Afghanistan" || p.CountryCode != "AF" ||
		p.State != "Nangarhar" || p.Admin["level4"] != "Nangarhar" ||
		p.Accuracy != p.RadiusM || p.Precision != "admin2" || p.ID != "gna:AF.18.810" || p.Matched != "Achin" ||
		!slices.Equal(p.Dropped, []string{"Xyzzy village"}) {
		t.Errorf("%+v", p)
	}
	if read := doc.Geocoding.Read; len(read) != 3 || read[0].Role != gazetteer.RoleDropped ||
		read[1].Role != gazetteer.RolePlace || read[2].Role != gazetteer.RoleContext {
		t.Errorf("%+v", read)
	}
}

func TestGeocodeAnswersSeveralPlaces(t *testing.T) {
	doc := geocode(t, newServer(t, nil), "/api/geocode?q=Kabul+and+Jalalabad&limit=2")
	if len(doc.Features) != 2 || doc.Features[0].Properties.Geocoding.Also ||
		!doc.Features[1].Properties.Geocoding.Also || doc.Features[1].Properties.Geocoding.Name != "Jalalabad" {
		t.Errorf("%+v", doc.Features)
	}
}

func TestGeocodeCompletes(t *testing.T) {
	h := newServer(t, nil)
	doc := geocode(t, h, "/api/geocode?q=jala,+nang&autocomplete=true&limit=3")
	if len(doc.Features) == 0 || doc.Features[0].Properties.Geocoding.ID != "gn:1139715" {
		t.Errorf("%+v", doc.Features)
	}
	if doc := geocode(t, h, "/api/geocode?q=jala,+nang&autocomplete=false"); len(doc.Features) > 0 &&
		doc.Features[0].Properties.Geocoding.ID == "gn:1139715" && len(doc.Geocoding.Read) == 0 {
		t.Errorf("%+v", doc)
	}
}

func TestReverseAnswersGeocodeJSON(t *testing.T) {
	doc := geocode(t, newServer(t, nil), "/api/reverse?lat=34.53&lon=69.17")
	if len(doc.Features) != 1 || doc.Features[0].Properties.Geocoding.Name != "Kabul" ||
		doc.Features[0].Properties.Geocoding.Type != "city" {
		t.Errorf("%+v", doc.Features)
	}
}

// A service is asked for what the gazetteer does not know, and its makers are
// named; that it does not answer is no empty answer.
func TestGeocodeAsksServices(t *testing.T) {
	fails := false
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if fails {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		fmt.Fprint(w, `{"features":[{"geometry":{"coordinates":[70.5,34.1]},"properties":{"osm_type":"N","osm_id":7,"name":"Xyzzyplugh","type":"city","countrycode":"AF"}}]}`)
	}))
	defer service.Close()
	h := newServer(t, func(cfg *server.Config) {
		cfg.Places = place.New(place.Options{Shipped: openGazetteer, Providers: "gazetteer,photon=" + service.URL,
			Config: place.Config{Every: time.Nanosecond, CacheDir: t.TempDir()}})
	})
	doc := geocode(t, h, "/api/geocode?q=Xyzzyplugh")
	if len(doc.Features) != 1 || doc.Features[0].Properties.Geocoding.ID != "photon:N/7" ||
		!strings.Contains(doc.Geocoding.Attribution, "OpenStreetMap") {
		t.Errorf("%+v", doc)
	}
	if doc := geocode(t, h, "/api/geocode?q=Kabul"); !strings.Contains(doc.Geocoding.Attribution, "GeoNames") {
		t.Errorf("%+v", doc.Geocoding)
	}
	fails = true
	if res := get(t, h, "/api/geocode?q=Plughxyzzy"); res.Code != http.StatusServiceUnavailable ||
		strings.Contains(res.Body.String(), service.URL) {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if doc := geocode(t, h, "/api/geocode?q=Plughxyzzy&autocomplete=true"); len(doc.Features) != 0 {
		t.Errorf("a service was asked for a text that is being typed: %+v", doc)
	}
}
