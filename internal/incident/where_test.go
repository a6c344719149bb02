package incident_test

import (
	"strings"
	"testing"

	"incidentmap/internal/cql2"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
)

func whereDataset() *incident.Dataset {
	return &incident.Dataset{ID: "d", Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger},
		{Name: "checked", Type: incident.ColumnBoolean},
		{Name: "reported", Type: incident.ColumnDate}, {Name: "weight", Type: incident.ColumnNumber}}}
}

func TestWhere(t *testing.T) {
	d := whereDataset()
	r := incident.NewRecord(incident.Profile{}, incident.Incident{ID: "a1", Title: "Attack in Kabul, 100% sure",
		Kind: "attack", Date: edtf.MustParse("2018-07"),
		Place: incident.Place{Country: "AF"}, Extra: []any{int64(3), true, "2018-08-01", 1.5}}, d)
	for text, want := range map[string]bool{
		"id = 'a1'": true, "country = 'AF'": true, "country = 'af'": false, "country <> 'AF'": false,
		"admin1 = 'Kabul'": false, "NOT admin1 = 'Kabul'": true, "admin1 IS NULL": true,
		"rounds = 3": true, "rounds > 2.5": true, "rounds >= 4": false, "weight < 2": true, "checked = TRUE": true,
		"checked = 0": false, "fatalities_best >= 0": false,
		"start = '2018-07-01'": true, "start < '2018-07-01T00:00:01Z'": true, "start >= '2018-07-01T12:00:00Z'": false,
		`"end" <= '2018-07-31T'`:               true,
		"start >= '2018-07-01T02:00:00+02:00'": true, "reported > '2018-07-31'": true,
		"reported BETWEEN '2018-08-01' AND '2018-08-01'": true,
		"title LIKE 'Attack%'":                           true, "title LIKE 'attack%'": false,
		"title ILIKE 'ATTACK%sure'": true,
		"title LIKE '%100\\% s_re'": true, "title LIKE '%50\\%%'": false,
		"title LIKE 'Attack'": false, "kind IN ('raid', 'attack')": true,
		"kind = 'attack' AND (rounds = 1 OR checked = TRUE)": true, "title LIKE '%%%%%%%%%%z'": false,
	} {
		e, err := cql2.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		w, err := incident.NewWhere(d, e)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got := w.Match(r); got != want {
			t.Errorf("%s: %v", text, got)
		}
		// Where windows say the same as a part, they must.
		for _, c := range w.Conjuncts {
			inAll := true
			for _, window := range c.Windows {
				inAll = inAll && window.Match(r.Date.Start, r.Date.End)
			}
			if c.Windows != nil && inAll != c.Match(r) {
				t.Errorf("%s: its windows %v say %v", c.Expr, c.Windows, inAll)
			}
		}
	}
	for text, want := range map[string]string{"weather = 1": "there is no property ‘weather’",
		"country = 1": "write it in single quotes", "rounds = '3'": "rounds is a number",
		"checked = 2": "checked is TRUE or FALSE", "start = 'May'": "start is a date",
		"rounds LIKE '3'": "rounds is no text"} {
		e, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := incident.NewWhere(d, e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
