package beside

import (
	"fmt"
	"strings"

	"incidentmap/internal/dialect"
)

// maxSkipped bounds the lines before a header.
const maxSkipped = 1_000_000

// delimiter takes over the delimiter of cells.
func (d *Description) delimiter(text string) {
	if text == "" {
		return
	}
	mark, ok := oneByte(text)
	if !ok || dialect.Check(mark) != nil {
		d.ignore(fmt.Sprintf("the delimiter %.20q is not used; one character is allowed", text))
		return
	}
	d.Form.Delimiter = mark
}

// quote tells that cells are quoted in a way that is not read.
func (d *Description) quote(mark string) {
	if mark != `"` && mark != "" {
		d.ignore(fmt.Sprintf("cells are quoted with %.20q there; only double quotes are read", mark))
	}
}

// header takes over how many rows are the header. Of none, the columns are named as they
// are described.
func (d *Description) header(rows int) {
	d.Form.HeaderRows = min(max(rows, 0), maxSkipped)
	d.Form.Skip = min(d.Form.Skip, maxSkipped)
	if rows > 0 {
		return
	}
	if len(d.Columns) == 0 {
		d.ignore("it says that the table has no header, and names no columns; the first row is taken as the header")
		return
	}
	for i := range d.Columns {
		c := &d.Columns[i]
		name := c.Name
		if name == "" {
			name = c.label()
		}
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		d.Form.Header = append(d.Form.Header, strings.TrimSpace(name))
	}
}

// CheckEncoding drops an encoding that is none, or not that of a text.
func (d *Description) CheckEncoding(text string) {
	if d.Encoding == "" {
		return
	}
	e, err := dialect.Named(d.Encoding)
	switch {
	case err != nil:
		d.ignore("its encoding is not used: " + err.Error())
	case !e.Fits(text):
		d.ignore(fmt.Sprintf("its encoding %s is not used: the table is not written in it", e.Name))
	default:
		return
	}
	d.Encoding = ""
}
