package incident

// How many metres a point may lie outside of its country: outlines are off by up
// to 2 km, small islands and waters off the coast are not in them, and incidents
// happen at borders. A point that stands for an area may lie as far outside as the
// area reaches, within bounds.
const (
	outsideMargin = 25_000
	mostMargin    = 100_000
)

// CountryMargin is how many metres a point of the place may lie outside of the
// outline of its country before the two disagree.
func (p *Place) CountryMargin() float64 { return max(outsideMargin, min(p.RadiusM, mostMargin)) }
