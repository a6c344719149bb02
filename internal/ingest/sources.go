package ingest

import (
	"fmt"
	"slices"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// readSource reads the row's sources, the same as those of a row before it
// where the columns say the same.
func (b *builder) readSource(r *Row, inc *incident.Incident) {
	if len(b.assigned.numbered) > 0 {
		if inc.Sources = b.numberedSources(r); len(inc.Sources) > 0 {
			return
		}
	}
	key := [4]string{b.cell(r, roleSource), b.cell(r, rolePublisher), b.cell(r, roleSourceDate), b.cell(r, roleURL)}
	inc.Sources = b.memo.sources.Of(key, func() []incident.Source {
		return b.makeSources(key[0], key[1], key[2], key[3])
	})
}

// makeSources makes sources of the columns: one an entry where they hold lists
// of equal length with semicolons, as UCDP GED and ACLED have them, and one an address.
func (b *builder) makeSources(title, publisher, date, url string) []incident.Source {
	titles, urls := citations(title)
	if titles == nil || url != "" {
		titles, urls = strings.Split(title, ";"), addressesIn(url)
	}
	publishers, dates := strings.Split(publisher, ";"), strings.Split(date, ";")
	n := len(titles)
	if n == 1 {
		n = len(urls)
	}
	if len(urls) > 1 && !parallel(titles, len(urls)) {
		titles, n = []string{title}, len(urls)
	}
	if !parallel(publishers, n) || !parallel(dates, n) {
		publishers, dates = []string{publisher}, []string{date}
		if len(urls) == 1 {
			titles, n = []string{title}, 1
		}
	}
	out := make([]incident.Source, n)
	for i := range out {
		out[i] = b.sourceOf(entryOf(titles, i), entryOf(publishers, i), entryOf(dates, i))
		if i > 0 {
			out[i].Key = fmt.Sprintf("%s-%d", incident.TableSource, i+1)
		}
		if i == 0 || len(urls) > 1 {
			out[i].URL = b.memo.word(entryOf(urls, i))
		}
		b.nameSource(&out[i])
	}
	return out
}

func (b *builder) sourceOf(title, publisher, date string) incident.Source {
	word := b.memo.word
	return incident.Source{Key: incident.TableSource, Title: word(strings.Trim(title, " \"")),
		Publisher: word(publisher), Date: word(date)}
}

// nameSource gives a source without a title what it is called by, and one whose title is
// an address that address.
func (b *builder) nameSource(src *incident.Source) {
	if src.URL == "" && incident.WebURL(src.Title) {
		src.URL = src.Title
	}
	if src.Title == "" {
		src.Title = orElse(src.Publisher, orElse(src.URL, b.table.File))
	}
}

// parallel reports whether a list is as long as the titles, or has one entry
// for them all.
func parallel(list []string, n int) bool { return len(list) == n || len(list) == 1 }

func entryOf(list []string, i int) string {
	if len(list) == 1 {
		i = 0
	}
	return strings.TrimSpace(list[i])
}

// checkSources keeps an address that does not lead to the web as plain text,
// so that no page links to it.
func (b *builder) checkSources(r *Row, inc *incident.Incident) error {
	for i, s := range inc.Sources {
		if s.URL == "" || incident.WebURL(s.URL) {
			continue
		}
		b.note(r, report.RuleURL, b.name(roleURL), "%.80q is no http or https address; it is kept as text", s.URL)
		inc.Sources = slices.Clone(inc.Sources) // other rows may share them
		if s.Title != s.URL {
			inc.Sources[i].Title = strings.TrimPrefix(s.Title+" ("+s.URL+")", " ")
		}
		inc.Sources[i].URL = ""
	}
	return nil
}

// gradings are what a table's grades are about.
var gradings = []struct {
	about   incident.About
	role    role
	allowed []string
	unsaid  string // the grade without any statement
}{
	{incident.AboutOccurrence, roleOccurrence, incident.OccurrenceGrades, incident.Reported},
	{incident.AboutAttribution, roleAttribution, incident.AttributionGrades, incident.AttributionUnknown},
}

// readGrades reads the two grades as statements of the table.
func (b *builder) readGrades(r *Row, inc *incident.Incident) error {
	var said [2]string
	for i, g := range gradings {
		v := strings.ToLower(b.cell(r, g.role))
		if v == "" || v == g.unsaid {
			continue
		}
		if !slices.Contains(g.allowed, v) {
			b.note(r, report.RuleWord, b.name(g.role), "%q is none of %s; it is ignored", v,
				strings.Join(g.allowed, ", "))
			continue
		}
		said[i] = v
	}
	inc.Statements = b.statements(said)
	return nil
}

// statements makes the table's statements of the grades that it gives.
func (b *builder) statements(said [2]string) []incident.Statement {
	if said == [2]string{} {
		return nil
	}
	return b.memo.statements.Of(said, func() (out []incident.Statement) {
		for i, grade := range said {
			if grade != "" {
				out = append(out, incident.Statement{About: gradings[i].about, Grade: b.memo.word(grade),
					By: b.table.File, Source: incident.TableSource})
			}
		}
		return slices.Clip(out)
	})
}
