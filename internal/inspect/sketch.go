package inspect

import (
	"cmp"
	"math"
	"slices"

	"incidentmap/internal/ingest"
)

// Sketch tells roughly when and where incidents are, so that whoever looks at it sees
// whether days and months, or latitudes and longitudes, were taken for each other.
type Sketch struct {
	// Years are how many incidents begin in each, the earliest first.
	Years []YearCount `json:"years"`
	// Spots are how many places lie around each, the largest first: at most maxSpots.
	// A spot is the middle of its cell of half a degree.
	Spots []Spot `json:"spots"`
}

// YearCount is how many incidents begin in a year.
type YearCount struct {
	Year  int `json:"year"`
	Count int `json:"count"`
}

// Spot is how many places lie around a point.
type Spot struct {
	Lon   float64 `json:"lon"`
	Lat   float64 `json:"lat"`
	Count int     `json:"count"`
}

// maxSpots bounds the spots of a sketch.
const maxSpots = 1000

// cellsPerDegree is how finely places are told apart, in each direction.
const cellsPerDegree = 2

// sketcher counts incidents as they pass.
type sketcher struct {
	years map[int]int
	cells map[[2]int]int
}

func (s *sketcher) take(taken ingest.Taken) {
	if s.years == nil {
		s.years, s.cells = map[int]int{}, map[[2]int]int{}
	}
	for i := range taken.Incidents {
		inc := &taken.Incidents[i]
		s.years[inc.Date.Start.Time().Year()]++
		for _, p := range inc.Place.Points {
			s.cells[[2]int{cellOf(p[0]), cellOf(p[1])}]++
		}
	}
}

func cellOf(degrees float64) int { return int(math.Floor(degrees * cellsPerDegree)) }

func (s *sketcher) sketch() Sketch {
	out := Sketch{Years: []YearCount{}, Spots: []Spot{}}
	for year, n := range s.years {
		out.Years = append(out.Years, YearCount{year, n})
	}
	slices.SortFunc(out.Years, func(a, b YearCount) int { return a.Year - b.Year })
	middle := func(cell int) float64 { return (float64(cell) + 0.5) / cellsPerDegree }
	for cell, n := range s.cells {
		out.Spots = append(out.Spots, Spot{middle(cell[0]), middle(cell[1]), n})
	}
	slices.SortFunc(out.Spots, func(a, b Spot) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.Lat, b.Lat))
	})
	out.Spots = out.Spots[:min(len(out.Spots), maxSpots)]
	return out
}
