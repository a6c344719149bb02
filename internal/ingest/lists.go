package ingest

import (
	"strings"
)

// listMarks are what stands between the values of a list in a cell, the surest first.
var listMarks = []string{";", "|", ","}

// listMark is what divides the values of a column whose cells hold several, empty where
// they hold one. Semicolons and bars do nothing else; commas do where a cell ends with
// one, or where most parts of lists stand in other cells alone.
func (s *sample) listMark(column int) string {
	for _, mark := range listMarks {
		alone, parts, lists, ended := map[string]bool{}, []string(nil), 0, 0
		for i := range s.rows {
			v := s.rows[i].at(column)
			if !strings.Contains(v, mark) {
				alone[strings.ToLower(v)] = true
				continue
			}
			if lists++; strings.HasSuffix(v, mark) {
				ended++
			}
			parts = append(parts, listItems(v, mark)...)
		}
		known := 0
		for _, p := range parts {
			if alone[strings.ToLower(p)] {
				known++
			}
		}
		if lists > 0 && (mark != "," || 2*ended >= lists || 2*known >= len(parts)) {
			return mark
		}
	}
	return ""
}

// separator is what divides the values of an own column of texts whose cells hold several,
// empty where they hold one. Words of a text are no list: at least half of what a mark
// parts must stand in several cells, and none of it be longer than some words.
func (s *sample) separator(column int) string {
	for _, mark := range listMarks {
		if s.holdsLists(column, mark) {
			return mark
		}
	}
	return ""
}

// A comma parts more than lists do (“Kabul, Afghanistan”): at least half of what it parts
// must be a whole cell elsewhere.
func (s *sample) holdsLists(column int, mark string) bool {
	lists, cells, whole := 0, map[string]int{}, map[string]bool{} // in how many cells each value is
	for i := range s.rows {
		items := listItems(s.rows[i].at(column), mark)
		if len(items) > 1 {
			lists++
		}
		for _, item := range items {
			if len(item) > maxListed {
				return false
			}
			cells[item]++
			whole[item] = whole[item] || len(items) == 1
		}
	}
	all, again := 0, 0
	for item, n := range cells {
		if all += n; n > 1 && (mark != "," || whole[item]) {
			again += n
		}
	}
	return lists > 0 && 2*again >= all
}

// maxListed is the longest value of a list in bytes: what is longer is a sentence.
const maxListed = 60

// listItems are the values of a list, without empty ones.
func listItems(v, mark string) (out []string) {
	for item := range strings.SplitSeq(v, mark) {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// firstOf is the first value of a type of event that may be a list. The list as a whole is
// kept as an extra column.
func (b *builder) firstOf(v string) string {
	mark := b.listMarks[roleEventType]
	if mark == "" || !strings.Contains(v, mark) {
		return v
	}
	if items := listItems(v, mark); len(items) > 0 {
		return items[0]
	}
	return ""
}
