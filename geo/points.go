package geo

import (
	"slices"
	"sync"
)

// TilePoint is a point of a tile: the place of a value, in tile units.
type TilePoint[T any] struct {
	X, Y int32
	// Count is how many points it stands for, itself among them.
	Count int

	row    Row
	values *valueList[T]
}

// Value is the value that the point is a place of. It is read when it is asked
// for: of most points of a thinning that is too fine, nobody does.
func (p *TilePoint[T]) Value() T { return p.values.at(p.row) }

// TouchPoints has the values of points fetched that are read next (see Toucher).
func TouchPoints[T any](points []TilePoint[T]) {
	for i := range points {
		if touch := points[i].values.toucher(); touch != nil {
			touch(points[i].row)
		}
	}
}

// Points returns the places of the matching values that are in the tile or
// its buffer, in the index's order by layer.
func (s *Snapshot[T]) Points(q *Query, t Tile) []TilePoint[T] {
	var out []TilePoint[T]
	pr := t.projector()
	s.inTile(q, t, func(l *layer[T], places []place) {
		places = sortPlaces(places)
		out = slices.Grow(out, len(places))
		for _, pl := range places {
			x, y := pr.project(pl.lon, pl.lat)
			out = append(out, TilePoint[T]{x, y, 1, pl.row, &l.values})
		}
	})
	return out
}

// CountInTile counts the places of the matching values that are in the tile
// or its buffer.
func (s *Snapshot[T]) CountInTile(q *Query, t Tile) int {
	box := t.box(tileBuffer)
	asked := *q
	asked.tile = &box
	return s.Count(&asked)
}

// place is where a row is.
type place struct {
	row      uint32
	lon, lat int32
}

// inTile calls do with the matching places of each layer.
func (s *Snapshot[T]) inTile(q *Query, t Tile, do func(l *layer[T], places []place)) {
	box := t.box(tileBuffer)
	asked := *q
	asked.tile = &box
	p := newPlan(&asked)
	for _, l := range s.layers {
		found := make([][]place, maxWorkers())
		l.scan(p, p.matching(func(w int, _ int32, r *run) {
			r.each(func(i int) { found[w] = append(found[w], place{r.part.row[i], r.part.lon[i], r.part.lat[i]}) })
		}))
		do(l, slices.Concat(found...))
	}
}

// Thinning is a tile's points thinned to one a cell.
type Thinning[T any] struct {
	Points []TilePoint[T]
	cells  []int32 // of each point
	side   int32
}

// Thinned returns at most one point for each cell of the tile, which has
// cells of them along its side: the first of the cell's points in the index's
// order, with how many there are. Every cell that holds anything keeps a
// point, so that the shape of the data stays, down to its lone points; only
// how many lie on top of each other is told by a number instead of by marks.
func (s *Snapshot[T]) Thinned(q *Query, t Tile, cells int) *Thinning[T] {
	grid := newGrid(t, cells)
	box := t.box(tileBuffer)
	asked := *q
	asked.tile = &box
	p := newPlan(&asked)
	out := &Thinning[T]{side: grid.side}
	at := newCellIndex(grid.side)
	for _, l := range s.layers {
		thins := make([]*thinner, maxWorkers())
		l.scan(p, p.matching(func(w int, block int32, r *run) {
			if thins[w] == nil {
				thins[w] = newThinner(grid)
			}
			thins[w].add(block, r)
		}))
		joined := joinThinned(thins)
		out.grow(len(joined))
		for _, kept := range joined {
			if i := at.claim(kept.cell, len(out.Points)); i >= 0 {
				out.Points[i].Count += kept.n
				continue
			}
			x, y := grid.project(kept.lon, kept.lat)
			out.Points = append(out.Points, TilePoint[T]{x, y, kept.n, kept.row, &l.values})
			out.cells = append(out.cells, kept.cell)
		}
	}
	return out
}

// grow makes room for n more points.
func (t *Thinning[T]) grow(n int) {
	t.Points, t.cells = slices.Grow(t.Points, n), slices.Grow(t.cells, n)
}

// Coarser is the thinning to cells twice as wide.
func (t *Thinning[T]) Coarser() *Thinning[T] {
	out := &Thinning[T]{side: (t.side + 1) / 2}
	at := newCellIndex(out.side)
	out.grow(len(t.Points) / 2)
	for i, p := range t.Points {
		cell := t.cells[i]/t.side/2*out.side + t.cells[i]%t.side/2
		if kept := at.claim(cell, len(out.Points)); kept >= 0 {
			out.Points[kept].Count += p.Count
			continue
		}
		out.Points, out.cells = append(out.Points, p), append(out.cells, cell)
	}
	return out
}

// cellIndex tells which point stands for a cell: its number and one.
type cellIndex []int32

func newCellIndex(side int32) cellIndex { return make(cellIndex, side*side) }

// claim returns the number of the cell's point, or -1 and takes n for it.
func (at cellIndex) claim(cell int32, n int) int {
	if at[cell] == 0 {
		at[cell] = int32(n) + 1
		return -1
	}
	return int(at[cell]) - 1
}

// grid cuts a tile and its buffer into cells.
type grid struct {
	projector
	side  int32   // cells along the tile with its buffer
	cells float64 // cells a tile unit
	lead  float64 // tile units of whole cells before the tile
}

func newGrid(t Tile, cells int) grid {
	lead := (tileBuffer*cells + TileExtent - 1) / TileExtent
	return grid{projector: t.projector(), side: int32(cells + 2*lead), cells: float64(cells) / TileExtent,
		lead: float64(lead) * TileExtent / float64(cells)}
}

func (g *grid) cell(lon, lat int32) int32 {
	x := int32((g.worldX(lon) - g.x0 + g.lead) * g.cells)
	y := int32((g.worldY(lat) - g.y0 + g.lead) * g.cells)
	return min(max(y, 0), g.side-1)*g.side + min(max(x, 0), g.side-1)
}

// whole reports whether all of a box lies in one cell.
func (g *grid) whole(b e7box) (cell int32, ok bool) {
	cell = g.cell(b.west, b.south)
	return cell, cell == g.cell(b.east, b.north)
}

// thinner is one processor's share of a thinned tile.
type thinner struct {
	grid  grid
	first []place // of each cell
	n     []int32
}

// thinners are kept for the next tile: fresh memory of their size costs more
// than what is done in it.
var thinners sync.Pool

func newThinner(g grid) *thinner {
	cells := int(g.side * g.side)
	if t, ok := thinners.Get().(*thinner); ok && len(t.n) == cells {
		t.grid = g
		clear(t.n)
		return t
	}
	return &thinner{g, make([]place, cells), make([]int32, cells)}
}

func (t *thinner) add(block int32, r *run) {
	pt := r.part
	c, whole := t.grid.whole(pt.blocks[block].box)
	r.each(func(i int) {
		lon, lat, row := pt.lon[i], pt.lat[i], pt.row[i]
		if !whole {
			c = t.grid.cell(lon, lat)
		}
		if t.n[c] == 0 || before(row, lon, lat, &t.first[c]) {
			t.first[c] = place{row, lon, lat}
		}
		t.n[c]++
	})
}

// before orders places, of one row too, so that the choice does not hang on
// which processor came first.
func before(row uint32, lon, lat int32, than *place) bool {
	if row != than.row {
		return row < than.row
	}
	return lon < than.lon || lon == than.lon && lat < than.lat
}

// keptPoint is the point that stands for a cell.
type keptPoint struct {
	place
	cell int32
	n    int
}

func joinThinned(thins []*thinner) []keptPoint {
	thins = slices.DeleteFunc(thins, func(t *thinner) bool { return t == nil })
	if len(thins) == 0 {
		return nil
	}
	cells := 0
	for c := range thins[0].n {
		for _, t := range thins {
			if t.n[c] > 0 {
				cells++
				break
			}
		}
	}
	out := make([]keptPoint, 0, cells)
	for c := range thins[0].n {
		var k keptPoint
		for _, t := range thins {
			if t.n[c] == 0 {
				continue
			}
			if f := t.first[c]; k.n == 0 || before(f.row, f.lon, f.lat, &k.place) {
				k.place = f
			}
			k.n += int(t.n[c])
		}
		if k.n > 0 {
			k.cell = int32(c)
			out = append(out, k)
		}
	}
	for _, t := range thins {
		thinners.Put(t)
	}
	return out
}
