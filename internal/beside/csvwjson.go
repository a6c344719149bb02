package beside

import "encoding/json"

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
