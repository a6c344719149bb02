package shapefile

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"incidentmap/internal/dialect"
	"incidentmap/internal/format/features"
)

// attributes are the rows of a .dbf; those that are marked as deleted are nil.
type attributes struct{ rows [][]features.Property }

// field is a column of a .dbf.
type field struct {
	name string
	kind byte
	size int
}

const (
	dbfHeader   = 32
	fieldHeader = 32
	endOfFields = 0x0d
	deleted     = '*'
)

// readDBF reads the table of attributes in the encoding that the .cpg names.
func readDBF(text, cpg string) (*attributes, error) {
	data := []byte(text)
	if len(data) < dbfHeader {
		return nil, errShort
	}
	n, start, size := int64(binary.LittleEndian.Uint32(data[4:])), int(binary.LittleEndian.Uint16(data[8:])),
		int64(binary.LittleEndian.Uint16(data[10:]))
	fields, err := fieldsOf(data, start)
	if err != nil {
		return nil, err
	}
	if size == 0 || n*size > int64(len(data)-start) {
		return nil, errShort
	}
	decode, err := decoder(cpg)
	if err != nil {
		return nil, err
	}
	out := &attributes{rows: make([][]features.Property, n)}
	for i := range out.rows {
		row := data[start+i*int(size) : start+(i+1)*int(size)]
		if row[0] == deleted {
			continue
		}
		if out.rows[i], err = valuesOf(row[1:], fields, decode); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return out, nil
}

func fieldsOf(data []byte, start int) ([]field, error) {
	if start > len(data) {
		return nil, errShort
	}
	var out []field
	for at := dbfHeader; at < start && data[at] != endOfFields; at += fieldHeader {
		if at+fieldHeader > start {
			return nil, errShort
		}
		name, _, _ := strings.Cut(string(data[at:at+11]), "\x00")
		out = append(out, field{strings.TrimSpace(name), data[at+11], int(data[at+16])})
	}
	if len(out) == 0 {
		return nil, errors.New("it has no columns")
	}
	return out, nil
}

func valuesOf(row []byte, fields []field, decode func(string) (string, error)) ([]features.Property, error) {
	out := make([]features.Property, 0, len(fields))
	for _, f := range fields {
		if f.size > len(row) {
			return nil, errShort
		}
		text := strings.TrimSpace(strings.TrimRight(string(row[:f.size]), "\x00"))
		row = row[f.size:]
		name, err := decode(f.name)
		if err != nil {
			return nil, err
		}
		value, err := valueOf(f.kind, text, decode)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", name, err)
		}
		out = append(out, features.Property{Name: name, Value: value})
	}
	return out, nil
}

// valueOf is a value in its own type; stars stand for a number that found no room.
func valueOf(kind byte, text string, decode func(string) (string, error)) (any, error) {
	switch {
	case text == "" || strings.Trim(text, "*") == "":
		return nil, nil
	case (kind == 'N' || kind == 'F') && json.Valid([]byte(text)):
		return json.Number(text), nil
	case kind == 'D' && len(text) == 8:
		return text[:4] + "-" + text[4:6] + "-" + text[6:], nil
	case kind == 'L':
		return strings.ContainsAny(text, "TtYy"), nil
	}
	return decode(text)
}

// decoder turns texts into UTF-8. Without a .cpg they are UTF-8 if they are valid, and
// else windows-1252, as most programs write them.
func decoder(cpg string) (func(string) (string, error), error) {
	name := strings.TrimSpace(cpg)
	if name == "" || strings.EqualFold(name, "UTF-8") || name == "65001" {
		western, err := dialect.Named("windows-1252")
		return func(text string) (string, error) {
			if utf8.ValidString(text) {
				return text, nil
			}
			return western.Text(text)
		}, err
	}
	if len(name) == 4 && name[:2] == "12" { // a code page by its number alone
		name = "windows-" + name
	}
	encoding, err := dialect.Named(name)
	if err != nil {
		return nil, fmt.Errorf("its .cpg names the encoding %q: %w", cpg, err)
	}
	return encoding.Text, nil
}
