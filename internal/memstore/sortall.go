package memstore

import (
	"context"
	"runtime"
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// checkEvery is after how many records a long loop looks whether it is still
// wanted.
const checkEvery = 256

// goOn reports whether a long loop is still wanted, and lets other goroutines
// run: short requests must not wait for long ones.
func goOn(ctx context.Context) bool {
	runtime.Gosched()
	return ctx.Err() == nil
}

// sortAll lists the positions of all matches in an order. It holds their keys
// and positions, not the records: of a million, some 25 MB for each key.
func sortAll(ctx context.Context, matches *geo.Matches[*incident.Record], order *incident.Order) ([]uint32, error) {
	keys := order.NewKeyColumns(matches.Len())
	for i, r := range enumerate(matches.All()) {
		if i%checkEvery == 0 && !goOn(ctx) {
			return nil, ctx.Err()
		}
		keys.Append(r)
	}
	positions := make([]uint32, matches.Len())
	for i := range positions {
		positions[i] = uint32(i)
	}
	return positions, mergeSort(ctx, positions, keys.Compare)
}

// sortRun is how many positions are sorted, or merged, without a look at the
// context.
const sortRun = 1 << 11

// mergeSort sorts positions, of which no two are equal, until the context
// ends. slices.SortFunc cannot be stopped, and a million texts take a second.
func mergeSort(ctx context.Context, positions []uint32, compare func(a, b uint32) int) error {
	for from := 0; from < len(positions); from += sortRun {
		if !goOn(ctx) {
			return ctx.Err()
		}
		slices.SortFunc(positions[from:min(from+sortRun, len(positions))], compare)
	}
	from, to := positions, make([]uint32, len(positions))
	for width := sortRun; width < len(positions); width *= 2 {
		for at := 0; at < len(positions); at += 2 * width {
			middle, end := min(at+width, len(positions)), min(at+2*width, len(positions))
			if !merge(ctx, to[at:end], from[at:middle], from[middle:end], compare) {
				return ctx.Err()
			}
		}
		from, to = to, from
	}
	copy(positions, from)
	return nil
}

// merge merges two sorted lists into one. It reports false if the context
// ended first.
func merge(ctx context.Context, into, a, b []uint32, compare func(a, b uint32) int) bool {
	for i := range into {
		if i%sortRun == 0 && !goOn(ctx) {
			return false
		}
		if len(b) == 0 || len(a) > 0 && compare(a[0], b[0]) < 0 {
			into[i], a = a[0], a[1:]
		} else {
			into[i], b = b[0], b[1:]
		}
	}
	return true
}
