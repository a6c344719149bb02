package beside

import (
	"fmt"
	"net/url"
	"path"
)

// readCSVW reads metadata of CSVW. It is about a table if that is the one it names, or if
// it describes one alone and is called after it.
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
	} else if d.Name == "csv-metadata.json" && !isNamed(group.URL, table) {
		return false, nil
	}
	return true, d.readTable(&of)
}

// isNamed reports whether an address is that of a table in the same directory, or of one on
// the web that has its name: the table is a copy of that.
func isNamed(address, table string) bool {
	at, err := url.Parse(address)
	if err != nil {
		return address == table
	}
	name := path.Clean(at.Path)
	return name == table || at.Host != "" && path.Base(name) == table
}

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
