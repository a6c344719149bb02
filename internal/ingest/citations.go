package ingest

import (
	"regexp"
	"strings"

	"incidentmap/internal/incident"
)

var (
	// betweenAddresses is what stands between two addresses of the web in a cell.
	betweenAddresses = regexp.MustCompile(`[\s;,|]+https?://`)
	// address is one in a text, with the punctuation that may follow it.
	address = regexp.MustCompile(`https?://(?:[^\s|;<>"'\])]+?)(?:[.,:]*(?:[\s|;<>"'\])]|$)|,https?://)`)
	// anchor is a link of HTML.
	anchor = regexp.MustCompile(`(?is)<a\s[^<>]*?href\s*=\s*["']?([^"'\s<>]+)["']?[^<>]*>(.*?)</a>`)
	// listing is what stands between the sources of a cell that has addresses too.
	listing = regexp.MustCompile(`\s*(?:[;|\n]|\band\b)\s*`)
)

// addressesIn are the addresses of a cell; the cell as it is where there are not several.
func addressesIn(v string) (out []string) {
	if strings.Count(v, "://") < 2 || !incident.WebURL(v[:min(len(v), len("https://a"))]) {
		return []string{v}
	}
	from := 0
	for _, at := range betweenAddresses.FindAllStringIndex(v, -1) {
		next := at[0] + strings.Index(v[at[0]:at[1]], "http")
		out = append(out, v[from:at[0]])
		from = next
	}
	return append(out, strings.TrimRight(v[from:], " ;,|"))
}

// citations are the sources of a cell that has addresses among its texts, in lists of one
// length: “Punch: https://a.org; [AP](https://b.org)”. They are nil for any other cell.
func citations(cell string) (titles, urls []string) {
	if !strings.Contains(cell, "://") {
		return nil, nil
	}
	text := anchor.ReplaceAllString(cell, "$2 $1 ")
	found := addressSpans(text)
	if len(found) == 0 || len(found) == 1 && found[0] == [2]int{0, len(text)} {
		return nil, nil
	}
	add := func(between, url string) {
		labels := listing.Split(between, -1)
		for i, label := range labels {
			label = labelOf(label)
			if last := i == len(labels)-1; last && url != "" {
				titles, urls = append(titles, label), append(urls, url)
			} else if label != "" {
				titles, urls = append(titles, label), append(urls, "")
			}
		}
	}
	from := 0
	for _, at := range found {
		add(text[from:at[0]], text[at[0]:at[1]])
		from = at[1]
	}
	add(text[from:], "")
	return titles, urls
}

// labelOf is a text beside an address, without what joins both.
func labelOf(text string) string {
	const joins = " \t\r\n,.:/-–—*"
	text = strings.Trim(text, joins)
	text = strings.Trim(strings.TrimRight(strings.TrimLeft(text, ")]"), "(["), joins)
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") { // of [Punch](https://a.org)
		text = text[1 : len(text)-1]
	}
	return text
}

// addressSpans are where the addresses of a text begin and end.
func addressSpans(text string) (out [][2]int) {
	for from := 0; ; {
		at := address.FindStringIndex(text[from:])
		if at == nil {
			return out
		}
		start, end := from+at[0], from+at[1]
		if next := strings.LastIndex(text[start:end], ",http"); next > 0 {
			end = start + next
		}
		end = start + len(strings.TrimRight(text[start:end], " \t\r\n|;<>\"'])(,.:"))
		out, from = append(out, [2]int{start, end}), end
	}
}
