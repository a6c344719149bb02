// Package columns writes and reads the compact binary that a map plays its
// time slider from: the filtered incidents as day-sorted columns.
//
// # Format, version 1
//
// The magic bytes "IMCOL" and the version byte 1; then the head, a JSON object
// (see Head) after its length; then the columns in the head's order, each
// after its length in bytes. Lengths and all numbers are unsigned varints as
// in Protocol Buffers; where a number may be negative it is zigzag-coded
// first. A reader passes over columns that it does not know. A row is an
// incident, in the order of start and ID:
//
//	start      days since the row before; the first since 1970-01-01, zigzag
//	days       end - start
//	certain    1 for "lasted, or is of that day", 0 for "some day of them"
//	kind, event_type, place_precision
//	           numbers into the head's vocabularies; the number one past the
//	           last word stands for none
//	radius     metres, 0 for unknown
//	killed     fatalities_best + 1, 0 for unknown
//	points     how many places the row has
//	lon, lat   a value for each place, in 1e-7 degrees, zigzag difference to
//	           the place before
//	id         how many bytes it shares with the ID before, how many follow,
//	           and those bytes
package columns

import (
	"encoding/binary"
	"encoding/json"
	"iter"
	"math"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

// MediaType is that of the format.
const MediaType = "application/vnd.incidentmap.columns"

// Version is the format's version.
const Version = 1

const magic = "IMCOL"

// Head is what stands before the columns.
type Head struct {
	Dataset     string   `json:"dataset"`
	DataVersion string   `json:"dataVersion"`
	License     string   `json:"license,omitempty"`
	Attribution string   `json:"attribution,omitempty"`
	Rows        int      `json:"rows"`
	Points      int      `json:"points"`
	Columns     []string `json:"columns"`
	// The vocabularies of the columns of those names.
	Kind           []string `json:"kind"`
	EventType      []string `json:"event_type"`
	PlacePrecision []string `json:"place_precision"`
}

// names are the columns in their order.
var names = []string{"start", "days", "certain", "kind", "event_type", "place_precision", "radius", "killed", "points",
	"lon", "lat", "id"}

// writer gathers the columns.
type writer struct {
	columns  [12][]byte
	words    [3]map[string]uint64
	rows     int
	points   int
	start    geo.Day
	lon, lat int64
	id       string
}

// Append appends the records, which must be in the default order, to dst.
func Append(dst []byte, d *incident.Dataset, dataVersion string, records iter.Seq[*incident.Record]) []byte {
	head := Head{Dataset: d.ID, DataVersion: dataVersion, License: d.Licence, Attribution: d.Attribution,
		Columns: names,
		Kind:    termIDs(d.Kinds), EventType: termIDs(d.EventTypes)}
	for _, p := range incident.PlacePrecisions {
		head.PlacePrecision = append(head.PlacePrecision, string(p))
	}
	w := &writer{words: [3]map[string]uint64{numbered(head.Kind), numbered(head.EventType),
		numbered(head.PlacePrecision)}}
	for r := range records {
		w.add(r)
	}
	head.Rows, head.Points = w.rows, w.points
	text, err := json.Marshal(head)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	dst = append(append(dst, magic...), Version)
	dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
	for _, c := range w.columns {
		dst = append(binary.AppendUvarint(dst, uint64(len(c))), c...)
	}
	return dst
}

func termIDs(terms []incident.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.ID
	}
	return out
}

func numbered(words []string) map[string]uint64 {
	out := make(map[string]uint64, len(words))
	for i, w := range words {
		out[w] = uint64(i)
	}
	return out
}

func (w *writer) put(column int, v uint64) {
	w.columns[column] = binary.AppendUvarint(w.columns[column], v)
}

func (w *writer) putSigned(column int, v int64) {
	w.columns[column] = binary.AppendVarint(w.columns[column], v)
}

func (w *writer) word(column int, s string) {
	words := w.words[column-3]
	n, ok := words[s]
	if !ok {
		n = uint64(len(words))
	}
	w.put(column, n)
}

func (w *writer) add(r *incident.Record) {
	if w.rows == 0 {
		w.putSigned(0, int64(r.Date.Start))
	} else {
		w.put(0, uint64(r.Date.Start-w.start))
	}
	w.start = r.Date.Start
	w.rows++
	w.put(1, uint64(r.Date.End-r.Date.Start))
	certain := uint64(0)
	if r.Date.Certain {
		certain = 1
	}
	w.put(2, certain)
	w.word(3, r.Kind)
	w.word(4, r.EventType)
	w.word(5, string(r.Place.Precision))
	w.put(6, uint64(max(r.Place.RadiusM, 0)+0.5))
	killed := uint64(0)
	if best := r.Fatalities.Best; best != nil {
		killed = uint64(*best) + 1
	}
	w.put(7, killed)
	w.addPlaces(r)
	w.addID(r.ID)
}

func (w *writer) addPlaces(r *incident.Record) {
	w.put(8, uint64(len(r.Place.Points)))
	for _, p := range r.Place.Points {
		lon, lat := int64(math.Round(p[0]*1e7)), int64(math.Round(p[1]*1e7))
		w.putSigned(9, lon-w.lon)
		w.putSigned(10, lat-w.lat)
		w.lon, w.lat = lon, lat
		w.points++
	}
}

func (w *writer) addID(id string) {
	shared := 0
	for shared < len(id) && shared < len(w.id) && id[shared] == w.id[shared] {
		shared++
	}
	w.put(11, uint64(shared))
	w.put(11, uint64(len(id)-shared))
	w.columns[11] = append(w.columns[11], id[shared:]...)
	w.id = id
}
