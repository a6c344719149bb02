package main

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// Words that GeoNames writes before and after the names of districts, folded, in
// languages whose words for a district a text in English does not use. Those it
// does use are the gazetteer's own to know.
var (
	unitPrefixes = []string{
		"amphoe ", "arrondissement de ", "arrondissement d", "bashkia ", "bashkia e ", "bezirk ", "comuna ",
		"daira de ", "departamento de ",
		"departement de ", "distrito de ", "gemeente ", "grad ", "huyen ", "kabupaten ", "kota ", "liwa ", "markaz ",
		"muang ",
		"municipio de ", "municipiul ", "nohiyai ", "nomos ", "obshtina ", "okres ", "opcina ", "oras ", "partido de ",
		"politischer bezirk ",
		"powiat ", "provincia de ", "provincia di ", "quan ", "regierungsbezirk ", "shahrestan e ", "srok ",
		"thanh pho ", "thi xa ",
	}
	unitSuffixes = []string{
		" audany", " diqu", " gun", " ilcesi", " jaras", " kommun", " kommune", " ku", " pagasts", " parish", " qalasy",
		" shi", " tumani",
		" vald", " zone",
	}
)

// callUnit adds the name of a district without the word for it.
func (p *place) callUnit(name string) {
	key := gazetteer.Key(name)
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
		if (p.feature == "PPLA2" || p.feature == "PPLA" || p.feature == "PPLC") &&
			(seat == nil || p.population > seat.population) {
			seat = p
		}
	}
	return seat
}
