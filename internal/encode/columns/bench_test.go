package columns_test

import (
	"context"
	"io"
	"sync"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/paulmach/orb"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/incident"
	"incidentmap/internal/sample"
	"incidentmap/internal/store"
)

// sampled is a view of n made-up incidents.
func sampled(t fatal, n int) store.View {
	all := make([]incident.Incident, n)
	for i, s := range sample.Make(n, 42) {
		all[i] = incident.Incident{ID: s.ID(), Title: s.Title(), Kind: sample.Kinds[s.Kind],
			EventType: sample.EventTypes[s.EventType], Date: edtf.MustParse(s.Date()),
			Actors: []incident.Party{{Name: sample.Actor(s.Actor)}}, Place: incident.Place{
				Points: orb.MultiPoint{{s.Lon, s.Lat}}, Country: sample.Countries[s.Country],
				Admin1: sample.Admin1(s.Admin1), Precision: incident.PlacePrecision(sample.Precisions[s.Precision])}}
		if s.Best >= 0 {
			low, best, high := int(s.Low), int(s.Best), int(s.High)
			figure := incident.Figure{Low: &low, Best: &best, High: &high}
			all[i].Claims = []incident.Claim{total(incident.Killed, figure)}
		}
	}
	return viewOf(t, dataset(), all)
}

// fromRecords are columns as one would make them of records: each is read whole, and
// its values are looked up by their texts.
type fromRecords struct {
	records []*incident.Record
	mu      sync.Mutex
	codes   []map[string]uint32
	stand   [][]*incident.Record
}

func newFromRecords(t fatal, v store.View) *fromRecords {
	res, err := v.Query(context.Background(), incident.Filter{}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	n := store.FirstOwnColumn + len(v.Dataset().Columns)
	f := &fromRecords{codes: make([]map[string]uint32, n), stand: make([][]*incident.Record, n)}
	for c := range f.codes {
		f.codes[c] = map[string]uint32{}
	}
	for r := range res.Records {
		f.records = append(f.records, r)
	}
	return f
}

// Len implements store.Columns.
func (f *fromRecords) Len() int { return len(f.records) }

// Coded implements store.Columns.
func (f *fromRecords) Coded(int) bool { return true }

// Standing implements store.Columns.
func (f *fromRecords) Standing(column int, code uint32) *incident.Record {
	return f.stand[column][code]
}

// Read implements store.Columns.
func (f *fromRecords) Read(from, to int, into *store.Rows) {
	f.mu.Lock()
	defer f.mu.Unlock()
	into.Resize(to-from, len(f.codes))
	for i, r := range f.records[from:to] {
		into.IDs = append(into.IDs, r.ID...)
		into.IDEnds[i], into.Start[i], into.End[i] = uint32(len(into.IDs)), r.Date.Start, r.Date.End
		into.Certain[i], into.Uncertain[i] = r.Date.Certain, r.Date.Uncertain
		into.RadiusM[i], into.Points[i] = r.Place.RadiusM, uint32(len(r.Place.Points))
		for _, p := range r.Place.Points {
			lon, lat := geo.E7(p)
			into.Lon, into.Lat = append(into.Lon, lon), append(into.Lat, lat)
		}
		for c := range f.codes {
			into.Codes[c][i] = f.code(c, r)
		}
	}
}

func (f *fromRecords) code(column int, r *incident.Record) uint32 {
	value := valueOf(column, r)
	code, ok := f.codes[column][value]
	if !ok {
		code = uint32(len(f.stand[column]))
		f.codes[column][value], f.stand[column] = code, append(f.stand[column], r)
	}
	return code
}

func valueOf(column int, r *incident.Record) string {
	switch {
	case column < len(incident.Facets):
		return incident.Facets[column].Key(r)
	case column == store.ColumnKilled, column == store.ColumnInjured:
		f := figureOf(r.Figure([]string{incident.Killed, incident.Injured}[column-store.ColumnKilled]))
		return string([]rune{rune(f[0] + 1), rune(f[1] + 1), rune(f[2] + 1)})
	case column == store.ColumnGroup:
		return r.Group
	}
	if own := column - store.FirstOwnColumn; own < len(r.Extra) && r.Extra[own] != nil {
		return incident.FormatValue(r.Extra[own])
	}
	return ""
}

const benchRows = 200_000

// BenchmarkWrite writes columns as the index has them, plain and packed as the server
// packs them, beside those that are made of records.
func BenchmarkWrite(b *testing.B) {
	v := sampled(b, benchRows)
	packed, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(128<<10))
	if err != nil {
		b.Fatal(err)
	}
	zipped, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("plain", func(b *testing.B) { benchPacked(b, v, nil) })
	b.Run("gzip", func(b *testing.B) { benchPacked(b, v, zipped) })
	b.Run("zstd", func(b *testing.B) { benchPacked(b, v, packed) })
	b.Run("from records", func(b *testing.B) {
		for b.Loop() {
			benchWrite(b, io.Discard, newFromRecords(b, v))
		}
	})
}

// packer packs what is written, from one Reset to the next Close.
type packer interface {
	io.WriteCloser
	Reset(w io.Writer)
}

func benchPacked(b *testing.B, v store.View, pack packer) {
	var n counter
	for b.Loop() {
		n = 0
		rows := columnsOf(b, v, incident.Filter{})
		if pack == nil {
			benchWrite(b, &n, rows)
			continue
		}
		pack.Reset(&n)
		benchWrite(b, pack, rows)
		if err := pack.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/benchRows, "bytes/row")
}

func benchWrite(b *testing.B, w io.Writer, rows store.Columns) {
	e := columns.Encoder{Dataset: dataset()}
	if err := e.Write(context.Background(), w, rows); err != nil {
		b.Fatal(err)
	}
}

// counter counts bytes.
type counter int

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
