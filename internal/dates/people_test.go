package dates

import (
	"strings"
	"testing"
)

// Dates as people and programs of many countries write them, and what is read.
func TestDatesOfPeople(t *testing.T) {
	for text, want := range map[string]string{
		"Fri Mar 12 14:30:00 2021":         "2021-03-12 14:30:00",
		"Fri Mar  5 14:30:00 2021":         "2021-03-05 14:30:00",
		"Fri Mar 12 14:30:00 +0000 2021":   "2021-03-12 14:30:00+00:00",
		"Fri Mar 12 14:30:00 UTC 2021":     "2021-03-12 14:30:00Z",
		"12. 3. 2021":                      "2021-03-12",
		"sexta-feira, 12 de março de 2021": "2021-03-12",
		"del 12 al 14 de marzo de 2021":    "2021-03-12/2021-03-14",
		"12 a 14 de março de 2021":         "2021-03-12/2021-03-14",
		"12 y 13 de marzo de 2021":         "2021-03-12/2021-03-13",
		"12 et 13 mars 2021":               "2021-03-12/2021-03-13",
		"12 and 13 March 2021":             "2021-03-12/2021-03-13",
		"ven. 12 mars 2021":                "2021-03-12",
		"vie., 12 mar. 2021":               "2021-03-12",
		"пт, 12 марта 2021":                "2021-03-12",
		"Fr., 12.03.2021":                  "2021-03-12",
		"Di. 12.03.2021":                   "2021-03-12",
		"Mart 2021 sonu":                   "[2021-03-21~..2021-03-31~]",
		"Mart 2021 başı":                   "[2021-03-01~..2021-03-10~]",
		"в конце марта 2021":               "[2021-03-21~..2021-03-31~]",
		"в начале марта 2021 года":         "[2021-03-01~..2021-03-10~]",
		"1. Quartal 2021":                  "2021-01/2021-03",
		"primer trimestre de 2021":         "2021-01/2021-03",
		"2º trimestre de 2021":             "2021-04/2021-06",
		"1er trimestre 2021":               "2021-01/2021-03",
		"III квартал 2021":                 "2021-07/2021-09",
		"KW 12/2021":                       "[2021-03-22..2021-03-28]",
		"semana 12 de 2021":                "[2021-03-22..2021-03-28]",
		"الجمعة 12 آذار/مارس 2021":         "2021-03-12",
		"12 March 2021":                    "2021-03-12",
		"2021-03-12":                       "2021-03-12",
		"202103":                           "2021-03",
	} {
		c, err := NewReader(Forms{ThisYear: 2026}, strings.Clone).Read(text)
		got := strings.TrimSpace(c.Text + " " + c.Time)
		if err != nil || got != want || c.Rest != "" {
			t.Errorf("%s: %q %q, %v; want %s", text, got, c.Rest, err, want)
		}
	}
}
