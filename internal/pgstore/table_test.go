package pgstore

import (
	"fmt"
	"strings"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
	"incidentmap/internal/store/storetest"
)

// IDs and names that are longer than PostgreSQL's have tables and columns of their own, and
// of more columns than a table can have, those that fit are published.
func TestNamesAndColumnsBeyondBounds(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	long := strings.Repeat("é", 60)
	for _, id := range []string{long + "a", long + "b"} {
		put(t, l, &incident.Dataset{ID: id, Title: id, Visibility: incident.Public})
		apply(t, l, id, dated("a", id))
	}
	// Others are called as indexes of one usually are.
	for _, id := range []string{"cases", "cases_pkey", "cases_span", "cases_geom_span"} {
		put(t, l, &incident.Dataset{ID: id, Title: id, Visibility: incident.Public})
	}
	wants(t, url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'incidentmap'", "6")
	d := &incident.Dataset{ID: "wide", Visibility: incident.Public, Columns: []incident.Column{
		{Name: strings.Repeat("x", 63), Type: incident.ColumnString},
		{Name: strings.Repeat("x", 64), Type: incident.ColumnString},
		{Name: strings.Repeat("x", 65), Type: incident.ColumnString}}}
	for i := range 1_500 { // a hundred are alike where PostgreSQL cuts them
		name := fmt.Sprint("c", i)
		if i < 100 {
			name = strings.Repeat("y", 63) + name
		}
		d.Columns = append(d.Columns, incident.Column{Name: name, Type: incident.ColumnString})
	}
	put(t, l, d)
	wide := incident.Incident{ID: "w", Date: edtf.MustParse("2020"), Extra: make([]any, len(d.Columns))}
	for i := range wide.Extra {
		wide.Extra[i] = fmt.Sprintf("a text, the %04d.", i)
	}
	apply(t, l, "wide", putOf(wide))
	wants(t, url, "SELECT count(*) FROM information_schema.columns WHERE table_name = 'wide'",
		fmt.Sprint(len(keyColumns)+len(incident.Properties)+maxOwn))
	for i, err := range l.Current(t.Context(), "wide") {
		if last := len(d.Columns) - 1; err != nil || i.Extra[last] != wide.Extra[last] { // the log has all
			t.Errorf("%v, %v", i.Extra[last], err)
		}
	}
	var b strings.Builder
	for i := range 2_000 { // nothing that could be packed
		fmt.Fprintf(&b, "%x", i*i*7919)
	}
	endless := dated(b.String(), "An ID without an end")
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "wide", Changes: []store.Edit{endless}})
	if storetest.CodeOf(err) != incident.Invalid || !strings.Contains(err.Error(), "longer than the database") {
		t.Errorf("%v", err)
	}
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
}
