package xlsx

import (
	"testing"

	"incidentmap/internal/ingest"
)

func TestShownBy(t *testing.T) {
	for code, want := range map[string]shown{
		"yyyy\\-mm\\-dd": showsDay, "d.m.yy;@": showsDay, `[$-407]d. mmmm yyyy`: showsDay, `dd"/"mm"/"yyyy\ hh:mm`: showsDay,
		"mmm-yy": showsMonth, "mmmm yyyy": showsMonth, "[$-409]mmm\\-yy;@": showsMonth, "yyyy": showsYear, "yy": showsYear,
		"[$-F800]dddd, mmmm dd, yyyy": showsDay, "hh:mm": showsTime, "h:mm AM/PM": showsTime, "mm:ss": showsTime,
		"[h]:mm:ss": noDate, "[mm]:ss": noDate, "General": noDate, "0.00": noDate, `0.00" days"`: noDate, "[Red]0.0": noDate,
		"#,##0_);[Red](#,##0)": noDate, "0.00E+00": noDate, `"hours" 0`: noDate, "@": noDate, "": noDate, "mm/yyyy hh:mm": showsDay,
	} {
		if got := shownBy(code); got != want {
			t.Errorf("%s shows %d, want %d", code, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	of1900, of1904 := calendar{}, calendar{from1904: true}
	for _, c := range []struct {
		calendar
		number string
		as     shown
		want   string
	}{
		{of1900, "43489", showsDay, "2019-01-24"},
		{of1900, "43489.0", showsDay, "2019-01-24"},
		{of1900, "43489.25", showsDay, "2019-01-24T06:00:00"},
		{of1900, "43489.604166666664", showsDay, "2019-01-24T14:30:00"},
		{of1900, "43489.999999", showsDay, "2019-01-25"},
		{of1900, "43489", showsMonth, "2019-01"},
		{of1900, "43489", showsYear, "2019"},
		{of1900, "0.75", showsTime, "18:00:00"},
		{of1900, "0.75", showsDay, "18:00:00"},
		{of1900, "43489", showsTime, "2019-01-24"},
		{of1900, "1", showsDay, "1900-01-01"},
		{of1900, "59", showsDay, "1900-02-28"},
		{of1900, "61", showsDay, "1900-03-01"},
		{of1904, "42027", showsDay, "2019-01-24"},
		{of1904, "0", showsDay, "1904-01-01"},
		{of1904, "0.5", showsTime, "12:00:00"},
		{of1900, "2958465", showsDay, "9999-12-31"},
		{of1900, "2958466", showsDay, ""},
		{of1900, "-1", showsDay, ""},
		{of1900, "NaN", showsDay, ""},
		{of1900, "1e300", showsDay, ""},
		{of1900, "x", showsDay, ""},
	} {
		if got, ok := c.day(c.number, c.as); got != c.want || ok != (c.want != "") {
			t.Errorf("%s, from 1904 %v, as %d: %q, %v, want %q", c.number, c.from1904, c.as, got, ok, c.want)
		}
	}
}

// TestNumbers: what is kept as a number is one in JSON as well.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{"0.10000000000000001": "0.1",
		"12345678901234567890": "12345678901234567890",
		"1e3":                  "1000", "007": "7", ".5": "0.5", "-0": "-0", "+1": "1", "-": "", "NaN": "", "Infinity": "", "0x10": ""} {
		got, kind := shortest(text)
		if want == "" {
			want = text
		} else if kind != ingest.KindNumber {
			t.Errorf("%s is no number", text)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
