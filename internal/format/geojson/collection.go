package geojson

import (
	"io"
	"maps"
	"slices"

	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// write streams records as a FeatureCollection. Memory does not grow with their
// number.
func write(w io.Writer, d *format.Document) error {
	buf := append([]byte(nil), `{"type":"FeatureCollection"`...)
	for _, name := range slices.Sorted(maps.Keys(d.Head)) {
		buf = append(AppendString(append(buf, ','), name), ':')
		buf = appendJSON(buf, d.Head[name])
	}
	if _, err := w.Write(append(buf, `,"features":[`...)); err != nil {
		return err
	}
	body := &separated{w: w}
	if err := writeAll(body, features(d), d.Records, ",\n", ""); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// separated drops the comma before the first feature.
type separated struct {
	w     io.Writer
	began bool
}

// Write implements io.Writer.
func (s *separated) Write(p []byte) (int, error) {
	if s.began || len(p) == 0 {
		return s.w.Write(p)
	}
	s.began = true
	n, err := s.w.Write(p[1:])
	return n + 1, err
}

// recordSeparator starts each text of a sequence (RFC 8142).
const recordSeparator = "\x1e"

// writeSequence streams records as GeoJSON Text Sequences (RFC 8142).
func writeSequence(w io.Writer, d *format.Document) error {
	return writeAll(w, features(d), d.Records, recordSeparator, "\n")
}

func features(d *format.Document) *Writer {
	return &Writer{Columns: d.Columns, Detail: d.Detail, Project: d.Project}
}

// AppendItem appends a single feature with its links.
func AppendItem(dst []byte, features *Writer, r *incident.Record, links any) []byte {
	dst = append(features.AppendOpen(dst, r), `,"links":`...)
	return append(appendJSON(dst, links), '}')
}
