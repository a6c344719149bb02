package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Tokens are given, listed and taken back, beside a server too, and the audit tells it.
func TestTokens(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "incidents.db")
	told(t, exitOK, "import", "--db", db, writeFile(t, filepath.Join(dir, "cases.csv"),
		"id,title,date,lat,lon\na,Shots,2020-01-01,34,69\n"))
	first := told(t, exitOK, "token", "create", "--db", db, "--role", "editor", "--name", "Ann", "--expires", "90d")
	token := regexp.MustCompile(`^imt_\w{36}\n`).FindString(first)
	if token == "" || strings.Count(first, strings.TrimSpace(token)) != 1 {
		t.Fatalf("%s", first)
	}
	var out, errOut bytes.Buffer
	args := []string{"token", "create", "--db", db, "--role", "reader", "--name", "A script"}
	if code := run(t.Context(), args, &out, &errOut); code != exitOK || !regexp.MustCompile(`^imt_\w{36}\n$`).MatchString(out.String()) ||
		!strings.Contains(errOut.String(), "keep it where passwords are kept") {
		t.Errorf("%d %q %q", code, &out, &errOut)
	}
	_, _, stop := serving(t, "--db", db)
	second := told(t, exitOK, "token", "create", "--db", db, "--role", "reader", "--name", "Bob", "--dataset", "cases")
	id := regexp.MustCompile(`The token (\w+) of Bob \(reader of cases\)`).FindStringSubmatch(second)
	if id == nil {
		t.Fatalf("%s", second)
	}
	told(t, exitOK, "token", "revoke", "--db", db, id[1])
	list := told(t, exitOK, "token", "list", "--db", db)
	if !strings.Contains(list, "reader of cases, revoked") || !strings.Contains(list,
		"editor of all datasets, until") ||
		strings.Contains(list, "imt_") {
		t.Errorf("%s", list)
	}
	if audit := told(t, exitOK, "audit", "--db", db); !strings.Contains(audit, "revoked "+id[1]) ||
		!strings.Contains(audit, "change cases to version 1: put 1: a") {
		t.Errorf("%s", audit)
	}
	stop()
	for want, args := range map[string][]string{
		"it needs create, list or revoke":                          {"token"},
		"needs --role and --name":                                  {"token", "create", "--db", db, "--role", "editor"},
		`"owner" is no role; reader, editor and admin are allowed`: {"token", "create", "--db", db, "--role", "owner", "--name", "x"},
		`no dataset "none"`:                                        {"token", "create", "--db", db, "--role", "editor", "--name", "x", "--dataset", "none"},
		"for all datasets":                                         {"token", "create", "--db", db, "--role", "admin", "--name", "x", "--dataset", "cases"},
		"90d and 12h are allowed":                                  {"token", "create", "--db", db, "--role", "editor", "--name", "x", "--expires", "soon"},
		"revoke needs the ID":                                      {"token", "revoke", "--db", db},
		"--limit is 1 or more":                                     {"audit", "--db", db, "--limit", "0"},
	} {
		if said := told(t, exitUsage, args...); !strings.Contains(said, want) {
			t.Errorf("%q: %s; want %s", args, said, want)
		}
	}
	told(t, exitFailed, "token", "revoke", "--db", db, "nobody")
}

// What was is blanked, with and without a server; an image that had it goes.
func TestRedact(t *testing.T) {
	dir := t.TempDir()
	db, table := filepath.Join(dir, "incidents.db"), filepath.Join(dir, "cases.csv")
	for _, title := range []string{"With a name", "Still a name", "Without"} {
		told(t, exitOK, "import", "--db", db, writeFile(t, table,
			"id,title,date,lat,lon\na,"+title+",2020-01-01,34,69\n"))
	}
	told(t, exitOK, "redact", "--db", db, "--reason", "asked for", "a", "1")
	_, _, stop := serving(t, "--db", db)
	told(t, exitOK, "redact", "--db", db, "a", "2")
	told(t, exitFailed, "redact", "--db", db, "a", "3")
	history := told(t, exitOK, "history", "--db", db, "a")
	if strings.Contains(history, "a name") || strings.Count(history, "redacted") < 2 || !strings.Contains(history, "asked for") {
		t.Errorf("%s", history)
	}
	stop()
	told(t, exitOK, "fsck", "--db", db)
	for want, args := range map[string][]string{"needs the ID": {"redact", "--db", db, "a"},
		`"one" is no revision`: {"redact", "--db", db, "a", "one"}} {
		if said := told(t, exitUsage, args...); !strings.Contains(said, want) {
			t.Errorf("%q: %s", args, said)
		}
	}
}

func TestExpiry(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"90d": "2026-04-01", "12h": "2026-01-01", "999999999d": "2126-03-18"} {
		if got, err := expiry(text, now); err != nil || got.Format("2006-01-02") != want {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"0d", "-1h", "d", "1y", "later"} {
		if got, err := expiry(text, now); err == nil {
			t.Errorf("%s: %s", text, got)
		}
	}
}
