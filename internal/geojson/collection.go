package geojson

import (
	"io"
	"iter"
	"slices"

	"incidentmap/internal/incident"
)

// Head holds the members of a FeatureCollection beside its features.
type Head map[string]any

// WriteCollection streams records as a FeatureCollection. Memory does not
// grow with their number.
func WriteCollection(w io.Writer, head Head, features *Writer, records iter.Seq[*incident.Record]) error {
	buf := append([]byte(nil), `{"type":"FeatureCollection"`...)
	names := make([]string, 0, len(head))
	for name := range head {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		buf = append(AppendString(append(buf, ','), name), ':')
		buf = appendJSON(buf, head[name])
	}
	if _, err := w.Write(append(buf, `,"features":[`...)); err != nil {
		return err
	}
	body := &separated{w: w}
	if err := writeAll(body, features, records, ",\n", ""); err != nil {
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

// WriteSequence streams records as GeoJSON Text Sequences (RFC 8142).
func WriteSequence(w io.Writer, features *Writer, records iter.Seq[*incident.Record]) error {
	return writeAll(w, features, records, recordSeparator, "\n")
}

// AppendItem appends a single feature with its links.
func AppendItem(dst []byte, features *Writer, r *incident.Record, links any) []byte {
	dst = append(features.AppendOpen(dst, r), `,"links":`...)
	return append(appendJSON(dst, links), '}')
}
