package gazetteer

import (
	"incidentmap/geo/gazetteer/lexicon"
	"incidentmap/geo/gazetteer/table"
)

import "math"

// Steps of prominence, below which population decides. A name that a country
// and a village share means the country; one that a province shares with a large
// town, or with its own seat, means the town, and with a small one the province.
const (
	minor     = 100 // villages and small towns
	special   = 200 // airports and the places of the supplement
	district  = 300
	province  = 400
	prominent = 400
	city      = 500
	nation    = 600
)

// Numbers of inhabitants from which a town is a city: any town, and the seat of a
// province, of which small islands have many with few people. A capital always is.
const (
	cityPopulation = 100_000
	seatPopulation = 15_000
)

// prominence says how likely a place is meant by its bare name.
func (g *Gazetteer) prominence(e *table.Entry) float64 {
	switch g.table.Class(e) {
	case Country:
		return nation
	case Admin1, Area:
		return province
	case Admin2:
		return district
	case Locality:
		if e.Population >= cityPopulation || g.table.Feature(e) == "PPLC" || g.table.Feature(e) == "PPLA" &&
			e.Population >= seatPopulation {
			return city
		}
		return minor
	}
	return special
}

// weight is what certainty compares: prominence and population together.
func (g *Gazetteer) weight(e *table.Entry) float64 {
	return 1 + float64(e.Population) + math.Pow(10, g.prominence(e)/100)
}

// rank orders the candidates of one part: by the kind of place that the words
// ask for, then by prominence, in which a place's own name counts for more than
// one of its other names, and a name written in full for more than one that kind
// words were taken from or that is misspelt, then the bias and population.
func (q *query) rank(i int, c candidate) float64 {
	e := &q.g.table.Places[c.row]
	r := q.g.prominence(e) - rankOfCost*float64(c.cost)
	if kind := q.parts[i].asks.Class; kind != "" && kind == q.g.table.Class(e) {
		r += 1000
	}
	if c.own || q.g.surnamed(c) {
		r += 150
	}
	if q.parts[i].asks.Sort == lexicon.Rim && q.g.table.Class(e) == Locality {
		r += 300 // the land around a town, and not a part of the province
	}
	if q.opt.Bias != nil && q.opt.Bias.Contains(e.Point()) {
		r += 50
	}
	switch {
	case c.quality == whole:
		r += 200
	case c.quality > site && c.cost == 0: // of names alike the longer one
		r -= 2000 * (bare - c.quality)
	}
	if e.Population > 0 {
		r += math.Log10(1 + float64(e.Population))
	}
	if at := q.g.table.Class(e); at == Admin1 || at == Admin2 {
		r += float64(e.Radius) / table.MaxRadius // of units alike the largest
	}
	return r
}

// rankOfOwn is how many steps of prominence it is worth to lie in a unit of the same name,
// where the text has the name twice: more than any other difference.
const rankOfOwn = 1000

// rankOfCost is how many steps of prominence a quarter of a letter costs.
const rankOfCost = 60
