package validate

import (
	"regexp"

	"incidentmap/geo"
)

var (
	timeForm = regexp.MustCompile(`^(?:[01]\d|2[0-3]):[0-5]\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$`)

	oldest  = geo.NewDay(1900, 1, 1)
	longest = geo.Day(3653) // days; ten years
)

func (s *subject) checkWhen(r *record) {
	if r.Date.Text == "" {
		return // the reader has told
	}
	switch {
	case r.Date.Start > s.opt.Today:
		s.find(ruleFuture, r, at("date"), "a date up to "+s.opt.Today.String(), "%s is in the future", r.Date.Text)
	case r.Date.Start < oldest:
		s.find(ruleOld, r, at("date"), "", "%s is before 1900; is the year right?", r.Date.Text)
	case s.dataset.ContextOf == "" && r.Date.End-r.Date.Start > longest:
		s.find(ruleLong, r, at("date"), "", "%s is longer than ten years", r.Date.Text)
	}
	if r.Time != "" && !timeForm.MatchString(r.Time) {
		s.find(ruleTime, r, at("time"), "hh:mm with its offset, 15:04+04:30", "%.40q is no time", r.Time)
	}
}
