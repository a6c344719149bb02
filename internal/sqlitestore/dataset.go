package sqlitestore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/incident"
)

// about is what is kept of a dataset.
type about struct {
	Title       string              `json:"title"`
	Description string              `json:"description,omitempty"`
	Licence     string              `json:"licence,omitempty"`
	Attribution string              `json:"attribution,omitempty"`
	Visibility  incident.Visibility `json:"visibility"`
	Kinds       []incident.Term     `json:"kinds,omitempty"`
	EventTypes  []incident.Term     `json:"event_types,omitempty"`
	Columns     []incident.Column   `json:"columns,omitempty"`
	Groups      []group             `json:"groups,omitempty"`
}

// group is what is kept of a group.
type group struct {
	ID      string            `json:"id"`
	Title   string            `json:"title,omitempty"`
	Claims  []incident.Claim  `json:"claims"`
	Sources []incident.Source `json:"sources,omitempty"`
}

func groupsOf(d *incident.Dataset) []group {
	var out []group
	for _, g := range d.Groups {
		out = append(out, group{g.ID, g.Title, g.Claims, g.Sources})
	}
	return out
}

func insertDataset(conn *sqlite.Conn, d *incident.Dataset) error {
	text, err := aboutText(d)
	if err != nil {
		return err
	}
	return sqlitex.Execute(conn, "INSERT INTO dataset (id, version, about) VALUES (?, 0, ?) "+
		"ON CONFLICT (id) DO UPDATE SET about = excluded.about, dropped = 0",
		&sqlitex.ExecOptions{Args: []any{d.ID, text}})
}

func updateDataset(conn *sqlite.Conn, d *incident.Dataset) error {
	text, err := aboutText(d)
	if err != nil {
		return err
	}
	return sqlitex.Execute(conn, "UPDATE dataset SET about = ? WHERE id = ?",
		&sqlitex.ExecOptions{Args: []any{text, d.ID}})
}

func aboutText(d *incident.Dataset) (string, error) {
	if d.ID == "" || len(d.Views) > 0 || d.ContextOf != "" {
		return "", incident.Errorf(incident.Invalid,
			"the dataset %q cannot be kept: it has no ID, or views or a dataset that it is a layer of", d.ID)
	}
	text, err := json.Marshal(about{d.Title, d.Description, d.Licence, d.Attribution, d.Visibility, d.Kinds,
		d.EventTypes, d.Columns, groupsOf(d)})
	return string(text), err
}

// datasetOf reads a dataset and its version. NotFound: there is none.
func datasetOf(conn *sqlite.Conn, id string) (d *incident.Dataset, version int64, err error) {
	err = sqlitex.Execute(conn, "SELECT about, version FROM dataset WHERE id = ? AND dropped = 0",
		&sqlitex.ExecOptions{Args: []any{id}, ResultFunc: func(s *sqlite.Stmt) (err error) {
			version = s.ColumnInt64(1)
			d, err = parseDataset(id, s.ColumnText(0))
			return err
		}})
	if err == nil && d == nil {
		err = incident.Errorf(incident.NotFound, "there is no dataset %q in the log", id)
	}
	return d, version, err
}

func parseDataset(id, text string) (*incident.Dataset, error) {
	var a about
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, fmt.Errorf("what is kept of the dataset %q cannot be read: %w", id, err)
	}
	d := &incident.Dataset{ID: id, Title: a.Title, Description: a.Description, Licence: a.Licence,
		Attribution: a.Attribution, Visibility: a.Visibility, Kinds: a.Kinds, EventTypes: a.EventTypes,
		Columns: a.Columns}
	for _, g := range a.Groups {
		d.Groups = append(d.Groups, incident.Group{ID: g.ID, Dataset: id, Title: g.Title, Claims: g.Claims,
			Sources: g.Sources})
	}
	return d, nil
}

// Datasets implements store.Log.
func (l *Log) Datasets(ctx context.Context) ([]*incident.Dataset, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.hold(); err != nil {
		return nil, err
	}
	defer l.mu.Unlock()
	var out []*incident.Dataset
	err := sqlitex.Execute(l.conn, "SELECT id, about FROM dataset WHERE dropped = 0", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error {
			d, err := parseDataset(s.ColumnText(0), s.ColumnText(1))
			out = append(out, d)
			return err
		}})
	slices.SortFunc(out, func(a, b *incident.Dataset) int {
		return strings.Compare(a.Title+"\x00"+a.ID, b.Title+"\x00"+b.ID)
	})
	return out, explained(l.path, err)
}

// Version implements store.Log.
func (l *Log) Version(ctx context.Context, dataset string) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := l.hold(); err != nil {
		return 0, err
	}
	defer l.mu.Unlock()
	_, version, err := datasetOf(l.conn, dataset)
	return version, explained(l.path, err)
}

// Identity is random and the log's own: a backup of it has another one.
func (l *Log) Identity(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := l.hold(); err != nil {
		return "", err
	}
	defer l.mu.Unlock()
	identity := ""
	err := sqlitex.Execute(l.conn, "SELECT identity FROM log", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		identity = s.ColumnText(0)
		return nil
	}})
	if err == nil && identity == "" {
		err = errors.New("the database has lost its identity; restore-backup makes a new one of a backup")
	}
	return identity, explained(l.path, err)
}

// reservedColumns are names that GIS formats have for themselves.
var reservedColumns = []string{"fid", "geom"}

// maxColumnName is the longest name of a column, in bytes, as PostgreSQL has it.
const maxColumnName = 63

// merge is the dataset as it was with what is new: columns come and are widened, words
// of vocabularies and groups come, descriptions change.
func merge(before, now *incident.Dataset) (*incident.Dataset, error) {
	out := *now
	out.Columns = slices.Clone(before.Columns)
	for _, c := range now.Columns {
		if err := checkColumn(c); err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out.Columns, func(o incident.Column) bool { return strings.EqualFold(o.Name, c.Name) })
		if i < 0 {
			out.Columns = append(out.Columns, c)
			continue
		}
		c.Name = out.Columns[i].Name
		c.Type = wider(out.Columns[i].Type, c.Type)
		out.Columns[i] = c
	}
	out.Kinds, out.EventTypes = withTerms(before.Kinds, now.Kinds), withTerms(before.EventTypes, now.EventTypes)
	out.Groups = slices.Clone(now.Groups)
	for _, g := range before.Groups {
		if now.Group(g.ID) == nil {
			out.Groups = append(out.Groups, g)
		}
	}
	return &out, nil
}

func checkColumn(c incident.Column) error {
	if c.Name == "" || len(c.Name) > maxColumnName || slices.Contains(reservedColumns, strings.ToLower(c.Name)) {
		return incident.Errorf(incident.Invalid,
			"a column cannot be called %q: names have 1 to %d bytes, and are not fid or geom", c.Name, maxColumnName)
	}
	return nil
}

// wider is the type that values of both types have.
func wider(a, b incident.ColumnType) incident.ColumnType {
	numbers := []incident.ColumnType{incident.ColumnInteger, incident.ColumnNumber}
	switch {
	case a == b:
		return a
	case slices.Contains(numbers, a) && slices.Contains(numbers, b):
		return incident.ColumnNumber
	}
	return incident.ColumnString
}

func withTerms(before, now []incident.Term) []incident.Term {
	out := slices.Clone(now)
	for _, t := range before {
		if !slices.ContainsFunc(out, func(o incident.Term) bool { return o.ID == t.ID }) {
			out = append(out, t)
		}
	}
	return out
}
