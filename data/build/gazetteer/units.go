package main

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"incidentmap/geo/gazetteer"
)

// Words that GeoNames writes before and after the names of districts, folded, in
// languages whose words for a district a text in English does not use. Those it
// does use are the gazetteer's own to know.
var (
	unitPrefixes = []string{
		"amphoe ", "arrondissement de ", "arrondissement d", "bashkia ", "bashkia e ", "bezirk ", "comuna ", "daira de ", "departamento de ",
		"departement de ", "distrito de ", "gemeente ", "grad ", "huyen ", "kabupaten ", "kota ", "liwa ", "markaz ", "muang ",
		"municipio de ", "municipiul ", "nohiyai ", "nomos ", "obshtina ", "okres ", "opcina ", "oras ", "partido de ", "politischer bezirk ",
		"powiat ", "provincia de ", "provincia di ", "quan ", "regierungsbezirk ", "shahrestan e ", "srok ", "thanh pho ", "thi xa ",
	}
	unitSuffixes = []string{
		" audany", " diqu", " gun", " ilcesi", " jaras", " kommun", " kommune", " ku", " pagasts", " parish", " qalasy", " shi", " tumani",
		" vald", " zone",
	}
)

// callUnit adds the name of a district without the word for it.
func (p *place) callUnit(name string) {
	key := gazetteer.Fold(name)
	for _, word := range unitPrefixes {
		if rest, ok := strings.CutPrefix(key, word); ok {
			p.call(rest)
		}
	}
	for _, word := range unitSuffixes {
		if rest, ok := strings.CutSuffix(key, word); ok {
			p.call(rest)
		}
	}
}

// Figures by which the circle around a district of which only towns are known
// is drawn. It has to hold the whole district, whose edge is not known.
const (
	// beyondTowns is how much farther than its farthest town, and that town's own
	// radius, a district is taken to reach.
	beyondTowns = 1.25
	// beyondMean is how much the radius exceeds that of a circle of the mean area
	// of the districts of that province: 1.5 reaches the corners of a square from
	// its middle (1.25) with room for a seat that lies off it.
	beyondMean = 1.5
	// Bounds on what the mean area gives; few districts are smaller or larger.
	leastMeanM, mostMeanM = 10_000, 100_000
)

// placeDistricts gives each district without a point that of its seat, else of
// the town in the middle of its inhabitants.
func placeDistricts(t *table) error {
	towns := map[string][]*place{}
	for _, id := range t.ids() {
		if p := t.places[id]; p.class == gazetteer.Locality && t.places[p.admin2] != nil {
			towns[p.admin2] = append(towns[p.admin2], p)
		}
	}
	means := t.meanRadii()
	for _, id := range slices.Sorted(maps.Keys(towns)) {
		if d := t.places[id]; !d.located {
			centre := middle(towns[id])
			d.locate(centre.point, max(reach(centre.point, towns[id]), beyondMean*means[d.unitOf()]))
		}
	}
	return nil
}

// unitOf is the province whose districts a district is compared with, or the
// country where it is not known.
func (p *place) unitOf() string {
	if p.admin1 != "" {
		return p.admin1
	}
	return "ne:" + p.country
}

// meanRadii are the radii, in metres, of circles of the mean area of the districts
// of each province. A province without an outline has the mean of its country.
func (t *table) meanRadii() map[string]float64 {
	count := map[string]float64{}
	for _, p := range t.places {
		if p.class == gazetteer.Admin2 {
			count[p.unitOf()]++
			if p.admin1 != "" {
				count["ne:"+p.country]++
			}
		}
	}
	radii := map[string]float64{}
	for id, n := range count {
		whole := t.places[id]
		if whole.shape == nil {
			whole, n = t.places["ne:"+whole.country], count["ne:"+whole.country]
		}
		radii[id] = min(max(math.Sqrt(geo.Area(whole.shape)/n/math.Pi), leastMeanM), mostMeanM)
	}
	return radii
}

// middle is the town that a district is placed at: its most populous seat, else
// the town nearest to the mean of all towns weighed by their inhabitants. A town
// of unknown population weighs as one of a thousand.
func middle(towns []*place) *place {
	if seat := seatOf(towns); seat != nil {
		return seat
	}
	var mean orb.Point
	whole := 0.0
	first := towns[0].point
	for _, p := range towns {
		weight := float64(max(p.population, 1000))
		mean[0] += weight * math.Remainder(p.point[0]-first[0], 360)
		mean[1] += weight * p.point[1]
		whole += weight
	}
	mean = orb.Point{first[0] + mean[0]/whole, mean[1] / whole}
	return slices.MinFunc(towns, func(a, b *place) int {
		return cmp.Compare(geo.DistanceHaversine(a.point, mean), geo.DistanceHaversine(b.point, mean))
	})
}

// seatOf is the most populous town that GeoNames marks as the seat of a district,
// or of a country or province, nil where there is none.
func seatOf(towns []*place) *place {
	var seat *place
	for _, p := range towns {
		if (p.feature == "PPLA2" || p.feature == "PPLA" || p.feature == "PPLC") && (seat == nil || p.population > seat.population) {
			seat = p
		}
	}
	return seat
}

// reach is how far a district is taken to reach from a point, in metres, by its towns.
func reach(p orb.Point, towns []*place) float64 {
	far := 0.0
	for _, town := range towns {
		far = max(far, geo.DistanceHaversine(p, town.point)+town.radius)
	}
	return beyondTowns * far
}
