package place

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
)

// photon is the format of Photon's search
// (https://github.com/komoot/photon/blob/master/docs/api-v1.md).
type photon struct{}

func (photon) path() string { return "api" }

func (photon) query(text string, opt gazetteer.Options) url.Values {
	q := url.Values{"q": {text}, "limit": {strconv.Itoa(maxFound)}, "lang": {"en"}}
	if b := opt.Bias; b != nil {
		q.Set("lon", fmt.Sprintf("%g", b.Center()[0]))
		q.Set("lat", fmt.Sprintf("%g", b.Center()[1]))
	}
	return q
}

// photonPlace is one feature of an answer.
type photonPlace struct {
	Geometry struct {
		Coordinates []float64
	}
	Properties struct {
		OSMType     string `json:"osm_type"`
		OSMID       int64  `json:"osm_id"`
		OSMKey      string `json:"osm_key"`
		OSMValue    string `json:"osm_value"`
		Type        string
		Name        string
		Country     string
		CountryCode string
		State       string
		County      string
		Extent      []float64 // west, north, east, south
	}
}

// photonLicence is what Photon's data ask for: its answers don't say it.
const photonLicence = "Data © OpenStreetMap contributors, ODbL 1.0. https://osm.org/copyright"

func (photon) read(body []byte) ([]found, string, error) {
	var doc struct{ Features *[]photonPlace }
	if err := json.Unmarshal(body, &doc); err != nil {
		return nil, "", err
	}
	if doc.Features == nil {
		return nil, "", errors.New("it has no features")
	}
	var out []found
	for i, p := range *doc.Features {
		if i == maxFound {
			break
		}
		if f, ok := p.found(i); ok {
			out = append(out, f)
		}
	}
	return out, photonLicence, nil
}

// found reads the place at a position of the answer, which has no scores: the first
// is the best. It reports whether it has a point.
func (p *photonPlace) found(position int) (found, bool) {
	q := &p.Properties
	f := found{score: 1 / float64(1+position)}
	f.ID = fmt.Sprintf("photon:%s/%d", clean(q.OSMType), q.OSMID)
	f.Name = clean(cmp.Or(q.Name, q.Country))
	f.Class = cmp.Or(classOfType[q.Type], gazetteer.Vicinity)
	f.Feature = clean(q.OSMKey + "=" + q.OSMValue)
	f.Country, f.CountryName = country(q.CountryCode), clean(q.Country)
	f.Admin1, f.Admin2 = clean(q.State), clean(q.County)
	if len(p.Geometry.Coordinates) < 2 || f.Name == "" {
		return f, false
	}
	var box [4]float64
	if e := q.Extent; len(e) == 4 {
		box = [4]float64{e[0], e[3], e[2], e[1]}
	}
	return f, f.located(orb.Point{p.Geometry.Coordinates[0], p.Geometry.Coordinates[1]}, box)
}

// classOfType are the classes of the types of places; others are somewhere near.
var classOfType = map[string]gazetteer.Class{"country": gazetteer.Country, "state": gazetteer.Admin1,
	"county": gazetteer.Admin2, "city": gazetteer.Locality, "district": gazetteer.Locality,
	"locality": gazetteer.Locality, "house": gazetteer.Exact}
