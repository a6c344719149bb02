package sqlitestore

import (
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// maxPlaces bounds how many places of one damage are told: the pages that it names lead to
// others.
const maxPlaces = 8

// integrity asks SQLite whether the file is whole. It returns where it is not, in sentences.
func integrity(conn *sqlite.Conn) ([]string, error) {
	places, err := places(conn)
	if err != nil && (len(places) == 0 || !isCorrupt(err)) {
		return nil, err
	}
	if more := len(places) - maxPlaces; more > 0 {
		places = append(places[:maxPlaces], fmt.Sprintf("and %d places more", more))
	}
	if len(places) == 0 {
		return nil, nil
	}
	return []string{"the file is damaged (keep it, and make a new database of a backup with restore-backup): " +
		strings.Join(places, ", ")}, nil
}

// places are where SQLite finds something amiss. It may give up on the way: what it found
// until then comes with the error.
func places(conn *sqlite.Conn) (out []string, err error) {
	take := func(s *sqlite.Stmt) error {
		for line := range strings.Lines(s.ColumnText(0)) {
			line = strings.TrimSpace(line)
			if line != "ok" && line != "" && !strings.HasPrefix(line, "***") && line != notWhole {
				out = append(out, line)
			}
		}
		return nil
	}
	err = sqlitex.ExecuteTransient(conn, "PRAGMA integrity_check", &sqlitex.ExecOptions{ResultFunc: take})
	return out, err
}

// notWhole is SQLite's message of ResultCorrupt.
const notWhole = "database disk image is malformed"

func isCorrupt(err error) bool { return sqlite.ErrCode(err).ToPrimary() == sqlite.ResultCorrupt }
