package check

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/curated"
	"incidentmap/internal/incident"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// Directory checks a dataset that is kept by hand, with its context layers and
// its lock.
func Directory(dir *curated.Directory, opt Options) *report.Report {
	out := report.New(dir.Root)
	name := func(file string) string { return filepath.ToSlash(filepath.Join(dir.Root, file)) }
	for _, f := range dir.Problems {
		f.File = name(f.File)
		out.Add(f)
	}
	for _, set := range append([]curated.Set{dir.Main}, dir.Layers...) {
		s := &subject{opt: opt, dataset: set.Dataset, report: out, closed: true}
		for _, l := range set.Records {
			s.records = append(s.records, record{Incident: &l.Incident, file: name(l.File), unit: "line",
				position: l.Position, distinct: l.Distinct})
		}
		s.check()
		s.checkSet(&set, name(set.File))
	}
	l := locker{dir: dir, opt: opt, report: out, file: name(place.LockName)}
	l.check()
	checkUnused(out, dir, name(curated.DatasetName))
	out.Finish()
	return out
}

// checkSet checks what a dataset says of itself, and its groups.
func (s *subject) checkSet(set *curated.Set, file string) {
	self := record{Incident: &incident.Incident{ID: set.Dataset.ID}, file: file, unit: "line",
		position: func(path ...any) (int, string) { return set.Position(path...) }}
	for _, f := range []field{{at("title"), set.Dataset.Title, maxTitle},
		{at("licence"), set.Dataset.Licence, maxTitle}} {
		if f.text == "" {
			s.find(report.RuleMissing, &self, f.path, "a text", "the dataset has no %s", f.path[0])
		}
	}
	if !nameForm.MatchString(set.Dataset.ID) {
		s.find(report.RuleID, &self, at("id"), "a-z, 0-9 and . _ ~ -, at most 100",
			"the ID %.120q has other characters or is too long", set.Dataset.ID)
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
		s.find(report.RuleID, self, at("groups", i, "id"), "a-z, 0-9 and . _ ~ -, at most 100",
			"the group's ID %.120q cannot be used", g.ID)
	case twice:
		s.find(report.RuleDuplicateID, self, at("groups", i, "id"), "an ID of its own", "the group %q stands twice",
			g.ID)
	case !used:
		s.find(report.RuleGroup, self, at("groups", i, "id"), "at least two members", "no record is in the group %q",
			g.ID)
	}
	if !slices.ContainsFunc(g.Claims, func(c incident.Claim) bool { return c.Known() }) {
		s.find(report.RuleGroup, self, at("groups", i), "at least one claim with a figure",
			"the group %q owns no figure", g.ID)
	}
	s.checkClaims(self, g.Claims, g.Sources, at("groups", i))
}

// checkUnused tells of sources that nothing refers to.
func checkUnused(r *report.Report, dir *curated.Directory, file string) {
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
		where := report.Where{File: file, Unit: "line", Row: line, Column: column}
		switch {
		case seen[key] || key == "":
			f := report.RuleSources.At(where, "the key of a source is empty or stands twice: "+key)
			f.Allowed = "a key of its own"
			r.Add(f)
		case !used[key]:
			r.Add(report.RuleUnneeded.At(where, "no record has the source "+key))
		}
		seen[key] = true
	}
}

// locker compares the lock with the gazetteer and with what is needed.
type locker struct {
	dir    *curated.Directory
	opt    Options
	report *report.Report
	file   string
}

func (l *locker) find(rule report.Rule, line int, column, allowed, message string) {
	f := rule.At(report.Where{File: l.file, Unit: "line", Row: line, Column: column}, message)
	f.Allowed = allowed
	l.report.Add(f)
}

func (l *locker) check() {
	needed := map[string]bool{}
	for _, t := range l.dir.Texts {
		needed[t.Text] = true
		if e, ok := l.dir.Lock[t.Text]; ok {
			l.checkEntry(e)
			continue
		}
		f := report.RuleUnlocked.At(report.Where{File: filepath.ToSlash(filepath.Join(l.dir.Root, t.File)),
			Unit: "line", Row: t.Line, Column: "find"},
			"the place "+t.Text+" is not in the lock")
		f.Allowed = "a line in " + place.LockName
		l.report.Add(f)
	}
	for _, text := range slices.Sorted(maps.Keys(l.dir.Lock)) {
		if !needed[text] {
			l.find(report.RuleUnneeded, l.dir.Lock[text].Line, "text", "", "no record needs the place "+text)
		}
	}
}

func (l *locker) checkEntry(e place.Entry) {
	if strings.TrimSpace(e.Reviewer) == "" || strings.TrimSpace(e.CheckedAgainst) == "" {
		l.find(report.RuleUnreviewed, e.Line, "checked_against", "a reviewer, the day, and a second source",
			"nobody has checked "+e.Text)
	}
	if day, err := geo.ParseDay(e.ReviewedAt); e.ReviewedAt != "" && (err != nil || day > l.opt.Today) {
		l.find(report.RuleDate, e.Line, "reviewed_at", "YYYY-MM-DD, not in the future",
			"the day of the review is "+e.ReviewedAt)
	}
	if !slices.Contains(incident.PlacePrecisions, incident.PlacePrecision(e.Class)) {
		l.find(report.RuleWord, e.Line, "class", "exact, vicinity, locality, admin2, admin1, area, offshore, country",
			"the class is "+e.Class)
	}
	if l.opt.Gazetteer == nil || e.Override != "" {
		return
	}
	fresh, ok := place.Locate(l.opt.Gazetteer, e.Text)
	switch {
	case !ok:
		l.find(report.RuleDrift, e.Line, "text", "a text that the gazetteer knows, or an override with its source",
			"the gazetteer knows no place "+e.Text)
	case !e.SameAnswer(&fresh):
		l.find(report.RuleDrift, e.Line, "gazetteer_id", fresh.Describe(), e.Text+" is locked as "+e.Describe())
	}
}

// lookupOptions are those of a look-up within a country.
func lookupOptions(country string) gazetteer.Options {
	return gazetteer.Options{Country: country, Limit: 1}
}
