// Package format says what a format of incidents is: each is named once, here its
// form, in a package of its own its value, and in package known the list of all.
package format

import (
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/filekind"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// MaxBytes bounds a file that is read: 30 million incidents of a dozen columns.
const MaxBytes int64 = 4 << 30

// Format is a format that answers are written in, files of incidents are read from,
// or both.
type Format struct {
	// Name and Aliases are what f= asks for it by.
	Name    string
	Aliases []string
	// MediaType is its media type with parameters.
	MediaType string
	// Title is what people call it.
	Title string
	// Endings are the ends of its files' names, dot and all, in lower case. Files are
	// written with the first.
	Endings []string
	// Read makes a table of a file's text; nil if files of it are not read.
	Read func(name, text string) (*ingest.Table, error)
	// ReadIn, if not nil, reads a file whose texts are in an encoding of that name, of a format
	// of which a file is no text as a whole.
	ReadIn func(name, text, encoding string) (*ingest.Table, error)
	// Part is what its files hold several tables in, such as sheets, and ReadPart reads
	// the one with a name; empty and nil if a file is one table.
	Part     string
	ReadPart func(name, text, part string) (*ingest.Table, error)
	// LonLat says that it is written in longitude and latitude alone.
	LonLat bool
	// Write writes incidents; nil if it is no format of incidents.
	Write func(w io.Writer, d *Document) error
}

// Document is incidents to write.
type Document struct {
	// Head are the members that describe them, for formats that have a place for it.
	Head map[string]any
	// Columns are the flat properties, in order; Detail adds the nested ones where
	// the format can nest.
	Columns []incident.Property
	Detail  bool
	// Project, if not nil, turns a longitude and latitude into the coordinates to
	// write.
	Project func(orb.Point) orb.Point
	Records iter.Seq[*incident.Record]
}

// Projected are points in other coordinates, themselves for a nil project.
func Projected(points orb.MultiPoint, project func(orb.Point) orb.Point) orb.MultiPoint {
	if project == nil {
		return points
	}
	out := make(orb.MultiPoint, len(points))
	for i, p := range points {
		out[i] = project(p)
	}
	return out
}

// Type is the media type without its parameters.
func (f Format) Type() string {
	base, _, _ := strings.Cut(f.MediaType, ";")
	return base
}

// Is reports whether two are the same format.
func (f Format) Is(other Format) bool { return f.MediaType == other.MediaType }

// List are formats in the order in which they are offered.
type List []Format

// Names are all names and aliases.
func (l List) Names() []string {
	var out []string
	for _, f := range l {
		out = append(append(out, f.Name), f.Aliases...)
	}
	return out
}

// Named finds a format by its name or an alias.
func (l List) Named(name string) (Format, bool) {
	i := slices.IndexFunc(l, func(f Format) bool { return f.Name == name || slices.Contains(f.Aliases, name) })
	if i < 0 {
		return Format{}, false
	}
	return l[i], true
}

// Written are those that incidents can be written in.
func (l List) Written() List {
	return slices.DeleteFunc(slices.Clone(l), func(f Format) bool { return f.Write == nil })
}

// Endings are the ends of the names of files that can be read.
func (l List) Endings() []string {
	var out []string
	for _, f := range l {
		if f.Read != nil {
			out = append(out, f.Endings...)
		}
	}
	return out
}

// Kinds of parts of files.
const (
	Sheet = "sheet"
	Layer = "layer"
)

// Parts are the names of the parts to read, by what they are; empty ones are not chosen.
type Parts map[string]string

// Parted is what files with a name like that hold several tables in; empty for one table.
func (l List) Parted(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	i := slices.IndexFunc(l, func(f Format) bool { return slices.Contains(f.Endings, ext) })
	if i < 0 {
		return ""
	}
	return l[i].Part
}

// Read reads a file of the format that its name ends with. Errors call it by its path,
// findings by the last element. Of a file with several parts it is the one that is named,
// else the largest.
func (l List) Read(path, text string, of Parts) (*ingest.Table, error) {
	return l.ReadAs(path, strings.ToLower(filepath.Ext(path)), text, "", of)
}

// ReadAs is Read of a file whose name may end in another way than files of its format do. Its
// texts are in an encoding, where the format has any; that is empty if it is to be found.
func (l List) ReadAs(path, ext, text, encoding string, of Parts) (*ingest.Table, error) {
	for _, f := range l {
		if f.Read != nil && slices.Contains(f.Endings, ext) {
			if int64(len(text)) > MaxBytes {
				return nil, fmt.Errorf("%s: it is larger than %d MB", path, MaxBytes>>20)
			}
			if err := CheckKind(path, ext, text); err != nil {
				return nil, err
			}
			table, err := f.readIn(path, text, encoding, of[f.Part])
			if k, ok := filekind.Delimited(text); err != nil && ok && k.Check(path, ext) != nil {
				return nil, k.Check(path, ext)
			}
			if table != nil {
				table.File = filepath.Base(path)
			}
			return table, err
		}
	}
	return nil, l.errUnread(path, ext)
}

// CheckKind refuses a file that is plainly of another kind than the ending of its name says.
func CheckKind(path, ext, text string) error {
	if k, ok := filekind.Of(text); ok {
		return k.Check(path, ext)
	}
	return nil
}

func (f Format) readIn(path, text, encoding, part string) (*ingest.Table, error) {
	if encoding != "" && f.ReadIn != nil {
		return f.ReadIn(path, text, encoding)
	}
	if part == "" || f.ReadPart == nil {
		return f.Read(path, text)
	}
	return f.ReadPart(path, text, part)
}
