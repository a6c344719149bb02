package ingest

import (
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// chunkRows is how many rows one goroutine reads at a time.
const chunkRows = 4096

// readRows reads all rows, in chunks on all processors. What hangs on the
// rows' order is joined in order: the result is that of reading one by one.
func (b *builder) readRows() {
	if locate := b.opt.Geocode; locate != nil {
		var one sync.Mutex // a geocoder may be anyone's
		b.opt.Geocode = func(q Question) (incident.Place, bool) {
			one.Lock()
			defer one.Unlock()
			return locate(q)
		}
	}
	size := b.opt.chunk
	if size <= 0 {
		size = chunkRows
	}
	rows := b.table.chunks(size)
	n := rows.Total()
	b.ids, b.result.Rows = incident.NewIDs(n), make([]int, 0, n)
	if b.opt.Take == nil {
		b.result.Incidents = make([]incident.Incident, 0, n)
	}
	read := 0
	for c := range b.chunks(rows) {
		read += c.rows
		b.addChunk(c.builder)
		c.free()
		if b.opt.Progress != nil {
			b.opt.Progress(read, n)
		}
	}
}

// chunk is some rows, read. free gives back their memory and that of their incidents, if it
// can be used again.
type chunk struct {
	*builder
	rows int
	free func()
}

// chunks reads the rows in chunks, as many at once as there are processors, and
// yields them in order.
func (b *builder) chunks(rows Chunks) iter.Seq[chunk] {
	workers := b.opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	memos := make(chan *memo, workers) // one that is free, for each worker
	for range workers {
		memos <- &memo{}
	}
	room, rooms := b.room(rows), newRooms(workers)
	return inOrder(rows.Len(), workers, func(i int) chunk {
		m := <-memos
		defer func() { memos <- m }()
		cells := rooms.take()
		of := rows.Chunk(i, cells)
		incidents, free := room(i, len(of))
		return chunk{b.chunk(m, of, incidents), len(of), func() {
			rooms.free(cells)
			free()
		}}
	})
}

// room finds room for the incidents of chunks: in the result's own memory, or, where
// somebody takes them, in what was taken before.
func (b *builder) room(rows Chunks) func(chunk, n int) (incidents []incident.Incident, free func()) {
	if b.opt.Take == nil {
		starts, at := make([]int, rows.Len()+1), 0
		held, isHeld := rows.(heldRows)
		for i := range starts {
			if starts[i] = at; isHeld {
				at = min((i+1)*held.size, len(held.rows))
			}
		}
		all := b.result.Incidents[:cap(b.result.Incidents)]
		return func(i, n int) ([]incident.Incident, func()) {
			if !isHeld {
				return make([]incident.Incident, 0, n), func() {}
			}
			return all[starts[i] : starts[i] : starts[i]+n], func() {}
		}
	}
	var used sync.Pool
	return func(_, n int) ([]incident.Incident, func()) {
		room, _ := used.Get().(*[]incident.Incident)
		if room == nil || cap(*room) < n {
			fresh := make([]incident.Incident, 0, n)
			room = &fresh
		}
		return (*room)[:0], func() {
			clear((*room)[:cap(*room)])
			used.Put(room)
		}
	}
}

// chunk reads rows into incidents.
func (b *builder) chunk(m *memo, rows []Row, incidents []incident.Incident) *builder {
	c := &builder{layout: b.layout, table: b.table, opt: b.opt, extras: b.extras, dates: b.dates,
		memo: m, when: m.reader(b.dates.Forms),
		prevailing: b.prevailing, coded: b.coded, marks: b.marks, outside: b.outside,
		swapped: b.swapped, metres: b.metres,
		unnamed: make([]bool, 0, len(rows)), source: rows,
		result: &Result{Incidents: incidents, Rows: make([]int, 0, len(rows))}}
	for i := range rows {
		c.add(&rows[i])
	}
	return c
}

// addChunk adds a chunk to the result, or has its incidents taken.
func (b *builder) addChunk(c *builder) {
	for _, t := range c.kinds.terms {
		b.kinds.add(t)
	}
	for _, t := range c.types.terms {
		b.types.add(t)
	}
	for name, n := range c.once {
		b.once.merge(name, n)
	}
	b.result.Geocoded += c.result.Geocoded
	before := len(b.result.Findings)
	kept := c.result.Incidents[:0]
	for i := range c.result.Incidents {
		inc, number := &c.result.Incidents[i], c.result.Rows[i]
		if err := b.claimID(number, c.unnamed[i], inc); err != nil {
			var e *columnError
			errors.As(err, &e)
			b.drop(c.sourceRow(number), e.rule, e.column, "%s", e.message)
			b.noteUnread(c.sourceRow(number))
			continue
		}
		if inc.Title == "" {
			inc.Title = b.makeTitle(inc)
		}
		if n := len(kept); &kept[:n+1][n] == inc {
			kept = kept[:n+1] // it lies where it belongs
		} else {
			kept = append(kept, *inc)
		}
		b.result.Rows = append(b.result.Rows, number)
	}
	b.take(kept)
	b.result.LeftOut.Merge(c.result.LeftOut)
	b.result.Unread = append(b.result.Unread, c.result.Unread...)
	if len(c.result.Findings) > 0 {
		own := slices.Concat(c.result.Findings, b.result.Findings[before:])
		slices.SortStableFunc(own, func(x, y report.Finding) int { return x.Row - y.Row })
		b.result.Findings = append(b.result.Findings[:before], own...)
	}
}

// take hands incidents on. Those of a result lie in its own memory, at or after the
// place where they go.
func (b *builder) take(incidents []incident.Incident) {
	b.result.Count += len(incidents)
	for i := range incidents {
		if len(incidents[i].Place.Points) == 0 {
			b.result.Unplaced++
		}
	}
	switch n := len(b.result.Incidents); {
	case b.opt.Take != nil:
		b.opt.Take(Taken{incidents, b.kinds.terms, b.types.terms, b.result.Columns})
	case len(incidents) > 0 && n+len(incidents) <= cap(b.result.Incidents) &&
		&b.result.Incidents[:n+1][n] == &incidents[0]:
		b.result.Incidents = b.result.Incidents[:n+len(incidents)]
	default:
		b.result.Incidents = append(b.result.Incidents, incidents...)
	}
}
