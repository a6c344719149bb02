// Package store says what a store of incidents does: the interfaces that the rest
// of the program knows, whichever store is behind them. Implementations are safe
// for concurrent use, and pass the suite of storetest.
package store

import (
	"context"
	"iter"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// Reader gives datasets to read. Errors are *incident.Error: Unavailable while
// data are loading.
type Reader interface {
	// Datasets lists the datasets in the order in which they are shown.
	Datasets(ctx context.Context) ([]*incident.Dataset, error)
	// View is a dataset as it is now. Whatever is asked of it later is answered of
	// this one version. NotFound: there is no such dataset.
	View(ctx context.Context, dataset string) (View, error)
}

// View is a dataset at one version. The dataset that a filter names is the view's,
// whatever it says.
type View interface {
	Dataset() *incident.Dataset
	// Stats describe the content.
	Stats() Stats
	// Countable reports whether the values of a column of the dataset's own are few
	// enough to be counted as a facet.
	Countable(column int) bool

	// Query returns a page of the records that match, in the page's order.
	// Invalid: a cursor that is none or belongs to another order.
	Query(ctx context.Context, f incident.Filter, p Page) (*Result, error)

	// Get returns one record. NotFound: there is none with that ID.
	Get(ctx context.Context, id string) (*incident.Record, error)

	// Aggregate counts and sums the records that match. Invalid: a facet that there is
	// none of, or an own column that is not Countable.
	Aggregate(ctx context.Context, f incident.Filter, a incident.Aggregation) (*incident.Aggregates, error)

	// Columns are the records that match, column by column.
	Columns(ctx context.Context, f incident.Filter) (Columns, error)

	// Tile asks for the places of the matching records in a tile and its buffer.
	Tile(ctx context.Context, f incident.Filter, t geo.Tile) (Tile, error)

	// Clusters returns the places of the matching records in a tile, gathered by
	// cells of one grid over the world.
	Clusters(ctx context.Context, f incident.Filter, t geo.Tile) (*Clusters, error)
}

// Writer changes datasets.
type Writer interface {
	// Apply changes a dataset: incidents are put in, in place of those with their
	// IDs, and those with the deleted IDs are taken out. Readers see all of it or
	// nothing. version identifies the new content. NotFound: a dataset, or a
	// deleted ID, that is not there. Invalid: an ID that is put twice.
	Apply(ctx context.Context, dataset, version string, put []incident.Incident, deleted []string) error
}

// History tells how datasets came to be what they are.
type History interface {
	// Changes yields what changed since a version: first Reset, if that version
	// can no longer be told apart, then every put and delete.
	Changes(ctx context.Context, dataset, since string) (iter.Seq[Change], error)
}

// Stats describe the content of a dataset.
type Stats struct {
	// Version identifies the content: equal content, equal version, across
	// restarts too.
	Version    string
	Incidents  int
	Unplaced   int // incidents without a place
	Extent     geo.Box
	HasExtent  bool
	Start, End geo.Day // of all incidents; meaningless without any
	// CountsKilled and CountsInjured say whether any incident or group has a known
	// figure of the measure, or had one since the dataset was loaded. Where none
	// has, a figure that is unknown is no news, and readers are told nothing of it.
	CountsKilled, CountsInjured bool
}

// Page says which part of the answer is wanted, in which order.
type Page struct {
	// Limit is the largest number of records to return; 0 asks for all.
	Limit int
	// Cursor is the Next of an earlier Result of the same filter and order,
	// or empty for the first page. It carries the last record's key, so that
	// pages neither repeat nor skip records when others come or go.
	Cursor string
	// Sort lists the keys of the order; Start, then ID always end it.
	Sort []incident.SortKey
}

// Result is a page of records.
type Result struct {
	// Matched is the exact number of records that match the filter.
	Matched int
	// Returned is the number of records that Records yields.
	Returned int
	// Records yields the page's records; it may be ranged over once.
	Records iter.Seq[*incident.Record]
	// Next is the cursor of the following page, empty on the last.
	Next string
}

// Change is one change of a dataset.
type Change struct {
	// Reset says that everything known before must be dropped.
	Reset bool
	// Put is the record as it now is; Deleted the ID of one that is gone.
	Put     *incident.Record
	Deleted string
}

// Tile is a question about a tile, of which as much is worked out as is needed.
type Tile interface {
	// Count is the number of places in the tile and its buffer.
	Count() int
	// Points are all of them.
	Points() Points
	// Thin leaves at most one for each cell of the tile, which has so many along
	// its side. Every cell that holds anything keeps one, and tells how many it
	// stands for.
	Thin(cells int) Thinned
}

// Points are places in a tile.
type Points interface {
	Len() int
	// At is where point i is, in units of the tile (geo.TileExtent), and for how
	// many it stands.
	At(i int) (x, y int32, count int)
	// Record is the record of point i. It is read when it is asked for: of most
	// points of a thinning that is too fine, nobody does.
	Record(i int) *incident.Record
}

// Thinned are points that stand for others.
type Thinned interface {
	Points
	// Coarser is the thinning to cells twice as wide.
	Coarser() Thinned
}

// Clusters are the places of a tile in clusters.
type Clusters struct {
	// Kinds name what Split counts.
	Kinds    []string
	Clusters []Cluster
}

// Cluster is the places of one cell.
type Cluster struct {
	// X and Y are the mean of the places, in units of the tile.
	X, Y int32
	// Count is the number of places; an incident at two places counts twice.
	Count int
	// Sum adds up the records' own fatalities where they are known, Known counts
	// those.
	Sum, Known int
	// Split counts the places by kind.
	Split []int
	// Records are those of the places, if they are few.
	Records []*incident.Record
}
