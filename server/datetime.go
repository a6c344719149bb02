package server

import (
	"strconv"
	"strings"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/incident"
)

const datetimeAllowed = "allowed are YYYY-MM-DD, an RFC 3339 time, an interval start/end with .. for an open end, and start/duration such as 2015-01-01/P6M"

// readDatetime reads the datetime parameter of OGC API – Features (17-069r4,
// /req/core/fc-time-definition) to whole days: an instant is its UTC day, so
// that one instant written with two offsets gets one answer.
func readDatetime(r *reader, value string) error {
	w, err := parseDatetime(value)
	if err != nil {
		return err
	}
	if r.filter.Window != nil {
		w.Inside = r.filter.Window.Inside
	}
	r.filter.Window = &w
	return nil
}

func parseDatetime(value string) (geo.Window, error) {
	from, to, isInterval := strings.Cut(value, "/")
	if !isInterval {
		d, err := parseInstant(value)
		return geo.Window{From: d, To: d}, err
	}
	w := geo.All
	var err error
	if !open(from) {
		if w.From, err = parseInstant(from); err != nil {
			return w, err
		}
	}
	switch {
	case open(to) && open(from):
		return w, badDatetime("both ends are open")
	case open(to):
	case strings.HasPrefix(to, "P") && !open(from):
		w.To, err = addDuration(w.From, to)
	default:
		w.To, err = parseInstant(to)
	}
	if err == nil && w.From > w.To {
		err = badDatetime("the interval ends before it starts")
	}
	return w, err
}

func open(s string) bool { return s == "" || s == ".." }

func badDatetime(reason string) error {
	return incident.BadParameter("datetime", "%s; %s", reason, datetimeAllowed)
}

// parseInstant reads a day, or an RFC 3339 time of which its UTC day counts.
// As RFC 3339 allows, t and z may be lower case and the second may be 60, a
// leap second. A day followed by a lone T, as GDAL writes it, is that day.
func parseInstant(s string) (geo.Day, error) {
	if d, err := geo.ParseDay(strings.TrimSuffix(strings.TrimSuffix(s, "T"), "t")); err == nil {
		return d, nil
	}
	t, err := time.Parse(time.RFC3339Nano, withoutLeapSecond(strings.ToUpper(s)))
	if err != nil {
		return 0, badDatetime(quote(s) + " is neither a day nor a time")
	}
	if t = t.UTC(); t.Year() < 1 || t.Year() > 9999 {
		return 0, badDatetime(quote(s) + " lies outside the years 0001 to 9999")
	}
	return geo.DayOf(t), nil
}

// withoutLeapSecond writes second 60, which package time does not know, as 59
// of the same minute. Whether UTC had a leap second then is not checked.
func withoutLeapSecond(s string) string {
	const second = len("2016-12-31T23:59:")
	if len(s) > second+2 && s[second-1] == ':' && s[second:second+2] == "60" {
		return s[:second] + "59" + s[second+2:]
	}
	return s
}

// addDuration returns the last day of an ISO 8601 duration that starts on a
// day. Hours and less do not reach the next day.
func addDuration(from geo.Day, duration string) (geo.Day, error) {
	date, clock, hasClock := strings.Cut(duration[1:], "T")
	n, err := durationParts(date, "YMWD")
	if err == nil && hasClock {
		_, err = durationParts(clock, "HMS")
	}
	if err != nil || (date == "" && clock == "") || (hasClock && clock == "") {
		return 0, badDatetime(quote(duration) + " is not a duration")
	}
	y, m, d := from.Date()
	end := geo.NewDay(y+n['Y'], m+n['M'], d+7*n['W']+n['D'])
	if date != "" && end > from {
		end-- // P1D is one day, not two
	}
	return min(end, geo.MaxDay), nil
}

// durationParts reads numbers with units, each unit at most once and in
// order.
func durationParts(s, units string) (map[byte]int, error) {
	parts := map[byte]int{}
	for s != "" {
		i := strings.IndexAny(s, units)
		if i < 1 || i > 6 {
			return nil, strconv.ErrSyntax
		}
		n, err := strconv.ParseUint(s[:i], 10, 16)
		if err != nil {
			return nil, err
		}
		unit := s[i]
		parts[unit] = int(n)
		units = units[strings.IndexByte(units, unit)+1:]
		s = s[i+1:]
	}
	return parts, nil
}
