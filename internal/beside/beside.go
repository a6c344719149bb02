// Package beside reads what a file beside a table of text says of it: CSV on the Web
// (https://www.w3.org/TR/tabular-metadata/) and Frictionless Table Schema and Data Package
// (https://specs.frictionlessdata.io/). Only files in the table's own directory are read;
// an address in them is followed nowhere.
package beside

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"incidentmap/internal/dialect"
	"incidentmap/internal/input"
)

// maxBytes bounds a description: two thousand columns with titles in several languages.
const maxBytes = 1 << 20

// maxColumns bounds the columns that one describes.
const maxColumns = 2_000

// Description is what a file says of the table beside it.
type Description struct {
	// Name is the file's.
	Name string
	// Encoding is that of the table; empty if it does not say.
	Encoding string
	Form     dialect.Form
	Columns  []Column
	// Ignored tells what in it is not used, and why.
	Ignored []string
}

// form is one of the forms that descriptions have.
type form struct {
	name func(table, stem string) string
	read func(d *Description, dir, table, text string) (about bool, err error)
}

// forms are in the order in which they are looked for: what is about one table alone
// comes before what is about all of a directory.
var forms = []form{
	{func(table, _ string) string { return table + "-metadata.json" }, readCSVW},
	{func(_, stem string) string { return stem + "-metadata.json" }, readCSVW},
	{func(table, _ string) string { return table + ".schema.json" }, readSchemaFile},
	{func(_, stem string) string { return stem + ".schema.json" }, readSchemaFile},
	{func(_, _ string) string { return "datapackage.json" }, readPackage},
	{func(_, _ string) string { return "csv-metadata.json" }, readCSVW},
}

// Read reads the description of a table in a directory; nil if there is none. One that
// cannot be read says so in Ignored.
func Read(dir, table string) *Description {
	for _, f := range forms {
		d := &Description{Name: f.name(table, stemOf(table))}
		text, err := input.Beside(dir, d.Name, maxBytes)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		about := true
		if err == nil {
			about, err = f.read(d, dir, table, strings.TrimPrefix(text, "\ufeff"))
		}
		if err != nil {
			return &Description{Name: d.Name, Ignored: []string{"it cannot be read, and is ignored: " + reason(err)}}
		}
		if about {
			return d
		}
	}
	return nil
}

// reason is an error without the name of the file, which is told beside it.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// stemOf is the name of a table without its ending.
func stemOf(table string) string { return strings.TrimSuffix(table, filepath.Ext(table)) }

// Stamp identifies the content of all descriptions that there are of a table; empty if
// there are none.
func Stamp(dir, table string) string {
	sum, any := sha256.New(), false
	for _, f := range forms {
		name := f.name(table, stemOf(table))
		if text, err := input.Beside(dir, name, maxBytes); err == nil {
			any = true
			sum.Write([]byte(name + "\x00" + text + "\x00"))
		}
	}
	if !any {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// ignore notes something that is not used.
func (d *Description) ignore(what string) { d.Ignored = append(d.Ignored, what) }
