package kml

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Descriptions of placemarks are HTML, mostly a table or a few paragraphs.

// Elements that a line ends with, those that a cell of a table is, and those without text.
var (
	lineEnds = []string{"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"}
	cellEnds = []string{"td", "th"}
	silent   = []string{"script", "style", "head", "title"}
)

// plainText is what a description says: its text, a line for each of its lines, and the
// addresses of links and pictures. One without tags is as it is.
func plainText(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	var out strings.Builder
	hidden, link := 0, ""
	for tokens := html.NewTokenizer(strings.NewReader(text)); ; {
		kind := tokens.Next()
		t := tokens.Token()
		switch {
		case kind == html.ErrorToken:
			return tidied(out.String())
		case kind == html.TextToken && hidden == 0:
			out.WriteString(strings.Join(strings.FieldsFunc(t.Data, isLineEnd), " "))
		case kind == html.StartTagToken && slices.Contains(silent, t.Data):
			hidden++
		case kind == html.EndTagToken && slices.Contains(silent, t.Data):
			hidden = max(0, hidden-1)
		case kind == html.EndTagToken && t.Data == "a" && link != "" && !strings.HasSuffix(out.String(), link):
			out.WriteString(" (" + link + ")")
		case t.Data == "a":
			link = attribute(&t, "href")
		case t.Data == "img":
			out.WriteString(" " + attribute(&t, "src") + " ")
		case slices.Contains(lineEnds, t.Data):
			out.WriteByte('\n')
		case kind == html.EndTagToken && slices.Contains(cellEnds, t.Data):
			out.WriteByte('\t')
		}
	}
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

// attribute is the address that an attribute has, if it is one of the web.
func attribute(t *html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name && strings.Contains(a.Val, "://") {
			return a.Val
		}
	}
	return ""
}

// tidied are lines without blanks around them, and without empty ones; the cells of one have
// a colon between them.
func tidied(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		var cells []string
		for cell := range strings.SplitSeq(line, "\t") {
			if cell = strings.Join(strings.Fields(cell), " "); cell != "" {
				cells = append(cells, cell)
			}
		}
		if len(cells) > 0 {
			lines = append(lines, strings.Join(cells, ": "))
		}
	}
	return strings.Join(lines, "\n")
}
