package geojson

import (
	"encoding/json"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// piecesAtOnce is how many features a processor takes at a time.
const piecesAtOnce = 256

// readPieces reads a file whose features can be told apart without reading
// them, on all processors. Where it reports false, something about the file is
// unusual or wrong: it must be read from front to back, to say what.
func readPieces(t *tabler, data []byte) bool {
	head, pieces, ok := cutCollection(data)
	if !ok {
		pieces, ok = cutSequence(data)
	}
	if !ok {
		return false
	}
	var doc document
	if head != nil && (json.Unmarshal(head, &doc) != nil || doc.Type != typeCollection || len(doc.Features) > 0) {
		return false
	}
	toDegrees := t.reference(doc.CRS)
	read := (*parser).untypedPiece
	if head == nil {
		read = (*parser).typedPiece
	}
	rows, ok := parseAll(pieces, read, toDegrees)
	if !ok {
		return false
	}
	t.table.Dataset = doc.dataset()
	t.table.Rows = slices.Grow(t.table.Rows, len(rows))
	for i := range rows {
		t.addRow(&rows[i])
	}
	return true
}

// cutCollection cuts a FeatureCollection into its features and the document
// without them.
func cutCollection(data []byte) (head []byte, features [][]byte, ok bool) {
	c := cutter{data: data}
	from, to := 0, 0
	whole := c.members(func(key []byte) bool {
		if string(key) != `"features"` {
			return c.value() != nil
		}
		if to > 0 || !c.space() { // twice
			return false
		}
		from = c.at
		features, ok = c.elements()
		to = c.at
		return ok
	})
	if !whole || to == 0 || c.space() {
		return nil, nil, false
	}
	return slices.Concat(data[:from], []byte("[]"), data[to:]), features, true
}

// cutSequence cuts a text into the values that follow each other in it.
func cutSequence(data []byte) (values [][]byte, ok bool) {
	c := cutter{data: data}
	for c.space() {
		value := c.value()
		if value == nil || value[0] != '{' {
			return nil, false
		}
		values = append(values, value)
	}
	return values, len(values) > 1
}

// parseAll reads features or records on all processors, until one of them fails.
func parseAll(pieces [][]byte, read func(*parser, *parsed, []byte) bool,
	toDegrees orb.Projection) (rows []parsed, ok bool) {
	rows = make([]parsed, len(pieces))
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			p := &parser{toDegrees: toDegrees}
			for to := int(next.Add(piecesAtOnce)); to-piecesAtOnce < len(pieces) &&
				!failed.Load(); to = int(next.Add(piecesAtOnce)) {
				for i := to - piecesAtOnce; i < min(to, len(pieces)); i++ {
					if !read(p, &rows[i], pieces[i]) {
						failed.Store(true)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	return rows, !failed.Load()
}
