package beside

import "testing"

// TestFormats: dates of a format are written as they are read without doubt.
func TestFormats(t *testing.T) {
	for _, c := range []struct{ format, date, want string }{
		{"%d/%m/%Y", "3/04/2020", "2020-04-03"}, {"%m/%d/%Y", "3/04/2020", "2020-03-04"}, {"%d%m%Y", "03042020", "2020-04-03"},
		{"%Y-%m", "2020-04", "2020-04"}, {"%Y", "2020", "2020"}, {"%B %Y", "April 2020", "2020-04"},
		{"%d.%m.%y", "03.04.20", "3-Apr-20"}, {"%d %b %Y", "3 Apr 2020", "2020-04-03"},
		{"%Y-%m-%dT%H:%M:%S", "2020-04-03T05:06:07", "2020-04-03 05:06:07"},
		{"%Y-%m-%d %H:%M:%S.%f", "2020-04-03 05:06:07.25", "2020-04-03 05:06:07.25"},
		{"%Y-%m-%d %H:%M%z", "2020-04-03 05:06+0430", "2020-04-03 05:06+04:30"}, {"%m/%d/%Y %I:%M %p", "4/3/2020 05:06 PM", "2020-04-03 17:06"},
		{"%Y%j", "2020094", "2020-04-03"},
	} {
		check(t, layoutOfStrptime, c.format, c.date, c.want)
	}
	for _, c := range []struct{ format, date, want string }{
		{"dd/MM/yyyy", "03/04/2020", "2020-04-03"}, {"M/d/yyyy", "4/3/2020", "2020-04-03"}, {"yyyyMMdd", "20200403", "2020-04-03"},
		{"d.M.yyyy HH:mm:ss", "3.4.2020 05:06:07", "2020-04-03 05:06:07"}, {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2020-04-03T05:06:07.250+04:30", "2020-04-03 05:06:07.25+04:30"},
		{"EEEE, d MMMM yyyy", "Friday, 3 April 2020", "2020-04-03"}, {"MM-yyyy", "04-2020", "2020-04"}, {"dd.MM.yy", "03.04.20", "3-Apr-20"},
	} {
		check(t, layoutOfUnicode, c.format, c.date, c.want)
	}
	for _, format := range []string{"%", "%Q", "%d/%m", "day %d", "%d_%m_%Y", "2006-%m", "%s"} {
		if layout, ok := layoutOfStrptime(format); ok {
			t.Errorf("%s is %s", format, layout)
		}
	}
	for _, format := range []string{"yyyyy", "dd/MM", "'on' d", "d_M_yyyy", "Jan 2006", "w"} {
		if layout, ok := layoutOfUnicode(format); ok {
			t.Errorf("%s is %s", format, layout)
		}
	}
}

func check(t *testing.T, convert func(string) (string, bool), format, date, want string) {
	t.Helper()
	layout, ok := convert(format)
	if !ok {
		t.Errorf("%s is not understood", format)
		return
	}
	if got, ok := dateIn(date, layout); !ok || got != want {
		t.Errorf("%s by %s is %q, want %q", date, format, got, want)
	}
	if got, ok := dateIn("no date", layout); ok {
		t.Errorf("by %s, no date is %q", format, got)
	}
}
