package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"incidentmap/internal/report"
)

// Limits of texts, in characters: what a page shows in one piece.
const (
	maxTitle   = 200
	maxSummary = 2000
	maxName    = 300
	maxSource  = 2000
	maxURL     = 2000
)

// field is one text of a record.
type field struct {
	path  []any
	text  string
	limit int
}

func (r *record) texts() []field {
	out := []field{{at("title"), r.Title, maxTitle}, {at("summary"), r.Summary, maxSummary},
		{at("place"), r.Place.Text, maxName}}
	for i, p := range r.Actors {
		out = append(out, field{at("actors", i, "name"), p.Name, maxName},
			field{at("actors", i, "role"), p.Role, maxName})
	}
	for i, p := range r.Targets {
		out = append(out, field{at("targets", i, "name"), p.Name, maxName},
			field{at("targets", i, "role"), p.Role, maxName})
	}
	for i, c := range r.Claims {
		out = append(out, field{at("claims", i, "who"), c.Who, maxName},
			field{at("claims", i, "words"), c.Words, maxName})
	}
	for i, st := range r.Statements {
		out = append(out, field{at("statements", i, "by"), st.By, maxName},
			field{at("statements", i, "words"), st.Words, maxName})
	}
	for i, src := range r.Sources {
		out = append(out, field{at("sources", i, "title"), src.Title, maxSource},
			field{at("sources", i, "url"), src.URL, maxURL},
			field{at("sources", i, "locator"), src.Locator, maxSource})
	}
	return out
}

func (s *subject) checkTexts(r *record) {
	for _, f := range r.texts() {
		if f.text == "" {
			continue
		}
		if n := utf8.RuneCountInString(f.text); n > f.limit {
			s.find(report.RuleTextLength, r, f.path, fmt.Sprintf("at most %d characters", f.limit),
				"the text has %d characters", n)
		}
		if f.path[0] != "summary" && strings.ContainsAny(strings.TrimSpace(f.text), "\r\n") {
			s.find(report.RuleLineBreak, r, f.path, "one line", "the text breaks the line: %.60q", f.text)
		}
		if what := broken(f.text); what != "" {
			s.find(report.RuleTextForm, r, f.path, "plain UTF-8 text", "the text has %s: %.60q", what, f.text)
		}
		if m := markup.FindString(f.text); m != "" {
			s.find(report.RuleMarkup, r, f.path, "plain text", "the text has markup, %.40q", m)
		}
	}
}

var (
	markup = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|&(?:[a-z]{2,8}|#\d{1,6});`)
	// mojibake is UTF-8 that was read as Windows-1252: "Ã¶", "â€™".
	mojibake = regexp.MustCompile(`Ã[\x{0080}-\x{00BF}]|â€[\x{0080}-\x{00BF}\x{2013}-\x{2122}]|Ø[\x{00A0}-\x{00BF}]Ù`)
)

// broken says what is wrong with a text's characters.
func broken(text string) string {
	switch {
	case !utf8.ValidString(text), strings.ContainsRune(text, unicode.ReplacementChar):
		return "characters that could not be decoded"
	case mojibake.MatchString(text):
		return "characters of a wrong encoding"
	}
	for _, c := range text {
		if unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' {
			return fmt.Sprintf("the control character %U", c)
		}
		if c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 {
			return fmt.Sprintf("the character %U, which turns the direction of what follows it", c)
		}
	}
	return ""
}
