package load

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/dialect"
	"incidentmap/internal/format"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/format/geojson"
	"incidentmap/internal/format/known"
	"incidentmap/internal/format/xlsx"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/input"
	"incidentmap/internal/inspect"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// How much of a file is looked at to tell how it would be read. The bytes are enough for
// the rows of all but the widest tables; the lines bound what a file of very short ones
// takes.
const (
	inspectRows  = 100_000
	inspectBytes = 48 << 20
	inspectLines = 4 * inspectRows
)

// textEndings are those of files that are a text in some encoding, and say nothing of it.
var textEndings = slices.Concat(csv.Format.Endings, geojson.Format.Endings, geojson.Sequence.Endings)

// sentEndings are those of files that are looked at for somebody else: their formats take
// no more memory than a bound times their size.
var sentEndings = slices.Concat(textEndings, xlsx.Format.Endings)

// isText reports whether a file is such a text.
func isText(name string) bool {
	return slices.Contains(textEndings, strings.ToLower(filepath.Ext(name)))
}

// Inspect tells how a file would be read: by its first rows, or by all of them.
func (r *Reader) Inspect(path string, all bool) (*inspect.Document, error) {
	if err := input.Check(path); err != nil {
		return nil, err
	}
	if all {
		s, err := r.read(path)
		if err != nil {
			return nil, err
		}
		return r.inspected(s, false, math.MaxInt)
	}
	s, cut, err := r.begin(path)
	if err != nil {
		return nil, err
	}
	return r.inspected(s, cut, inspectRows)
}

// begin reads the beginning of a file, of a format that has one: JSON says nothing before
// its end. cut says that there is more.
func (r *Reader) begin(path string) (s source, cut bool, err error) {
	most := format.MaxBytes
	if hasLines(path) {
		most = inspectBytes
	}
	text, err := input.Text(path, most)
	if err != nil {
		return s, false, err
	}
	s, err = unpacked(path, text, inspectBytes)
	if err == nil && s.changed && !hasLines(s.name) && len(s.text) > inspectBytes {
		s, err = unpacked(path, text, format.MaxBytes)
	}
	if err != nil {
		return s, false, err
	}
	if hasLines(s.name) {
		s.text, cut = firstLines(s.text)
	}
	s.describe(path)
	return s, cut, nil
}

// hasLines reports whether the format of a file has a row a line, so that its beginning
// can be read alone.
func hasLines(name string) bool {
	return slices.Contains(slices.Concat(csv.Format.Endings, geojson.Sequence.Endings),
		strings.ToLower(filepath.Ext(name)))
}

// firstLines cuts a text after inspectBytes or inspectLines, at the end of a line.
func firstLines(text string) (first string, cut bool) {
	end, lines := min(len(text), inspectBytes), 0
	for at := 0; at < end; lines++ {
		i := strings.IndexByte(text[at:end], '\n')
		if i < 0 {
			break
		}
		if at += i + 1; lines == inspectLines {
			end = at
		}
	}
	if end == len(text) {
		return text, false
	}
	if strings.IndexByte(text[:min(end, 64)], 0) >= 0 { // UTF-16, whose line ends have two bytes
		return text[:end&^1], true
	}
	if i := strings.LastIndexAny(text[:end], "\r\n"); i >= 0 {
		end = i + 1
	}
	return text[:end], true
}

// inspected tells how what was read of a file would be read, by so many of its rows. cut
// says that the file has more.
func (r *Reader) inspected(s source, cut bool, most int) (*inspect.Document, error) {
	t, opt, err := r.table(s)
	if err != nil {
		return nil, err
	}
	total := t.Total()
	if cut {
		total-- // the last may be one that was cut
	}
	if cut && total <= 0 && len(t.Header) > 0 {
		return nil, fmt.Errorf("%s: the row behind its header does not end within the first %d MB, which no table has; "+
			"it may have been made to fill memory", s.name, inspectBytes>>20)
	}
	total = min(total, most)
	complete := !cut && total == t.Total()
	if !complete {
		t = withoutTail(t.First(max(total, 0)), cut)
	}
	lookUps := &lookUps{Reader: r, most: inspectPlaces}
	if most == math.MaxInt {
		lookUps.most = most
	}
	opt.Geocode = lookUps.resolve
	d := inspect.Table(t, opt, complete)
	d.NotLookedUp(lookUps.beyond)
	d.DateOrder = cmp.Or(d.DateOrder, r.DateOrder)
	if isText(s.name) {
		d.Encoding, err = r.encodingOf(&s, opt)
	}
	return d, err
}

// tailRows is how near to its end a quote that nothing closes is taken as one that was cut
// off.
const tailRows = 1000

// withoutTail leaves out the rows from a quote on that the end of what was read may have
// cut off.
func withoutTail(t *ingest.Table, cut bool) *ingest.Table {
	if !cut || len(t.Rows) == 0 {
		return t
	}
	last := t.Rows[len(t.Rows)-1].Number
	for _, f := range t.Findings {
		if f.Rule == report.RuleQuote.Name && f.Row > last-tailRows {
			keep := slices.IndexFunc(t.Rows, func(r ingest.Row) bool { return r.Number >= f.Row })
			return t.First(max(keep, 0))
		}
	}
	return t
}

// encodingOf is the encoding in which a text was read.
func (r *Reader) encodingOf(s *source, opt ingest.Options) (string, error) {
	if r.Encoding != "" {
		e, err := dialect.Named(r.Encoding)
		return e.Name, err
	}
	for _, m := range r.Mappings {
		if opt.Only && m.Encoding != "" {
			return m.Encoding, nil
		}
	}
	if s.beside != nil && s.beside.Encoding != "" {
		e, err := dialect.Named(s.beside.Encoding)
		return e.Name, err
	}
	e, err := dialect.Detect(s.text)
	return e.Name, err
}

// inspectPlaces is how many places are looked up by name where not all rows are looked at:
// a thousand take half a second.
const inspectPlaces = 2000

// lookUps look up to most places up by name. What is beyond is taken as found. It is used
// by one goroutine at a time, as ingest has it.
type lookUps struct {
	*Reader
	most, done int
	beyond     int
}

func (l *lookUps) resolve(q ingest.Question) (incident.Place, bool) {
	if l.done == l.most {
		l.beyond++
		return incident.Place{Points: orb.MultiPoint{{}}, Precision: incident.PlaceLocality}, true
	}
	l.done++
	return l.resolveHere(q)
}

// resolveHere finds a place as resolve does, and asks no service: whoever only looks at a
// file has not agreed to that.
func (r *Reader) resolveHere(q ingest.Question) (incident.Place, bool) {
	g, err := r.Places.Gazetteer()
	if err != nil {
		return incident.Place{}, false
	}
	class := classes[q.Level]
	a, err := place.Local{Gazetteer: g}.Geocode(context.Background(), q.Text,
		gazetteer.Options{Country: q.Country, Class: class, Limit: 1})
	if err != nil || a.Best == nil {
		return incident.Place{}, false
	}
	var found incident.Place
	for _, e := range a.Entries(q.Text) {
		e.AddTo(&found, "place")
	}
	return found, true
}

// Bounds of what is looked at for somebody else.
const (
	// MaxInspected bounds the bytes of a file, and what it unpacks to.
	MaxInspected = 50 << 20
	maxCells     = 40_000_000
)

// InspectText tells how a file that somebody sends would be read, by its first rows. What
// would take too much memory is refused, and formats of which that cannot be told before.
func (r *Reader) InspectText(name, text string) (*inspect.Document, error) {
	name = filepath.Base(name)
	err := input.CheckUnpacked(name, text, MaxInspected)
	if err != nil {
		return nil, err
	}
	s, err := unpacked(name, text, MaxInspected)
	if err == nil && s.changed {
		err = input.CheckUnpacked(s.name, s.text, MaxInspected) // a workbook in an archive
	}
	if err != nil {
		return nil, err
	}
	cut := false
	s.name = filepath.Base(s.name)
	ending := s.format()
	if !slices.Contains(sentEndings, ending) && slices.Contains(known.Formats.Endings(), ending) {
		return nil, fmt.Errorf("%s: files that end in %s are looked at here, also packed as .gz or .zip; "+
			"incidentmap inspect looks at those that end in %s", s.name, strings.Join(sentEndings, ", "), ending)
	}
	if hasLines(s.name) {
		s.text, cut = firstLines(s.text)
	}
	if len(s.text) > MaxInspected {
		return nil, fmt.Errorf("%s: it unpacks to more than %d MB; incidentmap inspect looks at larger files", s.name, MaxInspected>>20)
	}
	if cellsOf(s) > maxCells {
		return nil, fmt.Errorf("%s: it has too many columns for so many rows to be looked at here; "+
			"incidentmap inspect looks at any", s.name)
	}
	return r.inspected(s, cut, inspectRows)
}
