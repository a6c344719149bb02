package dates

import (
	"fmt"
	"regexp"
	"strings"
)

// between are what stands between the two times of a span.
var between = regexp.MustCompile(`(?i)\s*(?:-|–|—|\bto\b|\buntil\b|\bbis\b|\bau\b)\s*`)

// TimeSpan reads a time, or two with a word between, which it writes with a slash.
func TimeSpan(v string) (time, zone string, ok bool) {
	if time, zone, ok = timeOfDay(v); ok {
		return time, zone, true
	}
	at := between.FindStringIndex(v)
	if at == nil || at[0] == 0 {
		return "", "", false
	}
	from, _, first := timeOfDay(v[:at[0]])
	to, zone, second := timeOfDay(v[at[1]:])
	return from + "/" + to, zone, first && second
}

// timeOfDay reads a time such as 21:21, 9:21:05 PM or 21:21:05.123+05:30, and
// writes it as ISO 8601 does. The name of a zone after it tells no offset
// without a day.
func timeOfDay(v string) (time, zone string, ok bool) {
	s := clock{v}
	hour, ok := s.number(1)
	if !ok {
		return "", "", false
	}
	minute := 0
	switch {
	case s.is(':'), s.is('h'), s.is('H'): // 20h30 is French
		if minute, ok = s.number(2); !ok || minute > 59 {
			return "", "", false
		}
	case !wholeHour.MatchString(s.rest):
		return "", "", false
	}
	second := ""
	if s.is(':') {
		n, ok := s.number(2)
		if !ok || n > 60 { // a leap second
			return "", "", false
		}
		second = fmt.Sprintf(":%02d%s", n, s.fraction())
	}
	s.rest = strings.TrimLeft(s.rest, " \u00a0\u202f") // programs put narrow ones before PM
	if hour, ok = s.half(hour); !ok {
		return "", "", false
	}
	offset, ok := s.offset()
	if !ok {
		return "", "", false
	}
	if zone = strings.Trim(s.rest, " ()[]"); zone != "" && !zoneName.MatchString(zone) {
		return "", "", false
	}
	return fmt.Sprintf("%02d:%02d%s%s", hour, minute, second, offset), zone, true
}

// wholeHour begins with what stands after an hour without minutes.
var wholeHour = regexp.MustCompile(`(?i)^ ?[ap]\.?m\b`)

// zoneName is the name of a time zone: CET, Africa/Ndjamena, local time.
var zoneName = regexp.MustCompile(`^(?:[A-Z]{2,5}|[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}|(?i:local(?: time)?))$`)

// clock is the text of a time that is still to be read.
type clock struct{ rest string }

func (s *clock) is(b byte) bool {
	if s.rest == "" || s.rest[0] != b {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// number reads up to two digits, and at least a given number of them.
func (s *clock) number(least int) (n int, ok bool) {
	digits := 0
	for digits < min(2, len(s.rest)) && s.rest[digits] >= '0' && s.rest[digits] <= '9' {
		n = 10*n + int(s.rest[digits]-'0')
		digits++
	}
	s.rest = s.rest[digits:]
	return n, digits >= least
}

// fraction reads the part of a second, empty if it is zero.
func (s *clock) fraction() string {
	if s.rest == "" || s.rest[0] != '.' && s.rest[0] != ',' {
		return ""
	}
	digits := 1
	for digits < len(s.rest) && s.rest[digits] >= '0' && s.rest[digits] <= '9' {
		digits++
	}
	part := strings.TrimRight(s.rest[1:digits], "0")
	if s.rest = s.rest[digits:]; part == "" {
		return ""
	}
	return "." + part
}

// spacedHalf is a half of the day with a blank in it.
var spacedHalf = regexp.MustCompile(`^[ap]\.[ \x{a0}\x{202f}]m\.?`)

// dottedClock begins with a time that has a full stop between hours and minutes.
var dottedClock = regexp.MustCompile(`^(\d{1,2})\.(\d{2})(\D|$)`)

// Clock is TimeSpan for what is known to be a time, where 22.30 is one.
func Clock(v string) (time, zone string, ok bool) {
	if time, zone, ok = TimeSpan(v); ok {
		return time, zone, ok
	}
	return TimeSpan(dottedClock.ReplaceAllString(v, "$1:$2$3"))
}

// half reads AM or PM, or a word for hours.
func (s *clock) half(hour int) (int, bool) {
	if m := spacedHalf.FindString(s.rest); m != "" { // 10:30 p. m. is Spanish
		s.rest = m[:1] + "m" + s.rest[len(m):]
	}
	word := strings.ToLower(strings.ReplaceAll(s.rest[:min(4, len(s.rest))], ".", ""))
	switch {
	case strings.HasPrefix(word, "am"), strings.HasPrefix(word, "pm"):
		s.rest = strings.TrimLeft(strings.TrimLeft(s.rest, "aApPmM."), " ")
		if hour < 1 || hour > 12 {
			return 0, false
		}
		if hour %= 12; word[0] == 'p' {
			hour += 12
		}
	case strings.HasPrefix(word, "uhr"), strings.HasPrefix(word, "hrs"), word == "h":
		s.rest = strings.TrimLeft(strings.TrimLeft(s.rest, "uUhHrRsS."), " ")
	}
	return hour, hour < 24
}

// offset reads an offset from UTC and writes it as Z or ±hh:mm.
func (s *clock) offset() (string, bool) {
	for _, utc := range []string{"UTC", "GMT", "Z", "z"} {
		if rest, ok := strings.CutPrefix(s.rest, utc); ok && (rest == "" || rest[0] == '+' || rest[0] == '-') {
			if s.rest = rest; rest == "" {
				return "Z", true
			}
			break
		}
	}
	if s.rest == "" || s.rest[0] != '+' && s.rest[0] != '-' {
		return "", true
	}
	sign := s.rest[:1]
	s.rest = s.rest[1:]
	hour, ok := s.number(1)
	if !ok || hour > 14 {
		return "", false
	}
	s.is(':')
	minute, _ := s.number(0)
	return fmt.Sprintf("%s%02d:%02d", sign, hour, minute), minute < 60
}
