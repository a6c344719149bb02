package check

import (
	"slices"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

func (s *subject) checkStatements(r *record) {
	attributed := false
	for i, st := range r.Statements {
		if err := st.Check(); err != nil {
			s.find(report.RuleWord, r, at("statements", i, "grade"), "", "%s", err)
		}
		if st.By == "" {
			s.find(report.RuleStatement, r, at("statements", i, "by"), "a name", "it does not say who says so")
		}
		if !slices.Contains(sourceKeys(r.Sources), st.Source) || st.Source == "" {
			s.find(report.RuleStatement, r, at("statements", i, "source"), list(sourceKeys(r.Sources)),
				"the source %q of the statement is none of the record's", st.Source)
		}
		if slices.ContainsFunc(r.Statements[:i], func(o incident.Statement) bool { return contradicts(o, st) }) {
			s.find(report.RuleContradict, r, at("statements", i, "grade"), "",
				"%s says %s here and the contrary before", st.By, st.Grade)
		}
		attributed = attributed || st.About == incident.AboutAttribution
	}
	if len(r.Actors) > 0 && !attributed && !s.loose {
		s.find(report.RuleUnsaid, r, at("statements"), "a statement about the attribution",
			"an actor is named, but nobody says so")
	}
}

// contradicts reports whether one party both affirms and denies.
func contradicts(a, b incident.Statement) bool {
	denies := func(st incident.Statement) bool { return st.Grade == incident.Denied || st.Grade == incident.Disputed }
	return a.About == b.About && a.By == b.By && denies(a) != denies(b)
}

func (s *subject) checkSources(r *record) {
	for i, src := range r.Sources {
		if src.Title == "" {
			s.find(report.RuleSources, r, at("sources", i), "a title", "a source has no title")
		}
		if src.URL != "" && !incident.WebURL(src.URL) {
			s.find(report.RuleURL, r, at("sources", i), "https://…", "%.80q is no http or https address", src.URL)
		}
		if slices.ContainsFunc(r.Sources[:i], func(o incident.Source) bool { return o.Key == src.Key }) {
			s.find(report.RuleSources, r, at("sources", i), "each key once", "the source %q stands twice", src.Key)
		}
	}
	for _, rev := range []struct {
		key string
		incident.Review
	}{{"place_review", r.PlaceReview}, {"record_review", r.RecordReview}} {
		if _, err := geo.ParseDay(rev.At); rev.At != "" && err != nil {
			s.find(report.RuleDate, r, at(rev.key), "YYYY-MM-DD", "%.40q is no day of a review", rev.At)
		}
		if rev.State != "" && !slices.Contains(incident.ReviewStates, rev.State) {
			s.find(report.RuleWord, r, at(rev.key), "unreviewed, reviewed", "%q is no state of a review", rev.State)
		}
	}
}
