package place

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
)

// nominatim is the format of Nominatim's search, as JSON version 2
// (https://nominatim.org/release-docs/latest/api/Search/).
type nominatim struct{}

func (nominatim) path() string { return "search" }

func (nominatim) query(text string, opt gazetteer.Options) url.Values {
	q := url.Values{"q": {text}, "format": {"jsonv2"}, "addressdetails": {"1"}, "limit": {strconv.Itoa(maxFound)},
		"accept-language": {"en"}}
	if opt.Country != "" {
		q.Set("countrycodes", strings.ToLower(opt.Country))
	}
	if b := opt.Bias; b != nil {
		q.Set("viewbox", fmt.Sprintf("%g,%g,%g,%g", b.Min[0], b.Min[1], b.Max[0], b.Max[1]))
	}
	return q
}

// nominatimPlace is one place of an answer.
type nominatimPlace struct {
	Licence     string
	OSMType     string `json:"osm_type"`
	OSMID       int64  `json:"osm_id"`
	Lat, Lon    string
	Category    string
	Type        string
	Rank        int     `json:"place_rank"`
	Importance  float64 `json:"importance"`
	Name        string
	DisplayName string            `json:"display_name"`
	Address     map[string]string `json:"address"`
	BoundingBox []string          `json:"boundingbox"` // south, north, west, east
}

func (nominatim) read(body []byte) ([]found, string, error) {
	var places []nominatimPlace
	if err := json.Unmarshal(body, &places); err != nil {
		return nil, "", err
	}
	var out []found
	attribution := ""
	for _, p := range places[:min(len(places), maxFound)] {
		attribution = cmp.Or(attribution, clean(p.Licence))
		if f, ok := p.found(); ok {
			out = append(out, f)
		}
	}
	return out, attribution, nil
}

// found reads a place, and reports whether it has a point.
func (p *nominatimPlace) found() (found, bool) {
	first, _, _ := strings.Cut(p.DisplayName, ",")
	f := found{score: max(0, min(1, p.Importance))}
	f.ID = fmt.Sprintf("nominatim:%s/%d", clean(p.OSMType), p.OSMID)
	f.Name = clean(cmp.Or(p.Name, first, p.DisplayName))
	f.Class = classOfRank(p.Rank)
	f.Feature = clean(p.Category + "=" + p.Type)
	f.Country, f.CountryName = country(p.Address["country_code"]), clean(p.Address["country"])
	f.Admin1 = clean(cmp.Or(p.Address["state"], p.Address["province"], p.Address["region"]))
	f.Admin2 = clean(cmp.Or(p.Address["county"], p.Address["state_district"], p.Address["district"]))
	lon, err1 := strconv.ParseFloat(p.Lon, 64)
	lat, err2 := strconv.ParseFloat(p.Lat, 64)
	return f, err1 == nil && err2 == nil && f.Name != "" && f.located(orb.Point{lon, lat}, p.box())
}

// box is the bounding box as west, south, east, north; of zeros without one.
func (p *nominatimPlace) box() (box [4]float64) {
	if len(p.BoundingBox) != 4 {
		return box
	}
	for i, j := range [4]int{1, 3, 0, 2} { // south, north, west, east
		v, err := strconv.ParseFloat(p.BoundingBox[i], 64)
		if err != nil {
			return [4]float64{}
		}
		box[j] = v
	}
	return box
}

// classOfRank reads a place rank
// (https://nominatim.org/release-docs/latest/customize/Ranking/).
func classOfRank(rank int) gazetteer.Class {
	switch {
	case rank <= 4:
		return gazetteer.Country
	case rank <= 9:
		return gazetteer.Admin1
	case rank <= 12:
		return gazetteer.Admin2
	case rank <= 25:
		return gazetteer.Locality
	case rank <= 27:
		return gazetteer.Vicinity
	}
	return gazetteer.Exact
}

// country is an ISO 3166-1 alpha-2 code in capitals, empty for anything else.
func country(code string) string {
	code = strings.ToUpper(code)
	if len(code) != 2 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return ""
	}
	return code
}
