package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// meta are the members of a FeatureCollection that describe the dataset, as
// exports have them. All may be empty.
type meta struct {
	Title        string                     `json:"title"`
	Description  string                     `json:"description"`
	Dataset      string                     `json:"dataset"`
	Licence      string                     `json:"license"`
	Attribution  string                     `json:"attribution"`
	Vocabularies map[string][]incident.Term `json:"vocabularies"`
	Groups       []group                    `json:"groups"`
	Columns      []incident.Column          `json:"columns"`
	ContextOf    string                     `json:"contextOf"`
	Release      string                     `json:"release"`
	Citation     string                     `json:"citation"`
}

// dataset is what they describe.
func (m *meta) dataset() incident.Dataset {
	return incident.Dataset{ID: m.Dataset, Title: m.Title, Description: m.Description, Licence: m.Licence,
		Attribution: m.Attribution, Kinds: m.Vocabularies["kind"], EventTypes: m.Vocabularies["event_type"],
		Columns: m.Columns, Groups: m.groups(), ContextOf: m.ContextOf, Release: m.Release, Citation: m.Citation}
}

func (m *meta) groups() []incident.Group {
	var out []incident.Group
	for _, g := range m.Groups {
		claims := make([]incident.Claim, len(g.Claims))
		for i, c := range g.Claims {
			claims[i] = c.WithBound()
		}
		out = append(out, incident.Group{ID: g.ID, Title: g.Title, Claims: claims, Sources: g.Sources})
	}
	return out
}

// document is any of the forms in which features come.
type document struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
	CRS      *namedCRS `json:"crs"`
	feature
	meta
}

type feature struct {
	ID         json.RawMessage `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
	// foreign are the members beside these, each a name and a value.
	foreign []foreignMember
}

// The types of documents.
const (
	typeCollection = "FeatureCollection"
	typeFeature    = "Feature"
)

// Read reads a FeatureCollection, a Feature, or a sequence of features, one a
// line or as RFC 8142 has them; and records, which have no geometries. JSON is UTF-8, but
// programs write it in the code page of their system, or in UTF-16.
func Read(name, text string) (*ingest.Table, error) {
	text, encoding, err := dialect.Decode(text, format.MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := tabler{table: &ingest.Table{File: name, Unit: "feature"}, columns: map[string]int{}}
	data := []byte(text)
	if bytes.Contains(data, []byte(recordSeparator)) {
		data = bytes.ReplaceAll(data, []byte(recordSeparator), []byte{' '})
	}
	if err := read(&t, data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t.tidy()
	if t.heights > 0 {
		t.note("%s with a third number in its coordinates, a height or a depth, which is not read",
			report.Many(t.heights, t.table.Unit))
	}
	if doubt := encoding.Doubt(text); doubt != "" {
		where := report.Where{File: name, Unit: t.table.Unit}
		t.table.Findings = append(t.table.Findings, report.RuleEncoding.InTable(where, doubt))
	}
	return t.table, nil
}

func read(t *tabler, data []byte) error {
	if readPieces(t, data) {
		return nil
	}
	if ok, err := readRecords(t, data); ok || err != nil {
		return err
	}
	if readLines(t, data) {
		return nil
	}
	return readThrough(t, data)
}

// readThrough reads a file from front to back.
func readThrough(t *tabler, data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	for n := 0; ; n++ {
		var doc document
		from := dec.InputOffset()
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) && n > 0 {
			return nil
		}
		if err != nil {
			return explain(err, data, dec.InputOffset())
		}
		doc.findForeign(data[from:dec.InputOffset()])
		if err := t.add(&doc); err != nil {
			return err
		}
	}
}

// explain tells an error of the JSON decoder with the line that it is on.
func explain(err error, data []byte, offset int64) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	// The offset is behind what is wrong, and that may be the end of a line.
	line := 1 + bytes.Count(data[:max(0, min(int64(len(data)), offset-1))], []byte{'\n'})
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("line %d: the file ends too early for GeoJSON", line)
	}
	var mistyped *json.UnmarshalTypeError
	if errors.As(err, &mistyped) {
		return fmt.Errorf("line %d: it is not GeoJSON: %s", line, mistypedWords(mistyped))
	}
	return fmt.Errorf("line %d: it is not GeoJSON: %s", line, notJSON(err, data))
}

// mistypedWords says what stands where something else is allowed, in words of JSON.
func mistypedWords(err *json.UnmarshalTypeError) string {
	allowed := "an object"
	switch err.Type.Kind() {
	case reflect.Slice, reflect.Array:
		allowed = "an array"
	case reflect.String:
		allowed = "a string"
	case reflect.Bool:
		allowed = "true or false"
	case reflect.Int, reflect.Int64, reflect.Float64:
		allowed = "a number"
	}
	where := "there"
	if err.Field != "" {
		where = "as its " + err.Field[strings.LastIndexByte(err.Field, '.')+1:]
	}
	return fmt.Sprintf("JSON of the type %q stands %s, where %s is allowed", err.Value, where, allowed)
}

// tabler makes a table of features.
type tabler struct {
	table   *ingest.Table
	columns map[string]int
	// beside are the objects that the list of records is in.
	beside [][]byte
	// placeless says that the coordinates cannot be used.
	placeless bool
	// heights counts the points that have a height.
	heights int
}

func (t *tabler) add(doc *document) error {
	features := doc.Features
	switch doc.Type {
	case typeCollection:
		t.table.Dataset = doc.dataset()
	case typeFeature:
		features = []feature{doc.feature}
	case "":
		return fmt.Errorf("it is an object of JSON without a type and without records%s", formsRead)
	default:
		return fmt.Errorf("its type is %q, where FeatureCollection or Feature is allowed%s", doc.Type, formsRead)
	}
	p := &parser{toDegrees: t.reference(doc.CRS)}
	for i := range features {
		var row parsed
		if err := p.feature(&row, &features[i]); err != nil {
			return fmt.Errorf("feature %d: %w", len(t.table.Rows)+1, err)
		}
		t.addRow(&row)
	}
	return nil
}

// addRow makes a row of a feature.
func (t *tabler) addRow(p *parsed) {
	table := t.table
	if p.height {
		t.heights++
	}
	if t.placeless {
		p.located = located{}
	}
	row := ingest.Row{Number: len(table.Rows) + 1, Points: p.points, NoPoint: p.err, Extent: p.extentM, Area: p.area,
		Detail: p.detail,
		Cells:  make([]string, 0, len(table.Header)), Kinds: make([]ingest.Kind, 0, len(table.Header))}
	if p.id != "" {
		t.set(&row, "id", p.id, p.idKind)
	}
	for i, name := range p.names {
		if name == "id" && p.id != "" {
			if p.values[i] == p.id || p.kinds[i] == ingest.KindAbsent {
				continue
			}
			name = otherID
		}
		t.set(&row, name, p.values[i], p.kinds[i])
	}
	for _, name := range p.nested {
		if !slices.Contains(table.Nested, name) {
			table.Nested = append(table.Nested, name)
		}
	}
	if n := len(table.Rows); n > 0 {
		row.Kinds = alike(row.Kinds, table.Rows[n-1].Kinds)
	}
	table.Rows = append(table.Rows, row)
}

// otherID is the column of a property called id that is not the feature's ID.
const otherID = "properties.id"

// set puts a value into the row's cell of a column, which is new if no
// feature before had it.
func (t *tabler) set(row *ingest.Row, name, value string, kind ingest.Kind) {
	i, ok := t.columns[name]
	if !ok {
		i = len(t.table.Header)
		t.columns[name] = i
		t.table.Header = append(t.table.Header, name)
	}
	for len(row.Cells) <= i {
		row.Cells, row.Kinds = append(row.Cells, ""), append(row.Kinds, ingest.KindAbsent)
	}
	if row.Kinds[i] == ingest.KindAbsent {
		row.Cells[i], row.Kinds[i] = value, kind
	}
}
