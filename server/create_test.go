package server_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"incidentmap/internal/store"
)

// All IDs that cannot be given again are told, with what else is wrong, each where it stands.
func TestTakenIDs(t *testing.T) {
	w := newWriters(t)
	w.ask("POST", keptItems, featureOf("a", "A"), store.RoleEditor)
	w.ask("POST", keptItems, featureOf("gone", "A"), store.RoleEditor)
	w.ask("DELETE", keptItems+"/gone", "", store.RoleEditor, "If-Match", "*")
	const taken, deleted = `the ID "a" is taken`,
		`the ID "gone" is that of an incident that was deleted; IDs are not used again`
	all := func(more string) string {
		return fmt.Sprintf(`{"type":"FeatureCollection","features":[%s,%s,%s%s]}`, featureOf("a", "A"),
			featureOf("free", "A"), featureOf("gone", "A"), more)
	}
	for _, c := range []struct {
		body string
		code int
		want map[string]string
	}{
		{all(""), 409, map[string]string{"/features/0/id": taken, "/features/2/id": deleted}},
		{featureOf("gone", "A"), 409, map[string]string{"/id": deleted}},
		{all(`,{"type":"Feature","id":"b","geometry":null,"properties":{"title":5,"date":"2024"}}`), 422, map[string]string{
			"/features/0/id": taken, "/features/2/id": deleted,
			"/features/3/properties/title": "it must be a text or null: it is a number"}},
	} {
		for _, query := range []string{"", "?dry_run=true"} {
			rec := w.ask("POST", keptItems+query, c.body, store.RoleEditor)
			var told struct {
				Errors []struct{ Pointer, Detail string }
			}
			if err := json.Unmarshal(rec.Body.Bytes(), &told); err != nil || rec.Code != c.code {
				t.Errorf("%s: %d %s", c.body, rec.Code, rec.Body)
			}
			got := map[string]string{}
			for _, e := range told.Errors {
				got[e.Pointer] = e.Detail
			}
			if len(c.want) != len(got) {
				t.Errorf("%s%s: %v, want %v", query, c.body, got, c.want)
			}
			for pointer, detail := range c.want {
				if len(got[pointer]) < len(detail) || got[pointer][:len(detail)] != detail {
					t.Errorf("%s %s: %q, want %q", query, pointer, got[pointer], detail)
				}
			}
		}
	}
	if rec := get(t, w, keptItems+"/free"); rec.Code != 404 {
		t.Errorf("one of a refused collection was kept: %d", rec.Code)
	}
}
