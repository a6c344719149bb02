package geojson

import (
	"io"
	"iter"
	"slices"

	"incidentmap/internal/incident"
)

// flushAt is how many bytes are gathered before they are written.
const flushAt = 128 << 10

// Head holds the members of a FeatureCollection beside its features.
type Head map[string]any

// WriteCollection streams records as a FeatureCollection. Memory does not
// grow with their number.
func WriteCollection(w io.Writer, head Head, features *Writer, records iter.Seq[*incident.Record]) error {
	buf := append(make([]byte, 0, flushAt+4096), `{"type":"FeatureCollection"`...)
	names := make([]string, 0, len(head))
	for name := range head {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		buf = append(AppendString(append(buf, ','), name), ':')
		buf = appendJSON(buf, head[name])
	}
	buf = append(buf, `,"features":[`...)
	first := true
	for r := range records {
		if !first {
			buf = append(buf, ',')
		}
		first = false
		buf = features.AppendFeature(append(buf, '\n'), r)
		if len(buf) >= flushAt {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	_, err := w.Write(append(buf, "\n]}\n"...))
	return err
}

// recordSeparator starts each text of a sequence (RFC 8142).
const recordSeparator = 0x1e

// WriteSequence streams records as GeoJSON Text Sequences (RFC 8142).
func WriteSequence(w io.Writer, features *Writer, records iter.Seq[*incident.Record]) error {
	buf := make([]byte, 0, flushAt+4096)
	for r := range records {
		buf = append(features.AppendFeature(append(buf, recordSeparator), r), '\n')
		if len(buf) >= flushAt {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	_, err := w.Write(buf)
	return err
}

// AppendItem appends a single feature with its links.
func AppendItem(dst []byte, features *Writer, r *incident.Record, links any) []byte {
	dst = append(features.AppendOpen(dst, r), `,"links":`...)
	return append(appendJSON(dst, links), '}')
}
