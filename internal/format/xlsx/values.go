package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"incidentmap/internal/ingest"
)

// valueOf is a cell's text and what it is. A text may be anything, as in a table of text:
// people write numbers and days into cells of texts.
func (s *sheet) valueOf(value, kind string, style shown) (string, ingest.Kind, error) {
	switch kind {
	case "n":
		text, kind := s.number(value, style)
		return text, kind, nil
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(s.texts) {
			return "", 0, fmt.Errorf("its text is number %.20q of the workbook's list; numbers from 0 to less than %d are allowed",
				value, len(s.texts))
		}
		return s.texts[n], ingest.KindUntyped, nil
	case "b":
		return strconv.FormatBool(value == "1" || strings.EqualFold(value, "true")), ingest.KindBoolean, nil
	case "d":
		return dateTime(value), ingest.KindUntyped, nil
	case "inlineStr":
		return value, ingest.KindUntyped, nil
	}
	return plain(value), ingest.KindUntyped, nil
}

// number is a number, or the day that it is shown as.
func (s *sheet) number(value string, style shown) (string, ingest.Kind) {
	value = strings.TrimSpace(value)
	if style != noDate {
		if text, ok := s.day(value, style); ok {
			return text, ingest.KindUntyped
		}
	}
	return shortest(value)
}

// shortest writes a number with no more digits than tell it apart: workbooks keep 0.1 as
// 0.10000000000000001. Whole numbers stay as they are, to the last digit. What is no number
// is a text.
func shortest(text string) (string, ingest.Kind) {
	if isWhole(text) {
		return text, ingest.KindNumber
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return text, ingest.KindUntyped
	}
	return strconv.FormatFloat(f, 'f', -1, 64), ingest.KindNumber
}

// isWhole reports whether a text is a whole number as JSON has it.
func isWhole(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || digits[0] == '0' && len(digits) > 1 {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// dateTime is a date, a time or both of ISO 8601 as a workbook shows them. Workbooks know
// no time zones; a time alone is one of the day before their first.
func dateTime(text string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "Z"), "T00:00:00")
	for _, day := range []string{"1899-12-30T", "1899-12-31T", "1904-01-01T"} {
		if time, ok := strings.CutPrefix(text, day); ok {
			return time
		}
	}
	return text
}
