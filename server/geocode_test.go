package server_test

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"testing"

	"incidentmap/geo/gazetteer"
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
				ID                                        string  `json:"gazetteer_id"`
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

func TestGeocodeAnswersGeocodeJSON(t *testing.T) {
	doc := geocode(t, newServer(t, nil), "/api/geocode?q=Xyzzy+village,+Achin+District,+Nangarhar")
	if doc.Type != "FeatureCollection" || doc.Geocoding.Version != "0.1.0" || doc.Geocoding.Licence == "" || doc.Geocoding.Attribution == "" || len(doc.Features) == 0 {
		t.Fatalf("%+v", doc)
	}
	f := doc.Features[0]
	p := f.Properties.Geocoding
	if f.Type != "Feature" || f.Geometry.Type != "Point" || math.Abs(f.Geometry.Coordinates[0]-70.7) > 0.1 || f.BBox[0] >= f.Geometry.Coordinates[0] || f.BBox[3] <= f.Geometry.Coordinates[1] {
		t.Errorf("%+v", f)
	}
	if p.Type != "county" || p.Label != "Achin, Nangarhar, Afghanistan" || p.CountryCode != "AF" || p.State != "Nangarhar" || p.Admin["level4"] != "Nangarhar" ||
		p.Accuracy != p.RadiusM || p.Precision != "admin2" || p.ID != "gna:AF.18.810" || p.Matched != "Achin" || !slices.Equal(p.Dropped, []string{"Xyzzy village"}) {
		t.Errorf("%+v", p)
	}
	if read := doc.Geocoding.Read; len(read) != 3 || read[0].Role != gazetteer.RoleDropped || read[1].Role != gazetteer.RolePlace || read[2].Role != gazetteer.RoleContext {
		t.Errorf("%+v", read)
	}
}

func TestGeocodeAnswersSeveralPlaces(t *testing.T) {
	doc := geocode(t, newServer(t, nil), "/api/geocode?q=Kabul+and+Jalalabad&limit=2")
	if len(doc.Features) != 2 || doc.Features[0].Properties.Geocoding.Also || !doc.Features[1].Properties.Geocoding.Also || doc.Features[1].Properties.Geocoding.Name != "Jalalabad" {
		t.Errorf("%+v", doc.Features)
	}
}

func TestGeocodeCompletes(t *testing.T) {
	h := newServer(t, nil)
	doc := geocode(t, h, "/api/geocode?q=jala,+nang&autocomplete=true&limit=3")
	if len(doc.Features) == 0 || doc.Features[0].Properties.Geocoding.ID != "gn:1139715" {
		t.Errorf("%+v", doc.Features)
	}
	if doc := geocode(t, h, "/api/geocode?q=jala,+nang&autocomplete=false"); len(doc.Features) > 0 && doc.Features[0].Properties.Geocoding.ID == "gn:1139715" && len(doc.Geocoding.Read) == 0 {
		t.Errorf("%+v", doc)
	}
}

func TestReverseAnswersGeocodeJSON(t *testing.T) {
	doc := geocode(t, newServer(t, nil), "/api/reverse?lat=34.53&lon=69.17")
	if len(doc.Features) != 1 || doc.Features[0].Properties.Geocoding.Name != "Kabul" || doc.Features[0].Properties.Geocoding.Type != "city" {
		t.Errorf("%+v", doc.Features)
	}
}
