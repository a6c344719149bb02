package geo

import (
	"math/bits"
	"slices"
)

// ClusterCells is how many cells a tile of clusters has along its side: 32
// pixels each where a tile is drawn with 256.
const ClusterCells = 8

// ClusterMembers is up to how many values a cluster lists.
const ClusterMembers = 10

// ClusterAsk says what a cluster tells of its values.
type ClusterAsk struct {
	// Split is a column whose codes are counted; SplitSize its dictionary's
	// size.
	Split, SplitSize int
	// Sum is a column whose codes stand for the amounts in Amounts; an amount
	// that Known does not set to 1 is unknown and 0.
	Sum            int
	Amounts, Known []int
}

// Cluster is what is in one cell of a tile.
type Cluster[T any] struct {
	// X and Y are the mean of the places, in tile units.
	X, Y int32
	// Count is the number of places; a value at two places of the cell counts
	// twice.
	Count int
	// Sum adds up the known amounts, Known counts them, and Split counts by
	// code.
	Sum, Known int
	Split      []int
	// Values are the values, if they are at most ClusterMembers.
	Values []T
}

// Clusters gathers the matching places of a tile, without its buffer, by
// cell. Cells lie on one grid over the world at each zoom, so that tiles fit
// together and every place is in one cluster.
func (s *Snapshot[T]) Clusters(q *Query, t Tile, ask *ClusterAsk) []Cluster[T] {
	box := t.box(0)
	asked := *q
	asked.tile = &box
	p := newPlan(&asked)
	var cells [ClusterCells * ClusterCells]summed[T]
	for _, l := range s.layers {
		gatherers := make([]*gatherer, maxWorkers())
		l.scan(p, p.matching(func(w int, block int32, r *run) {
			if gatherers[w] == nil {
				gatherers[w] = newGatherer(t, ask)
			}
			gatherers[w].add(block, r)
		}))
		for _, g := range gatherers {
			joinClusters(cells[:], g, &l.values)
		}
	}
	var out []Cluster[T]
	for i := range cells {
		if c := &cells[i]; c.Count > 0 {
			c.X, c.Y = int32(c.x/int64(c.Count)/meanUnits), int32(c.y/int64(c.Count)/meanUnits)
			slices.SortFunc(c.Values, s.compare)
			out = append(out, c.Cluster)
		}
	}
	return out
}

// meanUnits is the fraction of a tile unit in which places are added up for
// their mean: whole numbers, so that the sum does not hang on their order.
const meanUnits = 16

// summed is a cluster with the sum of its places.
type summed[T any] struct {
	Cluster[T]
	x, y int64
}

// gatherer is one processor's share of the clusters.
type gatherer struct {
	ask   *ClusterAsk
	grid  projector
	cells [ClusterCells * ClusterCells]gathered
}

type gathered struct {
	n, amount, known int
	x, y             int64
	split            []int
	rows             [ClusterMembers]uint32
}

func newGatherer(t Tile, ask *ClusterAsk) *gatherer {
	g := &gatherer{ask: ask, grid: t.projector()}
	split := make([]int, len(g.cells)*ask.SplitSize)
	for i := range g.cells {
		g.cells[i].split = split[i*ask.SplitSize : (i+1)*ask.SplitSize]
	}
	return g
}

// cell is where a place of the tile is, given in tile units; false where
// rounding has put it into the next tile. The world's own edge belongs to the
// last tile.
func (g *gatherer) cell(x, y float64) (*gathered, bool) {
	const per = float64(ClusterCells) / TileExtent
	last := uint32(1)<<g.grid.tile.z - 1
	if x < 0 || y < 0 || (x >= TileExtent && g.grid.tile.x < last) || (y >= TileExtent && g.grid.tile.y < last) {
		return nil, false
	}
	cx, cy := min(int(x*per), ClusterCells-1), min(int(y*per), ClusterCells-1)
	return &g.cells[cy*ClusterCells+cx], true
}

func (g *gatherer) add(block int32, r *run) {
	pt := r.part
	zone := pt.zone(g.ask.Split, block)
	single := g.ask.SplitSize <= 64 && zone&(zone-1) == 0
	kind := uint32(bits.TrailingZeros64(zone))
	split, sum := &pt.codes[g.ask.Split], &pt.codes[g.ask.Sum]
	r.each(func(i int) {
		x, y := g.grid.worldX(pt.lon[i])-g.grid.x0, g.grid.worldY(pt.lat[i])-g.grid.y0
		c, ok := g.cell(x, y)
		if !ok {
			return
		}
		if c.n < ClusterMembers {
			c.rows[c.n] = pt.row[i]
		}
		c.n++
		c.x += int64(x * meanUnits)
		c.y += int64(y * meanUnits)
		figure := sum.at(i)
		c.amount += g.ask.Amounts[figure]
		c.known += g.ask.Known[figure]
		if !single {
			kind = split.at(i)
		}
		c.split[kind]++
	})
}

func joinClusters[T any](cells []summed[T], g *gatherer, values *valueList[T]) {
	if g == nil {
		return
	}
	for i := range g.cells {
		from, to := &g.cells[i], &cells[i]
		if from.n == 0 {
			continue
		}
		if to.Split == nil {
			to.Split = make([]int, len(from.split))
		}
		addAll(to.Split, from.split)
		to.x += from.x
		to.y += from.y
		to.Count += from.n
		to.Sum += from.amount
		to.Known += from.known
		if to.Count > ClusterMembers {
			to.Values = nil
			continue
		}
		for _, row := range from.rows[:from.n] {
			to.Values = append(to.Values, values.at(row))
		}
	}
}
