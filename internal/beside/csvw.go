package beside

import (
	"encoding/json"
	"fmt"
	"path"
)

// csvwTable is a table as CSVW describes it; a group of tables has several.
type csvwTable struct {
	URL    string       `json:"url"`
	Schema csvwSchema   `json:"tableSchema"`
	Form   *csvwDialect `json:"dialect"`
	inherited
	Tables []csvwTable `json:"tables"`
}

// inherited are properties that a column has of its schema, table or group where it says
// nothing.
type inherited struct {
	Null      texts        `json:"null"`
	Datatype  csvwDatatype `json:"datatype"`
	Separator string       `json:"separator"`
	Property  string       `json:"propertyUrl"`
}

type csvwSchema struct {
	inherited
	Columns []csvwColumn `json:"columns"`
	elsewhere
}

type csvwColumn struct {
	Name    string `json:"name"`
	Titles  texts  `json:"titles"`
	Virtual bool   `json:"virtual"`
	inherited
}

// UnmarshalJSON implements json.Unmarshaler: a text is the address of a schema.
func (s *csvwSchema) UnmarshalJSON(raw []byte) error {
	if s.isAddress(raw) {
		return nil
	}
	type plain csvwSchema
	return json.Unmarshal(raw, (*plain)(s))
}

// elsewhere notes that something is described at an address, which may be the name of a
// file in the same directory.
type elsewhere struct{ at string }

func (e *elsewhere) isAddress(raw []byte) bool {
	return json.Unmarshal(raw, &e.at) == nil && e.at != ""
}

// csvwDatatype is a name, or an object with a base and a format.
type csvwDatatype struct {
	base, format   string
	decimal, group string
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *csvwDatatype) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &d.base) == nil {
		return nil
	}
	var doc struct {
		Base   string          `json:"base"`
		Format json.RawMessage `json:"format"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return err
	}
	d.base = doc.Base
	if len(doc.Format) == 0 || json.Unmarshal(doc.Format, &d.format) == nil {
		return nil
	}
	var number struct{ DecimalChar, GroupChar string }
	err := json.Unmarshal(doc.Format, &number)
	d.decimal, d.group = number.DecimalChar, number.GroupChar
	return err
}

type csvwDialect struct {
	Encoding       string  `json:"encoding"`
	Delimiter      string  `json:"delimiter"`
	QuoteChar      *string `json:"quoteChar"`
	CommentPrefix  string  `json:"commentPrefix"`
	Header         *bool   `json:"header"`
	HeaderRowCount *int    `json:"headerRowCount"`
	SkipRows       int     `json:"skipRows"`
	elsewhere
}

// UnmarshalJSON implements json.Unmarshaler: a text is the address of a dialect.
func (d *csvwDialect) UnmarshalJSON(raw []byte) error {
	if d.isAddress(raw) {
		return nil
	}
	type plain csvwDialect
	return json.Unmarshal(raw, (*plain)(d))
}

// readCSVW reads metadata of CSVW. It is about a table if that is the one it names, or if
// it names none and is called after it.
func readCSVW(d *Description, _, table, text string) (about bool, err error) {
	var group csvwTable
	if err := decode(text, &group); err != nil {
		return false, err
	}
	of := group
	if len(group.Tables) > 0 {
		i := indexOf(len(group.Tables), func(i int) bool { return isNamed(group.Tables[i].URL, table) })
		if i < 0 {
			return false, nil
		}
		of = group.Tables[i]
		of.inherited = of.or(group.inherited)
		if of.Form == nil {
			of.Form = group.Form
		}
	} else if group.URL != "" && !isNamed(group.URL, table) || group.URL == "" && d.Name == "csv-metadata.json" {
		return false, nil
	}
	return true, d.readTable(&of)
}

// isNamed reports whether an address is that of a table in the same directory.
func isNamed(address, table string) bool { return path.Clean(address) == table }

func indexOf(n int, is func(int) bool) int {
	for i := range n {
		if is(i) {
			return i
		}
	}
	return -1
}

// or is what is inherited, of further properties where it says nothing.
func (h inherited) or(further inherited) inherited {
	if h.Null == nil {
		h.Null = further.Null
	}
	if h.Datatype.base == "" && h.Datatype.format == "" {
		h.Datatype = further.Datatype
	}
	if h.Separator == "" {
		h.Separator = further.Separator
	}
	return h
}

func (d *Description) readTable(t *csvwTable) error {
	if t.Schema.at != "" {
		d.ignore(fmt.Sprintf("its schema is at %.80q, which is not looked for", t.Schema.at))
	}
	if len(t.Schema.Columns) > maxColumns {
		return fmt.Errorf("it describes %d columns; at most %d are allowed", len(t.Schema.Columns), maxColumns)
	}
	of := t.Schema.or(t.inherited)
	for _, c := range t.Schema.Columns {
		if !c.Virtual {
			c.inherited = c.or(of)
			d.Columns = append(d.Columns, c.column(d))
		}
	}
	if t.Form != nil {
		d.readDialect(t.Form)
	}
	return nil
}

// column is a column as both specifications have it.
func (c *csvwColumn) column(d *Description) Column {
	t := &c.Datatype
	out := Column{Name: c.Name, Titles: c.Titles, Property: c.Property, Missing: c.Null, Separator: c.Separator,
		Kind: kinds[t.base]}
	if t.base == "" && t.format != "" { // the default is a text, of which the format is a pattern
		return out
	}
	switch out.Kind {
	case KindDate:
		out.Format = d.layout(c.Name, t.format, layoutOfUnicode)
	case KindBoolean:
		if yes, no, ok := cutFormat(t.format); ok {
			out.True, out.False = []string{yes}, []string{no}
		}
	case KindInteger, KindNumber:
		out.Decimal, out.Group = t.decimal, t.group
	}
	return out
}

func (d *Description) readDialect(f *csvwDialect) {
	if f.at != "" {
		d.ignore(fmt.Sprintf("its dialect is at %.80q, which is not looked for", f.at))
		return
	}
	d.Encoding, d.Form.Skip, d.Form.Comment = f.Encoding, max(f.SkipRows, 0), f.CommentPrefix
	d.delimiter(f.Delimiter)
	if f.QuoteChar != nil {
		d.quote(*f.QuoteChar)
	}
	rows := 1
	if f.Header != nil && !*f.Header {
		rows = 0
	}
	if f.HeaderRowCount != nil {
		rows = *f.HeaderRowCount
	}
	d.header(rows)
}
