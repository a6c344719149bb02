package beside

import (
	"encoding/json"
	"fmt"

	"incidentmap/internal/input"
)

// schema is a Table Schema.
type schema struct {
	Fields  []field `json:"fields"`
	Missing texts   `json:"missingValues"`
	elsewhere
}

// UnmarshalJSON implements json.Unmarshaler: a text is the address of a schema.
func (s *schema) UnmarshalJSON(raw []byte) error {
	if s.isAddress(raw) {
		return nil
	}
	type plain schema
	return json.Unmarshal(raw, (*plain)(s))
}

type field struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Type        string `json:"type"`
	Format      texts  `json:"format"`
	RDFType     string `json:"rdfType"`
	Missing     texts  `json:"missingValues"`
	DecimalChar string `json:"decimalChar"`
	GroupChar   string `json:"groupChar"`
	TrueValues  texts  `json:"trueValues"`
	FalseValues texts  `json:"falseValues"`
	Delimiter   string `json:"delimiter"`
}

// resource is a table as a Data Package describes it.
type resource struct {
	Path     texts               `json:"path"`
	Encoding string              `json:"encoding"`
	Schema   schema              `json:"schema"`
	Dialect  frictionlessDialect `json:"dialect"`
}

type frictionlessDialect struct {
	Delimiter    string                `json:"delimiter"`
	QuoteChar    *string               `json:"quoteChar"`
	Header       *bool                 `json:"header"`
	HeaderRows   []int                 `json:"headerRows"`
	CommentChar  string                `json:"commentChar"`
	NullSequence string                `json:"nullSequence"`
	CSV          *frictionlessDialect2 `json:"csv"`
	elsewhere
}

// frictionlessDialect2 is where newer programs write what is of CSV alone.
type frictionlessDialect2 struct {
	Delimiter string  `json:"delimiter"`
	QuoteChar *string `json:"quoteChar"`
}

// UnmarshalJSON implements json.Unmarshaler: a text is the address of a dialect.
func (f *frictionlessDialect) UnmarshalJSON(raw []byte) error {
	if f.isAddress(raw) {
		return nil
	}
	type plain frictionlessDialect
	return json.Unmarshal(raw, (*plain)(f))
}

// readSchemaFile reads a Table Schema in a file of its own.
func readSchemaFile(d *Description, _, _, text string) (about bool, err error) {
	var s schema
	if err := decode(text, &s); err != nil {
		return false, err
	}
	return true, d.readSchema(&s)
}

// readPackage reads a Data Package. It is about a table if one of its resources is.
func readPackage(d *Description, dir, table, text string) (about bool, err error) {
	var doc struct {
		Resources []resource `json:"resources"`
	}
	if err := decode(text, &doc); err != nil {
		return false, err
	}
	i := indexOf(len(doc.Resources), func(i int) bool {
		r := &doc.Resources[i]
		return len(r.Path) == 1 && isNamed(r.Path[0], table)
	})
	if i < 0 {
		return false, nil
	}
	of := &doc.Resources[i]
	if of.Schema.at != "" {
		d.follow(dir, &of.Schema)
	}
	if err := d.readSchema(&of.Schema); err != nil {
		return false, err
	}
	d.readFrictionless(of)
	return true, nil
}

// follow reads a schema that stands in a file of the same directory, and nowhere else.
func (d *Description) follow(dir string, s *schema) {
	at := s.at
	text, err := input.Beside(dir, at, maxBytes)
	if err == nil {
		err = decode(text, s)
	}
	if err != nil {
		d.ignore(fmt.Sprintf("its schema is at %.80q, which is not read: %s", at, reason(err)))
	}
}

func (d *Description) readSchema(s *schema) error {
	if len(s.Fields) > maxColumns {
		return fmt.Errorf("it describes %d columns; at most %d are allowed", len(s.Fields), maxColumns)
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.Missing == nil {
			f.Missing = s.Missing
		}
		d.Columns = append(d.Columns, f.column(d))
	}
	return nil
}

// column is a column as both specifications have it.
func (f *field) column(d *Description) Column {
	out := Column{Name: f.Name, Property: f.RDFType, Missing: f.Missing, Kind: kinds[f.Type], True: f.TrueValues,
		False: f.FalseValues}
	if f.Title != "" {
		out.Titles = []string{f.Title}
	}
	switch {
	case f.Type == "year":
		out.Kind = KindDate
	case f.Type == "list":
		out.Kind, out.Separator = KindText, f.Delimiter
	case out.Kind == KindDate && len(f.Format) == 1:
		out.Format = d.layout(f.Name, f.Format[0], layoutOfStrptime)
	case out.Kind == KindPoint && len(f.Format) == 1 && f.Format[0] == "object":
		out.Kind = KindUnknown // its members say which is which
	}
	out.Decimal, out.Group = f.DecimalChar, f.GroupChar
	return out
}

func (d *Description) readFrictionless(r *resource) {
	d.Encoding = r.Encoding
	f := &r.Dialect
	if f.at != "" {
		d.ignore(fmt.Sprintf("its dialect is at %.80q, which is not looked for", f.at))
		return
	}
	if f.CSV != nil {
		f.Delimiter, f.QuoteChar = f.CSV.Delimiter, f.CSV.QuoteChar
	}
	d.Form.Comment = f.CommentChar
	d.delimiter(f.Delimiter)
	if f.QuoteChar != nil {
		d.quote(*f.QuoteChar)
	}
	for i := range d.Columns {
		if f.NullSequence != "" {
			d.Columns[i].Missing = append(d.Columns[i].Missing, f.NullSequence)
		}
	}
	rows := 1
	switch {
	case f.Header != nil && !*f.Header:
		rows = 0
	case len(f.HeaderRows) > 0:
		d.Form.Skip, rows = max(f.HeaderRows[0]-1, 0), len(f.HeaderRows)
	}
	d.header(rows)
}
