// Package gpkg reads GeoPackages (OGC 12-128r19): the rows of a table of features, or of
// one without geometries where there is no other.
package gpkg

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"incidentmap/internal/format"
	"incidentmap/internal/format/features"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Format is GeoPackage.
var Format = format.Format{Name: "gpkg", MediaType: "application/geopackage+sqlite3", Title: "GeoPackage",
	Endings: []string{".gpkg"}, Read: Read, Write: write, LonLat: true,
	Part: format.Layer, ReadPart: ReadLayer}

// magic begins every SQLite file.
const (
	magic       = "SQLite format 3\x00"
	headerBytes = 100
)

// patience is how long a small file may take to be read; a larger one may take a second
// more for each megabyte.
var patience = 20 * time.Second

// Bounds of what is read.
const (
	maxRows  = 30_000_000
	maxValue = 1 << 20 // bytes of a cell
)

// layer is a table of a GeoPackage.
type layer struct {
	table, title, geometry string
	epsg, rows             int
	booleans               map[string]bool // columns of the type BOOLEAN
}

// Read reads the layer with the most rows, and tells which others there are.
func Read(name, text string) (*ingest.Table, error) { return ReadLayer(name, text, "") }

// ReadLayer reads the layer that has a name; the one with the most rows if it is empty.
func ReadLayer(name, text, called string) (*ingest.Table, error) {
	if !strings.HasPrefix(text, magic) || len(text) < headerBytes {
		return nil, fmt.Errorf("%s: it is not a GeoPackage, which is an SQLite file", name)
	}
	conn, err := open(text)
	if err != nil {
		return nil, fmt.Errorf("%s: it cannot be opened: %w", name, err)
	}
	// Its layer may be a view, which can have no end.
	ctx, cancel := context.WithTimeout(context.Background(), patience+time.Duration(len(text)>>20)*time.Second)
	defer cancel()
	conn.SetInterrupt(ctx.Done())
	t, err := read(conn, name, called)
	if ctx.Err() != nil {
		err = errors.New("its layers take too long to read; make tables of its views")
	}
	if err := errors.Join(err, conn.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// open has SQLite read the file's content from memory: nothing is written beside it.
func open(text string) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(":memory:", sqlite.OpenReadWrite, sqlite.OpenMemory)
	if err != nil {
		return nil, err
	}
	// A file with a log that is written ahead says so in bytes 18 and 19, and then asks
	// for shared memory: what lies in memory alone has none.
	data := []byte(text)
	data[18], data[19] = 1, 1
	err = conn.Deserialize("main", data)
	for _, pragma := range []string{"trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"} {
		if err == nil {
			err = sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil)
		}
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func read(conn *sqlite.Conn, name, called string) (*ingest.Table, error) {
	all, err := layers(conn)
	if err != nil {
		return nil, fmt.Errorf("it is not a GeoPackage: %w", err)
	}
	if len(all) == 0 {
		return nil, errors.New("it has no table of features or attributes")
	}
	if called != "" {
		i := slices.IndexFunc(all, func(l layer) bool {
			return strings.EqualFold(l.table, called) || l.title == called
		})
		if i < 0 {
			return nil, fmt.Errorf("it has no layer %q; its layers are %s", called, report.Quoted(tables(all)))
		}
		all = all[i : i+1]
	}
	best := all[0]
	var others []string
	for _, l := range all[1:] {
		if l.isBetter(&best) {
			l, best = best, l
		}
		others = append(others, l.table)
	}
	if best.rows > maxRows {
		return nil, fmt.Errorf("its layer %s has %d rows; at most %d are read", best.table, best.rows, maxRows)
	}
	found := features.Collection{EPSG: best.epsg, Title: best.title}
	if err := rows(conn, &best, &found); err != nil {
		return nil, fmt.Errorf("the layer %s: %w", best.table, err)
	}
	t, err := found.Table(name, "row")
	if err == nil && len(others) > 0 {
		t.Findings = append(t.Findings, report.RuleUnread.InTable(report.Where{File: name},
			fmt.Sprintf("the layer %s was read, and not %s", best.table, strings.Join(others, ", "))))
	}
	return t, err
}

// tables are the names of layers.
func tables(all []layer) []string {
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.table
	}
	return out
}

// isBetter reports whether a layer is rather meant than another: one with geometries, then
// the one with more rows.
func (l *layer) isBetter(other *layer) bool {
	if (l.geometry != "") != (other.geometry != "") {
		return l.geometry != ""
	}
	return l.rows > other.rows
}

// layers lists the tables of users.
func layers(conn *sqlite.Conn) ([]layer, error) {
	var out []layer
	err := sqlitex.ExecuteTransient(conn, `SELECT c.table_name, c.identifier, g.column_name,
		CASE WHEN upper(s.organization) = 'EPSG' THEN s.organization_coordsys_id ELSE g.srs_id END
		FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
		LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
		WHERE c.data_type IN ('features', 'attributes') ORDER BY c.table_name`,
		&sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			if s.ColumnText(0) != stylesTable {
				out = append(out, layer{table: s.ColumnText(0), title: s.ColumnText(1), geometry: s.ColumnText(2),
					epsg: s.ColumnInt(3)})
			}
			return nil
		}})
	for i := range out {
		if err != nil {
			return nil, err
		}
		err = sqlitex.ExecuteTransient(conn, "SELECT count(*) FROM "+quoted(out[i].table),
			&sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
				out[i].rows = s.ColumnInt(0)
				return nil
			}})
	}
	return out, err
}

// quoted is a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
