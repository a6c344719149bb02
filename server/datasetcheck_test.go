package server_test

import (
	"fmt"
	"strings"
	"testing"

	"incidentmap/internal/store"
)

// manyColumns are so many columns as a description has them.
func manyColumns(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,{"name":"c%d","type":"string"}`, i)
	}
	return `"columns":[` + b.String()[1:] + `]`
}

// describes sends descriptions that must be answered so, each with what it is told.
func describes(t *testing.T, w *writers, method, path string, code int, bodies map[string]string) {
	t.Helper()
	for body, told := range bodies {
		rec := w.ask(method, path, body, store.RoleEditor, "Content-Type", "application/json")
		if rec.Code != code || !strings.Contains(rec.Body.String(), told) {
			t.Errorf("%s %.200s: %d %.300s, want %d %s", method, body, rec.Code, rec.Body, code, told)
		}
	}
}

// A description that cannot be done is not answered as if it had been.
func TestDescriptionThatIsNotDone(t *testing.T) {
	w := newWriters(t)
	describes(t, w, "PATCH", "/api/collections/kept", 422, map[string]string{
		`{"columns":[{"name":"weapon","type":"integer"}]}`: `"pointer":"/columns/0/type"`,
		`{"columns":[]}`:                                      `"pointer":"/columns"`,
		`{"columns":null}`:                                    `"pointer":"/columns"`,
		`{"title":null}`:                                      `"pointer":"/title"`,
		`{"visibility":null}`:                                 `"pointer":"/visibility"`,
		`{"vocabularies":null}`:                               `"pointer":"/vocabularies"`,
		`{"vocabularies":{"kind":[]}}`:                        `"pointer":"/vocabularies/kind"`,
		`{"vocabularies":{"kind":null}}`:                      `"pointer":"/vocabularies/kind"`,
		`{"vocabularies":{"sort":[]}}`:                        `"pointer":"/vocabularies/sort"`,
		`{"vocabularies":{"kind":[{"id":"b"},{"id":"b"}]}}`:   `"pointer":"/vocabularies/kind/1/id"`,
		`{"vocabularies":{"event_type":[{"id":"Air Raid"}]}}`: `"allowed":["air_raid"]`,
	})
	describes(t, w, "POST", "/api/collections", 422, map[string]string{
		`{"title":"T","columns":[{"name":"a\u0000","type":"string"}]}`:  `"pointer":"/columns/0/name"`,
		`{"title":"T","vocabularies":{"kind":[{"id":"a"},{"id":"a"}]}}`: "stands twice",
		`{"title":"T","vocabularies":{"kind":[{"id":"A b"}]}}`:          `"allowed":["a_b"]`,
	})
	describes(t, w, "PATCH", "/api/collections/kept", 200, map[string]string{
		`{"description":null,"columns":[{"name":"weapon","type":"string","title":"Weapon"}]}`: `"title":"Weapon"`,
		`{"vocabularies":{"kind":[{"id":"attack","label":"An attack"}]}}`:                     `"label":"An attack"`,
	})
}

// The ID of a dataset is made of what its message says.
func TestIDOfADescription(t *testing.T) {
	w := newWriters(t)
	const told = `small letters, digits and . _ ~ -`
	describes(t, w, "POST", "/api/collections", 422, map[string]string{`{"title":"T","id":"Cases"}`: told,
		`{"title":"T","id":"cases."}`: told, `{"title":"T","id":"a b"}`: told, `{"title":"T","id":".."}`: told})
	describes(t, w, "POST", "/api/collections", 201, map[string]string{`{"title":"T","id":"cases-3.0"}`: `"id":"cases-3.0"`})
}

// Names of columns that differ in case alone are the same, and there are not too many.
func TestColumnsOfADescription(t *testing.T) {
	w := newWriters(t)
	describes(t, w, "POST", "/api/collections", 422, map[string]string{
		`{"title":"T","columns":[{"name":"a","type":"string"},{"name":"A","type":"string"}]}`: `"pointer":"/columns/1/name"`,
		`{"title":"T",` + manyColumns(2001) + `}`:                                             `"pointer":"/columns"`,
	})
	describes(t, w, "PATCH", "/api/collections/kept", 422, map[string]string{
		`{"columns":[{"name":"Weapon","type":"string"}]}`: `"allowed":["weapon"]`,
		`{` + manyColumns(2000) + `}`:                     `"pointer":"/columns"`,
	})
	describes(t, w, "POST", "/api/collections", 201, map[string]string{`{"title":"Many",` + manyColumns(2000) + `}`: "c1999"})
	if rec := get(t, w, "/api/collections/many/export?f=gpkg"); rec.Code != 200 {
		t.Errorf("%d %.200s", rec.Code, rec.Body)
	}
}
