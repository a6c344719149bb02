package load

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/beside"
	"incidentmap/internal/format/csv"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// describe reads what a file beside that at a path says of it. Only tables of text are
// described so, packed alone or not at all.
func (s *source) describe(path string) {
	if filepath.Dir(s.name) == filepath.Dir(path) && isDelimited(s.name) {
		s.beside = beside.Read(filepath.Dir(path), filepath.Base(s.name))
	}
}

// isDelimited reports whether a file is a table of delimited text, by its name.
func isDelimited(name string) bool {
	return slices.Contains(csv.Format.Endings, strings.ToLower(filepath.Ext(name)))
}

// stampBeside identifies what files beside that at a path say of it.
func stampBeside(path string) string {
	if strings.EqualFold(filepath.Ext(path), ".gz") {
		path = path[:len(path)-len(".gz")]
	}
	if !isDelimited(path) {
		return ""
	}
	return beside.Stamp(filepath.Dir(path), filepath.Base(path))
}

// described is the table of a file in an encoding, empty for one that is to be found, with
// what the file beside it says.
func (r *Reader) described(s source, encoding string) (*ingest.Table, error) {
	if s.beside != nil {
		s.beside.CheckEncoding(s.text)
		encoding = cmp.Or(encoding, s.beside.Encoding)
	}
	t, err := r.decoded(s, encoding)
	if err != nil {
		return t, err
	}
	if s.beside != nil {
		s.beside.Apply(t)
	}
	for _, n := range s.notes {
		t.Findings = append(t.Findings, report.RuleUnread.InTable(report.Where{File: t.File, Unit: t.Unit}, n))
	}
	return t, nil
}

// tellBeside tells that a file beside that at a path says what its columns are.
func (r *Reader) tellBeside(path string, t *ingest.Table) {
	if t.Beside != "" {
		r.Log.Info("a file beside it says what its columns are", "file", path, "beside", t.Beside)
	}
}
