package sqlitestore

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// applicationID marks the file as ours ("IMAP").
const applicationID = 0x494D4150

// migrations lead from one version of the schema to the next: the first makes it. They
// are never changed once they were released.
var migrations = []string{`
CREATE TABLE dataset (
	id      TEXT PRIMARY KEY,
	version INTEGER NOT NULL,        -- of the content, without gaps
	about   TEXT NOT NULL            -- title, licence, columns, vocabularies, as JSON
) STRICT;
CREATE TABLE revision (
	seq     INTEGER PRIMARY KEY,     -- in the order of writing
	dataset TEXT NOT NULL,
	id      TEXT NOT NULL,
	number  INTEGER NOT NULL,        -- of the incident, from 1
	version INTEGER NOT NULL,        -- of the dataset
	at      TEXT NOT NULL,           -- RFC 3339, UTC
	author  TEXT NOT NULL,
	reason  TEXT NOT NULL,
	batch   TEXT NOT NULL,
	op      TEXT NOT NULL,
	target  INTEGER NOT NULL,        -- the revision that is redacted or restored, else 0
	blanked INTEGER NOT NULL,        -- 1 when its content was redacted later
	content TEXT                     -- the whole incident as JSON; NULL for none
) STRICT;
CREATE UNIQUE INDEX revision_of ON revision (dataset, id, number);
CREATE INDEX revision_at ON revision (dataset, version);
CREATE INDEX revision_in ON revision (dataset, batch) WHERE batch <> '';
CREATE TABLE incident (             -- where each one's newest revision is
	dataset TEXT NOT NULL,
	id      TEXT NOT NULL,
	number  INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	PRIMARY KEY (dataset, id)
) STRICT, WITHOUT ROWID;
`, `
CREATE TABLE log (
	identity TEXT NOT NULL           -- random, and another one in each backup
) STRICT;
INSERT INTO log VALUES (` + newIdentity + `);
ALTER TABLE dataset ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0; -- 1: only the version is left
ALTER TABLE dataset ADD COLUMN base INTEGER NOT NULL DEFAULT 0;    -- the version before its first change
CREATE TABLE token (                -- what tokens give; they themselves are not kept
	id      TEXT PRIMARY KEY,
	hash    BLOB NOT NULL UNIQUE,    -- SHA-256
	name    TEXT NOT NULL,
	role    TEXT NOT NULL,
	dataset TEXT NOT NULL,           -- '' for all
	created TEXT NOT NULL,           -- RFC 3339, UTC, as the next three; '' for none
	expires TEXT NOT NULL,
	used    TEXT NOT NULL,
	revoked TEXT NOT NULL
) STRICT;
CREATE TABLE audit (
	seq     INTEGER PRIMARY KEY,
	at      TEXT NOT NULL,
	name    TEXT NOT NULL,
	token   TEXT NOT NULL,
	address TEXT NOT NULL,
	action  TEXT NOT NULL,
	dataset TEXT NOT NULL,
	version INTEGER NOT NULL,
	detail  TEXT NOT NULL
) STRICT;
CREATE TABLE answered (             -- change sets that may be sent again
	key     TEXT PRIMARY KEY,
	body    TEXT NOT NULL,           -- hash of what was asked
	at      TEXT NOT NULL,
	dataset TEXT NOT NULL,
	version INTEGER NOT NULL,
	seqs    TEXT NOT NULL            -- of its revisions, as JSON
) STRICT;
CREATE INDEX answered_at ON answered (at);
`, `
ALTER TABLE answered ADD COLUMN answer TEXT NOT NULL DEFAULT ''; -- what the sender was told
`}

// newIdentity is SQL for 128 random bits.
const newIdentity = "lower(hex(randomblob(16)))"

// migrate brings the schema to the version of this program. A file of a later one is
// refused, and so is one that is not ours.
func migrate(conn *sqlite.Conn) error {
	version, err := pragmaInt(conn, "user_version")
	if err != nil {
		return err
	}
	id, err := pragmaInt(conn, "application_id")
	if err != nil {
		return err
	}
	tables, err := queryInt(conn, "SELECT count(*) FROM sqlite_schema")
	switch {
	case err != nil:
		return err
	case tables > 0 && id != applicationID:
		return fmt.Errorf("it is an SQLite file of another program; name a new file, or one that incidentmap has made")
	case version > len(migrations):
		return fmt.Errorf("it has version %d of the schema, and this program knows no later one than %d; "+
			"use the incidentmap that wrote it, or a later one", version, len(migrations))
	}
	for v := version; v < len(migrations); v++ {
		script := fmt.Sprintf("%s\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;", migrations[v],
			applicationID, v+1)
		if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
			return fmt.Errorf("its schema could not be brought from version %d to %d: %w", v, v+1, err)
		}
	}
	return nil
}

func pragmaInt(conn *sqlite.Conn, name string) (int, error) {
	return queryInt(conn, "PRAGMA "+name)
}

func queryInt(conn *sqlite.Conn, query string) (n int, err error) {
	err = sqlitex.Execute(conn, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		n = s.ColumnInt(0)
		return nil
	}})
	return n, err
}
