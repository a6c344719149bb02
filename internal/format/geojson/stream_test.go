package geojson_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"incidentmap/internal/format"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
)

// many yields a record n times.
func many(n int) func(func(*incident.Record) bool) {
	r := record(full())
	return func(yield func(*incident.Record) bool) {
		for range n {
			if !yield(r) {
				return
			}
		}
	}
}

// TestBatches: however many records, the answer is what they are one by one.
func TestBatches(t *testing.T) {
	w := &geojson.Writer{Columns: incident.Properties}
	one := string(w.AppendFeature(nil, record(full())))
	for _, n := range []int{0, 1, 511, 512, 513, 1024, 5000} {
		var b bytes.Buffer
		if err := geojson.Format.Write(&b, written(nil, w, many(n))); err != nil {
			t.Fatal(err)
		}
		features := strings.TrimSuffix(strings.Repeat("\n"+one+",", n), ",")
		if want := `{"type":"FeatureCollection","features":[` + features + "\n]}\n"; b.String() != want {
			t.Errorf("%d records: %d bytes, want %d", n, b.Len(), len(want))
		}
		b.Reset()
		if err := geojson.Sequence.Write(&b, written(nil, w, many(n))); err != nil ||
			b.String() != strings.Repeat("\x1e"+one+"\n", n) {
			t.Errorf("a sequence of %d: %d bytes, %v", n, b.Len(), err)
		}
	}
}

// limited is a client that goes away.
type limited struct{ left int }

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errors.New("gone")
	}
	return len(p), nil
}

func TestClientGoesAway(t *testing.T) {
	w := &geojson.Writer{Columns: incident.Properties}
	if err := geojson.Format.Write(&limited{left: 1 << 20}, written(nil, w, many(100_000))); err == nil ||
		err.Error() != "gone" {
		t.Errorf("%v, want that it is gone", err)
	}
}

// TestPanicIsTheCallers: what a column panics with is the request's to fail
// by, not the program's.
func TestPanicIsTheCallers(t *testing.T) {
	defer func() {
		if r := recover(); fmt.Sprint(r) != "bad column" {
			t.Errorf("recovered %v", r)
		}
	}()
	w := &geojson.Writer{Columns: []incident.Property{{Name: "x",
		Value: func(*incident.Record) incident.Value { panic("bad column") }}}}
	err := geojson.Format.Write(&bytes.Buffer{}, written(nil, w, many(3000)))
	t.Errorf("%v, want a panic", err)
}

// written is a document of what a writer writes.
func written(head map[string]any, w *geojson.Writer, records iter.Seq[*incident.Record]) *format.Document {
	return &format.Document{Head: head, Columns: w.Columns, Detail: w.Detail, Project: w.Project, Records: records}
}
