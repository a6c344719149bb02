package geojson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/format/geojson"
	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// TestKindsOfCells: a cell has the type that JSON has.
func TestKindsOfCells(t *testing.T) {
	table, err := geojson.Read("x.geojson", `{"type":"FeatureCollection","features":[
{"id":7,"properties":{"s":"7","n":90071992547409931234,"b":false,"l":[1, "x"],"o":{"a": 1},"z":null,"id":"7"}},
{"id":"8","properties":{"s":"","n":1.50,"id":9}}]}`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"7 3", "7 2", "90071992547409931234 3", "false 4", `[1, "x"] 5`, "1 3", " 1",
		"8 2", " 2", "1.50 3", " 1", " 1", " 1", " 1", "9 3"}
	var got []string
	for _, row := range table.Rows {
		for i := range row.Cells {
			text, kind := row.Cell(i)
			got = append(got, fmt.Sprint(text, " ", kind))
		}
	}
	header := []string{"id", "s", "n", "b", "l", "o.a", "z", "properties.id"}
	if !slices.Equal(got, want) || !slices.Equal(table.Header, header) {
		t.Errorf("%q of %q, want %q", got, table.Header, want)
	}
}

// TestForeignDetail: what is called as a nested property of ours and has another form
// costs no row and is kept.
func TestForeignDetail(t *testing.T) {
	for _, c := range []struct{ property, column, want string }{
		{`"claims":{"x":1}`, "x_claims", `{"x":1}`}, {`"geocoding":[{"label":"X"}]`, "x_geocoding", `[{"label":"X"}]`},
		{`"statements":[1,[2]]`, "x_statements", `[1,[2]]`}, {`"origin":[1,2]`, "x_origin", "1; 2"},
		{`"claims":"many"`, "x_claims", "many"}, {`"place_reviewed":{"who":"X"}`, "x_place_reviewed", `{"who":"X"}`},
	} {
		res := readText(t, `{"type":"Feature","properties":{"date":"2020",`+c.property+`}}`)
		if len(res.Incidents) != 1 || len(res.Findings) > 0 || len(res.Columns) != 1 ||
			res.Columns[0].Name != c.column || res.Incidents[0].Extra[0] != c.want {
			t.Errorf("%s: %+v", c.property, res)
		}
	}
}

// TestForeignSources: sources as others write them keep all that they say.
func TestForeignSources(t *testing.T) {
	for raw, want := range map[string]incident.Source{
		`{"name":"Paper"}`: {Key: "source-1", Title: "Paper"},
		`{"url":"https://a.org/1","name":"AP","published":"2024-05-03"}`: {Key: "source-1", Title: "AP",
			URL: "https://a.org/1", Date: "2024-05-03"},
		`{"link":"https://a.org/1"}`:                     {Key: "source-1", Title: "https://a.org/1", URL: "https://a.org/1"},
		`{"title":"T","outlet":"AP","lang":"en","id":5}`: {Key: "source-1", Title: "T", Publisher: "AP", Locator: "id: 5; lang: en"},
		`{"Title":"T","url":"javascript:x"}`:             {Key: "", Title: "T"},
	} {
		res := readText(t, `{"type":"Feature","properties":{"date":"2020","sources":[`+raw+`]}}`)
		got := res.Incidents[0].Sources
		if want.Key == "" { // one of our own form, whose address is told
			if len(res.Findings) != 1 || !strings.HasPrefix(got[0].Title, want.Title) || got[0].URL != "" {
				t.Errorf("%s: %+v, %v", raw, got, res.Findings)
			}
			continue
		}
		if len(got) != 1 || got[0] != want || len(res.Findings) > 0 {
			t.Errorf("%s: %+v, %v", raw, got, res.Findings)
		}
	}
}

// TestDetailErrors are in words of JSON.
func TestDetailErrors(t *testing.T) {
	res := readText(t, `{"type":"Feature","properties":{"date":"2020","claims":[{"measure":"killed","low":"x"}]}}`)
	want := `JSON of the type "string" stands as its low, where a number is allowed`
	if len(res.Findings) != 1 || !res.Findings[0].Dropped || res.Findings[0].Message != want {
		t.Errorf("%v", res.Findings)
	}
}

// FuzzCells holds: every property that says something is found again, in a property of
// the incident, in an own column, or in a finding.
func FuzzCells(f *testing.F) {
	names := []string{"free", "title", "summary", "actors", "claims", "sources", "origin", "detail", "id", "tags"}
	for i, value := range []string{`"7"`, `1e2`, `90071992547409931234`, `true`, `["a","b;c"]`, `{"a":[1, 2]}`, `null`,
		`" NA"`, `[{"name":"A"}]`, `""`, `"unknown"`, `1.50`, `[null,[]]`, `"\u0000;"`} {
		f.Add(uint8(i), value, `"x"`)
		f.Add(uint8(i), value, `7`)
	}
	f.Fuzz(func(t *testing.T, name uint8, one, other string) {
		if !json.Valid([]byte(one)) || !json.Valid([]byte(other)) {
			return
		}
		column := names[int(name)%len(names)]
		table, err := geojson.Read("x.json", fmt.Sprintf(`{"type":"FeatureCollection","features":[
{"id":1,"properties":{"date":"2020",%q:%s}},{"id":2,"properties":{"date":"2020",%q:%s}}]}`, column, one, column, other))
		if err != nil {
			t.Fatal(err)
		}
		res, err := ingest.Read(table, ingest.Options{})
		if err != nil || len(res.Incidents)+countDropped(res.Findings) != 2 {
			t.Fatalf("%d incidents, %v, %v", len(res.Incidents), res.Findings, err)
		}
		for i, value := range []string{one, other} {
			if word := wordOf(value); word != "" && !isFound(res, i+1, word) {
				t.Errorf("%s: %s (%q) is not found in %+v, %v", column, value, word, res.Incidents, res.Findings)
			}
		}
	})
}

// forNothing are words of texts that stand for no value where an incident has one of its
// own.
var forNothing = []string{"na", "n", "a", "null", "none", "nan", "unknown"}

// wordOf is what is to be found of a value: a part of it without quotes or escapes that
// no joining or shortening breaks; empty where it says nothing.
func wordOf(value string) string {
	var v any
	in := json.NewDecoder(strings.NewReader(value))
	in.UseNumber()
	if in.Decode(&v) != nil {
		return ""
	}
	for {
		list, ok := v.([]any)
		if !ok || len(list) == 0 {
			break
		}
		v = list[0]
	}
	switch v := v.(type) {
	case string:
		words := strings.FieldsFunc(v, func(r rune) bool {
			return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		})
		if len(words) == 0 || slices.Contains(forNothing, strings.ToLower(words[0])) {
			return ""
		}
		return words[0]
	case bool:
		return fmt.Sprint(v)
	case json.Number:
		if n, _ := ingest.JSONCell([]byte(v)); !strings.ContainsAny(n, ".eE") {
			return n
		}
	}
	return ""
}

// isFound reports whether a word is in what a feature came to, or in a finding about it
// or about all.
func isFound(res *ingest.Result, feature int, word string) bool {
	if slices.ContainsFunc(res.Findings, func(f report.Finding) bool {
		return (f.Row == feature || f.Row == 0) && (f.Dropped || strings.Contains(f.Message, word))
	}) {
		return true
	}
	at := slices.Index(res.Rows, feature)
	if at < 0 {
		return false
	}
	said, err := json.Marshal(res.Incidents[at])
	return err == nil && bytes.Contains(said, []byte(word))
}
