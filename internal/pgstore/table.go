package pgstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/incident"
)

// published is the schema of the tables that others read.
const published = "incidentmap"

// PostgreSQL cuts names after maxName bytes, and a row must fit into a page of 8 kB, where a
// text takes up to 18 bytes, however short or long it is: of a dataset's own columns, maxOwn
// are published.
const (
	maxName = 63
	maxOwn  = 300
)

// column is one of a table of published incidents.
type column struct {
	name, sqlType, comment string
	property               incident.Property
}

// sqlTypes are the types of columns.
var sqlTypes = map[incident.ColumnType]string{incident.ColumnString: "text", incident.ColumnInteger: "bigint",
	incident.ColumnNumber: "double precision", incident.ColumnBoolean: "boolean", incident.ColumnDate: "date"}

// systemColumns are those that every table has in PostgreSQL.
var systemColumns = []string{"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}

// The columns that a table has before those of the properties.
var keyColumns = []string{"id", "geom", "span"}

// columnsOf are the columns of a dataset's properties. One of the dataset's own that is
// called like another gets an underscore.
func columnsOf(d *incident.Dataset) []column {
	all := incident.PropertiesOf(d)
	all = all[:min(len(all), len(incident.Properties)+maxOwn)]
	taken := map[string]bool{}
	for _, name := range slices.Concat(keyColumns, systemColumns) {
		taken[name] = true
	}
	out := make([]column, len(all))
	for i, p := range all {
		name := freeName(incident.CutName(clean(p.Name), maxName), taken)
		taken[name] = true
		comment := p.Description
		if p.Title != "" {
			comment = p.Title + ": " + comment
		}
		out[i] = column{name, sqlTypes[p.Type], comment, p}
	}
	return out
}

// freeName is a name that is not taken: the given one, or that with an underscore, and a
// number if need be.
func freeName(name string, taken map[string]bool) string {
	free, suffix := name, "_"
	for n := 2; taken[free]; n++ {
		free = incident.CutName(name, maxName-len(suffix)) + suffix
		suffix = fmt.Sprintf("_%d", n)
	}
	return free
}

// tableOf is the name of the table of a dataset: its ID, unless that is too long.
func tableOf(dataset string) string {
	if len(dataset) <= maxName {
		return dataset
	}
	return hashed(dataset, maxName)
}

// hashed is a name of at most so many bytes that no other dataset has. IDs of datasets have no
// underscores.
func hashed(dataset string, most int) string {
	sum := sha256.Sum256([]byte(dataset))
	return incident.CutName(dataset, most-9) + "_" + hex.EncodeToString(sum[:4])
}

// table is the quoted name of the table of a dataset.
func (t *tx) table() string { return pgx.Identifier{published, tableOf(t.id)}.Sanitize() }

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// describeTable brings the table of published incidents to what describes the dataset now,
// which is before where it was there. A private dataset has none.
func (t *tx) describeTable(before, now *incident.Dataset) error {
	t.hurry()
	if now.Visibility == incident.Private {
		if before != nil && before.Visibility != incident.Private {
			t.dropTable()
		}
		return nil
	}
	was, columns := map[string]string{}, columnsOf(now)
	if before != nil && before.Visibility != incident.Private {
		for _, c := range columnsOf(before) {
			was[c.name] = c.sqlType
		}
	}
	if len(was) == 0 {
		return t.makeTable(now, columns)
	}
	var changes []string
	for _, c := range columns {
		switch old, there := was[c.name]; {
		case !there:
			changes = append(changes, fmt.Sprintf("ADD COLUMN %s %s", quoted(c.name), c.sqlType))
		case old != c.sqlType:
			changes = append(changes, fmt.Sprintf("ALTER COLUMN %s TYPE %s", quoted(c.name), c.sqlType))
		}
	}
	if len(changes) > 0 {
		t.batch.Queue("ALTER TABLE " + t.table() + " " + strings.Join(changes, ", "))
	}
	if len(changes) > 0 || before.Title != now.Title || before.Licence != now.Licence ||
		before.Attribution != now.Attribution {
		return t.comment(now, columns)
	}
	return nil
}

// dropTable takes the table away, and with it what others have made of it: nothing that is
// private stays to be read.
func (t *tx) dropTable() { t.batch.Queue("DROP TABLE IF EXISTS " + t.table() + " CASCADE") }

// makeTable makes the table, with the incidents that the dataset has.
func (t *tx) makeTable(d *incident.Dataset, columns []column) error {
	if err := t.mustBeFree(); err != nil {
		return err
	}
	parts := []string{"id text CONSTRAINT " + quoted(t.indexName("id")) + " PRIMARY KEY",
		"geom " + t.log.geometry.name + "(MULTIPOINT, 4326)",
		"span daterange NOT NULL"}
	for _, c := range columns {
		parts = append(parts, quoted(c.name)+" "+c.sqlType)
	}
	t.batch.Queue("CREATE TABLE " + t.table() + " (" + strings.Join(parts, ", ") + ")")
	if err := t.comment(d, columns); err != nil {
		return err
	}
	if err := t.fillTable(d); err != nil {
		return err
	}
	t.queueIndexes()
	return t.send()
}

// restoreTable makes the table anew where somebody has taken it away: it is derived of the
// log, and without it nothing could be written.
func (t *tx) restoreTable() error {
	if t.shown || t.dataset.Visibility == incident.Private {
		return nil
	}
	t.log.told.Warn("the table of a public dataset is gone from the database, and is made anew", "dataset", t.id)
	t.hurry()
	return t.makeTable(t.dataset, columnsOf(t.dataset))
}

// mustBeFree is the error of a table that is there already: it is somebody else's.
func (t *tx) mustBeFree() error {
	if err := t.send(); err != nil {
		return err
	}
	var taken bool
	err := t.conn.QueryRow(t.ctx, "SELECT to_regclass($1) IS NOT NULL", t.table()).Scan(&taken)
	if err == nil && taken {
		err = incident.Errorf(incident.Conflict, "the schema %s of the database has something called %q that is not of "+
			"this program; rename it or take it away, or give the dataset another ID", published, tableOf(t.id))
	}
	return err
}

// tableWait is how long readers of a table are waited for, in milliseconds: whoever waits for
// them keeps new ones away, and all other writers of the dataset.
const tableWait = 5_000

// hurry has what follows not wait long for those who read the table.
func (t *tx) hurry() { t.batch.Queue(fmt.Sprintf("SET LOCAL lock_timeout = %d", tableWait)) }

// indexName names an index of the table. Tables and indexes of a schema share their names:
// none is called as another dataset may be.
func (t *tx) indexName(of string) string { return hashed(t.id, maxName-len(of)-1) + "_" + of }

// The indexes beside the primary key.
const (
	placeAndTime = "geom_span"
	timeAlone    = "span"
)

// queueIndexes makes the indexes: of place and time together, and of time.
func (t *tx) queueIndexes() {
	t.batch.Queue(fmt.Sprintf("CREATE INDEX %s ON %s USING gist (geom, span)", quoted(t.indexName(placeAndTime)),
		t.table()))
	t.batch.Queue(fmt.Sprintf("CREATE INDEX %s ON %s USING gist (span)", quoted(t.indexName(timeAlone)), t.table()))
}

// dropIndexes takes the indexes of an empty table away while many incidents come: to make
// them in the end takes a fraction of the time. It reports whether it has.
func (t *tx) dropIndexes() (bool, error) {
	if t.dataset.Visibility == incident.Private {
		return false, nil
	}
	if err := t.send(); err != nil {
		return false, err
	}
	var filled bool
	err := t.conn.QueryRow(t.ctx, "SELECT EXISTS (SELECT FROM "+t.table()+")").Scan(&filled)
	if err != nil || filled {
		return false, err
	}
	t.hurry()
	for _, of := range []string{placeAndTime, timeAlone} {
		t.batch.Queue("DROP INDEX IF EXISTS " + pgx.Identifier{published, t.indexName(of)}.Sanitize())
	}
	return true, t.send()
}

// comment says on the table and on its columns what they are. The server quotes the texts.
func (t *tx) comment(d *incident.Dataset, columns []column) error {
	if err := t.send(); err != nil {
		return err
	}
	about := []string{d.Title, "licence: " + d.Licence, "attribution: " + d.Attribution}
	if d.Licence == "" {
		about[1] = "no licence is given"
	}
	if d.Attribution == "" {
		about = about[:2]
	}
	names := append([]string{}, keyColumns...)
	texts := []string{"ID of the incident, which never changes", "Places, in longitude and latitude; null where none is known",
		"Days that it lasted or may have happened on; without an end where that is not known"}
	for _, c := range columns {
		names, texts = append(names, c.name), append(texts, clean(c.comment))
	}
	var all string
	err := t.conn.QueryRow(t.ctx, "SELECT format('COMMENT ON TABLE %I.%I IS %L; ', $1::text, $2::text, $3::text) || "+
		"(SELECT string_agg(format('COMMENT ON COLUMN %I.%I.%I IS %L', $1::text, $2::text, c.name, c.said), '; ') "+
		"FROM unnest($4::text[], $5::text[]) AS c (name, said))", published, tableOf(t.id),
		clean(strings.Join(about, "; ")), names, texts).Scan(&all)
	if err != nil {
		return err
	}
	return t.conn.Conn().PgConn().Exec(t.ctx, all).Close()
}

// fillTable publishes all incidents of a dataset, as they are in the log.
func (t *tx) fillTable(d *incident.Dataset) error {
	columns := columnsOf(d)
	after := ""
	for {
		rows, err := t.conn.Query(t.ctx, "SELECT "+revisionFields+"FROM incidentmap_log.incident i "+
			"JOIN incidentmap_log.revision r ON r.seq = i.seq WHERE i.dataset = $1 AND i.id > $2 AND r.content IS NOT NULL "+
			"ORDER BY i.id LIMIT $3", t.id, after, pageRows)
		if err != nil {
			return err
		}
		p := &page{dataset: d}
		err = each(rows, func() error {
			r, err := scanRow(rows, t.id)
			p.rows = append(p.rows, r)
			return err
		})
		if err == nil && len(p.rows) > 0 {
			after = p.rows[len(p.rows)-1].ID
			p.decode()
			err = p.err
		}
		if err != nil || len(p.rows) == 0 {
			return err
		}
		incidents := make([]*incident.Incident, len(p.all))
		for i := range p.all {
			incidents[i] = p.all[i].Incident
		}
		if err := t.copyFeatures(columns, incidents); err != nil {
			return err
		}
	}
}

// geometryType is PostGIS's type in this database.
type geometryType struct {
	oid  uint32
	name string // quoted, with its schema
}

// findGeometry finds PostGIS's type, which may lie in a schema of its own.
func (l *Log) findGeometry(ctx context.Context) error {
	var schema string
	err := l.pool.QueryRow(ctx, "SELECT t.oid, n.nspname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "+
		"JOIN pg_extension e ON e.extnamespace = n.oid WHERE t.typname = 'geometry' AND e.extname = 'postgis'").
		Scan(&l.geometry.oid, &schema)
	if err != nil {
		return fmt.Errorf("the type geometry of PostGIS cannot be found: %w", err)
	}
	l.geometry.name = pgx.Identifier{schema, "geometry"}.Sanitize()
	return nil
}

// columnNames are the names of all columns.
func columnNames(columns []column) []string {
	names := slices.Clone(keyColumns)
	for _, c := range columns {
		names = append(names, c.name)
	}
	return names
}
