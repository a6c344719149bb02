package gpkg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/format/features"
)

// rows reads a layer. A geometry that cannot be read is none; the row's other values are
// kept.
func rows(conn *sqlite.Conn, l *layer, found *features.Collection) error {
	booleans, err := booleansOf(conn, l.table)
	if err != nil {
		return err
	}
	l.booleans = booleans
	return sqlitex.ExecuteTransient(conn, "SELECT * FROM "+quoted(l.table), &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { return l.row(s, found) }})
}

func (l *layer) row(s *sqlite.Stmt, found *features.Collection) error {
	var geometry orb.Geometry
	var properties []features.Property
	for i := range s.ColumnCount() {
		name := s.ColumnName(i)
		if name == l.geometry {
			geometry = geometryOf(blob(s, i))
			continue
		}
		value, err := valueOf(s, i)
		if err != nil {
			return fmt.Errorf("row %d, column %s: %w", found.Len()+1, name, err)
		}
		if n, isInteger := value.(int64); isInteger && n>>1 == 0 && l.booleans[name] {
			value = n == 1
		}
		if name == rowNumber { // it is the row's ID where the layer has no other
			name, value = "id", fmt.Sprint(value)
		}
		properties = append(properties, features.Property{Name: name, Value: value})
	}
	return found.Add(geometry, ownIDFirst(properties))
}

// booleansOf are the names of a table's columns of the standard's type BOOLEAN, whose values
// SQLite has as 0 and 1.
func booleansOf(conn *sqlite.Conn, table string) (map[string]bool, error) {
	out := map[string]bool{}
	err := sqlitex.ExecuteTransient(conn, "SELECT name FROM pragma_table_info(?) WHERE type = 'BOOLEAN' COLLATE NOCASE",
		&sqlitex.ExecOptions{Args: []any{table}, ResultFunc: func(s *sqlite.Stmt) error {
			out[s.ColumnText(0)] = true
			return nil
		}})
	return out, err
}

// rowNumber is what GDAL calls a table's own key.
const rowNumber = "fid"

// ownIDFirst puts a column called id before the row's number, which is the ID only where
// there is no such column: of two properties with one name the first counts.
func ownIDFirst(properties []features.Property) []features.Property {
	for i := len(properties) - 1; i > 0; i-- {
		if properties[i].Name == "id" && properties[i].Value != nil {
			properties[0], properties[i] = properties[i], properties[0]
			break
		}
	}
	return properties
}

// valueOf is a cell in its own type; nil for null and for what is no text or number.
func valueOf(s *sqlite.Stmt, i int) (any, error) {
	switch s.ColumnType(i) {
	case sqlite.TypeInteger:
		return s.ColumnInt64(i), nil
	case sqlite.TypeFloat:
		return s.ColumnFloat(i), nil
	case sqlite.TypeText:
		if s.ColumnLen(i) > maxValue {
			return nil, fmt.Errorf("it has %d bytes; at most %d are read", s.ColumnLen(i), maxValue)
		}
		return strings.ToValidUTF8(s.ColumnText(i), "\uFFFD"), nil
	}
	return nil, nil
}

func blob(s *sqlite.Stmt, i int) []byte {
	out := make([]byte, s.ColumnLen(i))
	return out[:s.ColumnBytes(i, out)]
}

// errGeometry is a geometry that is none.
var errGeometry = errors.New("it is no geometry")

// geometryOf reads a geometry as GeoPackages have it: a header and well-known binary
// (12-128r19, clause 2.1.3).
func geometryOf(raw []byte) orb.Geometry {
	body, err := body(raw)
	if err != nil {
		return nil
	}
	g, err := wkb.Unmarshal(flat(body))
	if err != nil {
		return nil
	}
	return g
}

// envelopes are the sizes of the header's envelope by its code.
var envelopes = []int{0, 32, 48, 48, 64}

func body(raw []byte) ([]byte, error) {
	const fixed = 8
	if len(raw) < fixed || raw[0] != 'G' || raw[1] != 'P' {
		return nil, errGeometry
	}
	flags := raw[3]
	code := int(flags >> 1 & 7)
	if flags&16 != 0 || code >= len(envelopes) || len(raw) < fixed+envelopes[code] { // empty, or unknown
		return nil, errGeometry
	}
	return raw[fixed+envelopes[code]:], nil
}

// flat makes a point with a height or a measure one without, which is all that orb reads;
// other shapes stay as they are.
func flat(raw []byte) []byte {
	const point = 21 // bytes of a point of two coordinates
	if len(raw) < point {
		return raw
	}
	var order binary.ByteOrder = binary.LittleEndian
	if raw[0] == 0 {
		order = binary.BigEndian
	}
	switch kind := order.Uint32(raw[1:5]); kind {
	case 1001, 2001, 3001, 0x80000001, 0x40000001, 0xC0000001:
		out := append([]byte{}, raw[:point]...)
		order.PutUint32(out[1:5], 1)
		return out
	}
	return raw
}
