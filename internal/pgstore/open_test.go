package pgstore

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/pgstore/pgtest"
)

// refused opens an address that must be refused, and returns the error, which never has the
// password.
func refused(t *testing.T, url string, makeIt bool) string {
	t.Helper()
	l, err := Open(t.Context(), url, makeIt, quiet)
	if err == nil {
		_ = l.Close()
		t.Fatalf("%s was opened", url)
	}
	for _, secret := range []string{pgtest.Password, "wrong-secret"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("a password is told: %v", err)
		}
	}
	return err.Error()
}

// databaseIn is the name of the database in an address.
func databaseIn(url string) string {
	name := url[strings.LastIndex(url, "/")+1:]
	name, _, _ = strings.Cut(name, "?")
	return name
}

// Each thing that can be wrong with a database is told with what to do.
func TestRefusals(t *testing.T) {
	good := server.Database(t)
	free, err := pgtest.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	for want, url := range map[string]string{
		"the user or the password is wrong":                       strings.Replace(good, pgtest.Password, "wrong-secret", 1),
		"there is no such database":                               strings.Replace(good, databaseIn(good), "nowhere", 1),
		"does not answer":                                         strings.Replace(good, fmt.Sprint(server.Port), fmt.Sprint(free), 1),
		"the address of the database cannot be read; postgres://": "postgres://me:wrong-secret@host:port/%zz",
		"cannot be read, because of sslmode":                      strings.Replace(good, "sslmode=disable", "sslmode=maybe", 1),
		"because of a file that it names":                         good + "&sslmode=verify-full&sslrootcert=/no/such.crt",
		"it has no log of incidentmap":                            good,
		"this user may not make it; a superuser runs in it, once: CREATE EXTENSION postgis": server.URL(server.Bare(t)),
	} {
		if said := refused(t, url, strings.Contains(want, "superuser")); !strings.Contains(said, want) {
			t.Errorf("%s; want %q", said, want)
		}
	}
	for _, url := range []string{"postgres://me:part/wrong-secret@host/db", "postgres://me:%zzwrong-secret@host/db",
		"postgres://me:wrong-secret:5@host/db", "postgres://me:wrong-secret"} {
		if said := refused(t, url, true); strings.Contains(said, "part") || strings.Contains(said, "zz") {
			t.Errorf("a part of the password is told: %s", said)
		}
	}
	if _, err := open(t, good).Datasets(t.Context()); err != nil {
		t.Errorf("%v", err)
	}
}

// A database of a later program is refused, and one of an earlier is brought up to date.
func TestSchemas(t *testing.T) {
	url := server.Database(t)
	name := databaseIn(url)
	put(t, open(t, url), &incident.Dataset{ID: "d", Title: "D"})
	later := "INSERT INTO incidentmap_log.schema_version (version_id, is_applied) VALUES (99, true)"
	if err := server.Exec(name, later); err != nil {
		t.Fatal(err)
	}
	if said := refused(t, url, true); !strings.Contains(said, "it has version 99 of the schema, and this program knows no later") {
		t.Errorf("%s", said)
	}
	// One that was made by no migration yet, by a program that was killed after its first step.
	early := server.Database(t)
	if err := server.Exec(databaseIn(early), "CREATE SCHEMA incidentmap_log AUTHORIZATION "+pgtest.Owner); err != nil {
		t.Fatal(err)
	}
	put(t, open(t, early), &incident.Dataset{ID: "d", Title: "D"})
}

// Many programs that start at once on an empty database make its schema once.
func TestMadeAtOnce(t *testing.T) {
	url := server.Database(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			l, err := Open(context.Background(), url, true, quiet)
			if err != nil {
				t.Error(err)
				return
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// A migration that fails leaves nothing half there, and is made by the next start.
func TestMigrationFails(t *testing.T) {
	url := server.Database(t)
	name := databaseIn(url)
	if err := server.Exec(name, "CREATE SCHEMA incidentmap_log AUTHORIZATION "+pgtest.Owner,
		"CREATE TABLE incidentmap_log.answered (x int)"); err != nil {
		t.Fatal(err)
	}
	if said := refused(t, url, true); !strings.Contains(said, "could not be brought up to date") {
		t.Errorf("%s", said)
	}
	if err := server.Exec(name, "DROP TABLE incidentmap_log.answered"); err != nil {
		t.Fatal(err)
	}
	put(t, open(t, url), &incident.Dataset{ID: "d", Title: "D"})
}

// Nobody but the owner reads the log.
func TestNoGrants(t *testing.T) {
	url := server.Database(t)
	open(t, url)
	name := databaseIn(url)
	if err := server.Exec(name, "CREATE ROLE stranger LOGIN"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"incidentmap_log.revision", "incidentmap_log.token", "incidentmap_log.dataset"} {
		err := server.Exec(name, "SET ROLE stranger", "SELECT * FROM "+table)
		if err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", table, err)
		}
	}
}

func put(t testing.TB, l *Log, d *incident.Dataset) {
	t.Helper()
	if err := l.PutDataset(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}
