package beside

import (
	"strings"

	"incidentmap/internal/incident"
)

// Column is what a description says of one column.
type Column struct {
	// Name is what the header is likely to call it; Titles are what people may.
	Name   string
	Titles []string
	// Property is the term that says what it is, such as dcterms:date.
	Property string
	// Kind is the sort of its values.
	Kind Kind
	// Format is how a date is written, as a layout of package time; empty if it is not
	// said, or as ISO 8601 has it.
	Format string
	// Missing are texts that stand for no value.
	Missing []string
	// Decimal and Group are the marks in numbers; empty if they are not said.
	Decimal, Group string
	// True and False are the texts of booleans.
	True, False []string
	// Separator parts several values in one cell; empty for one value.
	Separator string
}

// Kind is the sort of values that a column holds.
type Kind uint8

// The kinds of columns.
const (
	KindUnknown Kind = iota
	KindText
	KindInteger
	KindNumber
	KindBoolean
	KindDate
	KindPoint   // longitude, latitude
	KindGeoJSON // a geometry
)

// columnType is the type of an own column of a kind; empty where its cells tell.
func (k Kind) columnType() incident.ColumnType {
	switch k {
	case KindText:
		return incident.ColumnString
	case KindInteger:
		return incident.ColumnInteger
	case KindNumber:
		return incident.ColumnNumber
	case KindBoolean:
		return incident.ColumnBoolean
	}
	return ""
}

// kinds are the names of types in both specifications. Others, such as durations, are
// kept as they are written.
var kinds = map[string]Kind{
	"string": KindText, "normalizedString": KindText, "token": KindText, "anyURI": KindText,
	"integer": KindInteger, "int": KindInteger, "long": KindInteger, "short": KindInteger, "byte": KindInteger,
	"nonNegativeInteger": KindInteger, "positiveInteger": KindInteger, "unsignedInt": KindInteger,
	"unsignedLong": KindInteger, "unsignedShort": KindInteger, "nonPositiveInteger": KindInteger,
	"negativeInteger": KindInteger, "unsignedByte": KindInteger,
	"number": KindNumber, "decimal": KindNumber, "double": KindNumber, "float": KindNumber, "boolean": KindBoolean,
	"date": KindDate, "datetime": KindDate, "dateTime": KindDate, "dateTimeStamp": KindDate, "yearmonth": KindDate,
	"gYear": KindDate, "gYearMonth": KindDate, "geopoint": KindPoint, "geojson": KindGeoJSON,
}

// names are what a column goes by beside what the header calls it, the last part of its
// property too.
func (c *Column) names(header string) (out []string) {
	property := c.Property
	if at := strings.LastIndexAny(property, "#/:"); at >= 0 {
		property = property[at+1:]
	}
	if strings.ContainsAny(property, "{}") { // a template, which CSVW fills in a row
		property = ""
	}
	for _, name := range append([]string{c.Name, property}, c.Titles...) {
		if name != "" && !same(name, header) {
			out = append(out, name)
		}
	}
	return out
}

// label is what the column is called for people.
func (c *Column) label() string {
	if len(c.Titles) > 0 {
		return c.Titles[0]
	}
	return c.Name
}

func same(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// goesBy reports whether the header may call the column so.
func (c *Column) goesBy(header string) bool {
	if same(c.Name, header) {
		return true
	}
	for _, title := range c.Titles {
		if same(title, header) {
			return true
		}
	}
	return false
}
