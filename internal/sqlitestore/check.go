package sqlitestore

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/encode/whole"
)

// consistency are questions that nothing must be the answer of: each finds what is amiss
// between the log and what is derived of it.
var consistency = []struct{ problem, query string }{
	{"the incident %s has a newest revision that is not the log's",
		`SELECT i.dataset || '/' || i.id FROM incident i LEFT JOIN (SELECT dataset, id, max(number) AS number FROM revision
			GROUP BY dataset, id) r ON r.dataset = i.dataset AND r.id = i.id
			LEFT JOIN revision n ON n.seq = i.seq
			WHERE r.number IS NOT i.number OR n.number IS NOT i.number OR n.id IS NOT i.id OR n.dataset IS NOT i.dataset`},
	{"the incident %s is in the log alone",
		`SELECT DISTINCT r.dataset || '/' || r.id FROM revision r LEFT JOIN incident i ON i.dataset = r.dataset AND i.id = r.id
			WHERE i.id IS NULL`},
	{"the incident %s lacks a revision",
		`SELECT dataset || '/' || id FROM revision GROUP BY dataset, id HAVING min(number) <> 1 OR max(number) <> count(*)`},
	{"the dataset %s has another version than its log",
		`SELECT d.id FROM dataset d LEFT JOIN (SELECT dataset, max(version) AS version, min(version) AS first,
			count(DISTINCT version) AS n FROM revision GROUP BY dataset) r ON r.dataset = d.id
			WHERE coalesce(r.version, d.base) <> d.version
			OR (r.n IS NOT NULL AND (r.first <> d.base + 1 OR r.n <> d.version - d.base))`},
	{"revisions are of a dataset that is not there: %s",
		`SELECT DISTINCT r.dataset FROM revision r LEFT JOIN dataset d ON d.id = r.dataset WHERE d.id IS NULL`},
}

// maxProblems bounds what Check tells.
const maxProblems = 100

// Check looks whether the file is whole and what is derived of the log agrees with it. It
// returns what is amiss, in sentences.
func (l *Log) Check(ctx context.Context) ([]string, error) {
	if err := l.hold(); err != nil {
		return nil, err
	}
	defer l.mu.Unlock()
	l.conn.SetInterrupt(ctx.Done())
	defer l.conn.SetInterrupt(nil)
	var problems []string
	tell := func(format string) func(*sqlite.Stmt) error {
		return func(s *sqlite.Stmt) error {
			if len(problems) < maxProblems {
				problems = append(problems, fmt.Sprintf(format, s.ColumnText(0)))
			}
			return nil
		}
	}
	if damage, err := integrity(l.conn); err != nil || len(damage) > 0 {
		return damage, explained(l.path, err)
	}
	for _, c := range consistency {
		ask := &sqlitex.ExecOptions{ResultFunc: tell(c.problem)}
		if err := sqlitex.ExecuteTransient(l.conn, c.query, ask); err != nil {
			return problems, explained(l.path, err)
		}
	}
	err := sqlitex.ExecuteTransient(l.conn, "SELECT content, dataset || '/' || id || ' ' || number FROM revision "+
		"WHERE content IS NOT NULL", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		if _, err := whole.Unmarshal([]byte(s.ColumnText(0)), "", nil); err != nil && len(problems) < maxProblems {
			problems = append(problems, fmt.Sprintf("the revision %s: %v", s.ColumnText(1), err))
		}
		return nil
	}})
	return problems, explained(l.path, err)
}
