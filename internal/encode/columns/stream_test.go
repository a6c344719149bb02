package columns_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"

	"incidentmap/internal/encode/columns"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// watched are columns that tell how far they were read.
type watched struct {
	store.Columns
	read func(from, to int)
}

// Read implements store.Columns.
func (w watched) Read(from, to int, into *store.Rows) {
	w.read(from, to)
	w.Columns.Read(from, to, into)
}

// writerFunc is a function as an io.Writer that is flushed.
type writerFunc struct {
	write   func([]byte) (int, error)
	flushed atomic.Int32
}

// Write implements io.Writer.
func (w *writerFunc) Write(p []byte) (int, error) { return w.write(p) }

// Flush implements http.Flusher.
func (w *writerFunc) Flush() { w.flushed.Add(1) }

// TestStreams: head and first chunk leave while the last row is not read yet, and
// are flushed.
func TestStreams(t *testing.T) {
	d := dataset()
	const n = 5000
	first := make(chan struct{})
	c := watched{columnsOf(t, viewOf(t, d, fewRows(n)), incident.Filter{}), func(_, to int) {
		if to == n {
			<-first // waits for the first bytes
		}
	}}
	writes := 0
	w := &writerFunc{write: func(p []byte) (int, error) {
		if writes++; writes == 1 {
			close(first)
		}
		return len(p), nil
	}}
	e := columns.Encoder{Dataset: d, FirstRows: 10, ChunkRows: 100}
	if err := e.Write(context.Background(), w, c); err != nil {
		t.Fatal(err)
	}
	if writes < n/100 || w.flushed.Load() != 1 {
		t.Errorf("%d pieces were written, and flushed %d times", writes, w.flushed.Load())
	}
}

// TestStops: a stream ends with its context and with its writer, and nothing is read
// any more then.
func TestStops(t *testing.T) {
	d := dataset()
	const n = 5000
	gone := errors.New("the reader has gone")
	ctx, cancel := context.WithCancel(context.Background())
	for name, c := range map[string]struct {
		write func([]byte) (int, error)
		want  error
	}{
		"context": {func(p []byte) (int, error) { cancel(); return len(p), nil }, context.Canceled},
		"writer":  {func([]byte) (int, error) { return 0, gone }, gone},
	} {
		asked := ctx
		if name == "writer" {
			asked = context.Background()
		}
		var furthest atomic.Int64
		rows := watched{columnsOf(t, viewOf(t, d, fewRows(n)), incident.Filter{}),
			func(_, to int) { furthest.Store(max(furthest.Load(), int64(to))) }}
		e := columns.Encoder{Dataset: d, FirstRows: 10, ChunkRows: 100}
		if err := e.Write(asked, &writerFunc{write: c.write}, rows); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if furthest.Load() > n/2 {
			t.Errorf("%s: %d of %d rows were read all the same", name, furthest.Load(), n)
		}
	}
	cancel()
}

// TestPanicsWhereItIsAsked: what cannot be read is for the one who asks to fail by.
func TestPanicsWhereItIsAsked(t *testing.T) {
	d := dataset()
	c := watched{columnsOf(t, viewOf(t, d, fewRows(500)), incident.Filter{}), func(from, _ int) {
		if from > 100 {
			panic("the snapshot decayed")
		}
	}}
	defer func() {
		if got := recover(); got != "the snapshot decayed" {
			t.Errorf("it panics with %v", got)
		}
	}()
	e := columns.Encoder{Dataset: d, FirstRows: 10, ChunkRows: 50}
	t.Errorf("it ends with %v", e.Write(context.Background(), io.Discard, c))
}

// TestOneChunkIsNotFlushed: an answer that is whole at once may be sent as one.
func TestOneChunkIsNotFlushed(t *testing.T) {
	d := dataset()
	for _, n := range []int{0, 1, 1024} {
		var out bytes.Buffer
		w := &writerFunc{write: out.Write}
		e, rows := columns.Encoder{Dataset: d}, columnsOf(t, viewOf(t, d, fewRows(n)), incident.Filter{})
		if err := e.Write(context.Background(), w, rows); err != nil {
			t.Fatal(err)
		}
		if w.flushed.Load() != 0 {
			t.Errorf("%d rows are flushed", n)
		}
	}
}
