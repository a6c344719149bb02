package pgstore

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
)

// What others have in the schema of the published tables stays, and is told.
func TestTablesOfOthers(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	name := databaseIn(url)
	if err := server.Exec(name, "CREATE TABLE incidentmap.cases (precious text)",
		"INSERT INTO incidentmap.cases VALUES ('years of work')"); err != nil {
		t.Fatal(err)
	}
	d := &incident.Dataset{ID: "cases", Visibility: incident.Public}
	err := l.PutDataset(t.Context(), d)
	if err == nil || !strings.Contains(err.Error(), "rename it or take it away") {
		t.Errorf("%v", err)
	}
	private := *d
	private.Visibility = incident.Private
	put(t, l, &private)
	if err := l.DropDataset(t.Context(), "cases"); err != nil {
		t.Fatal(err)
	}
	wants(t, url, "SELECT count(*) FROM pg_tables WHERE tablename = 'cases'", "1")
}

// Columns that every table of PostgreSQL has do not stand in the way of a dataset's own.
func TestSystemColumns(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	d := &incident.Dataset{ID: "d", Visibility: incident.Public}
	for _, name := range systemColumns {
		d.Columns = append(d.Columns, incident.Column{Name: name, Type: incident.ColumnString})
	}
	put(t, l, d)
	wants(t, url, "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'incidentmap' "+
		"AND column_name IN ('ctid_', 'xmin_', 'tableoid_')", "3")
}

// A reader whose transaction is open holds nobody up for long.
func TestReaderOfTable(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	d := &incident.Dataset{ID: "d", Visibility: incident.Public}
	put(t, l, d)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context()) //nolint:errcheck // the test ends
	if _, err := conn.Exec(t.Context(), "BEGIN; SELECT count(*) FROM incidentmap.d"); err != nil {
		t.Fatal(err)
	}
	private := *d
	private.Visibility = incident.Private
	unavailableWith(t, l.PutDataset(t.Context(), &private), "or reading its table")
	if _, err := conn.Exec(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	put(t, l, &private)
}

// An address that cannot be read is not repeated: it may have a password at any place.
func TestAddressesAreNotTold(t *testing.T) {
	for _, url := range []string{"postgres://u:zz@SECRET@127.0.0.1/d", "postgres:/u:SECRET@h/d",
		"host=h password=SECRET", "postgresql:u:SECRET"} {
		if !IsAddress(url) {
			t.Errorf("%s is taken for a file", url)
		}
		if _, err := Open(t.Context(), url, false, quiet); err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%v", err)
		}
	}
}

// IDs that PostgreSQL takes for no text are those of no incident.
func TestImpossibleIDs(t *testing.T) {
	l := open(t, server.Database(t))
	put(t, l, &incident.Dataset{ID: "d", Visibility: incident.Public})
	for _, id := range []string{"a\x00b", "a\xffb"} {
		var told *incident.Error
		if _, err := l.Revisions(t.Context(), "d", id); !errors.As(err, &told) || told.Code != incident.NotFound {
			t.Errorf("%v", err)
		}
	}
}
