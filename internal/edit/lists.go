package edit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"incidentmap/internal/incident"
)

// maxListed bounds each nested list of an incident.
const maxListed = 1000

// list reads a nested list. One that the feature does not have stays as it is.
func list[T any](at func(*incident.Incident) *[]T) func(*draft, string, json.RawMessage) {
	return func(d *draft, name string, raw json.RawMessage) {
		if d.before != nil && sameJSON(raw, d.was[name]) {
			return // also where parts of it are not shown
		}
		var entries []json.RawMessage
		if !isNull(raw) && !d.decode(name, raw, &entries, "a list") {
			return
		}
		if len(entries) > maxListed {
			d.problem(name, []string{fmt.Sprintf("at most %d entries", maxListed)},
				"it has %d entries; at most %d are kept", len(entries), maxListed)
			return
		}
		var fresh []T
		for i := range entries {
			var one T
			if wrong := readEntry(entries[i], &one); len(wrong) > 0 {
				d.problems = append(d.problems, wrong.Under(fmt.Sprintf("/properties/%s/%d", name, i))...)
				continue
			}
			fresh = append(fresh, one)
		}
		*at(&d.inc) = fresh
	}
}

// readEntry reads an entry of a list, strictly: what is wrong stands at its member.
func readEntry(raw json.RawMessage, into any) Problems {
	var given map[string]json.RawMessage
	known := membersOf(reflect.TypeOf(into).Elem())
	names := slices.Sorted(maps.Keys(known))
	if err := json.Unmarshal(raw, &given); err != nil || given == nil {
		detail := "it must be an object: it is null"
		if err != nil {
			detail = "it must be an object: " + JSONWords(err)
		}
		return Problems{{"", detail, []string{"an object of " + strings.Join(names, ", ")}}}
	}
	var wrong Problems
	for _, name := range slices.Sorted(maps.Keys(given)) {
		field, ok := known[name]
		if !ok {
			wrong = append(wrong, Problem{"/" + escaped(name), "there is no such member here", names})
			continue
		}
		if err := json.Unmarshal(given[name], reflect.New(field).Interface()); err != nil {
			want := jsonOf(field)
			wrong = append(wrong, Problem{"/" + name, fmt.Sprintf("it must be %s: %s", want, JSONWords(err)),
				[]string{want}})
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return Problems{{"", JSONWords(err), nil}}
	}
	var part *incident.PartError
	if err := checkEntry(into); errors.As(err, &part) {
		return Problems{{"/" + part.Member, part.Message, part.Allowed}}
	}
	return nil
}

// membersOf are the types of a struct's members by the names that JSON has for them.
func membersOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && !f.Anonymous {
			out[name] = f.Type
		}
	}
	return out
}

// jsonOf says what JSON a member is.
func jsonOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "a whole number or null"
	case reflect.Bool:
		return "true or false"
	}
	return "a text"
}

// checkEntry refuses an entry that the domain does not have, with an *incident.PartError.
func checkEntry(entry any) error {
	switch v := entry.(type) {
	case *incident.Claim:
		if err := v.Check(); err != nil {
			return err
		}
		*v = v.WithBound()
	case *incident.Statement:
		return v.Check()
	case *incident.Party:
		if strings.TrimSpace(v.Name) == "" {
			return &incident.PartError{Member: "name", Message: "it has no name", Allowed: []string{"a text"}}
		}
	case *incident.Source:
		return checkSource(v)
	}
	return nil
}

func checkSource(s *incident.Source) error {
	switch {
	case s.URL != "" && !incident.WebURL(s.URL):
		return &incident.PartError{Member: "url", Allowed: []string{"http://…", "https://…"},
			Message: fmt.Sprintf("its url %.100q is no address that begins with http:// or https://", s.URL)}
	case s.Key == "":
		return &incident.PartError{Member: "key", Allowed: []string{"a text that claims and statements name"},
			Message: "it has no key"}
	case s.Title == "" && s.URL == "":
		return &incident.PartError{Member: "title", Allowed: []string{"a title, or a url beside it"},
			Message: "it has no title and no url"}
	}
	return nil
}
