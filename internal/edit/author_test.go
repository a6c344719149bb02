package edit

import (
	"encoding/json"
	"strings"
	"testing"

	"incidentmap/internal/incident"
)

// patchAs is what an incident becomes by a patch of properties of somebody.
func patchAs(t *testing.T, author string, before *incident.Incident, properties string) (*incident.Incident, error) {
	t.Helper()
	e := editor()
	e.Author = author
	made, err := e.Patch(t.Context(), before, json.RawMessage(`{"properties":{`+properties+`}}`))
	if err != nil {
		return nil, err
	}
	return made.Incident, nil
}

// Flat figures have a source of their own beside those that were given, whatever their keys.
func TestFlatFiguresKeepGivenSources(t *testing.T) {
	for _, key := range []string{"author", "author:Ann"} {
		made, err := create(t, `,"fatalities_best":3,"sources":[{"key":"`+key+
			`","title":"Ann Author, The Book","url":"https://example.org/book"}]`)
		if err != nil {
			t.Fatal(err)
		}
		s := made.Incident.Sources
		if len(s) != 2 || s[0].Title != "Ann Author, The Book" || s[1].Title != "Ann" || s[1].Key == key ||
			made.Incident.Claims[0].Source != s[1].Key {
			t.Errorf("%s: %+v, %+v", key, s, made.Incident.Claims)
		}
		again, err := patchAs(t, "Ann", made.Incident, `"fatalities_best":4`)
		if err != nil || len(again.Sources) != 2 || len(again.Claims) != 1 || *again.Claims[0].Best != 4 {
			t.Errorf("%s: %+v, %v", key, again, err)
		}
	}
}

// A figure stays that of who wrote it until somebody writes another one in its place.
func TestFlatFiguresStayTheirAuthors(t *testing.T) {
	made, err := create(t, `,"fatalities_best":3`)
	if err != nil {
		t.Fatal(err)
	}
	both, err := patchAs(t, "Bob", made.Incident, `"injuries_best":4`)
	if err != nil || len(both.Claims) != 2 || both.Claims[0].Source != "author:Ann" ||
		both.Claims[1].Source != "author:Bob" || len(both.Sources) != 2 {
		t.Fatalf("%+v, %v", both, err)
	}
	bobs, err := patchAs(t, "Bob", both, `"fatalities_best":5`)
	if err != nil || len(bobs.Sources) != 1 || bobs.Sources[0].Title != "Bob" || *bobs.Claims[0].Best != 5 ||
		bobs.Claims[0].Measure != incident.Killed {
		t.Errorf("%+v, %v", bobs, err)
	}
}

// Claims that are more than one plain total of an author's are not replaced by flat figures.
func TestFlatFiguresLeaveOtherClaims(t *testing.T) {
	for name, claims := range map[string]string{
		"parts": `{"measure":"killed","scope":"part","low":1,"best":1,"high":1,"source":"author"},
			{"measure":"killed","scope":"part","low":2,"best":2,"high":2,"who":"police","source":"author"}`,
		"words": `{"measure":"killed","scope":"total","low":1,"best":1,"high":1,"words":"one","source":"author:Ann"}`,
		"two": `{"measure":"killed","scope":"total","low":1,"best":1,"high":1,"source":"author:Ann"},
			{"measure":"killed","scope":"total","low":2,"best":2,"high":2,"source":"author:Ann"}`,
	} {
		made, err := create(t, `,"claims":[`+claims+`],"sources":[{"key":"author","title":"Ann"},
			{"key":"author:Ann","title":"Ann"}]`)
		if err != nil {
			t.Fatal(err)
		}
		_, err = patchAs(t, "Ann", made.Incident, `"fatalities_best":5`)
		if err == nil || !strings.Contains(err.Error(), "/properties/fatalities_best: it follows from the claims") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
