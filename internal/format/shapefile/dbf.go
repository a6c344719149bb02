package shapefile

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"incidentmap/internal/format/features"
)

// attributes are the rows of a .dbf; those that are marked as deleted are nil.
type attributes struct {
	rows [][]features.Property
	// doubt says in which encoding they were read, for whoever knows better.
	doubt string
}

// field is a column of a .dbf.
type field struct {
	name string
	kind byte
	size int
}

const (
	dbfHeader    = 32
	fieldHeader  = 32
	endOfFields  = 0x0d
	deleted      = '*'
	languageByte = 29
)

// readDBF reads the table of attributes. Its texts are decoded as told.
func readDBF(text string, told *telling) (*attributes, error) {
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
	records := data[start : start+int(n*size)]
	encoding, doubt, err := told.encodingOf(sampleOf(records, int(size), fields), data[languageByte])
	if err != nil {
		return nil, err
	}
	decode := encoding.Text
	if encoding.Name == "utf-8" {
		decode = func(text string) (string, error) { return encoding.Text(whole(text)) }
	}
	out := &attributes{rows: make([][]features.Property, n), doubt: doubt}
	for i := range out.rows {
		row := records[i*int(size) : (i+1)*int(size)]
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
