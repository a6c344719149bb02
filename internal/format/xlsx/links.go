package xlsx

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"incidentmap/internal/ingest"
)

// link is where a click on the cells of a column leads: to an address, or to that of a
// relationship with an ID.
type link struct {
	from, to, column int
	address, id      string
}

// maxLinks bounds the links of a sheet, and maxLinked the rows that one of them spans.
const maxLinks, maxLinked = 1_000_000, 10_000

// formulaLink is the formula of a link to an address that it has as a text.
var formulaLink = regexp.MustCompile(`^\s*=?\s*HYPERLINK\(\s*"([^"]+)"`)

// linkOf is the address in a formula; empty if it is of no link.
func linkOf(t *token) string {
	if !bytes.Contains(t.text, []byte("HYPERLINK")) { // nearly all formulas
		return ""
	}
	if m := formulaLink.FindStringSubmatch(t.string()); m != nil {
		return m[1]
	}
	return ""
}

var cellRange = regexp.MustCompile(`^([A-Za-z]{1,3})(\d{1,7})(?::[A-Za-z]{1,3}(\d{1,7}))?$`)

// noteLink notes a link that stands behind the rows.
func (s *sheet) noteLink(t *token) error {
	m := cellRange.FindStringSubmatch(t.attribute("ref"))
	if m == nil {
		return nil
	}
	column, err := columnOf([]byte(m[1]))
	from, errFrom := strconv.Atoi(m[2])
	to, errTo := strconv.Atoi(cmp.Or(m[3], m[2]))
	if err == nil && errFrom == nil && errTo == nil {
		s.addLink(link{from, min(to, from+maxLinked), column, "", t.attribute("id")})
	}
	return nil //nolint:nilerr // a link from nowhere is none
}

func (s *sheet) addLink(l link) {
	if (l.address != "" || l.id != "") && len(s.links) < maxLinks {
		s.links = append(s.links, l)
	}
}

// addressesOf are the addresses outside of the workbook that a part leads to, by the IDs of
// its relationships.
func (b *book) addressesOf(part string) map[string]string {
	out := map[string]string{}
	if list := listOf(part); b.has(list) {
		_ = b.each(list, func(_ *scanner, t token) error { // what is wrong with it costs links alone
			if t.starts("Relationship") && t.attribute("TargetMode") == "External" {
				out[t.attribute("Id")] = t.attribute("Target")
			}
			return nil
		})
	}
	return out
}

// showLinks gives a table a column of the addresses behind the texts of each column that has
// any: a workbook shows “AFP”, and means the report.
func (s *sheet) showLinks(t *ingest.Table) {
	behind := map[int]map[int]string{} // by column and row
	var outside map[string]string
	for _, l := range s.links {
		if l.id != "" && outside == nil {
			outside = s.addressesOf(s.part)
		}
		address := cmp.Or(l.address, outside[l.id])
		if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
			continue
		}
		if behind[l.column] == nil {
			behind[l.column] = map[int]string{}
		}
		for row := l.from; row <= l.to; row++ {
			behind[l.column][row] = address
		}
	}
	for column := range len(t.Header) {
		if addresses := behind[column]; addresses != nil {
			showLinked(t, column, addresses)
		}
	}
}

// addressColumn is what the column of the addresses of sources is called.
const addressColumn = "URL"

// showLinked adds the column of addresses behind another one, if they say more than its texts.
// Those behind sources are addresses of sources; a place may lead to a map.
func showLinked(t *ingest.Table, column int, addresses map[int]string) {
	at, shown := len(t.Header), false
	for i := range t.Rows {
		row := &t.Rows[i]
		address := addresses[row.Number]
		if text := row.Text(column); address != "" && !strings.Contains(text, "://") {
			fillCell(row, at, address, ingest.KindUntyped)
			shown = true
		}
	}
	if !shown {
		return
	}
	name := strings.TrimSpace(t.Header[column] + " URL")
	taken := slices.ContainsFunc(t.Header, func(h string) bool { return strings.EqualFold(h, addressColumn) })
	if !taken && ingest.NamesSource(t.Header[column]) {
		name = addressColumn
	}
	t.Header = append(t.Header, name)
}
