package validate

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
)

// Directory checks a dataset that is kept by hand, with its context layers and
// its lock.
func Directory(dir *curated.Directory, opt Options) *Report {
	report := newReport(dir.Root)
	name := func(file string) string { return filepath.ToSlash(filepath.Join(dir.Root, file)) }
	for _, p := range dir.Problems {
		rule := ruleFile
		if p.Path == "date" {
			rule = ruleDate
		}
		report.add(Finding{File: name(p.File), Unit: "line", Row: p.Line, Column: p.Path, Severity: rule.Severity, Rule: rule.Name, Message: p.Message})
	}
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		s := &subject{opt: opt, dataset: set.Dataset, report: report, closed: true}
		for _, l := range set.Records {
			s.records = append(s.records, record{Incident: &l.Incident, file: name(l.File), unit: "line", position: l.Position, distinct: l.Distinct})
		}
		s.check()
		s.checkSet(&set, name(set.File))
	}
	l := locker{dir: dir, opt: opt, report: report, file: name(curated.LockName)}
	l.check()
	report.checkUnused(dir, name(curated.DatasetName))
	report.finish()
	return report
}

// checkSet checks what a dataset says of itself, and its groups.
func (s *subject) checkSet(set *curated.Set, file string) {
	self := record{Incident: &incident.Incident{ID: set.Dataset.ID}, file: file, unit: "line",
		position: func(path ...any) (int, string) { return set.Position(path...) }}
	for _, f := range []field{{at("title"), set.Dataset.Title, maxTitle}, {at("licence"), set.Dataset.Licence, maxTitle}} {
		if f.text == "" {
			s.find(ruleMissing, &self, f.path, "a text", "the dataset has no %s", f.path[0])
		}
	}
	if !nameForm.MatchString(set.Dataset.ID) {
		s.find(ruleID, &self, at("id"), "a-z, 0-9 and . _ ~ -, at most 100", "the ID %.120q has other characters or is too long", set.Dataset.ID)
	}
	for i, g := range set.Dataset.Groups {
		s.checkGroup(&self, i, g)
	}
}

func (s *subject) checkGroup(self *record, i int, g incident.Group) {
	used := slices.ContainsFunc(s.records, func(r record) bool { return r.Group == g.ID })
	twice := slices.ContainsFunc(s.dataset.Groups[:i], func(o incident.Group) bool { return o.ID == g.ID })
	switch {
	case g.ID == "" || !nameForm.MatchString(g.ID):
		s.find(ruleID, self, at("groups", i, "id"), "a-z, 0-9 and . _ ~ -, at most 100", "the group's ID %.120q cannot be used", g.ID)
	case twice:
		s.find(ruleDuplicateID, self, at("groups", i, "id"), "an ID of its own", "the group %q stands twice", g.ID)
	case !used:
		s.find(ruleGroup, self, at("groups", i, "id"), "at least two members", "no record is in the group %q", g.ID)
	}
	if !slices.ContainsFunc(g.Claims, func(c incident.Claim) bool { return c.Known() }) {
		s.find(ruleGroup, self, at("groups", i), "at least one claim with a figure", "the group %q owns no figure", g.ID)
	}
	s.checkClaims(self, g.Claims, g.Sources, at("groups", i))
}

// checkUnused tells of sources that nothing refers to.
func (r *Report) checkUnused(dir *curated.Directory, file string) {
	used := map[string]bool{}
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		for _, l := range set.Records {
			for _, src := range l.Sources {
				used[src.Key] = true
			}
		}
		for _, g := range set.Dataset.Groups {
			for _, src := range g.Sources {
				used[src.Key] = true
			}
		}
	}
	seen := map[string]bool{}
	for i, key := range dir.SourceKeys {
		line, column := dir.Main.Position("sources", i, "key")
		switch {
		case seen[key] || key == "":
			r.add(Finding{File: file, Unit: "line", Row: line, Column: column, Severity: Error, Rule: ruleSources.Name, Message: "the key of a source is empty or stands twice: " + key, Allowed: "a key of its own"})
		case !used[key]:
			r.add(Finding{File: file, Unit: "line", Row: line, Column: column, Severity: ruleUnneeded.Severity, Rule: ruleUnneeded.Name, Message: "no record has the source " + key})
		}
		seen[key] = true
	}
}

// locker compares the lock with the gazetteer and with what is needed.
type locker struct {
	dir    *curated.Directory
	opt    Options
	report *Report
	file   string
}

func (l *locker) find(rule Rule, line int, column, allowed, message string) {
	l.report.add(Finding{File: l.file, Unit: "line", Row: line, Column: column, Severity: rule.Severity, Rule: rule.Name, Message: message, Allowed: allowed})
}

func (l *locker) check() {
	needed := map[string]bool{}
	for _, t := range l.dir.Texts {
		needed[t.Text] = true
		if e, ok := l.dir.Lock[t.Text]; ok {
			l.checkEntry(e)
			continue
		}
		l.report.add(Finding{File: filepath.ToSlash(filepath.Join(l.dir.Root, t.File)), Unit: "line", Row: t.Line, Column: "find", Severity: ruleUnlocked.Severity,
			Rule: ruleUnlocked.Name, Message: "the place " + t.Text + " is not in the lock", Allowed: "a line in " + curated.LockName})
	}
	for _, text := range slices.Sorted(maps.Keys(l.dir.Lock)) {
		if !needed[text] {
			l.find(ruleUnneeded, l.dir.Lock[text].Line, "text", "", "no record needs the place "+text)
		}
	}
}

func (l *locker) checkEntry(e curated.LockEntry) {
	if strings.TrimSpace(e.Reviewer) == "" || strings.TrimSpace(e.CheckedAgainst) == "" {
		l.find(ruleUnreviewed, e.Line, "checked_against", "a reviewer, the day, and a second source", "nobody has checked "+e.Text)
	}
	if day, err := geo.ParseDay(e.ReviewedAt); e.ReviewedAt != "" && (err != nil || day > l.opt.Today) {
		l.find(ruleDate, e.Line, "reviewed_at", "YYYY-MM-DD, not in the future", "the day of the review is "+e.ReviewedAt)
	}
	if !slices.Contains(incident.PlacePrecisions, incident.PlacePrecision(e.Class)) {
		l.find(ruleWord, e.Line, "class", "exact, vicinity, locality, admin2, admin1, area, offshore, country", "the class is "+e.Class)
	}
	if l.opt.Gazetteer == nil || e.Override != "" {
		return
	}
	fresh, ok := curated.Locate(l.opt.Gazetteer, e.Text)
	switch {
	case !ok:
		l.find(ruleDrift, e.Line, "text", "a text that the gazetteer knows, or an override with its source", "the gazetteer knows no place "+e.Text)
	case !e.SameAnswer(fresh):
		l.find(ruleDrift, e.Line, "gazetteer_id", fresh.Describe(), e.Text+" is locked as "+e.Describe())
	}
}

// lookupOptions are those of a look-up within a country.
func lookupOptions(country string) gazetteer.Options {
	return gazetteer.Options{Country: country, Limit: 1}
}
