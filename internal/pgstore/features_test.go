package pgstore

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// asked is the answer to a question, or to the last of several, its cells with "|" between them.
func asked(t *testing.T, url, query string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // it was answered
	results, err := conn.PgConn().Exec(t.Context(), query).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for _, row := range results[len(results)-1].Rows {
		out = append(out, string(bytes.Join(row, []byte("|"))))
	}
	return strings.Join(out, "\n")
}

func wants(t *testing.T, url, query, want string) {
	t.Helper()
	if got := asked(t, url, query); got != want {
		t.Errorf("%s: %s; want %s", query, got, want)
	}
}

func apply(t *testing.T, l *Log, dataset string, edits ...store.Edit) {
	t.Helper()
	if _, err := l.Apply(t.Context(), store.ChangeSet{Dataset: dataset, Author: "me", Changes: edits}); err != nil {
		t.Fatal(err)
	}
}

func putOf(i incident.Incident) store.Edit { return store.Edit{Op: store.OpPut, Incident: &i} }

// A public dataset is a table that SQL reads, with what is published and in its types.
func TestFeatures(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	d := &incident.Dataset{ID: "cases \"x\"; --", Title: "It's \\ 100 %I", Visibility: incident.Public, Licence: "CC0",
		Columns: []incident.Column{{Name: "id", Type: incident.ColumnInteger}, {Name: "weapon\"; DROP", Type: incident.ColumnString},
			{Name: "title", Type: incident.ColumnBoolean}, {Name: "seen", Type: incident.ColumnDate},
			{Name: "share", Type: incident.ColumnNumber}}}
	put(t, l, d)
	apply(t, l, d.ID, putOf(incident.Incident{ID: "a", Title: "A \x00 shot", Kind: "attack",
		Date:   edtf.MustParse("2020-05"),
		Place:  incident.Place{Points: orb.MultiPoint{{70.5, 34.25}, {-10, 0}}, Country: "AF", RadiusM: 12.7},
		Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.AtLeast(3)}},
		Extra:  []any{int64(7), "rifle", true, "2020-05-30", 0.5}}),
		putOf(incident.Incident{ID: "b", Date: edtf.MustParse("2021-02-03/..")}))
	const table = `incidentmap."cases ""x""; --"`
	wants(t, url, "SELECT id, ST_AsEWKT(geom), span, title, country, place_radius_m, fatalities_low, fatalities_high IS NULL, "+
		`start, "end", id_, "weapon""; DROP", title_, seen, share, revision, dataset = '`+d.ID+"' FROM "+table+" ORDER BY id",
		"a|SRID=4326;MULTIPOINT(70.5 34.25,-10 0)|[2020-05-01,2020-06-01)|A \uFFFD shot|AF|13|3|t|2020-05-01|2020-05-31|7|"+
			"rifle|t|2020-05-30|0.5|1|t\nb||[2021-02-03,)|||||t|2021-02-03|||||||1|t")
	wants(t, url, "SELECT count(*) FROM "+table+" WHERE geom && ST_MakeEnvelope(70, 34, 71, 35, 4326) "+
		"AND span && daterange('2020-05-31', '2020-07-01')", "1")
	wants(t, url, "SELECT obj_description('"+table+"'::regclass)", `It's \ 100 %I; licence: CC0`)
	wants(t, url, "SELECT count(*) FROM pg_attribute a WHERE attrelid = '"+table+"'::regclass AND attnum > 0 "+
		"AND col_description(attrelid, attnum) IS NULL AND NOT attisdropped", "0")
	wants(t, url, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'incidentmap' AND indexdef LIKE '%gist%'", "2")
	wants(t, url, "SELECT type, srid FROM geometry_columns WHERE f_table_schema = 'incidentmap'", "MULTIPOINT|4326")

	apply(t, l, d.ID, store.Edit{Op: store.OpDelete, ID: "b"}, putOf(incident.Incident{ID: "a", Title: "Corrected",
		Date: edtf.MustParse("2020-05")}))
	wants(t, url, "SELECT id, title, revision, geom IS NULL FROM "+table, "a|Corrected|2|t")
	apply(t, l, d.ID, store.Edit{Op: store.OpRedact, ID: "a", Revision: 1}, store.Edit{Op: store.OpRestore, ID: "b",
		Revision: 1})
	wants(t, url, "SELECT id, title, revision FROM "+table+" ORDER BY id", "a|Corrected|3\nb||3")
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
}

// A dataset that becomes private has no table any more, nor what others made of it; one
// that becomes public has all incidents.
func TestVisibility(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	d := incident.Dataset{ID: "d", Title: "D", Visibility: incident.Private}
	put(t, l, &d)
	apply(t, l, "d", putOf(incident.Incident{ID: "a", Title: "Secret", Date: edtf.MustParse("2020")}))
	const tables = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'incidentmap'"
	wants(t, url, tables, "0")
	many := make([]store.Edit, 1_200)
	for i := range many {
		many[i] = putOf(incident.Incident{ID: fmt.Sprint(i), Date: edtf.MustParse("2020")})
	}
	apply(t, l, "d", many...)
	d.Visibility = incident.Public
	put(t, l, &d)
	wants(t, url, "SELECT count(*), count(title) FROM incidentmap.d", "1201|1")
	asked(t, url, "CREATE VIEW public.seen AS SELECT title FROM incidentmap.d")
	d.Visibility = incident.Private
	put(t, l, &d)
	wants(t, url, tables, "0")
	wants(t, url, "SELECT to_regclass('public.seen') IS NULL", "t")
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
	d.Visibility = incident.Public
	put(t, l, &d)
	if err := l.DropDataset(t.Context(), "d"); err != nil {
		t.Fatal(err)
	}
	wants(t, url, tables, "0")
}

// A table that somebody has taken away comes back with the next change, with all that the
// dataset has; one that was altered is told.
func TestTableIsRestored(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Public})
	one := func(id string) store.Edit { return putOf(incident.Incident{ID: id, Date: edtf.MustParse("2020")}) }
	apply(t, l, "d", one("a"), one("b"))
	asked(t, url, "DROP TABLE incidentmap.d")
	problems, err := l.Check(t.Context())
	if err != nil || len(problems) != 1 || !strings.Contains(problems[0], "incidentmap.d is gone; the next change makes it") {
		t.Errorf("%q, %v", problems, err)
	}
	apply(t, l, "d", one("c"))
	const shown = "SELECT string_agg(id, ',' ORDER BY id) FROM incidentmap.d"
	wants(t, url, shown, "a,b,c")
	asked(t, url, "DROP TABLE incidentmap.d")
	_, err = l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Stream: func(yield func(store.Edit, error) bool) {
		yield(one("e"), nil)
	}})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, url, shown, "a,b,c,e")
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%q, %v", problems, err)
	}
	asked(t, url, "ALTER TABLE incidentmap.d DROP COLUMN title")
	_, err = l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{one("f")}})
	if err == nil || !strings.Contains(err.Error(), "drop that table: it is made anew") {
		t.Errorf("%v", err)
	}
}

// Check sees a table that somebody else has changed, and a log that is damaged.
func TestCheckSees(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Public})
	apply(t, l, "d", putOf(incident.Incident{ID: "a", Date: edtf.MustParse("2020")}),
		putOf(incident.Incident{ID: "b", Date: edtf.MustParse("2020")}))
	for harm, want := range map[string]string{
		"DELETE FROM incidentmap.d WHERE id = 'a'":                                 "the table of published incidents does not have d/a",
		"UPDATE incidentmap_log.incident SET number = 2 WHERE id = 'b'":            "the incident d/b has a newest revision",
		"UPDATE incidentmap_log.dataset SET version = 9":                           "the dataset d has another version",
		"UPDATE incidentmap_log.revision SET content = 'no JSON' WHERE number = 1": "the revision d/a 1: ",
	} {
		asked(t, url, harm)
		problems, err := l.Check(t.Context())
		if err != nil || !strings.Contains(strings.Join(problems, "\n"), want) {
			t.Errorf("%s: %q, %v; want %s", harm, problems, err, want)
		}
	}
}

// What somebody else's view hinders is told, and nothing is half done.
func TestViewHinders(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	d := incident.Dataset{ID: "d", Visibility: incident.Public, Columns: []incident.Column{{Name: "n",
		Type: incident.ColumnInteger}}}
	put(t, l, &d)
	asked(t, url, "CREATE VIEW public.hinders AS SELECT n FROM incidentmap.d")
	d.Columns = []incident.Column{{Name: "n", Type: incident.ColumnString}}
	err := l.PutDataset(t.Context(), &d)
	if err == nil || !strings.Contains(err.Error(), "used by a view or rule") {
		t.Errorf("%v", err)
	}
	all, err := l.Datasets(t.Context())
	if err != nil || all[0].Columns[0].Type != incident.ColumnInteger {
		t.Errorf("%+v, %v", all, err)
	}
}
