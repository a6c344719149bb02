package gpkg

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// layerName is what the table of incidents is called.
const layerName = "incidents"

// write makes a GeoPackage of one layer of multipoints in longitude and latitude, with an
// index of places, its styles, and whose data it has. It is made in a file of its own,
// because what is written first tells what comes last.
func write(w io.Writer, d *format.Document) error {
	dir, err := os.MkdirTemp("", "incidentmap-gpkg-")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "out.gpkg")
	err = writeFile(path, d)
	if err == nil {
		err = copyTo(w, path)
	}
	return errors.Join(err, os.RemoveAll(dir))
}

func copyTo(w io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return errors.Join(err, f.Close())
}

func writeFile(path string, d *format.Document) error {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return err
	}
	columns, more := columnsOf(d)
	p := &pack{conn: conn, document: d, columns: columns, beside: tablesBeside(more),
		bounds: orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}, kinds: map[string]bool{},
		attributeRows: map[string]int64{}}
	return errors.Join(p.write(), conn.Close())
}

// pack is a GeoPackage that is being written.
type pack struct {
	conn     *sqlite.Conn
	document *format.Document
	columns  []column
	beside   []attributes
	insert   string
	rows     int64
	bounds   orb.Bound
	kinds    map[string]bool // that the rows have
	// attributeRows are the rows of each table beside the layer.
	attributeRows map[string]int64
}

func (p *pack) write() (err error) {
	for _, pragma := range []string{"journal_mode = OFF", "synchronous = OFF",
		fmt.Sprintf("application_id = %d", 0x47504B47), "user_version = 10300"} { // "GPKG", version 1.3
		if err := sqlitex.ExecuteTransient(p.conn, "PRAGMA "+pragma, nil); err != nil {
			return err
		}
	}
	end, err := sqlitex.ImmediateTransaction(p.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	if err := p.tables(); err != nil {
		return err
	}
	for r := range p.document.Records {
		if err := p.row(r); err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	return p.finish()
}

func (p *pack) exec(query string, args ...any) error {
	return sqlitex.Execute(p.conn, query, &sqlitex.ExecOptions{Args: args})
}

// tables makes the tables that the standard asks for, and the layer's.
func (p *pack) tables() error {
	names, marks := []string{"geom", "id"}, []string{"?", "?"}
	layer := "CREATE TABLE " + layerName +
		" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOINT, id TEXT NOT NULL"
	for _, c := range p.columns {
		layer += ", " + quoted(c.name) + " " + c.sqlType
		names, marks = append(names, quoted(c.name)), append(marks, "?")
	}
	p.insert = "INSERT INTO " + layerName + " (" + strings.Join(names, ", ") + ")" +
		" VALUES (" + strings.Join(marks, ", ") + ")"
	queries := append(strings.Split(schema, ";\n"), layer+")")
	for i := range p.beside {
		queries = append(queries, strings.Split(p.beside[i].create(), ";\n")...)
	}
	for _, query := range queries {
		if strings.TrimSpace(query) == "" {
			continue
		}
		if err := sqlitex.ExecuteTransient(p.conn, query, nil); err != nil {
			return err
		}
	}
	return nil
}

func (p *pack) row(r *incident.Record) error {
	var geometry any
	if len(r.Place.Points) > 0 {
		geometry = blobOf(r.Place.Points)
	}
	args := []any{geometry, r.ID}
	for _, c := range p.columns {
		args = append(args, sqlValue(c.property.Value(r)))
	}
	if err := p.exec(p.insert, args...); err != nil {
		return err
	}
	p.rows++
	p.kinds[r.Kind] = true
	if geometry != nil {
		if err := p.indexPlace(p.conn.LastInsertRowID(), r); err != nil {
			return err
		}
	}
	for i := range p.beside {
		if err := p.addAttributes(&p.beside[i], r); err != nil {
			return err
		}
	}
	return nil
}

// indexPlace puts a row into the index of places.
func (p *pack) indexPlace(row int64, r *incident.Record) error {
	b := r.Place.Points.Bound()
	p.bounds = p.bounds.Union(b)
	return p.exec("INSERT INTO rtree_"+layerName+"_geom VALUES (?, ?, ?, ?, ?)", row, b.Min[0], b.Max[0],
		b.Min[1], b.Max[1])
}

func sqlValue(v incident.Value) any {
	if v.Null {
		return nil
	}
	switch v.Type {
	case incident.ColumnInteger:
		return v.Int
	case incident.ColumnNumber:
		return v.Num
	case incident.ColumnBoolean:
		return v.Bool
	}
	return v.Str
}

// finish writes what is known when all rows are there.
func (p *pack) finish() error {
	text := func(member string) string {
		s, _ := p.document.Head[member].(string)
		return s
	}
	title := text("title")
	if title == "" {
		title = layerName
	}
	style, err := styleOf(p.kinds)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	about := strings.TrimSpace(text("description") + "\n" + text("attribution") + "\n" + text("license"))
	var box [4]any
	if p.bounds.Min[0] <= p.bounds.Max[0] {
		box = [4]any{p.bounds.Min[0], p.bounds.Min[1], p.bounds.Max[0], p.bounds.Max[1]}
	}
	steps := []struct {
		query string
		args  []any
	}{
		{"INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
			[]any{layerName, title, about, now, box[0], box[1], box[2], box[3]}},
		{"INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOINT', 4326, 0, 0)", []any{layerName}},
		{"INSERT INTO gpkg_ogr_contents VALUES (?, ?)", []any{layerName, p.rows}},
		{"INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://www.opengis.net/gpkg', 'text/plain', ?)", []any{about}},
		{"INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", []any{now}},
		{"INSERT INTO layer_styles VALUES (1, '', '', ?, 'geom', 'incidents', ?, '', 1, '', '', '', ?)",
			[]any{layerName, style, now}},
	}
	for _, s := range steps {
		if err := p.exec(s.query, s.args...); err != nil {
			return err
		}
	}
	if err := p.describeAttributes(now); err != nil {
		return err
	}
	for _, trigger := range triggers {
		if err := sqlitex.ExecuteTransient(p.conn, trigger, nil); err != nil {
			return err
		}
	}
	return nil
}
