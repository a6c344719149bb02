package gazetteer

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Magic starts the first line of a gazetteer file.
//
// The file is UTF-8 text, gzipped or plain. Fields are separated by tabs:
//
//	incidentmap-gazetteer  1  version  number of places  number of names
//	id name country admin1 admin2 class lon lat radius population feature   (per place, by id)
//	name place                                                              (per name, by Fold(name))
//
// admin1, admin2 and place are row numbers of places, from 0; an unknown field
// is empty. Degrees are WGS 84, the radius is in metres.
const Magic = "incidentmap-gazetteer"

// FormatVersion is the version of the file's format that Load reads.
const FormatVersion = "1"

// ErrFormat is wrapped by every error of Load about the content of the file.
var ErrFormat = errors.New("gazetteer: malformed file")

// maxFile bounds the text that Load reads, in bytes.
const maxFile = 64 << 20

// Load reads a gazetteer file, gzipped or plain. An error about the content
// names the line and wraps ErrFormat.
func Load(r io.Reader) (*Gazetteer, error) {
	text, err := readAll(r)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: reading: %w", err)
	}
	l := &loader{rest: text}
	if err := l.load(); err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrFormat, l.line, err)
	}
	return l.g, nil
}

// readAll reads at most maxFile bytes of text.
func readAll(r io.Reader) (string, error) {
	packed, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return "", err
	}
	if len(packed) > maxFile {
		return "", errTooLarge
	}
	if !bytes.HasPrefix(packed, []byte("\x1f\x8b")) {
		return string(packed), nil
	}
	return unpack(packed)
}

// errTooLarge refuses a file beyond maxFile.
var errTooLarge = fmt.Errorf("more than %d bytes", maxFile)

// unpack gunzips. The last four bytes of a gzip file tell its size (RFC 1952),
// which saves growing the text, and which is trusted for no more than that.
func unpack(packed []byte) (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	var text strings.Builder
	text.Grow(int(min(binary.LittleEndian.Uint32(packed[len(packed)-4:]), maxFile)))
	n, err := io.Copy(&text, io.LimitReader(z, maxFile+1))
	if err == nil && n > maxFile {
		err = errTooLarge
	}
	return text.String(), err
}

// loader walks through the lines of a file.
type loader struct {
	g    *Gazetteer
	rest string
	line int // number of the line last read, from 1
}

// load reads the header and the two tables.
func (l *loader) load() error {
	var head [5]string
	if err := l.next(head[:]); err != nil {
		return err
	}
	if head[0] != Magic || head[1] != FormatVersion {
		return fmt.Errorf("not a %s of version %s", Magic, FormatVersion)
	}
	places, err := count(head[3])
	if err != nil {
		return err
	}
	names, err := count(head[4])
	if err != nil {
		return err
	}
	l.g = &Gazetteer{version: head[2]}
	if err := l.places(places); err != nil {
		return err
	}
	l.nameCountries()
	if err := l.names(names); err != nil {
		return err
	}
	if l.rest != "" {
		l.line++
		return errors.New("more lines than announced")
	}
	return nil
}

// next splits the next line into exactly len(fields) fields.
func (l *loader) next(fields []string) error {
	l.line++
	line, rest, ok := strings.Cut(l.rest, "\n")
	if !ok {
		return errors.New("the file ends early")
	}
	l.rest = rest
	for i := range fields {
		last := i == len(fields)-1
		field, after, more := strings.Cut(line, "\t")
		if more == last {
			return fmt.Errorf("want %d fields", len(fields))
		}
		fields[i], line = field, after
	}
	return nil
}

// places reads n places.
func (l *loader) places(n int) error {
	l.g.places = make([]entry, 0, min(n, len(l.rest)/12+1))
	var f [11]string
	previous := ""
	for range n {
		if err := l.next(f[:]); err != nil {
			return err
		}
		if f[0] <= previous {
			return fmt.Errorf("id %q is not after %q", f[0], previous)
		}
		previous = f[0]
		e, err := parseEntry(&f, n)
		if err != nil {
			return err
		}
		l.g.places = append(l.g.places, e)
	}
	l.nameAdmins()
	return nil
}

// parseEntry reads one place of a table of n.
func parseEntry(f *[11]string, n int) (entry, error) {
	e := entry{Place: Place{ID: f[0], Name: f[1], Country: f[2], Class: Class(f[5]), Feature: f[10]}}
	if e.Name == "" || !e.Class.valid() {
		return e, fmt.Errorf("no name, or unknown class %q", f[5])
	}
	var err [4]error
	e.admin1, err[0] = optionalRow(f[3], n)
	e.admin2, err[1] = optionalRow(f[4], n)
	if f[9] != "" {
		e.Population, err[2] = count(f[9])
	}
	if f[6] != "" {
		err[3] = e.locate(f[6], f[7], f[8])
	}
	return e, errors.Join(err[:]...)
}

// locate sets the point and the radius.
func (e *entry) locate(lon, lat, radius string) error {
	var err [3]error
	e.Point[0], err[0] = number(lon, -180, 180)
	e.Point[1], err[1] = number(lat, -90, 90)
	e.RadiusM, err[2] = number(radius, 1, math.Pi*orb.EarthRadius)
	e.Located = true
	return errors.Join(err[:]...)
}

// nameAdmins fills in the names that rows refer to.
func (l *loader) nameAdmins() {
	places := l.g.places
	for i := range places {
		if a := places[i].admin1; a != none {
			places[i].Admin1 = places[a].Name
		}
		if a := places[i].admin2; a != none {
			places[i].Admin2 = places[a].Name
		}
	}
}

// nameCountries fills in the names of the countries.
func (l *loader) nameCountries() {
	names := map[string]string{}
	for i := range l.g.places {
		if e := &l.g.places[i]; e.Class == Country {
			names[e.Country] = e.Name
		}
	}
	for i := range l.g.places {
		l.g.places[i].CountryName = names[l.g.places[i].Country]
	}
}

// names reads n names and folds them.
func (l *loader) names(n int) error {
	g := l.g
	size := min(n, len(l.rest)/3+1)
	g.names, g.refs = make([]string, 0, size), make([]int32, 0, size)
	g.offsets = append(make([]uint32, 0, size+1), 0)
	keys := make([]byte, 0, len(l.rest))
	var f [2]string
	start := 0
	for range n {
		if err := l.next(f[:]); err != nil {
			return err
		}
		ref, err := row(f[1], len(g.places))
		if err != nil {
			return err
		}
		previous, end := start, len(keys)
		if keys = appendFold(keys, f[0]); string(keys[end:]) < string(keys[previous:end]) {
			return fmt.Errorf("name %q is out of order", f[0])
		}
		start = end
		g.names, g.refs, g.offsets = append(g.names, f[0]), append(g.refs, ref), append(g.offsets, uint32(len(keys)))
	}
	g.keys = string(keys)
	return nil
}

// count reads a number of things.
func count(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("not a count: %q", s)
	}
	return int(n), nil
}

// row reads the row number of one of n places.
func row(s string, n int) (int32, error) {
	i, err := strconv.ParseUint(s, 10, 31)
	if err != nil || int(i) >= n {
		return none, fmt.Errorf("no such row: %q", s)
	}
	return int32(i), nil
}

// optionalRow reads a row number that may be empty.
func optionalRow(s string, n int) (int32, error) {
	if s == "" {
		return none, nil
	}
	return row(s, n)
}

// number reads a finite number within bounds.
func number(s string, low, high float64) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= low && v <= high) {
		return 0, fmt.Errorf("not a number from %g to %g: %q", low, high, s)
	}
	return v, nil
}
