package beside

import (
	"fmt"
	"strings"
	"time"
)

// layout is a layout of package time for the format of a column's dates; empty for ISO
// 8601, and for a format that is told to be ignored.
func (d *Description) layout(column, format string, convert func(string) (string, bool)) string {
	switch format {
	case "", "default", "any":
		return ""
	}
	layout, ok := convert(format)
	if !ok {
		d.ignore(fmt.Sprintf("the format %.40q of “%.80s” is not understood; its dates are read as usual", format, column))
	}
	return layout
}

// unicodeFields are the fields of dates in Unicode's patterns
// (https://www.unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table).
var unicodeFields = map[string]string{
	"yyyy": "2006", "y": "2006", "yy": "06", "MMMM": "January", "MMM": "Jan", "MM": "01", "M": "1", "dd": "02",
	"d": "2", "HH": "15", "H": "15", "hh": "03", "h": "3", "mm": "04", "m": "4", "ss": "05", "s": "5", "a": "PM",
	"EEEE": "Monday", "EEE": "Mon", "E": "Mon", "X": "Z07", "XX": "Z0700", "XXX": "Z07:00", "x": "-07", "xx": "-0700",
	"xxx": "-07:00", "Z": "-0700",
}

// layoutOfUnicode turns such a pattern into a layout.
func layoutOfUnicode(pattern string) (string, bool) {
	var out strings.Builder
	pattern = strings.NewReplacer("'T'", "T", "'Z'", "Z").Replace(pattern)
	for at := 0; at < len(pattern); {
		c := pattern[at]
		from := at
		for at < len(pattern) && pattern[at] == c {
			at++
		}
		run := pattern[from:at]
		field, known := unicodeFields[run]
		switch {
		case c == 'T' && len(run) == 1:
			out.WriteByte('T')
		case known:
			out.WriteString(field)
		case c == 'S': // a fraction, which package time reads behind the second by itself
			dropPoint(&out)
		case isMark(c):
			out.WriteString(run)
		default:
			return "", false
		}
	}
	return checked(out.String())
}

// strptimeFields are the directives of strptime, as POSIX and Python have them.
var strptimeFields = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'd': "02", 'e': "2", 'H': "15", 'I': "03", 'M': "04", 'S': "05", 'p': "PM",
	'B': "January", 'b': "Jan", 'h': "Jan", 'A': "Monday", 'a': "Mon", 'z': "-0700", 'j': "002", 'T': "15:04:05",
	'F': "2006-01-02", 'D': "01/02/06", 'R': "15:04",
}

// layoutOfStrptime turns such a format into a layout. What a mark follows may have one
// digit.
func layoutOfStrptime(format string) (string, bool) {
	var out strings.Builder
	for at := 0; at < len(format); at++ {
		c := format[at]
		if c != '%' {
			if c != 'T' && c != 'Z' && !isMark(c) {
				return "", false
			}
			out.WriteByte(c)
			continue
		}
		if at++; at < len(format) && (format[at] == '-' || format[at] == '#') {
			at++
		}
		if at == len(format) {
			return "", false
		}
		field, known := strptimeFields[format[at]]
		switch {
		case format[at] == 'f':
			dropPoint(&out)
			continue
		case !known:
			return "", false
		case (format[at] == 'm' || format[at] == 'd') && (at+1 == len(format) || isMark(format[at+1])):
			field = strings.TrimPrefix(field, "0")
		}
		out.WriteString(field)
	}
	return checked(out.String())
}

// isMark reports whether a byte stands for itself in every layout: no letter, no digit, and
// none of the marks that package time gives a meaning.
func isMark(c byte) bool { return strings.IndexByte(" -/.,:()", c) >= 0 }

func dropPoint(out *strings.Builder) {
	text := strings.TrimRight(out.String(), ".,")
	out.Reset()
	out.WriteString(text)
}

// checked is a layout that writes a year, and reads what it writes.
func checked(layout string) (string, bool) {
	day := time.Date(2023, 11, 21, 17, 45, 12, 0, time.UTC)
	read, err := time.Parse(layout, day.Format(layout))
	return layout, err == nil && read.Year() == 2023
}

// dateIn writes a date of a layout as it is read without doubt, and is not ok if it has
// another form. A year of two digits stays one: the others of the table tell which it is.
func dateIn(v, layout string) (string, bool) {
	t, err := time.Parse(layout, v)
	if err != nil || layout == "" {
		return "", false
	}
	form := "2006"
	switch {
	case strings.Contains(layout, "002"):
		form = "2006-01-02"
	case !strings.Contains(layout, "2006"):
		form = "2-Jan-06"
	case strings.Contains(without(layout), "2"):
		form = "2006-01-02"
	case strings.Contains(without(layout), "1"), strings.Contains(layout, "Jan"):
		form = "2006-01"
	}
	if form == "2006-01-02" || form == "2-Jan-06" {
		form += clockOf(layout)
	}
	return t.Format(form), true
}

// orderOf is dmy or mdy for a layout that begins with a day or with a month in digits.
func orderOf(layout string) string {
	layout = strings.TrimPrefix(layout, "0")
	switch {
	case strings.HasPrefix(layout, "2006"), strings.HasPrefix(layout, "15"), strings.HasPrefix(layout, "6"):
	case strings.HasPrefix(layout, "2"):
		return "dmy"
	case strings.HasPrefix(layout, "1"):
		return "mdy"
	}
	return ""
}

// without is a layout without its year, hour and offset, whose digits are those of other
// parts.
func without(layout string) string {
	return strings.NewReplacer("2006", "", "15", "", "07", "", "00", "").Replace(layout)
}

// clockOf is how the time of day is written that a layout has.
func clockOf(layout string) string {
	if !strings.Contains(layout, "15") && !strings.Contains(layout, "PM") {
		return ""
	}
	out := " 15:04"
	if strings.Contains(strings.Replace(layout, "15", "", 1), "5") { // seconds
		out += ":05.999999999"
	}
	if strings.Contains(layout, "07") {
		out += "Z07:00"
	}
	return out
}
