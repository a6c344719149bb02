package check

import (
	"fmt"
	"strconv"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Table checks a file that was read as a table. The dataset holds what the
// file says of itself: groups, and vocabularies if it names them. in says how
// to read it. The error is that of a file that cannot be read at all.
func Table(t *ingest.Table, d *incident.Dataset, in ingest.Options, opt Options) (*report.Report, error) {
	res, err := ingest.Read(t, in)
	if err != nil {
		return nil, err
	}
	out := report.New(t.File)
	out.Rows, out.Unit, out.WithoutPlace, out.Originals = t.Total(), t.Unit, res.Unplaced, &res.LeftOut
	s := &subject{opt: opt, dataset: d, report: out, loose: true, closed: len(d.Kinds) > 0, repeated: map[int]bool{}}
	for _, f := range res.Findings {
		s.repeated[f.Row] = s.repeated[f.Row] || f.Rule == report.RuleRepeated.Name
		s.persons = s.persons || f.Rule == report.RulePersons.Name
		out.Add(f)
	}
	if !s.closed {
		d.Kinds, d.EventTypes = res.Kinds, res.EventTypes
	}
	for i := range res.Incidents {
		s.records = append(s.records, tableRecord(t, res, i))
	}
	s.check()
	s.checkDerived(t, res)
	s.checkSourced(t, res)
	s.checkTimes(t, res)
	out.Finish()
	return out, nil
}

func tableRecord(t *ingest.Table, res *ingest.Result, i int) record {
	inc := &res.Incidents[i]
	return record{Incident: inc, file: t.File, unit: t.Unit, position: func(path ...any) (int, string) {
		return res.Rows[i], tableColumn(inc, res.Headers, path)
	}}
}

// tableColumn is the table's name of the column that a path of keys was read
// from.
func tableColumn(inc *incident.Incident, headers map[string]string, path []any) string {
	key, _ := path[0].(string)
	if i, ok := position(path); ok && key == "claims" && i < len(inc.Claims) {
		if inc.Claims[i].Source != incident.TableSource {
			return fmt.Sprintf("claims[%d]", i+1)
		}
		key = map[string]string{incident.Killed: "fatalities_best",
			incident.Injured: "injuries_best"}[inc.Claims[i].Measure]
	}
	roles := map[string]string{"actors": "actor", "targets": "target", "sources": "source", "statements": "attribution"}
	if role, ok := roles[key]; ok {
		key = role
	}
	if header, ok := headers[key]; ok {
		return header
	}
	if key == "place" {
		return headers["lat"]
	}
	return key
}

func position(path []any) (int, bool) {
	if len(path) < 2 {
		return 0, false
	}
	i, ok := path[1].(int)
	return i, ok
}

func (s *subject) tableFinding(t *ingest.Table, rule report.Rule, row int, column, allowed, format string,
	args ...any) {
	f := s.finding(rule, report.Where{File: t.File, Unit: t.Unit, Row: row, Column: column},
		fmt.Sprintf(format, args...))
	f.Allowed = allowed
	s.report.Add(f)
}

// derived are the columns of our own exports that follow from others.
var derived = []string{"start", "end", "date_precision", "date_certain", "fatalities_low", "fatalities_best",
	"fatalities_high",
	"injuries_low", "injuries_best", "injuries_high", "occurrence", "attribution"}

// checkDerived compares such columns with what they follow from, in files
// that have both: dates beside EDTF, figures and grades beside claims and
// statements.
func (s *subject) checkDerived(t *ingest.Table, res *ingest.Result) {
	column := map[string]int{}
	for i, h := range t.Header {
		column[h] = i
	}
	rows := map[int]*ingest.Row{}
	all := t.All()
	for i := range all {
		rows[all[i].Number] = &all[i]
	}
	_, dated := column["date"]
	for i := range s.records {
		r := &s.records[i]
		given := incident.NewRecord(incident.Profile{}, *r.Incident, s.dataset)
		for _, name := range derived {
			at, ok := column[name]
			row := rows[res.Rows[i]]
			if !ok || !dated || (!isDate(name) && row.Detail == nil) {
				continue
			}
			written := row.Text(at)
			if want := derivedText(given, name); written != "" && !sameValue(written, want) {
				s.tableFinding(t, report.RuleDerived, res.Rows[i], name, orNull(want),
					"it is %.40q, which does not follow from the %s", written, originOf(name))
			}
		}
	}
}

func isDate(name string) bool { return originOf(name) == "date" }

func originOf(name string) string {
	switch {
	case name == "start" || name == "end" || strings.HasPrefix(name, "date_"):
		return "date"
	case name == "occurrence" || name == "attribution":
		return "statements"
	}
	return "claims"
}

func derivedText(r *incident.Record, name string) string {
	for _, p := range incident.Properties {
		if p.Name == name {
			return valueText(p.Value(r))
		}
	}
	return ""
}

func valueText(v incident.Value) string {
	switch {
	case v.Null:
		return ""
	case v.Type == incident.ColumnInteger:
		return strconv.FormatInt(v.Int, 10)
	case v.Type == incident.ColumnBoolean:
		return strconv.FormatBool(v.Bool)
	}
	return v.Str
}

// sameValue compares as tables write: a day may carry a time, a number a
// decimal point.
func sameValue(written, want string) bool {
	return strings.EqualFold(written, want) || (len(want) == 10 && strings.HasPrefix(written, want)) ||
		strings.TrimSuffix(written, ".0") == want
}

func orNull(want string) string {
	if want == "" {
		return "nothing"
	}
	return want
}

// checkSourced tells of figures without a source, in a table that has a
// column for sources; one that has none is told once.
func (s *subject) checkSourced(t *ingest.Table, res *ingest.Result) {
	column := ""
	for _, role := range []string{"source", "url", "publisher"} {
		if h, ok := res.Headers[role]; ok && column == "" {
			column = h
		}
	}
	for i := range s.records {
		r := &s.records[i]
		if len(r.Claims) == 0 || len(r.Sources) != 1 || r.Sources[0].Title != t.File {
			continue
		}
		if column == "" {
			f := s.finding(report.RuleNoSource, report.Where{File: t.File, Unit: t.Unit},
				"its figures have no source: the table has no column for one")
			f.Severity, f.Allowed = report.Warning, "a column source or source_url"
			s.report.Add(f)
			return
		}
		s.tableFinding(t, report.RuleNoSource, res.Rows[i], column, "where the figure was read",
			"a figure without a source")
	}
}
