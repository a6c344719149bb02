package geojson

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// filledBeside are the members beside a list of records that say something of each of them,
// where they have nothing of their own.
var filledBeside = []string{"country", "country_code", "source", "publisher", "source_url"}

// pageMembers are those that lead to the next of several pages.
var pageMembers = []string{"next", "nextpage", "nextlink", "nextpagetoken", "nexttoken", "nextcursor", "nexturl",
	"odatanextlink",
	"hasmore", "morerecords", "exceededtransferlimit"}

// envelope are members of answers of programming interfaces that say nothing of the records.
var envelope = []string{"ok", "status", "success", "error", "code", "message", "help", "count", "total", "page",
	"pages", "objectidfieldname", "globalidfieldname", "geometrytype", "displayfieldname", "page_size", "pagesize",
	"per_page", "limit", "offset", "took", "version", "type"}

// fillBeside reads the plain values beside a list of records: those of all records fill in,
// those of the dataset describe it, and the others are told.
func (t *tabler) fillBeside() {
	var unread []string
	seen := map[string]bool{}
	for _, raw := range t.beside {
		c := cutter{data: raw}
		c.members(func(key []byte) bool {
			value := c.value()
			if value == nil {
				return false
			}
			name := ingest.Unquote(key)
			text, kind := ingest.JSONCell(value)
			if name == "spatialReference" {
				t.takeSystem(value)
				return true
			}
			if t.notePage(name, value) || seen[name] || text == "" || isNested(value) ||
				slices.Contains(envelope, strings.ToLower(name)) || t.describes(name, text) {
				return true
			}
			if seen[name] = true; slices.Contains(filledBeside, strings.ToLower(name)) {
				t.fill(strings.ToLower(name), text, kind)
				return true
			}
			unread = append(unread, name)
			return true
		})
	}
	if len(unread) > 0 {
		t.note("beside the records it has %s, which are not read", strings.Join(unread, ", "))
	}
}

func (t *tabler) note(format string, args ...any) {
	where := report.Where{File: t.table.File, Unit: t.table.Unit}
	t.table.Findings = append(t.table.Findings, report.RuleUnread.InTable(where, fmt.Sprintf(format, args...)))
}

// fill gives a value to all records that have none in the column of its name.
func (t *tabler) fill(name, value string, kind ingest.Kind) {
	for column := range t.columns {
		if strings.EqualFold(column, name) {
			name = column
		}
	}
	for i := range t.table.Rows {
		row := &t.table.Rows[i]
		row.Kinds = slices.Clone(row.Kinds) // rows share them
		t.set(row, name, value, kind)
	}
	t.note("%s %q stands beside the records, and is taken for all of them that have none", name, value)
}

// describes takes what a member says of the dataset.
func (t *tabler) describes(name, text string) bool {
	d := &t.table.Dataset
	into := map[string]*string{"title": &d.Title, "description": &d.Description, "license": &d.Licence,
		"licence":     &d.Licence,
		"attribution": &d.Attribution, "citation": &d.Citation}[strings.ToLower(name)]
	if into == nil || *into != "" {
		return false
	}
	*into = text
	return true
}

// notePage tells that a file is one page of several, if a member says so.
func (t *tabler) notePage(name string, value []byte) (told bool) {
	text, kind := ingest.JSONCell(value)
	plain := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' || r == '@' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(name))
	switch total, err := strconv.Atoi(text); {
	case slices.Contains(pageMembers, plain) && text != "" && text != "false" && text != "0" && !isNested(value):
		t.note("it is one page of several: its %s is %.120s; the records of the others are not in it", name, text)
		return true
	case kind == ingest.KindNumber && err == nil && isTotal(plain) && total > len(t.table.Rows):
		t.note("its %s is %d, and it has %d records: it may be one page of several", name, total, len(t.table.Rows))
		return true
	case (plain == "links" || plain == "paging" || plain == "pagination" || plain == "info" || plain == "meta") &&
		value[0] == '{':
		c := cutter{data: value}
		c.members(func(key []byte) bool {
			inner := c.value()
			if inner != nil {
				told = t.notePage(ingest.Unquote(key), inner) || told
			}
			return inner != nil
		})
	}
	return told
}

func isTotal(plain string) bool {
	return slices.Contains([]string{"total", "totalcount", "totalrecords", "totalresults", "numfound", "hits",
		"count"}, plain)
}
