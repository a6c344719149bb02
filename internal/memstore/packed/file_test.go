package packed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/wire"
)

// fill sets every field of a value to something of its own, so that none that
// a later version adds is forgotten.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n) - 30)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 7)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf([]any{"a", int64(-4), 2.5, true, false}[*n%5]))
	default:
		panic("a record has a field of a new kind: " + v.Kind().String())
	}
}

func full(id string, n int) *incident.Record {
	r := &incident.Record{Incident: &incident.Incident{}}
	fill(reflect.ValueOf(r).Elem(), &n)
	r.ID = id
	r.Extra = append(r.Extra, nil)
	return r
}

func testRecords() []*incident.Record {
	open := full("half-known", 900)
	open.Fatalities = incident.AtLeast(7)
	same := full("exact", 12)
	same.Injuries = incident.Exactly(0)
	return []*incident.Record{full("b", 1), {Incident: &incident.Incident{ID: "bare"}}, full("a", 400), open, same}
}

func write(t testing.TB, records []*incident.Record) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "deep", "x.snapshot")
	w, err := Create(path)
	if err == nil {
		err = writeRecords(context.Background(), w, records)
	}
	if err == nil {
		w.Section("other")
		_, err = w.Write([]byte("bytes"))
	}
	if err == nil {
		err = w.Commit(map[string]string{"key": "value"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func writeRecords(ctx context.Context, w Sections, records []*incident.Record) error {
	p, err := packed(records...)
	if err != nil {
		return err
	}
	return p.WriteTo(ctx, w)
}

func TestRecordsComeBack(t *testing.T) {
	want := testRecords()
	f, err := Open(write(t, want))
	if err != nil {
		t.Fatal(err)
	}
	records, err := f.Records()
	if err != nil {
		t.Fatal(err)
	}
	heads := records.Heads()
	for row, r := range want {
		got := records.At(uint32(row))
		checkHead(t, heads, uint32(row), r)
		if !reflect.DeepEqual(got, r) {
			t.Errorf("row %d came back as\n%+v %+v\nnot\n%+v %+v", row, got, got.Incident, r, r.Incident)
		}
		if records.Text(uint32(row)) != r.Text {
			t.Errorf("row %d has another text", row)
		}
		if found, ok := records.Find(r.ID); !ok || found != got {
			t.Errorf("%s is not found", r.ID)
		}
	}
	if _, ok := records.Find("nobody"); ok || records.Len() != len(want) {
		t.Errorf("%d records, and nobody among them: %v", records.Len(), ok)
	}
	var content map[string]string
	if err := f.Content(&content); err != nil || content["key"] != "value" || string(f.Section("other")) != "bytes" {
		t.Errorf("content %v, %v, section %q", content, err, f.Section("other"))
	}
}

// checkHead: a head is what lies first of the record, whatever was read before it.
func checkHead(t *testing.T, heads *Heads, row uint32, r *incident.Record) {
	t.Helper()
	want := incident.Incident{ID: r.ID, Dataset: r.Dataset, Revision: r.Revision, SourceID: r.SourceID, Title: r.Title,
		Summary: r.Summary, Kind: r.Kind, EventType: r.EventType, Date: r.Date, Time: r.Time, Place: r.Place}
	want.Place.Geocoding = nil
	heads.Fetch([]uint32{row})
	if got := heads.Read(row); !reflect.DeepEqual(*got, want) {
		t.Errorf("the head of row %d is\n%+v\nnot\n%+v", row, *got, want)
	}
	if got := heads.records.ID(row); got != r.ID {
		t.Errorf("the ID of row %d is %q, want %q", row, got, r.ID)
	}
}

// TestDamage: one changed or missing byte anywhere makes a file none.
func TestDamage(t *testing.T) {
	raw, err := os.ReadFile(write(t, testRecords()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		broken := slices.Clone(raw)
		broken[i] ^= 0x10
		if _, err := read(bytes.NewReader(broken), len(broken)); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d of %d is changed, and the file read: %v", i, len(raw), err)
		}
		if _, err := read(bytes.NewReader(raw[:i]), i); !errors.Is(err, ErrDamaged) {
			t.Fatalf("the first %d of %d bytes are read: %v", i, len(raw), err)
		}
	}
}

func TestLargeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Repeat([]byte("0123456789"), pieceBytes/3)
	w.Section("long")
	for from := 0; from < len(want); from += 700_001 {
		if _, err := w.Write(want[from:min(from+700_001, len(want))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(nil); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil || !bytes.Equal(f.Section("long"), want) {
		t.Errorf("%d bytes of %d, %v", len(f.Section("long")), len(want), err)
	}
}

// TestGivenUp: what is not finished leaves the file before it, and nothing
// else.
func TestGivenUp(t *testing.T) {
	path := write(t, testRecords())
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeRecords(stopped, w, testRecords()); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it goes on: %v", err)
	}
	if err := w.Abort(); err != nil {
		t.Error(err)
	}
	if _, err := Open(path); err != nil {
		t.Errorf("the file before is gone: %v", err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// FuzzRecord: whatever the bytes, a record comes of them, or an error; and a
// record that came of them is written and read again as it is.
func FuzzRecord(f *testing.F) {
	for _, r := range testRecords() {
		c := newEncoder()
		c.record(r)
		f.Add(c.out)
	}
	words := []string{"", "text 4", "killed"}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := &incident.Record{Incident: &incident.Incident{}}
		in := &coder{Reader: wire.NewReader(raw), words: words, shared: &shared{}}
		if in.record(got); in.Failed() {
			return
		}
		out := newEncoder()
		out.record(got)
		again := &incident.Record{Incident: &incident.Incident{}}
		lists, err := readShared(out.section(), out.words)
		if err != nil {
			t.Fatal(err)
		}
		back := &coder{Reader: wire.NewReader(out.out), words: out.words, shared: lists}
		if back.record(again); back.Failed() || back.Len() > 0 {
			t.Fatalf("what was written cannot be read: %+v", got.Incident)
		}
		twice := newEncoder()
		if twice.record(again); !bytes.Equal(twice.out, out.out) || !slices.Equal(twice.words, out.words) {
			t.Errorf("%+v\nbecame\n%+v", got.Incident, again.Incident)
		}
	})
}

func BenchmarkRecord(b *testing.B) {
	f, err := Open(write(b, testRecords()))
	if err != nil {
		b.Fatal(err)
	}
	records, err := f.Records()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := records.read(0); err != nil {
			b.Fatal(err)
		}
	}
}
