package check

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

var (
	// idForm is the form of incidents' IDs, nameForm that of IDs of datasets
	// and groups.
	idForm   = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,100}$`)
	nameForm = regexp.MustCompile(`^[a-z0-9._~-]{1,100}$`)
	// undoubted takes the qualifiers of EDTF off, and an end that is not told.
	undoubted = strings.NewReplacer("?", "", "~", "", "%", "", "/..", "")
	idDate    = regexp.MustCompile(`(\d{4}-\d{2}(?:-\d{2})?)$`)
)

// measures are the ones that have a name in every language of the page.
var measures = []string{incident.Killed, incident.Injured, "arrested", "displaced_families", "displaced_people",
	"abducted", "missing"}

func (s *subject) checkID(r *record) {
	if !idForm.MatchString(r.ID) {
		s.find(report.RuleID, r, at("id"), "A-Z, a-z, 0-9 and . _ ~ -, at most 100",
			"the ID %.120q has other characters or is too long", r.ID)
	}
	if m := idDate.FindString(r.ID); m != "" && r.Date.Text != "" && !s.loose && s.dataset.ContextOf == "" &&
		m != undoubted.Replace(r.Date.Text) {
		s.find(report.RuleIDDate, r, at("date"), m, "the ID ends in %s, and the date is %s", m, r.Date.Text)
	}
}

func (s *subject) checkIDs() {
	seen := map[string]*record{}
	for i := range s.records {
		r := &s.records[i]
		if other := seen[r.ID]; other != nil {
			row, _ := other.position("id")
			s.find(report.RuleDuplicateID, r, at("id"), "an ID of its own", "the ID %q is that of %s %d too", r.ID,
				other.unit, row)
		}
		seen[r.ID] = r
	}
}

func (s *subject) checkNeeded(r *record) {
	if r.Title == "" {
		s.find(report.RuleMissing, r, at("title"), "a title of one line", "it has no title")
	}
	if len(r.Sources) == 0 {
		s.find(report.RuleSources, r, at("sources"), "at least one source", "it has no source")
	}
}

func (s *subject) checkWords(r *record) {
	if !s.loose || r.Kind != ingest.DefaultKind {
		s.checkTerm(r, "kind", r.Kind, s.dataset.Kinds, incident.ShippedKinds)
	}
	if !s.loose || r.EventType != ingest.DefaultEventType {
		s.checkTerm(r, "event_type", r.EventType, s.dataset.EventTypes, incident.ShippedEventTypes)
	}
	if c := r.Place.Country; c != "" && s.opt.Gazetteer != nil {
		if _, ok := s.opt.Gazetteer.ByID("ne:" + c); !ok && !isCountry(c) {
			s.find(report.RuleCountry, r, at("country"), "an ISO 3166-1 alpha-2 code such as AF",
				"there is no country %q", c)
		}
	}
	if r.Place.Country == "" && r.Place.CountryName != "" {
		s.find(report.RuleCountry, r, at("country"), "a name or code of ISO 3166-1",
			"no country is known by the name %q", r.Place.CountryName)
	}
	for i, c := range r.Claims {
		if c.Measure != "" && !slices.Contains(measures, c.Measure) {
			s.find(report.RuleWordNew, r, at("claims", i, "measure"), list(measures),
				"the measure %q has no name in the page", c.Measure)
		}
	}
}

// checkTerm checks a word against its vocabulary: the dataset's, if that is
// written down; a table that uses the shipped words may add others, but
// somebody should look at them.
func (s *subject) checkTerm(r *record, key, id string, own, shipped []incident.Term) {
	switch {
	case s.closed && id == "":
		s.find(report.RuleMissing, r, at(key), list(termIDs(own)), "it has no %s", key)
	case s.closed && !slices.Contains(termIDs(own), id):
		s.find(report.RuleWord, r, at(key), list(termIDs(own)), "%q is not in the vocabulary", id)
	case !s.closed && s.loose && !slices.Contains(termIDs(shipped), id) && usesShipped(own, shipped):
		s.find(report.RuleWordNew, r, at(key), list(termIDs(shipped)),
			"%q is not in the shipped vocabulary, as most words of the file are", id)
	}
}

// usesShipped reports whether at least half of a table's words are shipped
// ones.
func usesShipped(own, shipped []incident.Term) bool {
	known := 0
	for _, t := range own {
		if slices.Contains(termIDs(shipped), t.ID) {
			known++
		}
	}
	return len(own) > 0 && 2*known >= len(own)
}

// isCountry reports whether a code is one of ISO 3166-1 alpha-2.
func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && region.IsCountry() && region.String() == code
}
