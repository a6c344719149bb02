package edtf_test

import (
	"testing"

	"incidentmap/internal/edtf"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text, start, end   string
		precision          edtf.Precision
		certain, uncertain bool
	}{
		{"2017-04-13", "2017-04-13", "2017-04-13", edtf.Day, true, false},
		{"2018-07", "2018-07-01", "2018-07-31", edtf.Month, false, false},
		{"2024-02", "2024-02-01", "2024-02-29", edtf.Month, false, false},
		{"2018", "2018-01-01", "2018-12-31", edtf.Year, false, false},
		{"201X", "2010-01-01", "2019-12-31", edtf.Longer, false, false},
		{"2018-XX-XX", "2018-01-01", "2018-12-31", edtf.Year, false, false},
		{"2018-07-XX", "2018-07-01", "2018-07-31", edtf.Month, false, false},
		{"2018-07-1X", "2018-07-10", "2018-07-19", edtf.Month, false, false},
		{"2018-XX-31", "2018-01-31", "2018-12-31", edtf.Year, false, false},
		{"1X00-02-29", "1200-02-29", "1600-02-29", edtf.Longer, false, false},
		{"2018-21", "2018-03-01", "2018-05-31", edtf.Year, false, false},
		{"2018-24", "2018-12-01", "2019-02-28", edtf.Year, false, false},
		{"2018-34", "2018-04-01", "2018-06-30", edtf.Year, false, false},
		{"2018-07-01/2018-07-09", "2018-07-01", "2018-07-09", edtf.Day, true, false},
		{"2018-07/2018-09", "2018-07-01", "2018-09-30", edtf.Month, true, false},
		{"2018-07-01/2018", "2018-07-01", "2018-12-31", edtf.Year, true, false},
		{"[2018-07-01..2018-07-04]", "2018-07-01", "2018-07-04", edtf.Week, false, false},
		{"[2018-07-01,2018-07-02]", "2018-07-01", "2018-07-02", edtf.Week, false, false},
		{"[2018-07-01, 2018-08-02..2018-08-04]", "2018-07-01", "2018-08-04", edtf.Year, false, false},
		{"[2018-07-01]", "2018-07-01", "2018-07-01", edtf.Day, true, false},
		{"2018-07?", "2018-07-01", "2018-07-31", edtf.Month, false, true},
		{"2018~", "2018-01-01", "2018-12-31", edtf.Year, false, true},
		{"2018-07-01%", "2018-07-01", "2018-07-01", edtf.Day, false, true},
		{"?2018-~07-01", "2018-07-01", "2018-07-01", edtf.Day, false, true},
		{"2019?-01-10", "2019-01-10", "2019-01-10", edtf.Day, false, true},
		{"2018~/2019-05", "2018-01-01", "2019-05-31", edtf.Year, true, true},
		{"2018-07-01/..", "2018-07-01", "", edtf.Day, false, false},
		{"2018-07-01/", "2018-07-01", "", edtf.Day, false, false},
		{"2018-07~/..", "2018-07-01", "", edtf.Month, false, true},
		{"9999-12-31/..", "9999-12-31", "", edtf.Day, false, false},
		{"0001-01-01", "0001-01-01", "0001-01-01", edtf.Day, true, false},
		{"9999-12-31", "9999-12-31", "9999-12-31", edtf.Day, true, false},
	} {
		d, err := edtf.Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if d.Start.String() != c.start || endText(d) != c.end || d.Precision != c.precision ||
			d.Certain != c.certain || d.Uncertain != c.uncertain {
			t.Errorf("%s: got %v..%v %s certain=%v uncertain=%v", c.text, d.Start, d.End, d.Precision, d.Certain,
				d.Uncertain)
		}
	}
}

// endText is the last day, empty where no end is told.
func endText(d edtf.Date) string {
	if d.Open() {
		return ""
	}
	return d.End.String()
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{
		"", " ", "yesterday", "2018-13", "2018-00", "2018-02-30", "2019-02-29", "2018-04-31", "2018-4-1",
		"18-04-01", "../2018", "/2018", "../..", "/", "../", "{2018}/..", "2018-13/..", "2018/..2019", "2018/2017", "2018-05/2018-04-30", "{2018,2019}",
		"[2018..]", "[..2018]", "[2018", "[]", "[2019..2018]", "-0044-03-15", "Y17000", "0000", "2018-07-01T10:00:00Z",
		"2018-07-01-02", "2018-42", "2018??x", "20?18", "2018-07-01/2018-07-02/2018-07-03", "٢٠١٨", "9999-24",
		"2018-07-01 ", "2018–07–01", string(make([]byte, 1<<20)),
	} {
		if d, err := edtf.Parse(s); err == nil {
			t.Errorf("%.40q was read as %v..%v", s, d.Start, d.End)
		}
	}
}

// FuzzParse holds: what is read has a first day not after the last, both
// writable, a known precision, and reads the same when read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"2017-04-13", "2018-07", "201X", "[2018..2019]", "2018-07/2019?", "2018-24",
		"1X00-02-29", "2018-07/..", "2018/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := edtf.Parse(s)
		if err != nil {
			return
		}
		if d.Start > d.End {
			t.Fatalf("%q: starts %v after it ends %v", s, d.Start, d.End)
		}
		if d.Certain != true && d.Start == d.End {
			t.Fatalf("%q: one day and yet not certain", s)
		}
		day := edtf.MustParse(d.Start.String() + "/" + endText(d))
		if day.Start != d.Start || day.End != d.End {
			t.Fatalf("%q: its days %v..%v read back as %v..%v", s, d.Start, d.End, day.Start, day.End)
		}
	})
}
