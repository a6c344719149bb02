package pgstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
)

// consistency are questions that nothing must be the answer of: each finds what is amiss
// between the log and what is derived of it.
var consistency = []struct{ problem, query string }{
	{"the incident %s has a newest revision that is not the log's",
		`SELECT i.dataset || '/' || i.id FROM incidentmap_log.incident i
			LEFT JOIN (SELECT dataset, id, max(number) AS number FROM incidentmap_log.revision GROUP BY dataset, id) r
				ON r.dataset = i.dataset AND r.id = i.id
			LEFT JOIN incidentmap_log.revision n ON n.seq = i.seq
			WHERE (r.number, n.number, n.id, n.dataset) IS DISTINCT FROM (i.number, i.number, i.id, i.dataset)`},
	{"the incident %s is in the log alone",
		`SELECT DISTINCT r.dataset || '/' || r.id FROM incidentmap_log.revision r
			LEFT JOIN incidentmap_log.incident i ON i.dataset = r.dataset AND i.id = r.id WHERE i.id IS NULL`},
	{"the incident %s lacks a revision",
		`SELECT dataset || '/' || id FROM incidentmap_log.revision GROUP BY dataset, id
			HAVING min(number) <> 1 OR max(number) <> count(*)`},
	{"the dataset %s has another version than its log",
		`SELECT d.id FROM incidentmap_log.dataset d LEFT JOIN (SELECT dataset, max(version) AS version, min(version) AS first,
			count(DISTINCT version) AS n FROM incidentmap_log.revision GROUP BY dataset) r ON r.dataset = d.id
			WHERE coalesce(r.version, d.base) <> d.version
			OR (r.n IS NOT NULL AND (r.first <> d.base + 1 OR r.n <> d.version - d.base))`},
	{"revisions are of a dataset that is not there: %s",
		`SELECT DISTINCT r.dataset FROM incidentmap_log.revision r
			LEFT JOIN incidentmap_log.dataset d ON d.id = r.dataset WHERE d.id IS NULL`},
}

// maxProblems bounds what Check tells.
const maxProblems = 100

// Check looks whether what is derived of the log agrees with it, as it is at one moment. It
// returns what is amiss, in sentences. Pages of the database are for pg_amcheck.
func (l *Log) Check(ctx context.Context) (problems []string, err error) {
	err = l.again(ctx, func() error {
		problems = nil
		s, err := l.snapshot(ctx)
		if err != nil {
			return err
		}
		defer s.Release()
		for _, c := range consistency {
			more, err := s.ask(ctx, c.problem, c.query)
			if problems = append(problems, more...); err != nil {
				return err
			}
		}
		for _, check := range []func(context.Context) ([]string, error){s.contents, s.published} {
			more, err := check(ctx)
			if problems = append(problems, more...); err != nil {
				return err
			}
		}
		return nil
	})
	return problems[:min(len(problems), maxProblems)], err
}

// ask tells each answer of a question as a problem.
func (s *Snapshot) ask(ctx context.Context, problem, query string) (problems []string, err error) {
	rows, err := s.tx.Query(ctx, query+fmt.Sprintf(" LIMIT %d", maxProblems))
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var what string
		err := rows.Scan(&what)
		problems = append(problems, fmt.Sprintf(problem, what))
		return err
	})
	return problems, err
}

// contents tells which contents cannot be read.
func (s *Snapshot) contents(ctx context.Context) (problems []string, err error) {
	rows, err := s.tx.Query(ctx, "SELECT content, dataset || '/' || id || ' ' || number FROM incidentmap_log.revision "+
		"WHERE content IS NOT NULL")
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var content, what string
		if err := rows.Scan(&content, &what); err != nil {
			return err
		}
		if _, err := whole.Unmarshal([]byte(content), "", nil); err != nil && len(problems) < maxProblems {
			problems = append(problems, fmt.Sprintf("the revision %s: %v", what, err))
		}
		return nil
	})
	return problems, err
}

// oddTable tells of a table that is there, or is not, and should not be so.
func oddTable(d *incident.Dataset, there bool) string {
	table := published + "." + tableOf(d.ID)
	if there {
		return fmt.Sprintf("the dataset %s is private, and there is a table %s, which was not made for it", d.ID, table)
	}
	return fmt.Sprintf("the dataset %s is public, and its table %s is gone; the next change makes it anew", d.ID, table)
}

// published tells which tables of published incidents are not what the log has.
func (s *Snapshot) published(ctx context.Context) (problems []string, err error) {
	all, err := datasets(ctx, s.tx)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		table := pgx.Identifier{published, tableOf(d.ID)}.Sanitize()
		var there bool
		if err := s.tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", table).Scan(&there); err != nil {
			return problems, err
		}
		if there == (d.Visibility == incident.Private) {
			problems = append(problems, oddTable(d, there))
		}
		if !there || d.Visibility == incident.Private {
			continue
		}
		rows, err := s.tx.Query(ctx, "SELECT coalesce(f.id, i.id) FROM "+table+" f FULL JOIN (SELECT i.id, i.number "+
			"FROM incidentmap_log.incident i JOIN incidentmap_log.revision r ON r.seq = i.seq "+
			"WHERE i.dataset = $1 AND r.content IS NOT NULL) i ON i.id = f.id WHERE f.revision IS DISTINCT FROM i.number "+
			"LIMIT $2", d.ID, maxProblems)
		if err != nil {
			return problems, err
		}
		err = each(rows, func() error {
			var id string
			err := rows.Scan(&id)
			problems = append(problems, fmt.Sprintf("the table of published incidents does not have %s/%s as the log has it; "+
				"drop that table, and the next change makes it anew", d.ID, id))
			return err
		})
		if err != nil {
			return problems, err
		}
	}
	return problems, nil
}
