package incident

import (
	"context"
	"iter"

	"incidentmap/geo"
)

// Store holds datasets and answers filters over them. Implementations are
// safe for concurrent use. Every method returns an *Error with code NotFound
// for a dataset that is not there and Unavailable while data are loading.
type Store interface {
	// Datasets lists the datasets in the order in which they are shown.
	Datasets(ctx context.Context) ([]*Dataset, error)

	// Stats describes a dataset's content.
	Stats(ctx context.Context, dataset string) (Stats, error)

	// Query returns a page of the records that match, in the page's order.
	// Invalid: a cursor that is none or belongs to another order.
	Query(ctx context.Context, f Filter, p Page) (*Result, error)

	// Get returns one record. NotFound: there is none with that ID.
	Get(ctx context.Context, dataset, id string) (*Record, error)

	// Aggregate counts and sums the records that match.
	Aggregate(ctx context.Context, f Filter, a Aggregation) (*Aggregates, error)

	// Tile returns the matching records inside a Web Mercator tile as a
	// Mapbox Vector Tile (uncompressed) of at most 500 kB, empty where there
	// are none. Where they are too many, one stands for those near it and
	// point_count tells for how many. Invalid: a tile that does not exist.
	Tile(ctx context.Context, f Filter, z, x, y uint32) ([]byte, error)

	// Clusters returns the places of the matching records in a tile gathered
	// into clusters, as a Mapbox Vector Tile (uncompressed): for each its
	// point_count, the sum of its records' own fatalities (absent where none
	// is known), how many are fatalities_known and _unknown, a count_ of each
	// kind, and the ids of a small one, joined with commas. Invalid: a tile
	// that does not exist.
	Clusters(ctx context.Context, f Filter, z, x, y uint32) ([]byte, error)

	// Changes yields what changed since a version: first Reset, if that
	// version can no longer be told apart, then every put and delete.
	Changes(ctx context.Context, dataset, since string) (iter.Seq[Change], error)

	// Version identifies the dataset's content: equal content, equal version,
	// across restarts too.
	Version(ctx context.Context, dataset string) (string, error)
}

// Stats describes the content of a dataset.
type Stats struct {
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
	Sort []SortKey
}

// SortKey is one key of an order: the name of a sortable property (see
// SortKeys). Unknown values come last in both directions.
type SortKey struct {
	Name string
	Desc bool
}

// Result is a page of records.
type Result struct {
	// Matched is the exact number of records that match the filter.
	Matched int
	// Returned is the number of records that Records yields.
	Returned int
	// Records yields the page's records; it may be ranged over once.
	Records iter.Seq[*Record]
	// Next is the cursor of the following page, empty on the last.
	Next string
}

// Change is one change of a dataset.
type Change struct {
	// Reset says that everything known before must be dropped.
	Reset bool
	// Put is the record as it now is; Deleted the ID of one that is gone.
	Put     *Record
	Deleted string
}
