package whole

import (
	"reflect"
	"strings"
	"testing"

	"incidentmap/data"
	"incidentmap/internal/format/known"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
)

// shipped are the incidents that the program ships with: they have every part.
func shipped(t testing.TB) []incident.Incident {
	t.Helper()
	raw, err := data.Files().Open(data.KhorasanFile)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var b strings.Builder
	buf := make([]byte, 1<<16)
	for {
		n, err := raw.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			break
		}
	}
	table, err := known.Formats.Read(data.KhorasanFile, b.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := ingest.Read(table, ingest.Options{Columns: table.Dataset.Columns})
	if err != nil {
		t.Fatal(err)
	}
	return res.Incidents
}

func TestShippedIncidentsComeBack(t *testing.T) {
	all := shipped(t)
	if len(all) < 30 {
		t.Fatalf("%d incidents", len(all))
	}
	for _, inc := range all {
		inc.Dataset, inc.Extra = "d", nil
		raw, err := Marshal(&inc, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Unmarshal(raw, "d", nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Marshal(&got, nil)
		if err != nil || string(again) != string(raw) {
			t.Errorf("%s: %s, %v, want %s", inc.ID, again, err, raw)
		}
		if got.Title != inc.Title || !reflect.DeepEqual(got.Claims, inc.Claims) || got.Date != inc.Date ||
			!reflect.DeepEqual(got.Place.Points, inc.Place.Points) {
			t.Errorf("%s: %+v, want %+v", inc.ID, got, inc)
		}
	}
}

// Columns are kept by name and type: others may come and go, and be widened.
func TestOwnColumns(t *testing.T) {
	inc := shipped(t)[0]
	columns := []incident.Column{{Name: "weapon", Type: incident.ColumnString},
		{Name: "rounds", Type: incident.ColumnInteger},
		{Name: "share", Type: incident.ColumnNumber}, {Name: "night", Type: incident.ColumnBoolean}}
	inc.Extra = []any{"rifle", int64(9_007_199_254_740_993), 0.25, true}
	raw, err := Marshal(&inc, columns)
	if err != nil {
		t.Fatal(err)
	}
	for want, now := range map[string][]incident.Column{
		"rifle|9007199254740993|0.25|true": columns,
		"<nil>|9007199254740993": {{Name: "new", Type: incident.ColumnString},
			{Name: "rounds", Type: incident.ColumnString}},
		"<nil>": {{Name: "weapon", Type: incident.ColumnInteger}},
	} {
		got, err := Unmarshal(raw, "d", now)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, v := range got.Extra {
			if v == nil {
				words = append(words, "<nil>")
			} else {
				words = append(words, incident.FormatValue(v))
			}
		}
		if text := strings.Join(words, "|"); text != want {
			t.Errorf("%v: %s, want %s", now, text, want)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	inc := incident.Incident{ID: "a"}
	if raw, err := Marshal(&inc, nil); err == nil {
		f.Add(string(raw))
	}
	f.Add(`{"id":"a","date":"2020-01","place":{"points":[[1,2]]},"extra":{"x":1}}`)
	columns := []incident.Column{{Name: "x", Type: incident.ColumnNumber}}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Unmarshal([]byte(text), "d", columns)
		if err != nil {
			return
		}
		raw, err := Marshal(&got, columns)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Unmarshal(raw, "d", columns)
		if err != nil || !reflect.DeepEqual(again.Extra, got.Extra) || again.Title != got.Title {
			t.Fatalf("%q: %+v, %v, want %+v", text, again, err, got)
		}
	})
}
