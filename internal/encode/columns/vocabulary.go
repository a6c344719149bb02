package columns

import (
	"encoding/binary"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// vocabulary writes a column of codes. It sends each value once, in the chunk that has
// it first.
type vocabulary struct {
	rows   store.Columns
	column int
	value  appendValue
	// sent are the stream's codes and one by the store's, 0 for those that no row had
	// yet. Values that the store tells apart may be one here.
	sent   []uint32
	known  map[string]uint32 // the stream's codes of values as they are written
	fresh  []byte            // the new values of a chunk
	memory numbers
}

// appendValue appends a record's value as it is sent. It appends nothing if the record
// has none.
type appendValue func(dst []byte, r *incident.Record) []byte

func newVocabulary(rows store.Columns, column int, value appendValue) *vocabulary {
	return &vocabulary{rows: rows, column: column, value: value, known: map[string]uint32{"": 0}}
}

func (v *vocabulary) write(dst []byte, rows *store.Rows) []byte {
	before := len(v.known)
	v.fresh = v.fresh[:0]
	codes := v.memory.sized(rows)
	for i, code := range rows.Codes[v.column] {
		if int(code) >= len(v.sent) || v.sent[code] == 0 {
			v.learn(code)
		}
		codes[i] = v.sent[code] - 1
	}
	dst = binary.AppendUvarint(dst, uint64(len(v.known)-before))
	return appendNumbers(append(dst, v.fresh...), codes)
}

// learn finds what a code of the store is in the stream, and has its value sent if it
// was not.
func (v *vocabulary) learn(code uint32) {
	for len(v.sent) <= int(code) {
		v.sent = append(v.sent, 0)
	}
	from := len(v.fresh)
	v.fresh = v.value(v.fresh, v.rows.Standing(v.column, code))
	value := v.fresh[from:]
	n, known := v.known[string(value)]
	if known {
		v.fresh = v.fresh[:from]
	} else {
		n = uint32(len(v.known))
		v.known[string(value)] = n
	}
	v.sent[code] = n + 1
}

func appendWord(key func(*incident.Record) string) appendValue {
	return func(dst []byte, r *incident.Record) []byte {
		if word := key(r); word != "" {
			return appendText(dst, word)
		}
		return dst
	}
}

// appendOwn writes an own column of a dataset, of which an empty text is a value; several
// values of a cell with a zero byte between them, as those of all properties.
func appendOwn(column int, c *incident.Column) appendValue {
	return func(dst []byte, r *incident.Record) []byte {
		if column >= len(r.Extra) || r.Extra[column] == nil {
			return dst
		}
		return appendText(dst, strings.Join(c.Values(r.Extra[column]), "\x00"))
	}
}

func appendFigure(measure string) appendValue {
	return func(dst []byte, r *incident.Record) []byte {
		if f := r.Figure(measure); f.Known() {
			return appendBounds(dst, f)
		}
		return dst
	}
}

func appendGroup(d *incident.Dataset) appendValue {
	return func(dst []byte, r *incident.Record) []byte {
		if r.Group == "" {
			return dst
		}
		var claims []incident.Claim
		if g := d.Group(r.Group); g != nil {
			claims = g.Claims
		}
		dst = appendText(dst, r.Group)
		for _, measure := range []string{incident.Killed, incident.Injured} {
			dst = appendBounds(dst, incident.FigureOf(claims, measure))
		}
		return dst
	}
}

func appendBounds(dst []byte, f incident.Figure) []byte {
	for _, n := range [...]*int{f.Low, f.Best, f.High} {
		stored := uint64(0)
		if n != nil {
			stored = uint64(*n) + 1
		}
		dst = binary.AppendUvarint(dst, stored)
	}
	return dst
}
