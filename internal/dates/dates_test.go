package dates

import (
	"strings"
	"testing"
)

func reader(of Forms) *Reader { return NewReader(of, strings.Clone) }

// Cells are read with what stands beside their dates. (The tests of ingest have many more
// forms.)
func TestRead(t *testing.T) {
	r := reader(Forms{ThisYear: 2026})
	for v, want := range map[string]Cell{
		"2023-03-21":                    {Text: "2023-03-21"},
		"21.03.2023 16:00":              {Text: "2023-03-21", Time: "16:00"},
		"2016-09-18 21:21:00+00:00":     {Text: "2016-09-18", Time: "21:21:00+00:00"},
		"2023-03-21 05:10 CET":          {Text: "2023-03-21", Time: "05:10", Zone: "CET"},
		"21 mars 2023":                  {Text: "2023-03-21"},
		"3 or 4 May 2024":               {Text: "[2024-05-03..2024-05-04]"},
		"5/4/20":                        {Text: "2020-04-05", Short: true},
		"2023-03-21 near the market":    {Text: "2023-03-21", Rest: "near market"},
		"since March 2024":              {Text: "2024-03/.."},
		"ca. 2015":                      {Text: "2015~"},
		"13 Esfand 1402":                {Text: "2024-03-03"},
		"the night of 3 to 4 May 2024":  {Text: "2024-05-03/2024-05-04", Rest: "night"},
		"Q1 2024":                       {Text: "2024-01/2024-03"},
		"[2024-05-03..2024-05-05]":      {Text: "[2024-05-03..2024-05-05]"},
		"between 3 and 5 May 2024":      {Text: "[2024-05-03..2024-05-05]"},
		"2024-05-03T10:00:00Z/whatever": {Text: "2024-05-03", Rest: "10:00:00Z/whatever"},
	} {
		for range 2 { // the second time it is remembered
			if got, err := r.Read(v); err != nil || got != want {
				t.Errorf("%q: %+v, %v; want %+v", v, got, err, want)
			}
		}
	}
}

// What is no date says why.
func TestReadRefuses(t *testing.T) {
	r := reader(Forms{ThisYear: 2026})
	for v, want := range map[string]string{
		"yesterday":       "is not a date that is understood",
		"44 BC":           "is before the year 1",
		"before May 2024": "tells no first day",
		"2024-13-01":      "there is no such day",
		"":                "is not a date that is understood",
	} {
		if c, err := r.Read(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v; want %q", v, c, err, want)
		}
	}
}

// The order of numbers is the table's, and years of two digits are among its others.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		of      Forms
		v, want string
	}{
		{Forms{ThisYear: 2026}, "3/4/2020", "2020-04-03"},
		{Forms{ThisYear: 2026, MonthFirst: true}, "3/4/2020", "2020-03-04"},
		{Forms{ThisYear: 2026, AnyOrder: true}, "3/14/2020", "2020-03-14"},
		{Forms{ThisYear: 2026}, "3/4/27", "1927-04-03"},
		{Forms{ThisYear: 2026, From: 1890, To: 1910}, "3/4/99", "1899-04-03"},
		{Forms{ThisYear: 2026, From: 2019, To: 2020}, "19/04/03", "2019-04-03"},
	} {
		if got, err := reader(c.of).Read(c.v); err != nil || got.Text != c.want {
			t.Errorf("%+v: %q is read as %s, %v; want %s", c.of, c.v, got.Text, err, c.want)
		}
	}
}

// Dates show which of their parts comes first, in spite of a slip among many.
func TestEvidence(t *testing.T) {
	many := strings.Split(strings.Repeat("13/2/2020 ", farMore), " ")[:farMore]
	for _, c := range []struct {
		cells []string
		order string
		ok    bool
	}{
		{[]string{"2020-01-02", "May 2020"}, "", true},
		{[]string{"1/2/2020", "3/4/2020"}, "", true},
		{[]string{"13/2/2020", "1/2/2020"}, "dmy", true},
		{[]string{"2/13/2020"}, "mdy", true},
		{[]string{"2/13/2020", "13/2/2020"}, "", false},
		{append([]string{"2/13/2020"}, many...), "dmy", true},
		{[]string{"1.2.2020", "2.3.2020", "3.4.2020"}, "dmy", true},
	} {
		var ev Evidence
		for i, cell := range c.cells {
			ev.Add(cell, i+1, false)
		}
		if order, ok := ev.Order(); order != c.order || ok != c.ok {
			t.Errorf("%q: %q, %t; want %q, %t", c.cells, order, ok, c.order, c.ok)
		}
	}
	for cell, timed := range map[string]bool{"2020/01/02 00:00": false, "2020/01/02 10:00": true, "2.1.2020 8 pm": true,
		"2/1/2020 00:00:00+02:00": false, "45006.75": true} {
		var ev Evidence
		if ev.Add(cell, 1, false); ev.Timed != timed {
			t.Errorf("%q has a time: %t", cell, ev.Timed)
		}
	}
}

// Whatever is read is EDTF, and read again the same.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"21-27 March 2024", "c. 2015", "3/4/20 10:00", "۱۳ اسفند ۱۴۰۲", "2024年3月21日",
		"Q4 2023", "May '24", "from 3 March 2024", "1679408400", "45006.75", "12/2019-01/2020", "(5 May 2020)*"} {
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, v string, monthFirst bool) {
		r := reader(Forms{ThisYear: 2026, MonthFirst: monthFirst})
		c, err := r.Read(v)
		if err != nil {
			return
		}
		if _, err := r.Date(c.Text); err != nil {
			t.Fatalf("%q is read as %q: %v", v, c.Text, err)
		}
		again, err := r.Read(c.Text)
		if err != nil || again.Text != c.Text {
			t.Fatalf("%q is read as %q, and that as %q, %v", v, c.Text, again.Text, err)
		}
	})
}
