package check

import (
	"regexp"

	"incidentmap/geo"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

var (
	timeForm = regexp.MustCompile(`^(?:[01]\d|2[0-3]):[0-5]\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$`)
	// timesForm is what is a time in a table: with seconds and without an
	// offset too, and two for the first and the last.
	timesForm = regexp.MustCompile(`^` + tableTime + `(?:/` + tableTime + `)?$`)

	oldest  = geo.NewDay(1900, 1, 1)
	longest = geo.Day(3653) // days; ten years
)

const tableTime = `(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?`

func (s *subject) checkWhen(r *record) {
	if r.Date.Text == "" {
		return // the reader has told
	}
	switch {
	case r.Date.Start > s.opt.Today:
		s.find(report.RuleFuture, r, at("date"), "a date up to "+s.opt.Today.String(), "%s is in the future",
			r.Date.Text)
	case r.Date.Start < oldest:
		s.find(report.RuleOld, r, at("date"), "", "%s is before 1900; is the year right?", r.Date.Text)
	case s.dataset.ContextOf == "" && r.Date.LastKnown()-r.Date.Start > longest:
		s.find(report.RuleLong, r, at("date"), "", "%s is longer than ten years", r.Date.Text)
	}
	s.checkTime(r)
}

func (s *subject) checkTime(r *record) {
	switch {
	case r.Time == "" || timeForm.MatchString(r.Time):
	case !s.loose:
		s.find(report.RuleTime, r, at("time"), "hh:mm with its offset, 15:04+04:30", "%.40q is no time", r.Time)
	default:
		m := timesForm.FindStringSubmatch(r.Time)
		if m == nil {
			s.find(report.RuleTime, r, at("time"), "hh:mm or hh:mm:ss, with an offset such as +04:30 or without",
				"%.40q is no time", r.Time)
		} else if m[1] == "" {
			s.untimed++
		}
	}
}

// checkTimes tells of a table's times without an offset, once: mostly none has
// one.
func (s *subject) checkTimes(t *ingest.Table, res *ingest.Result) {
	if s.untimed == 0 {
		return
	}
	f := s.finding(report.RuleTime, report.Where{File: t.File, Unit: t.Unit, Column: res.Headers["time"]},
		report.Counted(s.untimed, "time")+" without an offset from UTC")
	f.Severity, f.Allowed = report.Hint, "15:04+04:30, where the offset is known"
	s.report.Add(f)
}
